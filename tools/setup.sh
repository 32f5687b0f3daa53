#!/bin/sh
# Brings everything a fresh clone lacks, into git-ignored folders: .uv/ (only if uv is missing),
# .venv/, node_modules/ and static/vendor/, and rooms/steady/steady.so where there is a C compiler. Does
# nothing, quickly, when all of it is up to date.
set -eu
cd "$(dirname "$0")/.."

newer() { # newer STAMP FILE…: true when STAMP is missing or older than one of the files
    stamp=$1; shift
    [ -e "$stamp" ] || return 0
    for file in "$@"; do [ "$file" -nt "$stamp" ] && return 0; done
    return 1
}

debian_root() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

find_uv() {
    if command -v uv >/dev/null; then echo uv; return; fi
    if [ ! -x .uv/bin/uv ]; then
        if ! python3 -m venv .uv >/dev/null 2>&1; then
            rm -rf .uv
            # Debian packs venv apart from python3.
            debian_root || { echo "setup: python3 has no venv module. Run: sudo apt-get install python3-venv" >&2; exit 1; }
            { apt-get update && apt-get install -y python3-venv; } >&2
            python3 -m venv .uv
        fi
        .uv/bin/python -m pip install --quiet --disable-pip-version-check uv >&2
    fi
    echo .uv/bin/uv
}

if newer .venv/.ready pyproject.toml uv.lock; then
    uv=$(find_uv)
    groups="--group dev"
    command -v npm >/dev/null || groups="$groups --group node"
    # shellcheck disable=SC2086
    $uv sync --locked --quiet $groups
    touch .venv/.ready
fi

if newer rooms/steady/steady.so rooms/steady/*.[ch] rooms/build.py; then
    .venv/bin/python -m rooms.build
fi

if newer static/vendor/.ready package-lock.json tools/vendor.py tools/icons.txt; then
    PATH="$PATH:$PWD/.venv/bin" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
    .venv/bin/python tools/vendor.py
    touch static/vendor/.ready
fi
