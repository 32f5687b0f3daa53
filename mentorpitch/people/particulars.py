"""What a person types about themself: brought into one form, or refused with a sentence at its field."""

import re
import unicodedata
from functools import cache
from zoneinfo import available_timezones

from mentorpitch.errors import Invalid

MOST_EMAIL = 254  # RFC 5321, 4.5.3.1.3, less the brackets
MOST_NAME = 200
PASSWORD_LENGTH = range(10, 201)  # the upper end bounds the work of hashing

EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+")
# Control, surrogate, private use, unassigned, and "format": what turns the direction of the text around it or
# has no width at all. With any of them, one name could look like another.
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# Cf too, but Persian, many Indian scripts and emoji are written with them.
JOINERS = frozenset("\u200c\u200d")
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and marks that show nothing


def normal_email(text: str) -> str:
    """The form in which an e-mail address is kept and compared: trimmed, in lower case, NFC."""
    email = unicodedata.normalize("NFC", text.strip().lower())
    if len(email) > MOST_EMAIL or not EMAIL.fullmatch(email) or any(map(is_unseen, email)):
        raise Invalid("That does not look like an e-mail address.", field="email")
    return email


def normal_name(text: str, *, field: str = "name") -> str:
    """A name of a person or a programme: trimmed, single spaces, nothing that cannot be seen."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise Invalid("A name is needed.", field=field)
    if len(name) > MOST_NAME:
        raise Invalid(f"A name has at most {MOST_NAME} characters.", field=field)
    if any(is_unseen(char) and char not in JOINERS for char in name):
        raise Invalid("A name cannot contain characters that are not seen.", field=field)
    if not any(unicodedata.category(char)[0] in "LNSP" for char in name):
        raise Invalid("A name is needed.", field=field)
    return name


def is_unseen(char: str) -> bool:
    """Whether a character shows nothing, or turns round what stands beside it."""
    return unicodedata.category(char) in UNSEEN or char in BLANK


def valid_time_zone(name: str) -> str:
    if name not in _time_zones():
        raise Invalid("That time zone is not known.", field="time_zone")
    return name


def valid_password(password: str, *, field: str = "password") -> str:
    if len(password) not in PASSWORD_LENGTH:
        least, most = PASSWORD_LENGTH[0], PASSWORD_LENGTH[-1]
        raise Invalid(f"A password has {least} to {most} characters.", field=field)
    return password


@cache  # reads hundreds of files
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())
