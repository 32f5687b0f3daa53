"""What browsers load: the files of static/, kept in memory, packed, and named by what they contain.

A page asks for `/static/v-<hash>/…`. Under that name a file can never change, so a browser keeps it and does
not ask again; relative imports and urls stay within the same version by themselves. Under any other name the
file is the same, and revalidated.
"""

import contextlib
import gzip
import hashlib
import os
import re
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

# What is served, and as what: `nosniff` makes a wrong guess of the machine's own table fatal. No HTML: a page
# comes with its policy, or not at all.
TYPES: Final[dict[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
PACKED_ALREADY: Final = frozenset({".png", ".woff2"})
VERSION: Final = re.compile(r"(v-[0-9a-f]{16})/(.+)")
LOOK_AGAIN_S: Final = 1.0  # whoever edits a file sees it at the next reload


class Asset:
    """One file as it is sent."""

    def __init__(self, path: Path) -> None:
        self.body = path.read_bytes()
        self.content_type = TYPES[path.suffix]
        self.digest = hashlib.sha256(self.body).hexdigest()[:32]
        self._packs = path.suffix not in PACKED_ALREADY

    @cached_property
    def packed(self) -> bytes | None:
        """With gzip; None when that gains nothing."""
        return gzip.compress(self.body, mtime=0) if self._packs and len(self.body) > 500 else None


class Assets:
    """The files of one folder. Only what a walk through it finds is served, so no path leads out of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[
            str, tuple[tuple[int, int], Asset]
        ] = {}  # by path, with when it changed and its size
        self._looked_at = -LOOK_AGAIN_S
        self._version = ""

    @property
    def version(self) -> str:
        """Of all of them together: the same wherever the same files are served."""
        self._look()
        return self._version

    def find(self, path: str) -> tuple[Asset, bool] | None:
        """The file, and whether it was asked for under the name that never changes."""
        self._look()
        version, rest = match.groups() if (match := VERSION.fullmatch(path)) else (None, path)
        seen = self._seen.get(rest)
        return (seen[1], version == self._version) if seen else None

    def _look(self) -> None:
        if time.monotonic() - self._looked_at >= LOOK_AGAIN_S:
            self.look_again()

    def look_again(self) -> None:
        """Walk through the folder, and read what has changed."""
        self._looked_at = time.monotonic()
        before, self._seen = self._seen, {}
        for name in sorted(self._walk()):
            with contextlib.suppress(FileNotFoundError):  # gone since
                path = f"{self._folder}/{name}"
                stat = os.stat(path)
                stamp = stat.st_mtime_ns, stat.st_size
                known = before.get(name)
                self._seen[name] = known if known and known[0] == stamp else (stamp, Asset(Path(path)))
        if self._seen != before:
            digests = "".join(f"{name}\n{asset.digest}\n" for name, (_, asset) in self._seen.items())
            self._version = f"v-{hashlib.sha256(digests.encode()).hexdigest()[:16]}"

    def _walk(self) -> Iterator[str]:
        for top, folders, files in os.walk(self._folder, followlinks=True):
            folders[:] = [folder for folder in folders if not folder.startswith(".")]
            inside = top[len(str(self._folder)) :].lstrip("/")
            for file in files:
                if os.path.splitext(file)[1] in TYPES and not file.startswith("."):
                    yield f"{inside}/{file}" if inside else file
