# What script/run and script/test share. Read by them (". script/lib.sh"), from the project's folder; POSIX shell.

ROOT=$(pwd)
VENV=$ROOT/.venv
PYTHON=$VENV/bin/python

say() { printf '%s\n' "$*"; }

stop() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# Run a command as the administrator of the machine, if we are allowed to without asking for a password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# needs PACKAGE: note a Debian package that is missing; install_missing asks for all of them at once.
missing=
needs() {
    case "$missing " in *" $1 "*) ;; *) missing="$missing $1" ;; esac
}

install_missing() {
    # shellcheck disable=SC2086 -- a list of words
    [ -z "$missing" ] || install_packages $missing
    missing=
}

may_install() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

# install_packages PACKAGE...: install Debian packages, or stop with the one command that does it.
install_packages() {
    if ! command -v apt-get >/dev/null 2>&1; then
        stop "This machine has no apt-get. Install what these Debian packages contain, then run $0 again:
    $*"
    fi
    if ! may_install; then
        stop "Something is missing on this machine. Type this, then run $0 again:
    sudo apt-get install -y --no-install-recommends $*"
    fi
    say "Installing $* ..."
    log=$(mktemp)
    # The package lists of a fresh machine are empty or old: fetch them only when the first try finds nothing.
    if ! apt_install "$@" >"$log" 2>&1 && ! { as_root apt-get update -q && apt_install "$@"; } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        stop "apt-get could not install: $*
Its own words are above. Is the machine connected to the internet?"
    fi
    rm -f "$log"
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" </dev/null
}

# Print a Python that is new enough and can make an environment, or nothing.
find_python() {
    for candidate in python3 /usr/bin/python3 python3.14 python3.13 python3.12 python3.11; do
        path=$(command -v "$candidate" 2>/dev/null) || continue
        # The environment's own Python, where it is first in the path: it would be removed before it makes the new one.
        case $path in "$VENV"/*) continue ;; esac
        if "$path" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$path"
            return
        fi
    done
}

# can_load PYTHON LIBRARY...: whether the machine has these shared libraries; asked on Linux only.
can_load() {
    [ "$(uname -s)" = Linux ] || return 0
    interpreter=$1
    shift
    "$interpreter" -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null
}

# What an installed environment was made from: the lock, the Python, and the folder, which its programs name.
fingerprint() {
    printf '%s %s %s\n' "$(cksum <"$1")" "$("$PYTHON" -V 2>/dev/null)" "$ROOT"
}

environment_is_current() {
    [ -f "$VENV/made-from-$1" ] && [ "$(cat "$VENV/made-from-$1")" = "$(fingerprint "$1")" ]
}

# A half-made environment, one moved from another folder or one of another Python is made again.
environment_is_sound() {
    "$PYTHON" -m pip --version >/dev/null 2>&1 &&
        grep -qF "$ROOT/.venv" "$VENV/bin/activate" 2>/dev/null &&
        "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'
}

# note_what_python_needs LOCK: what the machine lacks for the environment, and for setting PDFs with Pango.
note_what_python_needs() {
    base=$PYTHON
    if ! environment_is_current "$1"; then
        base=$(find_python)
        if [ -z "$base" ]; then
            # Debian keeps venv in a package of its own.
            needs python3
            needs python3-venv
        fi
        if [ -f /etc/debian_version ] && [ ! -e /etc/ssl/certs/ca-certificates.crt ]; then needs ca-certificates; fi
    fi
    if [ -z "$base" ] || ! can_load "$base" libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0; then
        needs libpango-1.0-0
        needs libpangoft2-1.0-0
        needs libharfbuzz-subset0
    fi
}

# ensure_environment LOCK: a virtual environment in .venv that holds what the lock names; costs nothing when it does.
ensure_environment() {
    environment_is_current "$1" && return
    lock=$1
    base=$(find_python)
    [ -n "$base" ] || stop "Python 3.11 or newer is needed, and this machine's packages have only an older one."
    if ! environment_is_sound; then
        say "Making the virtual environment .venv ..."
        rm -rf "$VENV"
        "$base" -m venv "$VENV" || stop "The virtual environment could not be made in $VENV."
    fi
    say "Installing the packages that $lock names ..."
    rm -f "$VENV/made-from-$lock"
    log=$(mktemp)
    if ! "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-input --prefer-binary --require-hashes \
        -r "$lock" >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        stop "The packages could not be installed; pip's own words are above.
The first start needs the internet. Run $0 again when there is a connection."
    fi
    rm -f "$log"
    fingerprint "$lock" >"$VENV/made-from-$lock"
}
