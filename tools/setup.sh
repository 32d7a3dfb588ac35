# Sourced by ./run and ./test: makes sure that what nutgraf builds with is there. Debian and Ubuntu; POSIX sh.
# Installs only what is missing, with apt-get, through sudo where the user is not root.

packages="make gcc libc6-dev pkg-config meson ninja-build python3 libxml2-dev libicu-dev libstemmer-dev libjansson-dev \
libcurl4-openssl-dev libsqlite3-dev libinih-dev libmicrohttpd-dev"

missing=
for package in $packages; do
    state=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) || state=
    case $state in
    "install ok installed") ;;
    *) missing="$missing $package" ;;
    esac
done

if [ -n "$missing" ]; then
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "nutgraf builds on Debian and Ubuntu by itself. Here, install by hand what these packages hold, then: make run" >&2
        echo " $missing" >&2
        exit 1
    fi
    as_root=
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "These packages are missing; as root, run: apt-get install$missing" >&2
            exit 1
        fi
        as_root=sudo
    fi
    echo "Installing:$missing" >&2
    $as_root apt-get update -q >/dev/null || { echo "apt-get update failed: is the network there?" >&2; exit 1; }
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null || {
        echo "apt-get install failed; try it by hand: apt-get install$missing" >&2
        exit 1
    }
fi
