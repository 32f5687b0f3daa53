"""Many pairs of people, all signed in, written straight into a database that no server has open."""

from datetime import UTC, datetime
from pathlib import Path

from mentorpitch.store.upgrade import upgrade
from tests.world import World


async def fill(database: Path, *, pairs: int) -> list[dict[str, str]]:
    """Each person's `cookie` and `conversation_id`; two that follow each other are a pair."""
    upgrade(database)
    people = []
    world = World(database)
    world.clock.now = datetime.now(UTC)
    async with world.db:
        programme_id = await world.programme()
        manager = await world.user()
        for _ in range(pairs):
            pair = await world.mentorship(programme_id=programme_id, manager=manager)
            people += [
                {"cookie": f"mentorpitch={world.secret(actor)}", "conversation_id": pair.conversation_id}
                for actor in (pair.mentor, pair.mentee)
            ]
    return people
