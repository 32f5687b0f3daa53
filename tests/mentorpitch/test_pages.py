import base64
import hashlib
import re

import pytest
from yarl import URL

from mentorpitch.web.services import SERVICES
from tests.door import PAGE, open_door, some_settings


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/setup?token=abc", "/invite/abc", "/m/x/call", "/nowhere"]
)
async def test_every_page_is_the_same_document(door, path):
    answer = await door.get(path, origin=None)
    assert answer.status == 200
    assert b"<title>MentorPitch</title>" in answer.raw
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    "path",
    ["/favicon.ico", "/api/nothing", "/static/index.html", "/static/absent.js", "/static/", "/socket.io/x"],
)
async def test_what_is_not_a_page_is_not_answered_with_one(door, path):
    assert (await door.get(path)).status == 404


async def test_the_policy_lets_in_the_import_map_and_no_other_inline_script(door):
    policy = (await door.get("/", origin=None)).headers["Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(b'{"imports": {}}').digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


async def test_a_page_may_speak_to_this_server_and_to_no_other(world, static_dir, aiohttp_client):
    settings = some_settings(
        static_dir, public_url="https://mentor.example", allowed_origins=frozenset({"http://[::1]:8080"})
    )
    door = await open_door(aiohttp_client, world, settings)
    policy = (await door.get("/", origin=None)).headers["Content-Security-Policy"]
    assert "connect-src 'self' wss://mentor.example;" in policy


async def test_links_that_hold_a_secret_are_told_to_no_other_site(door):
    for path in ("/invite/abc", "/api/session", "/static/absent.js"):
        answer = await door.get(path)
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_the_first_paint_has_the_chosen_theme(door):
    dark = await door.get("/", origin=None, headers={"Cookie": "theme=dark"})
    assert b'<html lang="en" data-theme="dark">' in dark.raw
    odd = await door.get("/", origin=None, headers={"Cookie": 'theme="><script>'})
    assert b'<html lang="en">' in odd.raw


async def test_a_file_is_sent_once_and_then_only_confirmed(door, static_dir):
    (static_dir / "app.js").write_text("export {};")
    first = await door.get("/static/app.js", origin=None)
    assert (first.status, first.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert first.headers["Cache-Control"] == "no-cache"
    again = await door.get("/static/app.js", origin=None, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.raw) == (304, b"")


async def test_what_a_page_names_is_kept_for_good_and_has_another_name_when_it_changes(door, static_dir):
    (static_dir / "index.html").write_text(f'{PAGE}<script type="module" src="/static/app.js"></script>')
    (static_dir / "app.js").write_text("export {};")
    names = []
    for content in ("export {};", "export const changed = 1;"):
        (static_dir / "app.js").write_text(content)
        door.client.app[SERVICES].assets.look_again()
        (name,) = re.findall(
            rb'src="(/static/v-[0-9a-f]{16}/app.js)"', (await door.get("/", origin=None)).raw
        )
        names.append(name.decode())
        answer = await door.get(names[-1], origin=None)
        assert (answer.raw.decode(), "immutable" in answer.headers["Cache-Control"]) == (content, True)
    assert names[0] != names[1]
    old = await door.get(names[0], origin=None)  # a tab that is open while the server is updated
    assert (old.raw.decode(), old.headers["Cache-Control"]) == ("export const changed = 1;", "no-cache")


async def test_text_travels_packed_and_what_is_packed_already_does_not(door, static_dir):
    (static_dir / "app.js").write_text("export {};\n" * 1_000)
    (static_dir / "sans.woff2").write_bytes(b"wOF2" * 1_000)
    script, font = [await door.get(f"/static/{name}", origin=None) for name in ("app.js", "sans.woff2")]
    assert (script.headers["Content-Encoding"], script.raw) == ("gzip", b"export {};\n" * 1_000)
    assert int(script.headers["Content-Length"]) < 1_000
    assert "Content-Encoding" not in font.headers
    plain = await door.get("/static/app.js", origin=None, headers={"Accept-Encoding": "identity"})
    assert ("Content-Encoding" in plain.headers, plain.raw) == (False, script.raw)
    assert plain.headers["ETag"] != script.headers["ETag"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2fsecret.json",
        "/static/%2e%2e/secret.json",
        "/static//etc/secret.json",
        "/static/.hidden.json",
        "/static/a%00.json",
        "/static/%5c..%5csecret.json",
    ],
)
async def test_no_path_leads_out_of_the_folder(door, static_dir, path):
    (static_dir.parent / "secret.json").write_text("{}")
    (static_dir / ".hidden.json").write_text("{}")
    answer = await door.get(URL(path, encoded=True))
    assert answer.status == 404
