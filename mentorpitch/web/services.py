"""What the HTTP door works with."""

from datetime import timedelta
from pathlib import Path

import msgspec
from aiohttp import web

from mentorpitch.announcements import Announce
from mentorpitch.clock import Clock
from mentorpitch.limits import Limits
from mentorpitch.meetings.printing import Printer
from mentorpitch.mentorships.relays import NO_RELAYS, Relays
from mentorpitch.people.passwords import Passwords
from mentorpitch.store.database import Database
from mentorpitch.web.assets import Assets
from mentorpitch.work.uploads import Uploads


class WebSettings(msgspec.Struct, frozen=True, kw_only=True):
    public_url: str  # as people type it, without a slash at the end
    allowed_origins: frozenset[str]  # whose pages may talk to this server; that of `public_url` always may
    trusted_proxies: tuple[str, ...] = ()  # addresses or networks whose X-Forwarded-For is believed
    static_dir: Path
    session_lasts: timedelta = timedelta(days=30)  # after the last visit
    demo_allowed: bool = False  # people with a known password may be made: see demo.ensure_loopback
    version: str = "0"
    sends_mail: bool = False
    push_key: str | None = None  # with which browsers subscribe to notices; None: there are none
    webhooks_may_be_private: bool = False  # at addresses that only this server's network knows
    relays: Relays = NO_RELAYS
    metrics_token: str = ""  # of whoever gathers the numbers at /metrics; empty: nobody does

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


class Services(msgspec.Struct, frozen=True, kw_only=True):
    db: Database
    settings: WebSettings
    announce: Announce
    clock: Clock
    passwords: Passwords
    limits: Limits
    uploads: Uploads
    assets: Assets
    printer: Printer


SERVICES = web.AppKey("services", Services)
