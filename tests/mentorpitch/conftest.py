import pytest

from tests.mentorpitch.meeting_world import Meetings


@pytest.fixture
async def ours(world):
    """The meetings of a pair."""
    return Meetings(world, await world.mentorship())
