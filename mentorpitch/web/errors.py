"""Every no of the HTTP door in one shape: `{"error": {"code", "message", …}}` with its status."""

import math
import secrets

import msgspec
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from mentorpitch.errors import STATUS, Code, ErrorBody, Problem
from mentorpitch.web.ask import json_response
from mentorpitch.web.origin import ensure_same_site

log = structlog.get_logger()

SAID: dict[int, tuple[Code, str]] = {
    404: ("not_found", "There is nothing at this address."),
    405: ("invalid", "This address does not take that method."),
    413: ("too_large", "That is too much at once."),
}


class Refusal(msgspec.Struct, frozen=True):
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
    except Exception:
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
    return json_response(Refusal(body), status=status, headers=headers)
