"""Which room tickets were used; kept until they would have expired anyway."""

from datetime import datetime

from sqlalchemy import delete, insert

from mentorpitch.store.database import Writer
from mentorpitch.store.tables.mentorships import used_tickets


async def use(tx: Writer, ticket_id: str, *, expires_at: datetime) -> None:
    """Raises IntegrityError when it was used before."""
    await tx.execute(insert(used_tickets).values(ticket_id=ticket_id, expires_at=expires_at))


async def forget_expired(tx: Writer, *, at: datetime) -> None:
    await tx.execute(delete(used_tickets).where(used_tickets.c.expires_at < at))
