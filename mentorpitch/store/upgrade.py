"""Bring a database file to the schema of this version: from nothing, or from an older version.

An older database is first copied beside itself, so that an upgrade can always be taken back.
"""

import contextlib
import re
import sqlite3
from pathlib import Path

import structlog

VERSIONS = Path(__file__).parent / "migrations" / "versions"

log = structlog.get_logger()


class SchemaTooNew(Exception):
    """The database was written by a newer version of MentorPitch."""


def revisions() -> list[str]:
    """Those that this version knows, oldest first: tools/make_migration.py numbers the files by them."""
    return sorted(match[0] for path in VERSIONS.iterdir() if (match := re.match(r"\d{4}(?=_)", path.name)))


def upgrade(path: Path) -> None:
    """Create or upgrade the database at `path`. Blocking. Raises SchemaTooNew, and OSError for a bad path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    known = revisions()
    try:
        current = _revision(path)
    except sqlite3.DatabaseError as error:  # no database, or a broken one: nothing of it is touched
        raise OSError(f"{path}: {error}") from error
    if current == known[-1]:
        return
    if current is not None:
        if current not in known:
            raise SchemaTooNew(f"{path} has schema {current}, which this version does not know")
        _copy(path, path.with_name(f"{path.name}.{current}.bak"))
    # Here, because Alembic takes a while to load, and most starts have nothing to migrate.
    from mentorpitch.store.migrations.run import migrate

    migrate(path)
    log.info("database ready", schema=known[-1], upgraded_from=current)


def _revision(path: Path) -> str | None:
    """The schema that a database says it has; None when there is no database yet."""
    with contextlib.closing(_connect(path)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return None
        row = database.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None


def _connect(path: Path) -> sqlite3.Connection:
    try:
        return sqlite3.connect(path)
    except sqlite3.OperationalError as error:
        raise OSError(f"{path}: {error}") from error


def _copy(source: Path, target: Path) -> None:
    """A consistent copy while nobody else writes (sqlite.org/backup.html)."""
    with contextlib.closing(_connect(source)) as old, contextlib.closing(_connect(target)) as new:
        old.backup(new)
    log.info("database copied before upgrade", copy=target.name)
