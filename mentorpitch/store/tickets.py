"""Which room tickets were used; kept until they would have expired anyway."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from mentorpitch.store.tables.base import milliseconds


class Use(NamedTuple):
    """Of one ticket."""

    ticket_id: str
    expires_at: datetime
    at: datetime


def use(connection: sqlite3.Connection, uses: Sequence[Use]) -> list[bool]:
    """Whether each was new; what has expired is forgotten. On the writer's thread (store/together.py)."""
    connection.execute(FORGET_EXPIRED, (max(milliseconds(each.at) for each in uses),))
    return [
        connection.execute(USE, (each.ticket_id, milliseconds(each.expires_at))).rowcount == 1
        for each in uses
    ]


USE = "INSERT OR IGNORE INTO used_tickets (ticket_id, expires_at) VALUES (?, ?)"
FORGET_EXPIRED = "DELETE FROM used_tickets WHERE expires_at < ?"
