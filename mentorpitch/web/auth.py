"""Who asks: the session cookie of a person, or the token of a bot."""

from aiohttp import web

from mentorpitch.actors import Actor
from mentorpitch.bots.tokens import find_bearer
from mentorpitch.people.accounts import find_session
from mentorpitch.web.services import SERVICES, WebSettings

KEPT_S = (
    400 * 24 * 3600
)  # as long as a browser keeps a cookie; when the session ends is for the server to say


def cookie_name(settings: WebSettings) -> str:
    # __Host- makes a browser refuse it from another host or without TLS (RFC 6265bis, 4.1.3.2).
    return "__Host-mentorpitch" if settings.is_https else "mentorpitch"


async def find_actor(request: web.Request, token: str | None = None) -> Actor | None:
    """Who is signed in with the request's cookie, or whose token comes with it: in its header, or `token`.

    With a token the cookie does not count, be the token right or wrong. Says nothing of where the request
    came from: see origin.py.
    """
    services = request.app[SERVICES]
    if token is None and (header := request.headers.get("Authorization")) is not None:
        scheme, _, given = header.partition(" ")
        token = given.strip() if scheme.lower() == "bearer" else ""
    if token is not None:
        return await find_bearer(services.db, token)
    secret = request.cookies.get(cookie_name(services.settings))
    if not secret:
        return None
    return await find_session(
        services.db, secret, clock=services.clock, lasting=services.settings.session_lasts
    )


def remember(response: web.StreamResponse, settings: WebSettings, secret: str) -> None:
    response.set_cookie(
        cookie_name(settings),
        secret,
        max_age=KEPT_S,
        path="/",
        secure=settings.is_https,
        httponly=True,
        samesite="Lax",
    )


def forget(response: web.StreamResponse, settings: WebSettings) -> None:
    response.del_cookie(
        cookie_name(settings), path="/", secure=settings.is_https, httponly=True, samesite="Lax"
    )
