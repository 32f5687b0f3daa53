"""What may go wrong, as a closed list of codes that HTTP and the socket share.

A `Problem` is an answer, not an accident: its message may be shown to the person who asked. Anything else
that is raised becomes `internal` with a log id and never shows its text.
"""

from typing import Literal

import msgspec

Code = Literal[
    "invalid",  # the request is not of the promised shape, or a value is out of range
    "unauthenticated",  # who asks? sign in first
    "forbidden",  # may be asked by others, not by this actor
    "conduct_not_accepted",  # read and accept the programme's code of conduct first
    "not_found",  # absent, or not yours: the same answer
    "conflict",  # not possible in this state
    "id_reused",  # the client_id was used before for something else
    "gone",  # was valid once: a used ticket, an expired invitation
    "rate_limited",  # too often; see retry_after_ms
    "too_large",
    "storage_full",
    "unavailable",  # cannot be served now, may be tried again
    "internal",
]

STATUS: dict[Code, int] = {
    "invalid": 400,
    "unauthenticated": 401,
    "forbidden": 403,
    "conduct_not_accepted": 403,
    "not_found": 404,
    "conflict": 409,
    "id_reused": 409,
    "gone": 410,
    "rate_limited": 429,
    "too_large": 413,
    "storage_full": 507,
    "unavailable": 503,
    "internal": 500,
}

TITLES: dict[Code, str] = {
    "invalid": "The request is not as promised",
    "unauthenticated": "It must be known who asks",
    "forbidden": "Not for you",
    "conduct_not_accepted": "The code of conduct first",
    "not_found": "Absent, or not yours",
    "conflict": "Not possible in this state",
    "id_reused": "This client_id was used for something else",
    "gone": "It was valid once",
    "rate_limited": "Too often",
    "too_large": "Too much at once",
    "storage_full": "The server's disk is full",
    "unavailable": "Not now; it may be tried again",
    "internal": "Something went wrong on the server",
}


class ErrorBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The `error` object of every failed answer, on both doors."""

    code: Code
    message: str
    field: str | None = None
    retry_after_ms: int | None = None
    log_id: str | None = None


class Problem(Exception):
    """An answer that says no. `status` is its HTTP status."""

    code: Code

    def __init__(
        self, code: Code, message: str, *, field: str | None = None, retry_after_ms: int | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.retry_after_ms = retry_after_ms

    @property
    def status(self) -> int:
        return STATUS[self.code]

    @property
    def body(self) -> ErrorBody:
        return ErrorBody(
            code=self.code, message=self.message, field=self.field, retry_after_ms=self.retry_after_ms
        )


class NotFound(Problem):
    def __init__(self, what: str) -> None:
        super().__init__("not_found", f"There is no such {what}.")


class Forbidden(Problem):
    def __init__(self, message: str) -> None:
        super().__init__("forbidden", message)


class Invalid(Problem):
    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__("invalid", message, field=field)


class Conflict(Problem):
    def __init__(self, message: str) -> None:
        super().__init__("conflict", message)


class Unauthenticated(Problem):
    def __init__(self, message: str = "Sign in first.") -> None:
        super().__init__("unauthenticated", message)
