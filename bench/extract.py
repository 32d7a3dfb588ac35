#!/usr/bin/env python3
"""Extraction speed next to libxml2's bare parse and to trafilatura and newspaper4k where they are installed.

usage: bench/extract.py BUILD DIR     (DIR/*.html.gz; after: ninja -C BUILD bench/bench_extract)
One run, one core, milliseconds a page; each program keeps its process for all pages.
"""
import glob, gzip, json, os, subprocess, sys, tempfile, time

build, folder = sys.argv[1:3]
pages = [gzip.open(p).read() for p in sorted(glob.glob(os.path.join(folder, '*.html.gz')))]
with tempfile.TemporaryDirectory() as tmp:
    names = []
    for i, page in enumerate(pages):
        names.append(os.path.join(tmp, f'{i}.html'))
        with open(names[-1], 'wb') as f:
            f.write(page)
    ours = json.loads(subprocess.run([os.path.join(build, 'bench/bench_extract'), '5'] + names, capture_output=True, check=True).stdout)


def peer(name, once):
    once(pages[0])
    begin, failed = time.perf_counter(), 0
    for page in pages:
        try:
            once(page)
        except Exception:
            failed += 1
    ms = (time.perf_counter() - begin) * 1e3 / len(pages)
    print(f'{name:24} {ms:9.3f} ms a page  {ms / ours["extract_ms"]:7.1f} x nutgraf  ({failed} failed)')


print(f'{len(pages)} pages')
print(f'{"nutgraf":24} {ours["extract_ms"]:9.3f} ms a page')
print(f'{"libxml2, bare parse":24} {ours["bare_ms"]:9.3f} ms a page  nutgraf takes {ours["extract_ms"] / ours["bare_ms"]:.2f} x as long')
try:
    import trafilatura
    peer('trafilatura ' + trafilatura.__version__, lambda page: trafilatura.extract(page))
except ImportError:
    print('trafilatura is not installed')
try:
    import newspaper

    def parse(page):
        article = newspaper.Article('https://page.example/a', fetch_images=False)
        article.download(input_html=page.decode('utf-8', 'replace'))
        article.parse()
    peer('newspaper4k ' + newspaper.__version__, parse)
except ImportError:
    print('newspaper4k is not installed')
