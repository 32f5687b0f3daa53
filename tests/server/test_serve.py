"""The server as an administrator meets it: starts from nothing, says what is wrong, stops when told."""

import re
import socket
import sqlite3

import aiohttp
import pytest

import server
from mentorpitch.config import Config, Server
from mentorpitch.store import search_sqlite
from mentorpitch.version import VERSION
from tests.served import ROOT, Served, serving


async def ended(served: Served, *command: str, **environment: str) -> tuple[int, str]:
    """Exit code and all that was said."""
    process = await served.run(*command, **environment)
    return await process.wait(), served.log.read_text()


async def test_it_starts_from_nothing_and_prints_a_set_up_address_that_works_once(tmp_path):
    async with serving(tmp_path) as served:
        (address,) = re.findall(r"(http://\S+/setup\?token=\S+)", served.log.read_text())
        token = address.partition("token=")[2]
        form = {
            "token": token,
            "name": "Ada",
            "email": "ada@first.example",
            "password": "a quiet long password",
            "time_zone": "Europe/Lisbon",
            "programme_name": "First",
        }
        async with aiohttp.ClientSession() as http:
            async with http.post(f"{served.url}/api/setup", json=form) as response:
                assert response.status == 201
            async with http.post(f"{served.url}/api/setup", json=form) as response:
                assert response.status == 410
        await served.stop()
        served.log.write_text("")
        await served.start()
        assert "/setup?token=" not in served.log.read_text()


async def test_it_stops_when_told_to(tmp_path):
    async with serving(tmp_path) as served:
        assert await served.stop() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[server]\nprot = 1\n", r"config\.toml:2: server\.prot: .*unknown field `prot`"),
        ('[media]\nport = "many"\n', r"config\.toml:2: media\.port: Expected `int`, got `str`"),
    ],
)
async def test_a_mistake_in_the_settings_stops_it_and_says_where(tmp_path, text, said):
    served = Served(tmp_path)
    (tmp_path / "config.toml").write_text(text)
    code, log = await ended(served, "serve")
    assert code == 2
    assert re.search(said, log)
    assert "Traceback" not in log


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
async def test_a_port_in_use_stops_it_and_is_named(tmp_path, kind):
    served = Served(tmp_path)
    port = served.port if kind is socket.SOCK_STREAM else served.media_port
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", port))
        if kind is socket.SOCK_STREAM:
            taken.listen()
        code, log = await ended(served, "serve")
    assert code == 2
    assert str(port) in log
    assert "Traceback" not in log


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path):
    async with serving(tmp_path) as served:
        await served.stop()
        with sqlite3.connect(served.database) as database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.close()
        code, log = await ended(served, "serve")
        assert code == 2
        assert "9999" in log
        assert "Traceback" not in log


async def test_demo_people_are_refused_unless_bound_to_loopback(tmp_path):
    served = Served(tmp_path)
    for command in (("demo", "load"), ("serve", "--demo")):
        code, log = await ended(served, *command, MENTORPITCH__SERVER__HOST="0.0.0.0")
        assert code == 2
        assert "this machine alone" in log
    with sqlite3.connect(served.database) as database:
        assert database.execute("SELECT count(*) FROM users").fetchone() == (0,)
    database.close()


@pytest.mark.parametrize(
    "changes",
    [
        {"host": "0.0.0.0"},
        {"public_url": "https://mentor.example.org"},
        {"allowed_origins": ("https://mentor.example.org",)},
        {"trusted_proxies": ("127.0.0.1",)},
    ],
)
def test_behind_a_proxy_a_server_is_not_for_its_own_machine_alone(changes):
    assert server._is_for_this_machine_alone(Config())
    assert not server._is_for_this_machine_alone(Config(server=Server(**changes)))


async def test_demo_people_come_and_go_without_a_trace(tmp_path):
    served = Served(tmp_path)

    def rows() -> int:
        with sqlite3.connect(served.database) as database:
            tables = [
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            kept = [
                table
                for table in tables
                if table not in ("facts", "alembic_version") and not search_sqlite.is_ours(table)
            ]
            count = sum(database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in kept)
        database.close()
        return count

    assert (await ended(served, "demo", "load"))[0] == 0
    loaded = rows()
    assert loaded > 0
    assert (await ended(served, "demo", "load"))[0] == 0
    assert rows() == loaded
    assert (await ended(served, "demo", "clear"))[0] == 0
    assert rows() == 0


async def test_no_log_holds_a_message_a_token_or_a_name(tmp_path):
    async with serving(tmp_path, "--demo") as served:
        cookie = await served.sign_in("mentee@demo.example")
        mine = (await served.get("/api/mentorships", cookie))["mentorships"]
        conversation_id = mine[0]["conversation"]["conversation_id"]
        async with aiohttp.ClientSession(headers={"Cookie": cookie, "Origin": served.url}) as http:
            path = f"/api/conversations/{conversation_id}/messages"
            body = {"client_id": "c", "body": "the plan for the harbour"}
            async with http.post(served.url + path, json=body) as response:
                assert response.status == 201
        log = served.log.read_text()
    secret = cookie.partition("=")[2]
    for private in ("the plan for the harbour", secret, "Carvalho", "mentee@demo.example"):
        assert private not in log


def test_the_version_is_the_same_everywhere():
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text()
