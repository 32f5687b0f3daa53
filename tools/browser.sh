#!/bin/sh
# Prints the path of a Chromium for the tests: the system's, else the distribution's package when it may
# be installed, else Playwright's own download. Stops with the exact command when all of them fail.
set -eu
cd "$(dirname "$0")/.."

find_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        # Ubuntu's chromium-browser may be a stub that only tells to install a snap: ask for its version.
        path=$(command -v "$name") && "$path" --version >/dev/null 2>&1 && { echo "$path"; return 0; }
    done
    return 1
}

playwright_chromium() {
    .venv/bin/python - <<'P'
import os, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    path = playwright.chromium.executable_path
sys.exit(print(path) if os.path.exists(path) else 1)
P
}

find_chromium && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    { apt-get update && apt-get install -y chromium; } >&2 || true
    find_chromium && exit 0
fi
playwright_chromium && exit 0
.venv/bin/playwright install --with-deps chromium >&2 || .venv/bin/playwright install chromium >&2 || true
playwright_chromium && exit 0
echo "browser: no Chromium found and none could be installed. Run: sudo apt-get install chromium" >&2
exit 1
