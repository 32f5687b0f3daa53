"""Passes to a TURN server: made as coturn checks them, good for as long as was set, and naming nobody."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest

from mentorpitch.config import ConfigError, load
from mentorpitch.mentorships import tickets
from mentorpitch.mentorships.relays import NO_RELAYS, Relays

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
RELAYS = Relays(urls=("turn:turn.example.org:3478",), secret="north", life=timedelta(hours=1))


def test_a_pass_is_an_expiry_and_its_hmac():
    (server,) = RELAYS.servers(at=AT)
    expires, _, _ = server.username.partition(":")
    assert int(expires) == AT.timestamp() + 3600
    digest = hmac.new(b"north", server.username.encode(), hashlib.sha1).digest()
    assert base64.b64decode(server.credential) == digest
    assert server.urls == RELAYS.urls


def test_no_two_passes_are_alike():
    assert RELAYS.servers(at=AT) != RELAYS.servers(at=AT)


def test_without_a_relay_there_is_nothing_to_give():
    assert NO_RELAYS.servers(at=AT) == ()


async def test_a_ticket_brings_a_pass_that_names_nobody(world):
    pair = await world.mentorship()
    ticket = await tickets.issue(world.db, pair.mentor, pair.mentorship_id, relays=RELAYS, at=world.clock())
    (server,) = ticket.ice_servers
    assert pair.mentor.user_id not in server.username
    assert "north" not in repr(ticket)


def test_urls_without_a_secret_are_a_mistake(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[turn]\nurls = ["turn:turn.example.org"]\n')
    with pytest.raises(ConfigError, match="secret"):
        load(path, {})
    path.write_text('[turn]\nurls = ["stun:turn.example.org"]\nsecret = "x"\n')
    with pytest.raises(ConfigError, match="turn"):
        load(path, {})
