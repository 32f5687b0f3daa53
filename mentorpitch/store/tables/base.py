"""What tables are made of. Ids are opaque strings; times are UTC, kept as whole milliseconds since 1970."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def milliseconds(at: datetime) -> int:
    """A moment as it is kept."""
    return (at - EPOCH) // MILLISECOND


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime in UTC, to the millisecond; the same on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + value * MILLISECOND


metadata = MetaData(
    naming_convention={  # so that a later migration can name what it changes
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str) -> Column[str]:
    return Column(name, String(64), primary_key=True)


def reference(name: str, target: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(64), ForeignKey(target), nullable=nullable)


def word(name: str, *allowed: str) -> tuple[Column[str], CheckConstraint]:
    """A text column that holds one of a few words."""
    choices = ", ".join(f"'{choice}'" for choice in allowed)
    return Column(name, String(16), nullable=False), CheckConstraint(f"{name} IN ({choices})", name=name)


# One row: what this database is.
facts = Table(
    "facts",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
