"""Every no of the HTTP door in one shape: a problem document (RFC 9457) with the `error` of both doors."""

import math
import secrets
from typing import Final

import msgspec
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy.exc import DBAPIError

from mentorpitch.errors import STATUS, TITLES, Code, ErrorBody, Problem
from mentorpitch.store.database import as_problem
from mentorpitch.web.ask import json_response
from mentorpitch.web.origin import ensure_same_site

log = structlog.get_logger()

PROBLEM: Final = "application/problem+json"
SAID: dict[int, tuple[Code, str]] = {
    404: ("not_found", "There is nothing at this address."),
    405: ("invalid", "This address does not take that method."),
    413: ("too_large", "That is too much at once."),
}


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong. `detail` is the message of `error`, under the name that RFC 9457 gives it."""

    type: str  # leads to the code's own words on the page of the API
    title: str
    status: int
    detail: str
    error: ErrorBody


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The outermost of the door: nothing that goes wrong behind it shows its text."""
    is_door = request.path.startswith(("/api/", "/socket.io/"))
    try:
        if is_door:
            ensure_same_site(request)
        return await handler(request)
    except Problem as problem:
        return _refuse(problem.body, problem.status)
    except web.HTTPException as answer:
        if not is_door or answer.status < 400:
            raise
        code, message = SAID.get(answer.status, ("invalid", answer.reason))
        kept = {name: value for name, value in answer.headers.items() if name == "Allow"}
        return _refuse(ErrorBody(code=code, message=message), answer.status, kept)
    except Exception as error:
        failing = as_problem(error) if isinstance(error, DBAPIError) else None
        if failing:
            return _refuse(failing.body, failing.status)
        log_id = secrets.token_hex(6)
        # The pattern of the path, not the path: that may hold a secret.
        resource = request.match_info.route.resource
        log.exception("request failed", log_id=log_id, route=resource.canonical if resource else None)
        body = ErrorBody(code="internal", message="Something went wrong on the server.", log_id=log_id)
        return _refuse(body, STATUS["internal"])


def _refuse(body: ErrorBody, status: int, headers: dict[str, str] | None = None) -> web.Response:
    headers = dict(headers or {})
    if body.retry_after_ms is not None:
        headers["Retry-After"] = str(math.ceil(body.retry_after_ms / 1_000))
    refusal = Refusal(
        type=f"/api/docs#problem-{body.code}",
        title=TITLES[body.code],
        status=status,
        detail=body.message,
        error=body,
    )
    return json_response(refusal, status=status, headers=headers, content_type=PROBLEM)
