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
# These turn the direction of the text around them: one name could look like another.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def normal_email(text: str) -> str:
    """The form in which an e-mail address is kept and compared: trimmed, in lower case."""
    email = text.strip().lower()
    if len(email) > MOST_EMAIL or not EMAIL.fullmatch(email):
        raise Invalid("That does not look like an e-mail address.", field="email")
    return email


def normal_name(text: str, *, field: str = "name") -> str:
    """A name of a person or a programme: trimmed, single spaces, nothing that cannot be seen."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise Invalid("A name is needed.", field=field)
    if len(name) > MOST_NAME:
        raise Invalid(f"A name has at most {MOST_NAME} characters.", field=field)
    if any(unicodedata.category(char) in ("Cc", "Cs") or char in TURNING for char in name):
        raise Invalid("A name cannot contain control characters.", field=field)
    return name


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
