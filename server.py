"""MentorPitch: the composition root and the command line. Everything else lives in the packages."""

import gc

gc.disable()  # what is imported stays: walking it again and again is a fifth of the start

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import structlog
import typer
import uvloop
from aiohttp import web

from mentorpitch.announcements import Announcement
from mentorpitch.calendars import inviting
from mentorpitch.calendars.invitation_letters import InvitationLetters
from mentorpitch.calendars.inviting import Inviting
from mentorpitch.chat import expiry
from mentorpitch.chat.expiry import ExpiredFiles
from mentorpitch.clock import utc_now
from mentorpitch.config import Config, ConfigError, load
from mentorpitch.consents import ledger
from mentorpitch.demo import load as demo_people
from mentorpitch.digests import looking
from mentorpitch.digests.digest_mail import DigestMail
from mentorpitch.digests.looking import Looking
from mentorpitch.errors import Forbidden, Problem
from mentorpitch.jobs import Handler, StoreHandler, Worker
from mentorpitch.logs import set_up_logs
from mentorpitch.mail.post import Post
from mentorpitch.mentorships.relays import Relays
from mentorpitch.people import invitation_mail
from mentorpitch.people.invitation_mail import InvitationMail
from mentorpitch.people.particulars import normal_email
from mentorpitch.people.passwords import Passwords
from mentorpitch.people.setup import open_setup
from mentorpitch.push import wishing
from mentorpitch.push.delivering import PushDelivery
from mentorpitch.push.keys import PushKeys, open_keys
from mentorpitch.reminders import giving, planning
from mentorpitch.reminders.giving import Giving
from mentorpitch.reminders.reminder_mail import ReminderMail
from mentorpitch.replies.addresses import Mailbox
from mentorpitch.store import attachments as attachments_store
from mentorpitch.store import work as work_store
from mentorpitch.store.database import Database
from mentorpitch.store.files import MB, FileLimits, Files
from mentorpitch.store.upgrade import SchemaTooNew, upgrade
from mentorpitch.version import VERSION
from mentorpitch.web import auth
from mentorpitch.web.app import SERVING, make_app
from mentorpitch.web.services import WebSettings
from mentorpitch.webhooks import noting
from mentorpitch.webhooks.delivering import WebhookDelivery
from mentorpitch.webhooks.sending import Sender
from mentorpitch.work.uploads import Uploads
from rooms.directory import open_rooms
from rooms.settings import MediaSettings
from signalling.live import Live
from signalling.metrics import MediaMetrics

if TYPE_CHECKING:
    from mentorpitch.replies.listening import Listener

HERE = Path(__file__).resolve().parent
DEFAULT_CONFIG = HERE / "config.toml"
SHUTDOWN_S = 1.0  # for answers under way; aiohttp waits twice as long for who does not even ask to the end

log = structlog.get_logger()
cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="A self-hosted home for mentoring.",
)
ConfigPath = Annotated[Path, typer.Option("--config", envvar="MENTORPITCH_CONFIG", help="The settings.")]
demo_cli = typer.Typer(no_args_is_help=True, help="People to try things with, for this machine alone.")
cli.add_typer(demo_cli, name="demo")
consents_cli = typer.Typer(no_args_is_help=True, help="The ledgers of what people agreed to.")
cli.add_typer(consents_cli, name="consents")


@cli.command()
def serve(
    config: ConfigPath = DEFAULT_CONFIG,
    demo: Annotated[bool, typer.Option("--demo", help="With the demo people.")] = False,
) -> None:
    """Serve until SIGTERM or Ctrl-C."""

    async def main(settings: Config, db: Database) -> None:
        if demo:
            await _load_demo(settings, db)
        await _serve(settings, db)

    _run(config, main)


