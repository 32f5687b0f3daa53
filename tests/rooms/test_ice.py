"""Connectivity checks, answered without a socket (RFC 8445, RFC 8489)."""

import pytest
from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from rooms.ice import Path, Rejected, read_check

SOURCE = ("192.0.2.7", 4242)


class Nobody:
    """A listener that hears nothing."""


def request(path: Path, *, password: str | None = None, method: stun.Method = stun.Method.BINDING) -> bytes:
    message = stun.Message(message_method=method, message_class=stun.Class.REQUEST)
    message.attributes["USERNAME"] = f"{path.credentials.ufrag}:theirs"
    message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity((password or path.credentials.password).encode())
    return bytes(message)


@pytest.fixture
def path() -> Path:
    return Path(Nobody())


def test_a_check_is_answered_with_the_address_it_came_from(path):
    check = read_check(request(path), SOURCE, {path.credentials.ufrag: path}.get)
    assert check.nominates
    response = stun.parse_message(check.response)
    assert response.attributes["XOR-MAPPED-ADDRESS"] == SOURCE
    assert response.check_message_integrity(path.credentials.password.encode())


@pytest.mark.parametrize(
    ("host", "seen"),
    [("2001:db8::1", "2001:db8::1"), ("fe80::1%eth0", "fe80::1"), ("::ffff:192.0.2.7", "192.0.2.7")],
)
def test_a_client_is_told_the_address_that_it_knows(path, host, seen):
    check = read_check(request(path), (host, 1), {path.credentials.ufrag: path}.get)
    assert stun.parse_message(check.response).attributes["XOR-MAPPED-ADDRESS"] == (seen, 1)


def test_the_wrong_password_or_method_or_name_gets_no_answer(path):
    find = {path.credentials.ufrag: path}.get
    for data, reason in (
        (request(path, password="x" * 22), "stun_integrity"),
        (request(path, method=stun.Method.ALLOCATE), "stun_unexpected"),
        (request(Path(Nobody())), "stun_unknown"),
    ):
        with pytest.raises(Rejected) as rejected:
            read_check(data, SOURCE, find)
        assert rejected.value.reason == reason


def test_what_was_added_behind_the_signature_does_not_count(path):
    """RFC 8489 section 14.5."""
    plain = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
    plain.attributes["USERNAME"] = f"{path.credentials.ufrag}:theirs"
    plain.add_message_integrity(path.credentials.password.encode())
    signed = bytes(plain)[:-8]  # without the fingerprint
    added = signed + b"\x00\x25\x00\x00"
    data = added[:2] + (len(added) - 20).to_bytes(2, "big") + added[4:]
    assert not read_check(data, SOURCE, {path.credentials.ufrag: path}.get).nominates


def test_no_two_paths_share_their_credentials():
    assert len({Path(Nobody()).credentials for _ in range(100)}) == 100


@given(st.binary(max_size=120), st.integers(0, 3))
def test_junk_is_only_ever_rejected(junk, first):
    path = Path(Nobody())
    genuine = bytearray(request(path))
    genuine[20 : 20 + len(junk)] = junk
    for data in (bytes((first,)) + junk, bytes(genuine[: 20 + len(junk)])):
        with pytest.raises(Rejected):
            read_check(data, SOURCE, {path.credentials.ufrag: path}.get)
