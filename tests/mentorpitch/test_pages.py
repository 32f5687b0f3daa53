import base64
import hashlib

import pytest
from yarl import URL

from tests.door import open_door, some_settings


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
    assert again.status == 304


async def test_fonts_are_kept_longer(door, static_dir):
    (static_dir / "vendor").mkdir()
    (static_dir / "vendor" / "sans.woff2").write_bytes(b"wOF2")
    assert "max-age" in (await door.get("/static/vendor/sans.woff2")).headers["Cache-Control"]


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
