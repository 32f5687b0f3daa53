"""Bring a database file to the schema of this version: from nothing, or from an older version.

An older database is first copied beside itself, so that an upgrade can always be taken back.
"""

import secrets
import sqlite3
from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, select

from mentorpitch.store.tables import facts

log = structlog.get_logger()


class SchemaTooNew(Exception):
    """The database was written by a newer version of MentorPitch."""


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def sync_engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # so that a migration is one transaction, tables and all
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def upgrade(path: Path) -> None:
    """Create or upgrade the database at `path`. Blocking. Raises SchemaTooNew, and OSError for a bad path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    script = ScriptDirectory.from_config(alembic_config())
    head = script.get_current_head()
    engine = sync_engine(path)
    try:
        with engine.begin() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
        if current == head:
            return
        if current is not None:
            if current not in {revision.revision for revision in script.walk_revisions()}:
                raise SchemaTooNew(f"{path} has schema {current}, which this version does not know")
            _copy(path, path.with_name(f"{path.name}.{current}.bak"))
        with engine.begin() as connection:
            command.upgrade(alembic_config(connection), "head")
            known = set(connection.scalars(select(facts.c.name)))
            for name, size in (("epoch", 8), ("ticket_key", 32)):
                if name not in known:
                    connection.execute(facts.insert().values(name=name, value=secrets.token_hex(size)))
        log.info("database ready", schema=head, upgraded_from=current)
    finally:
        engine.dispose()


def _copy(source: Path, target: Path) -> None:
    """A consistent copy while nobody else writes (sqlite.org/backup.html)."""
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()
    log.info("database copied before upgrade", copy=target.name)
