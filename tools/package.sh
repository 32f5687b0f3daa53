#!/bin/sh
# package.sh PACKAGE PROGRAM…: prints the path of the first of the programs that is there; brings Debian's package
# of it when it may be installed. Stops with the exact command when that fails.
set -eu
package=$1; shift

find_program() {
    for name in "$@"; do
        path=$(PATH="$PATH:/usr/sbin:/sbin" command -v "$name") && { echo "$path"; return 0; }
    done
    return 1
}

find_program "$@" && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update && apt-get install -y "$package"; } >&2 || true
    find_program "$@" && exit 0
fi
echo "$package: not found, and it could not be installed. Run: sudo apt-get install $package" >&2
exit 1