@demo_cli.command("load")
def load_demo(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Make the demo people, once."""
    _run(config, _load_demo)


@demo_cli.command("clear")
def clear_demo(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Remove the demo people and every trace of them."""

    async def main(_settings: Config, db: Database) -> None:
        await demo_people.clear(db, announce=_nobody_listens)

    _run(config, main)


@consents_cli.command("verify")
def verify_consents(config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Verify every ledger; the exit code is 1 when somebody has touched one."""

    async def main(_settings: Config, db: Database) -> None:
        ledgers, broken = await ledger.find_broken(db)
        for each in broken:
            typer.echo(f"broken: {each}")
        typer.echo(f"{ledgers - len(broken)} of {ledgers} ledgers are whole")
        if broken:
            raise typer.Exit(1)

    _run(config, main)


@consents_cli.command("erase-words")
def erase_consent_words(email: str, config: ConfigPath = DEFAULT_CONFIG) -> None:
    """Erase the names and words in what this person agreed to; the ledgers stay whole."""

    async def main(_settings: Config, db: Database) -> None:
        typer.echo(f"{await ledger.erase_words(db, normal_email(email))} entries without words")

    _run(config, main)


@cli.command()
def version() -> None:
    """Print the version."""
    typer.echo(VERSION)


async def _load_demo(config: Config, db: Database) -> None:
    _ensure_this_machine_alone(config)
    passwords = Passwords()
    await demo_people.load(db, passwords=passwords, clock=utc_now, files=_files(config))
    passwords.close()


def _nobody_listens(_said: Announcement) -> None:
    """For a command that runs beside no server."""


async def _serve(config: Config, db: Database) -> None:
    keys = open_keys(Path(config.store.path).with_name("push.pem"), contact=_contact(config))
    settings = _web_settings(config, keys)
    live = Live(
        db,
        clock=utc_now,
        authenticate=auth.find_actor,
        version=VERSION,
        cookie=auth.cookie_name(settings),
        relays=settings.relays,
    )
    files = _files(config)
    async with db.read() as tx:
        wanted = await work_store.list_files(tx) | await attachments_store.list_files(tx)
    await files.sweep(wanted, now=utc_now())
    metrics = MediaMetrics()
    app = make_app(
        db=db,
        settings=settings,
        announce=live.announce,
        clock=utc_now,
        uploads=Uploads(files),
        metrics=metrics,
    )
    try:
        rooms = await open_rooms(_media_settings(config), live.on_room_event)
    except OSError as error:
        raise OSError(f"media: {error.strerror}") from error
    metrics.rooms = rooms
    post = Post(config.mail, clock=utc_now)
    sends_mail = bool(config.mail.host)
    stored: dict[str, StoreHandler] = {
        planning.KIND: Giving(sends_mail=sends_mail, clock=utc_now),
        inviting.KIND: Inviting(sends_mail=sends_mail, clock=utc_now),
        looking.KIND: Looking(sends_mail=sends_mail, clock=utc_now),
    }
    handlers = {expiry.KIND: ExpiredFiles(db, files, clock=utc_now), **_handlers(config, db, post, keys)}
    worker = Worker(db, handlers, stored=stored, announce=live.announce, clock=utc_now)
    await planning.plan_all(db, clock=utc_now)
    await looking.look_from_now_on(db, clock=utc_now)
    live.start(app, rooms, worker)
    worker.start()
    listener = await _listen_for_replies(config, db, live)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = web.AppRunner(app, shutdown_timeout=SHUTDOWN_S, **SERVING)
    await runner.setup()
    try:
        if url := await open_setup(db, public_url=_public_url(config)):
            typer.echo(f"\nNobody has set this server up yet. Open once:\n\n    {url}\n")
        await web.TCPSite(runner, config.server.host, config.server.port, backlog=4096).start()
        # What lives since the start is never garbage: the collector need not walk it again and again.
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        gc.enable()
        log.info("serving", url=_public_url(config), media_port=config.media.port, version=VERSION)
        await stop.wait()
    finally:
        for site in runner.sites:
            await site.stop()  # who is hung up on now comes back to whoever serves next, and not to us
        if listener:
            await listener.close()
        post.close()
        await worker.close()
        await live.close()
        await rooms.close()
        await runner.cleanup()


def _mailbox(config: Config) -> Mailbox | None:
    return Mailbox(config.replies.address) if config.replies.address else None


async def _listen_for_replies(config: Config, db: Database, live: Live) -> "Listener | None":
    """The door for calendars' answers, if there is to be one."""
    mailbox = _mailbox(config)
    if mailbox is None:
        return None
    # Here, because most servers have none, and its library takes a while to load.
    from mentorpitch.replies.listening import Listener

    listener = Listener(db, mailbox, announce=live.announce, clock=utc_now)
    try:
        await listener.start(config.replies.host, config.replies.port)
    except OSError as error:
        raise OSError(f"replies: {config.replies.host}:{config.replies.port}: {error.strerror}") from error
    return listener


def _handlers(config: Config, db: Database, post: Post, keys: PushKeys) -> dict[str, Handler]:
    """Who does which kind of job. Without a mail server letters wait until there is one."""
    url = _public_url(config)
    sender = Sender(allow_private=config.webhooks.allow_private, version=VERSION)
    push_sender = Sender(allow_private=False, version=VERSION)  # addresses that any browser may name
    without_mail: dict[str, Handler] = {
        noting.KIND: WebhookDelivery(db, sender, clock=utc_now),
        wishing.KIND: PushDelivery(db, push_sender, keys, clock=utc_now),
    }
    if not config.mail.host:
        return without_mail
    return without_mail | {
        invitation_mail.KIND: InvitationMail(db, post, public_url=url, clock=utc_now),
        giving.MAIL_KIND: ReminderMail(db, post, public_url=url, clock=utc_now),
        looking.MAIL_KIND: DigestMail(db, post, public_url=url, clock=utc_now),
        inviting.MAIL_KIND: InvitationLetters(
            db,
            post,
            sender=config.mail.sender,
            public_url=url,
            clock=utc_now,
            mailbox=_mailbox(config),
        ),
    }


def _public_url(config: Config) -> str:
    return config.server.public_url or f"http://{config.server.host}:{config.server.port}"


def _contact(config: Config) -> str:
    """By which a push service reaches who runs this (RFC 8292, 2.1)."""
    url = _public_url(config)
    address = parseaddr(config.mail.sender)[1]
    return f"mailto:{address}" if address and not url.startswith("https:") else url


def _web_settings(config: Config, keys: PushKeys) -> WebSettings:
    origins = set(config.server.allowed_origins)
    if not config.server.public_url:  # tried out on one's own machine, under whichever name
        origins |= {f"http://{host}:{config.server.port}" for host in ("localhost", "127.0.0.1", "[::1]")}
    return WebSettings(
        public_url=_public_url(config),
        allowed_origins=frozenset(origins),
        trusted_proxies=config.server.trusted_proxies,
        static_dir=HERE / "static",
        demo_allowed=_is_for_this_machine_alone(config),
        session_lasts=timedelta(days=config.session.days),
        version=VERSION,
        push_key=keys.public,
        sends_mail=bool(config.mail.host),
        webhooks_may_be_private=config.webhooks.allow_private,
        relays=_relays(config),
        metrics_token=config.server.metrics_token,
    )


def _ensure_this_machine_alone(config: Config) -> None:
    """Raise Forbidden when people elsewhere may come, be it through a proxy on this machine."""
    server = config.server
    for url in (server.public_url, *server.allowed_origins):
        demo_people.ensure_loopback(server.host, public_url=url)
    if server.trusted_proxies:
        raise Forbidden(demo_people.NOT_HERE)


def _is_for_this_machine_alone(config: Config) -> bool:
    try:
        _ensure_this_machine_alone(config)
    except Problem:
        return False
    return True


def _files(config: Config) -> Files:
    """Where documents lie, and how much of them; `_run` has made the path absolute."""
    limits = FileLimits(
        most_bytes=config.files.max_mb * MB,
        most_bytes_of_a_pair=config.files.max_mb_per_pair * MB,
        most_bytes_of_a_conversation=config.files.max_mb_per_conversation * MB,
        media_types=frozenset(config.files.types) or None,
    )
    return Files(Path(config.files.path), limits)


def _relays(config: Config) -> Relays:
    turn = config.turn
    return Relays(urls=turn.urls, secret=turn.secret, life=timedelta(hours=turn.hours))


def _media_settings(config: Config) -> MediaSettings:
    return MediaSettings(
        host=config.media.host,
        port=config.media.port,
        tcp_port=config.media.tcp_port if config.media.tcp else None,
        announced_addresses=config.media.announced_addresses,
        max_peers_per_room=config.media.max_peers,
    )


def _run(path: Path, main: Callable[[Config, Database], Awaitable[None]]) -> None:
    """Read the settings, open the database, run. What is wrong is said in one line; the exit code is 2."""
    try:
        config = load(path, os.environ)
        set_up_logs(config.log)
        os.umask(0o077)  # what people write is for this account alone, copies included
        here = path.resolve().parent
        files = msgspec.structs.replace(config.files, path=str(here / config.files.path))
        config = msgspec.structs.replace(config, files=files)
        database = here / config.store.path
        store = msgspec.structs.replace(config.store, path=str(database))
        config = msgspec.structs.replace(config, store=store)
        upgrade(database)

        async def with_database() -> None:
            async with Database(database) as db:
                await main(config, db)

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(with_database())
    except (ConfigError, SchemaTooNew, Problem) as error:
        typer.echo(f"mentorpitch: {error}", err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"mentorpitch: {error}", err=True)
        raise typer.Exit(2) from None


if __name__ == "__main__":
    cli()
