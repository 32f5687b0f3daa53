"""Running migrations: the only file, with env.py, that needs Alembic."""

import secrets
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, select

from mentorpitch.store import append_only, search_sqlite
from mentorpitch.store.tables.base import facts

FACTS = {"epoch": 8, "ticket_key": 32, "link_key": 32}  # made with the database; how many random bytes


def alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
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


def migrate(path: Path) -> None:
    """Bring the database at `path` to the newest schema, in one transaction."""
    engine = sync_engine(path)
    try:
        with engine.begin() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            search_sqlite.remove_triggers(driver)
            append_only.remove_triggers(driver)
            command.upgrade(alembic_config(connection), "head")
            search_sqlite.install(driver)
            append_only.install(driver)
            known = set(connection.scalars(select(facts.c.name)))
            for name in FACTS.keys() - known:
                value = secrets.token_hex(FACTS[name])
                connection.execute(facts.insert().values(name=name, value=value))
    finally:
        engine.dispose()
