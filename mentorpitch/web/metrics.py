"""Numbers for whoever runs the server, by a token of its own: what gathers them signs in to nothing."""

import hmac
from typing import Protocol

from aiohttp import web

from mentorpitch.errors import NotFound

_TEXT = {"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}


class Metrics(Protocol):
    """Counts, without a name of anybody."""

    def totals(self) -> str:
        """In the text format of Prometheus."""

    def peers(self) -> bytes:
        """Each connection of a call, as JSON."""


def add_metrics(app: web.Application, metrics: Metrics, *, token: str) -> None:
    """Serve /metrics and /metrics/peers to whoever has the token; without one there is no such page."""

    def admit(request: web.Request) -> None:
        given = request.headers.get("Authorization", "").encode()
        if not token or not hmac.compare_digest(given, f"Bearer {token}".encode()):
            raise NotFound("page")

    async def totals(request: web.Request) -> web.Response:
        admit(request)
        return web.Response(body=metrics.totals().encode(), headers=_TEXT)

    async def peers(request: web.Request) -> web.Response:
        admit(request)
        return web.Response(body=metrics.peers(), content_type="application/json")

    app.router.add_get("/metrics", totals)
    app.router.add_get("/metrics/peers", peers)
