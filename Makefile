# The developer's front door; Meson and Ninja do the work. `make help` lists the targets.
BUILD ?= build
MESON ?= meson
SITE ?= site
PORT ?= 8117

.PHONY: all build run serve test browser asan tsan bench fuzz format install clean help torture

all: build

build: $(BUILD)/build.ninja ## build the program
	@ninja -C $(BUILD) --quiet

$(BUILD)/build.ninja:
	@$(MESON) setup $(BUILD) --buildtype=debugoptimized >/dev/null

run: build ## write the site from samples/ and show one story page; at a terminal, go on with `make serve`
	@rm -rf $(SITE)
	@$(BUILD)/nutgraf site --show --out $(SITE) --now 2025-10-15T20:00:00Z --title "Ten days in Velmere" samples
	@if [ -t 0 ] && [ -t 1 ]; then $(MAKE) --no-print-directory serve; \
	 else echo "The living site, fetched from a loopback feed server: make serve"; fi

serve: build ## the living site on samples/ at http://127.0.0.1:8117/ (PORT=N for another), until Ctrl-C
	@python3 tools/serve_samples.py --port $(PORT) $(BUILD)/nutgraf samples

test: build ## run the whole suite
	@tests/run $(BUILD)

browser: build ## walk the samples' site in Chromium, with axe-core; says what it wants where that is missing
	@tests/browser/run $(BUILD)/nutgraf

asan: ## run the suite under AddressSanitizer and UndefinedBehaviorSanitizer
	@test -f build-asan/build.ninja || $(MESON) setup build-asan -Db_sanitize=address,undefined -Db_lundef=false >/dev/null
	@ninja -C build-asan --quiet
	@UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 tests/run build-asan

tsan: ## the living site under ThreadSanitizer: no data race between fetching, editing and serving
	@test -f build-tsan/build.ninja || $(MESON) setup build-tsan -Db_sanitize=thread -Db_lundef=false >/dev/null
	@ninja -C build-tsan --quiet nutgraf
	@for t in living serve images writer; do TSAN_OPTIONS=halt_on_error=1 python3 tests/test_$$t.py build-tsan/nutgraf || exit 1; done

bench: build ## speed, next to the bare parser or a peer; EVAL=DIR (evaluation data) measures more
	@bench/run $(BUILD) $(EVAL)

torture: build ## kill -9 during fetching, ROUNDS=1000 times: nothing may be lost or doubled
	@python3 tests/torture.py $(BUILD)/nutgraf $(or $(ROUNDS),1000)

fuzz: ## run every fuzz target for SECONDS=60 under ASan and UBSan (clang)
	@test -f build-fuzz/build.ninja || CC=clang $(MESON) setup build-fuzz -Dfuzz=true >/dev/null
	@ninja -C build-fuzz --quiet
	@tests/fuzz/run build-fuzz $(or $(SECONDS),60)

format: ## lay out the sources as .clang-format says
	@clang-format -i $$(git ls-files '*.c' '*.h')

install: build ## install the program, library, header and manual (PREFIX by meson configure)
	@$(MESON) install -C $(BUILD)

clean: ## remove what was built
	@rm -rf build build-asan build-tsan build-fuzz site

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' Makefile
