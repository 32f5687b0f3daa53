"""Compile rooms/steady/, where there is a C compiler. `python -m rooms.build` says what became of it.

Without it everything works, at several times the cost for each packet (see flow.py).
"""

import shutil
import subprocess
import sys
import zlib
from pathlib import Path

_HERE = Path(__file__).parent / "steady"
SHARED, LIBRARY = _HERE / "shared.h", _HERE / "steady.so"
_SOURCES = sorted(_HERE.glob("*.c"))
_COMPILERS = "cc", "gcc", "clang"
_OPTIONS = "-std=c11", "-D_GNU_SOURCE", "-O2", "-fPIC", "-shared", "-pthread"


def version() -> int:
    """Of the sources: a library of other ones is never used."""
    return zlib.crc32(b"".join(path.read_bytes() for path in (*_SOURCES, *sorted(_HERE.glob("*.h")))))


def build(library: Path = LIBRARY, *options: str) -> str | None:
    """Make the library, with more options for the compiler. Returns why not, None when it is there."""
    compiler = next((path for name in _COMPILERS if (path := shutil.which(name))), None)
    if compiler is None:
        return "no C compiler"
    made = library.with_suffix(".new")
    paths = "-o", str(made), *map(str, _SOURCES), "-lm"
    command = [compiler, *_OPTIONS, *options, f"-DSTEADY_VERSION={version()}u", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "error" in line]
        return f"{compiler}: {said[0] if said else done.returncode}"
    made.replace(library)  # whoever has the former one open keeps it
    return None


if __name__ == "__main__":
    if (why := build()) is not None:
        sys.stderr.write(f"rooms/steady/ is not compiled, media takes more of the processor: {why}\n")
