"""Sending to an address that a person typed: it must not lead back into the house."""

import asyncio
import socket

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver
from aiohttp.test_utils import TestServer

from mentorpitch.webhooks import sending
from mentorpitch.webhooks.sending import PublicResolver, Refused, Sender, is_public

PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *("224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fc00::1"),
    *("ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::"),
    *("2001:db8::1", "not an address", ""),
]


class Names(AbstractResolver):
    """Gives one answer after the other, the last for ever."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = 0

    async def resolve(self, host, port=0, family=socket.AF_UNSPEC):
        self.asked += 1
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                "proto": 0,
                "flags": 0,
            }
            for address in addresses
        ]

    async def close(self):
        pass


@pytest.mark.parametrize("address", PRIVATE)
def test_what_only_this_network_knows_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_what_everybody_can_reach_is_public(address):
    assert is_public(address)


async def test_one_private_address_among_public_ones_refuses_the_name():
    for addresses in ([], ["10.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["1.1.1.1", "::1"]):
        with pytest.raises(Refused):
            await PublicResolver(Names(addresses)).resolve("hooks.example.org", 443)
    [found] = await PublicResolver(Names(["1.1.1.1"])).resolve("hooks.example.org", 443)
    assert found["host"] == "1.1.1.1"


@pytest.fixture
async def inside():
    """A server that only this machine should reach."""
    reached = []

    async def take(request):
        reached.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", take)
    server = TestServer(app)
    await server.start_server()
    server.reached = reached
    yield server
    await server.close()


async def test_a_name_that_leads_inside_is_refused_and_nobody_is_reached(inside, monkeypatch):
    names = Names(["127.0.0.1"])
    sender = Sender(allow_private=False, version="1", resolver=names)
    answer = await sender.post(f"https://hooks.example.org:{inside.port}/in", b"{}", {})
    assert (answer.status, answer.error) == (None, "refused address")
    assert inside.reached == []
    assert names.asked == 1


async def test_a_name_is_looked_up_once_so_what_it_says_a_moment_later_gains_nothing(inside, monkeypatch):
    """DNS rebinding: public when it is looked at, private when it would be connected to."""
    connected = []

    async def no_network(*_args, addr_infos, **_how):
        connected.extend(info[4][0] for info in addr_infos)
        raise OSError("no network in tests")

    monkeypatch.setattr("aiohttp.connector.aiohappyeyeballs.start_connection", no_network)
    names = Names(["1.1.1.1"], ["127.0.0.1"])
    sender = Sender(allow_private=False, version="1", resolver=names)
    answer = await sender.post(f"https://hooks.example.org:{inside.port}/in", b"{}", {})
    assert answer.error == "unreachable"
    assert (names.asked, connected) == (1, ["1.1.1.1"])
    again = await sender.post(f"https://hooks.example.org:{inside.port}/in", b"{}", {})
    assert again.error == "refused address"  # each attempt looks anew
    assert connected == ["1.1.1.1"]


async def test_an_address_written_as_digits_is_looked_at_too(inside):
    sender = Sender(allow_private=False, version="1", resolver=Names(["1.1.1.1"]))
    for host in ("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"):
        answer = await sender.post(f"https://{host}:{inside.port}/in", b"{}", {})
        assert answer.error == "refused address"
    assert inside.reached == []


async def test_who_is_too_slow_or_says_too_much_is_left(monkeypatch):
    monkeypatch.setattr(sending, "WHOLE_S", 0.2)
    sent = []

    async def slow(request):
        await asyncio.sleep(5)
        return web.Response()

    async def endless(request):
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            while len(sent) < 10_000:
                await response.write(b"x" * 65_536)
                sent.append(1)
        except ConnectionError:
            pass
        return response

    app = web.Application()
    app.router.add_post("/slow", slow)
    app.router.add_post("/endless", endless)
    server = TestServer(app)
    await server.start_server()
    sender = Sender(allow_private=True, version="1", resolver=Names(["127.0.0.1"]))
    assert (await sender.post(str(server.make_url("/slow")), b"{}", {})).error == "too slow"
    assert (await sender.post(str(server.make_url("/endless")), b"{}", {})).status == 200
    await server.close()
    assert len(sent) < 1_000


async def test_nobody_there_is_a_word_and_no_accident():
    sender = Sender(allow_private=True, version="1")
    assert (await sender.post("http://127.0.0.1:1/in", b"{}", {})).error == "unreachable"
