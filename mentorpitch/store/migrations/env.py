"""Alembic's entry: runs the migrations on the connection that `upgrade.py` hands over."""

from typing import Any, Literal

from alembic import context

from mentorpitch.store.migrations import checks  # noqa: F401 (compares what Alembic does not)
from mentorpitch.store.tables import metadata
from mentorpitch.store.tables.base import UtcTime


def render_item(kind: str, item: Any, _autogen: object) -> str | Literal[False]:
    """A migration must not change its meaning with the code: it names plain types only."""
    return "sa.BigInteger()" if kind == "type" and isinstance(item, UtcTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render_item,
    render_as_batch=True,  # SQLite cannot alter a table in place
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
