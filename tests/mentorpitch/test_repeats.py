"""Every write can be asked again: a lost answer costs nothing. Walked over the rows of the matrix."""

import pytest

from tests.mentorpitch.matrix import MATRIX, PEOPLE
from tests.mentorpitch.test_matrix_http import everything_stored, filled, scene, world

__all__ = ["scene", "world"]  # fixtures

# A link to come in by is a secret that nobody keeps: asked again, there is another one for the same people
# (test_imports, test_invitations).
ANOTHER_LINK = ("/import", "/send")

WRITES = [
    pytest.param(method, path, body, who, id=f"{method} {path} by the {who}")
    for method, path, body, row in MATRIX
    if body and "client_id" in body and not path.endswith(ANOTHER_LINK)
    for who, status in [next((pair for pair in zip(PEOPLE, row, strict=True) if pair[1] < 300), ("", 0))]
    if who
]


def other_words(body):
    """The same client_id with something else said: the first text that is neither an id nor a choice."""
    for name in ("body", "text", "title", "what", "want", "note", "name"):
        if isinstance(body.get(name), str):
            return {**body, name: body[name] + ", and more"}
    return None


def test_most_parts_of_the_house_are_walked():
    assert len(WRITES) >= 12


@pytest.mark.parametrize(("method", "path", "body", "who"), WRITES)
async def test_asked_again_is_answered_alike_and_done_once(world, door, scene, method, path, body, who):
    people, ids = scene
    asked = (method, path.format(**ids), filled(body, ids))
    first = await door.ask(*asked, by=people[who])
    assert first.status < 300
    stored = await everything_stored(world)
    world.announced.clear()
    again = await door.ask(*asked, by=people[who])
    assert (again.status, again.json) == (first.status, first.json)
    assert await everything_stored(world) == stored
    assert world.announced == []


@pytest.mark.parametrize(("method", "path", "body", "who"), WRITES)
async def test_a_client_id_that_said_something_else_is_refused(world, door, scene, method, path, body, who):
    if (other := other_words(body)) is None:
        return
    people, ids = scene
    await door.ask(method, path.format(**ids), filled(body, ids), by=people[who])
    stored = await everything_stored(world)
    refused = await door.ask(method, path.format(**ids), filled(other, ids), by=people[who])
    assert (refused.status, refused.json["error"]["code"]) == (409, "id_reused")
    assert await everything_stored(world) == stored
