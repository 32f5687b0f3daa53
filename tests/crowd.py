"""Many pairs of people, all signed in, written straight into a database that no server has open."""

from datetime import UTC, datetime
from pathlib import Path

from mentorpitch.store.upgrade import upgrade
from tests.world import World


async def fill(database: Path, *, pairs: int, of_one_mentor: int = 0) -> list[dict[str, str]]:
    """Each person's `cookie` and `conversation_id`; two that follow each other are a pair.

    The last pairs, as many as `of_one_mentor`, have the same mentor, who stands before each of the mentees.
    """
    upgrade(database)
    people = []
    world = World(database)
    world.clock.now = datetime.now(UTC)
    async with world.db:
        programme_id = await world.programme()
        manager = await world.user()
        shared = await world.user() if of_one_mentor else None
        for mentor in (None,) * pairs + (shared,) * of_one_mentor:
            pair = await world.mentorship(programme_id=programme_id, manager=manager, mentor=mentor)
            people += [
                {"cookie": f"mentorpitch={world.secret(actor)}", "conversation_id": pair.conversation_id}
                for actor in (pair.mentor, pair.mentee)
            ]
    return people
