"""Which kinds of files are taken, and what their names may end in.

A name says nothing about what a file is; but on the disk of whoever downloads it, the ending decides what
opens it. So a version ends in something that fits its content, whatever it was called.
"""

from typing import Final

OFFICE: Final = "application/vnd.openxmlformats-officedocument."
OPEN: Final = "application/vnd.oasis.opendocument."

# media type → endings, the usual one first
ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/webp": ("webp",),
    "text/plain": (
        "txt",
        "md",
        "csv",
        "tsv",
        "tex",
        "bib",
        "log",
        "json",
        "yaml",
        "yml",
        "toml",
        "ics",
        "srt",
    ),
    OFFICE + "wordprocessingml.document": ("docx",),
    OFFICE + "spreadsheetml.sheet": ("xlsx",),
    OFFICE + "presentationml.presentation": ("pptx",),
    OPEN + "text": ("odt",),
    OPEN + "spreadsheet": ("ods",),
    OPEN + "presentation": ("odp",),
}
DOCUMENTS: Final = frozenset(ENDINGS)
VOICES: Final[dict[str, tuple[str, ...]]] = {"audio/webm": ("webm",), "audio/mp4": ("m4a",)}
MOST_OF_AN_ENDING: Final = 8


def split(file_name: str) -> tuple[str, str]:
    """A file's name as somebody gave it: the name without folders, and its ending in small letters."""
    name = file_name.replace("\\", "/").rpartition("/")[2].strip()
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem.strip() or not 0 < len(ending) <= MOST_OF_AN_ENDING:
        return name, ""
    return stem.strip(), ending.lower()


def fitting(ending: str, media_type: str) -> str:
    """The ending, when content of this type may have it; else the type's usual one."""
    endings = (ENDINGS | VOICES)[media_type]
    return ending if ending in endings else endings[0]
