"""What was made with which client_id."""

from sqlalchemy import insert, select

from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.meetings import repeats


async def find(tx: Reader, user_id: UserId, scope: str, client_id: str) -> tuple[str, str] | None:
    """The hash of what was said, and the id of what was made of it."""
    row = (
        await tx.execute(
            select(repeats.c.said, repeats.c.made_id).where(
                repeats.c.user_id == user_id, repeats.c.scope == scope, repeats.c.client_id == client_id
            )
        )
    ).one_or_none()
    return None if row is None else (row.said, row.made_id)


async def add(tx: Writer, user_id: UserId, scope: str, client_id: str, *, said: str, made_id: str) -> None:
    await tx.execute(
        insert(repeats).values(user_id=user_id, scope=scope, client_id=client_id, said=said, made_id=made_id)
    )
