"""Copy what the browser needs out of node_modules into static/vendor/ (git-ignored, never committed).

Each served file is listed here once; the import map in static/index.html names the same paths.
"""

import posixpath
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
SANS = "@fontsource-variable/source-sans-3/files/source-sans-3-"
SERIF = "@fontsource-variable/literata/files/literata-"

FILES = {
    "preact.js": "preact/dist/preact.mjs",
    "preact-hooks.js": "preact/hooks/dist/hooks.mjs",
    "signals-core.js": "@preact/signals-core/dist/signals-core.mjs",
    "signals.js": "@preact/signals/dist/signals.mjs",
    "htm.js": "htm/dist/htm.mjs",
    "socket.io.js": "socket.io-client/dist/socket.io.esm.min.js",
    "source-sans-3-latin.woff2": f"{SANS}latin-wght-normal.woff2",
    "source-sans-3-latin-ext.woff2": f"{SANS}latin-ext-wght-normal.woff2",
    "literata-latin.woff2": f"{SERIF}latin-wght-normal.woff2",
    "literata-latin-ext.woff2": f"{SERIF}latin-ext-wght-normal.woff2",
    # For documents that the server prints; never served.
    "fonts/DejaVuSans.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
    "fonts/DejaVuSans-Bold.ttf": "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
}

# A module that is made of many: this one, and whatever it imports of lib0, each under its own name.
YJS = "yjs/dist/yjs.mjs"
BARE = re.compile(r"""(?<=from )['"]lib0/([\w-]+)['"]""")
RELATIVE = re.compile(r"""from ['"](\.{1,2}/[\w./-]+\.js)['"]""")


def sprite(names: list[str]) -> str:
    """One SVG with a <symbol> for each Lucide icon of tools/icons.txt."""
    symbols = []
    for name in sorted(set(names)):
        source = (MODULES / "lucide-static/icons" / f"{name}.svg").read_text()
        match = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
        assert match, f"lucide icon {name} has no <svg>"
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(match[1].split())}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def put(name: str, content: bytes) -> None:
    if name.endswith(".js"):  # the source maps are not served
        content = re.sub(rb"\n//# sourceMappingURL=\S+\s*$", b"\n", content)
    path = VENDOR / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def put_yjs() -> None:
    waiting = [("yjs.js", YJS)]
    seen = set()
    while waiting:
        name, source = waiting.pop()
        up = posixpath.relpath("lib0", posixpath.dirname(name))
        text = BARE.sub(rf'"./{up}/\1.js"', (MODULES / source).read_text())
        put(name, text.encode())
        for path in RELATIVE.findall(text):
            found = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
            if found not in seen:
                seen.add(found)
                waiting.append((found, found))


def main() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, source in FILES.items():
        put(name, (MODULES / source).read_bytes())
    put_yjs()
    shutil.copy(MODULES / "lucide-static/LICENSE", VENDOR / "icons.LICENSE")
    (VENDOR / "icons.svg").write_text(sprite((ROOT / "tools/icons.txt").read_text().split()))


if __name__ == "__main__":
    main()
