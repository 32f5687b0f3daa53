"""One emoji: what a reaction says."""

import re
from typing import Final

from mentorpitch.errors import Invalid

# The forms of Unicode's TR51: a picture with its colour, several joined, a flag, a key. Which of them a font
# can draw changes each year; which are well formed does not.
PICTURE: Final = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]"
    "(?:\ufe0f|[\U0001f3fb-\U0001f3ff])?"
)
FLAG: Final = "[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0030-\U000e007a]{4,6}\U000e007f"
KEY: Final = "[0-9#*]\ufe0f\u20e3"
EMOJI: Final = re.compile(f"{FLAG}|{KEY}|{PICTURE}(?:\u200d{PICTURE}){{0,5}}")
AS_PICTURE: Final = "\ufe0f"


def one_emoji(text: str) -> str:
    """The emoji, always in the same form. Raises Invalid for anything else."""
    if not EMOJI.fullmatch(text):
        raise Invalid("A reaction is one emoji.", field="emoji")
    return text + AS_PICTURE if len(text) == 1 and text < "\U00010000" else text
