"""Numbers for whoever runs the server."""

import pytest
from aiohttp import web

from mentorpitch.web.app import make_app
from tests.door import quick_passwords, some_settings


class Numbers:
    def totals(self) -> str:
        return "mentorpitch_media_peers 2\n"

    def peers(self) -> bytes:
        return b"[]"


def served(world, static_dir, token: str) -> web.Application:
    settings = some_settings(static_dir, metrics_token=token)
    return make_app(
        db=world.db,
        settings=settings,
        announce=world.announce,
        passwords=quick_passwords(),
        metrics=Numbers(),
    )


async def test_whoever_has_the_token_reads_them(aiohttp_client, world, static_dir):
    client = await aiohttp_client(served(world, static_dir, "of-the-gatherer"))
    bearer = {"Authorization": "Bearer of-the-gatherer"}
    assert await (await client.get("/metrics", headers=bearer)).text() == "mentorpitch_media_peers 2\n"
    assert await (await client.get("/metrics/peers", headers=bearer)).json() == []


@pytest.mark.parametrize("token", ["of-the-gatherer", ""])
@pytest.mark.parametrize(
    "given", [None, "Bearer ", "Bearer of-the-gathere", "of-the-gatherer", "Bearer \u00e9"]
)
async def test_for_anybody_else_there_is_no_such_page(aiohttp_client, world, static_dir, token, given):
    client = await aiohttp_client(served(world, static_dir, token))
    headers = {} if given is None else {"Authorization": given}
    for path in ("/metrics", "/metrics/peers"):
        assert (await client.get(path, headers=headers)).status == 404
