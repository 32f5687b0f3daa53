"""What this database is: a few named values."""

from sqlalchemy import select

from mentorpitch.store.database import Reader
from mentorpitch.store.tables import facts


async def get_epoch(tx: Reader) -> str:
    """Another value than before means that the database was restored from an older copy."""
    return (await tx.execute(select(facts.c.value).where(facts.c.name == "epoch"))).scalar_one()
