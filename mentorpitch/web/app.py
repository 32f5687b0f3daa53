"""The HTTP door, put together."""

import logging
from typing import Any, Final

from aiohttp import web
from aiohttp.http import HttpProcessingError
from sqlalchemy import select

from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock, utc_now
from mentorpitch.limits import Limits
from mentorpitch.meetings.printing import Printer
from mentorpitch.people.passwords import Passwords
from mentorpitch.store.database import Database
from mentorpitch.store.files import Files
from mentorpitch.store.tables.base import facts
from mentorpitch.web import pages
from mentorpitch.web.ask import json_response, route
from mentorpitch.web.assets import Assets
from mentorpitch.web.auth import cookie_name
from mentorpitch.web.endpoints import ENDPOINTS
from mentorpitch.web.errors import answer_errors
from mentorpitch.web.metrics import Metrics, add_metrics
from mentorpitch.web.openapi import describe
from mentorpitch.web.origin import networks
from mentorpitch.web.services import SERVICES, Services, WebSettings
from mentorpitch.work.uploads import Uploads

MOST_BYTES = 64 * 1024  # of a request's body


class _NoStrangersInTheLog(logging.Filter):
    """Leaves out that somebody sent no proper HTTP: it quotes them, and a cookie may be in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, HttpProcessingError | web.RequestPayloadError)


_logger = logging.getLogger("mentorpitch.web")
_logger.addFilter(_NoStrangersInTheLog())

# How the door is served: for web.AppRunner.
SERVING: Final[dict[str, Any]] = {
    "access_log": None,
    "logger": _logger,
    "auto_decompress": False,  # nobody here sends a packed body: a small one cannot become a large one
    "keepalive_timeout": 75,  # seconds of an idle connection, or of one that never ends its question
}


def make_app(
    *,
    db: Database,
    settings: WebSettings,
    announce: Announce,
    clock: Clock = utc_now,
    passwords: Passwords | None = None,
    limits: Limits | None = None,
    uploads: Uploads | None = None,
    metrics: Metrics | None = None,
) -> web.Application:
    """Everything under /api/, the pages and their files.

    Without `uploads`, files lie beside the database.

    Whoever attaches /socket.io/ to it gets the check of the Origin with it. Raises ValueError when a trusted
    proxy is neither an address nor a network.
    """
    networks(settings.trusted_proxies)  # now, and not at the first request
    app = web.Application(client_max_size=MOST_BYTES, middlewares=[answer_errors])
    app[SERVICES] = Services(
        db=db,
        settings=settings,
        announce=announce,
        clock=clock,
        passwords=passwords or Passwords(),
        limits=limits or Limits(),
        uploads=uploads or Uploads(Files(db.path.with_name("files"))),
        assets=Assets(settings.static_dir),
        printer=Printer(),
    )
    app.add_routes([route(endpoint) for endpoint in ENDPOINTS])
    app.router.add_get("/api/openapi.json", openapi_json)
    app.router.add_get("/healthz", healthz)
    if metrics is not None:
        add_metrics(app, metrics, token=settings.metrics_token)
    app.router.add_get("/static/{path:.+}", pages.file)
    app.router.add_get("/sw.js", pages.service_worker)
    app.router.add_get("/api/docs", pages.page)
    app.router.add_get(r"/{page:(?!api/|static/|socket\.io/).*}", pages.page)
    app.on_response_prepare.append(pages.add_safety_headers)
    app.on_cleanup.append(_close_passwords)
    return app


async def openapi_json(request: web.Request) -> web.Response:
    settings = request.app[SERVICES].settings
    return json_response(describe(ENDPOINTS, cookie=cookie_name(settings), version=settings.version))


async def healthz(request: web.Request) -> web.Response:
    """Whether the database can be read."""
    services = request.app[SERVICES]
    async with services.db.read() as tx:
        await tx.execute(select(facts.c.name).limit(1))
    return json_response({"status": "ok", "version": services.settings.version})


async def _close_passwords(app: web.Application) -> None:
    app[SERVICES].passwords.close()
