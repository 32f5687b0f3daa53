"""The HTTP door: who is let in, from where, and how a no sounds."""

import asyncio
import threading

import msgspec
import pytest
from yarl import URL

from mentorpitch.store.database import Database
from tests.door import ORIGIN, open_door, some_settings
from tests.world import PASSWORD


@pytest.fixture
async def ines(world):
    return await world.user("Inês", email="ines@world.example")


# ── Signing in ───────────────────────────────────────────────────────────────


async def test_signing_in_sets_a_cookie_that_no_script_can_read(door, ines):
    answer = await door.sign_in("ines@world.example", PASSWORD)
    assert answer.status == 200
    assert answer.json["name"] == "Inês"
    cookie = answer.cookies["mentorpitch"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert (await door.get("/api/session", secret=cookie.value)).json == answer.json


async def test_with_tls_the_cookie_is_bound_to_this_host(aiohttp_client, world, static_dir, ines):
    settings = some_settings(static_dir, public_url="https://mentor.example")
    door = await open_door(aiohttp_client, world, settings)
    answer = await door.sign_in("ines@world.example", PASSWORD, origin="https://mentor.example")
    cookie = answer.cookies["__Host-mentorpitch"]
    assert cookie["secure"]
    assert cookie["domain"] == ""
    signed_in = await door.get("/api/session", secret=cookie.value, origin=None)
    assert signed_in.status == 200
    ended = await door.ask("DELETE", "/api/session", secret=cookie.value, origin="https://mentor.example")
    assert ended.cookies["__Host-mentorpitch"]["secure"]  # or a browser ignores that it is deleted


async def test_without_a_session_one_is_asked_to_sign_in(door):
    for secret in (None, "", "nonsense", "x" * 5_000):
        answer = await door.get("/api/session", secret=secret)
        assert (answer.status, answer.error["code"]) == (401, "unauthenticated")


async def test_signing_out_forgets_the_cookie_and_ends_the_session(door, ines):
    answer = await door.ask("DELETE", "/api/session", by=ines)
    assert (answer.status, answer.cookies["mentorpitch"].value) == (200, "")
    assert (await door.get("/api/session", by=ines)).status == 401


async def test_signing_out_everywhere_ends_the_other_devices_too(door, world, ines):
    phone = await world.session(ines.user_id)
    assert (await door.ask("DELETE", "/api/sessions", by=ines)).status == 200
    assert (await door.get("/api/session", by=phone)).status == 401


async def test_too_many_tries_are_told_when_to_come_back(door, ines):
    for _ in range(10):
        await door.sign_in("ines@world.example", "not the password")
    answer = await door.sign_in("ines@world.example", PASSWORD)
    assert (answer.status, answer.error["code"]) == (429, "rate_limited")
    assert 0 < int(answer.headers["Retry-After"]) <= 900


# ── Where a request comes from ───────────────────────────────────────────────

END = ("POST", "/api/mentorships/{}/end")


async def is_active(door, pair):
    return (await door.get(f"/api/mentorships/{pair.mentorship_id}", by=pair.mentor)).json[
        "status"
    ] == "active"


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://mentor.example", "http://mentor.example:8080.evil.example", ""],
)
async def test_another_sites_page_changes_nothing_even_with_the_cookie(door, world, origin):
    pair = await world.mentorship()
    answer = await door.post(f"/api/mentorships/{pair.mentorship_id}/end", by=pair.mentor, origin=origin)
    assert (answer.status, answer.error["code"]) == (403, "forbidden")
    assert await is_active(door, pair)


async def test_another_sites_page_cannot_even_sign_somebody_in(door, ines):
    answer = await door.sign_in("ines@world.example", PASSWORD, origin="https://evil.example")
    assert answer.status == 403
    assert not answer.cookies


async def test_another_sites_page_reads_nothing(door, ines):
    assert (await door.get("/api/session", by=ines, origin="https://evil.example")).status == 403


@pytest.mark.parametrize("site", [None, "cross-site", "same-site", "none"])
async def test_a_change_with_a_cookie_and_no_origin_is_refused(door, world, site):
    pair = await world.mentorship()
    answer = await door.post(
        f"/api/mentorships/{pair.mentorship_id}/end",
        by=pair.mentor,
        origin=None,
        headers={"Sec-Fetch-Site": site} if site else {},
    )
    assert answer.status == 403
    assert await is_active(door, pair)


async def test_the_browsers_word_that_it_is_the_same_origin_is_enough(door, world):
    pair = await world.mentorship()
    answer = await door.post(
        f"/api/mentorships/{pair.mentorship_id}/end",
        by=pair.mentor,
        origin=None,
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status == 200


async def test_a_script_without_cookie_and_origin_may_sign_in(door, ines):
    assert (await door.sign_in("ines@world.example", PASSWORD, origin=None)).status == 200


async def test_a_listed_origin_may_ask(aiohttp_client, world, static_dir, ines):
    settings = some_settings(static_dir, allowed_origins=frozenset({"https://other.example"}))
    door = await open_door(aiohttp_client, world, settings)
    assert (await door.get("/api/session", by=ines, origin="https://other.example")).status == 200


async def test_a_socket_needs_an_origin_of_ours_even_to_read(door, ines):
    for origin, headers, status in (
        (ORIGIN, {}, 404),  # past the check, where nothing listens here
        (None, {"Sec-Fetch-Site": "same-origin"}, 404),
        (None, {}, 403),
        ("https://evil.example", {}, 403),
        (None, {"X-Forwarded-Host": "mentor.example:8080"}, 403),
    ):
        answer = await door.get(
            "/socket.io/?EIO=4&transport=polling", by=ines, origin=origin, headers=headers
        )
        assert answer.status == status, (origin, headers)


async def test_a_forged_forwarded_address_does_not_escape_the_limit(door):
    for n in range(61):
        answer = await door.sign_in(
            f"guess-{n}@world.example", "not the password", headers={"X-Forwarded-For": f"192.0.2.{n}"}
        )
    assert answer.status == 429


async def test_a_trusted_proxy_says_who_asks_but_not_what_the_client_wrote_before(
    aiohttp_client, world, static_dir
):
    settings = some_settings(static_dir, trusted_proxies=("127.0.0.0/8", "::1", "10.0.0.0/8"))
    door = await open_door(aiohttp_client, world, settings)
    for n in range(61):
        forged = f"198.51.100.{n}, 192.0.2.1, 10.0.0.2"
        last = await door.sign_in(
            f"guess-{n}@world.example", "not the password", headers={"X-Forwarded-For": forged}
        )
    assert last.status == 429
    other = await door.sign_in(
        "another@world.example", "not the password", headers={"X-Forwarded-For": "192.0.2.2"}
    )
    assert other.status == 401


# ── How a no sounds ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (b"", None),
        (b"{", None),
        (b"[]", None),
        (b'{"email": "a@b.example"}', "password"),
        (b'{"email": 5, "password": "x"}', "email"),
        (b'{"email": "a@b.example", "password": "x", "extra": 1}', None),
        (b'{"email": "\xff", "password": "x"}', None),
        (b'{"email": "\\ud800", "password": "x"}', None),
        (b"[" * 30_000, None),
        (b'{"email": "no address", "password": "x"}', "email"),
    ],
)
async def test_a_malformed_body_is_invalid_and_names_its_field(door, sent, field):
    answer = await door.post("/api/session", data=sent, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.error["code"]) == (400, "invalid")
    assert answer.error.get("field") == field


async def test_a_plain_form_is_refused(door):
    answer = await door.post(
        "/api/session",
        data=b'{"email": "a@b.example", "password": "x"}',
        headers={"Content-Type": "text/plain"},
    )
    assert (answer.status, answer.error["code"]) == (400, "invalid")


async def test_a_body_over_64_kilobytes_is_too_large(door):
    answer = await door.post("/api/session", data=b" " * 70_000, headers={"Content-Type": "application/json"})
    assert (answer.status, answer.error["code"]) == (413, "too_large")


async def test_an_unknown_address_and_a_wrong_method_are_told_in_json(door):
    absent = await door.get("/api/nothing")
    assert (absent.status, absent.error["code"]) == (404, "not_found")
    wrong = await door.ask("PUT", "/api/session")
    assert (wrong.status, wrong.error["code"]) == (405, "invalid")
    assert "POST" in wrong.headers["Allow"]


async def test_what_the_server_itself_gets_wrong_is_not_blamed_on_the_request(door, monkeypatch, ines):
    async def stumble(*_, **__):
        raise msgspec.ValidationError("a private matter")

    monkeypatch.setattr("mentorpitch.people.accounts.get_me", stumble)
    answer = await door.get("/api/session", by=ines)
    assert (answer.status, answer.error["code"]) == (500, "internal")


async def test_an_accident_shows_its_log_id_and_not_its_text(door, world, monkeypatch, ines):
    async def stumble(*_, **__):
        raise RuntimeError("a private matter")

    monkeypatch.setattr("mentorpitch.people.accounts.get_me", stumble)
    answer = await door.get("/api/session", by=ines)
    assert (answer.status, answer.error["code"]) == (500, "internal")
    assert answer.error["log_id"]
    assert b"private matter" not in answer.raw


async def test_nothing_of_the_api_is_kept_by_a_cache(door, ines):
    assert (await door.get("/api/session", by=ines)).headers["Cache-Control"] == "no-store"


async def test_healthz_says_that_the_database_can_be_read(door):
    assert (await door.get("/healthz")).json == {"status": "ok", "version": "1.2.3"}


async def test_healthz_says_when_the_database_cannot_be_read(aiohttp_client, world, static_dir):
    threads = set(threading.enumerate())
    async with Database(static_dir / "absent" / "database.sqlite") as world.db:
        door = await open_door(aiohttp_client, world, some_settings(static_dir))
        answer = await door.get("/healthz")
    assert (answer.status, answer.error["code"]) == (503, "unavailable")
    for thread in set(threading.enumerate()) - threads:  # the driver's own still tells of its failure
        await asyncio.to_thread(thread.join, 2)


@pytest.mark.parametrize("path", ["%ff", "%00", "%ed%a0%80", "x" * 5_000, "%2e%2e%2fsession", "'--"])
async def test_an_odd_id_is_just_an_id_that_does_not_exist(door, ines, path):
    answer = await door.get(URL(f"/api/mentorships/{path}", encoded=True), by=ines)
    assert (answer.status, answer.error["code"]) == (404, "not_found")


async def test_a_list_in_place_of_a_name_is_not_taken_for_one(door, ines):
    answer = await door.ask("PATCH", "/api/me", {"name": ["a"]}, by=ines)
    assert (answer.status, answer.error["field"]) == (400, "name")


async def test_one_changes_ones_name_and_time_zone(door, ines):
    answer = await door.ask(
        "PATCH", "/api/me", {"name": " Inês  Carvalho ", "time_zone": "Asia/Tokyo"}, by=ines
    )
    assert (answer.json["name"], answer.json["time_zone"]) == ("Inês Carvalho", "Asia/Tokyo")


async def test_an_admin_sees_accounts_and_no_more_of_them_than_that(door, world):
    admin = await world.user("Jonas", email="jonas@world.example", is_admin=True)
    assert (await door.get("/api/users", by=admin)).json == {
        "users": [
            {
                "user_id": admin.user_id,
                "name": "Jonas",
                "email": "jonas@world.example",
                "is_admin": True,
                "banned": False,
            }
        ]
    }


async def test_from_invitation_to_pair_over_http(door, world):
    ruth = await world.user("Ruth", is_admin=True)
    programme = (await door.post("/api/programmes", {"name": "Harbour"}, by=ruth)).json
    at = f"/api/programmes/{programme['programme_id']}"
    people = {}
    for role in ("mentor", "mentee"):
        invited = (
            await door.post(f"{at}/invitations", {"email": f"{role}@world.example", "role": role}, by=ruth)
        ).json
        token = invited["url"].removeprefix(f"{ORIGIN}/invite/")
        shown = (await door.get(f"/api/invitations/{token}")).json
        assert shown["role"] == role
        form = {"name": role.title(), "password": "a fresh long password", "time_zone": "Europe/Oslo"}
        form["conduct_revision"] = shown["conduct_revision"]
        answer = await door.post(f"/api/invitations/{token}/accept", form)
        assert answer.status == 201
        people[role] = (answer.json["user_id"], answer.cookies["mentorpitch"].value)
    pair = {"mentor_id": people["mentor"][0], "mentee_id": people["mentee"][0]}
    made = await door.post(f"{at}/mentorships", pair, by=ruth)
    assert made.status == 201
    for _, secret in people.values():
        seen = (await door.get("/api/mentorships", secret=secret)).json["mentorships"]
        assert [each["mentorship_id"] for each in seen] == [made.json["mentorship_id"]]
    overview = (await door.get(at, by=ruth)).json
    assert overview["invitations"] == []
    assert [each["mentor"]["name"] for each in overview["mentorships"]] == ["Mentor"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "192.0.2.1", "localhost.evil.example", "[", ""]
)
async def test_a_name_made_to_point_at_this_machine_is_not_answered(world, static_dir, aiohttp_client, host):
    door = await open_door(aiohttp_client, world, some_settings(static_dir, demo_allowed=True))
    answer = await door.get("/api/setup", origin=None, headers={"Host": host})
    assert answer.status in (400, 403)
    for own in ("localhost:8080", "127.0.0.1", "[::1]:8080"):
        assert (await door.get("/api/setup", origin=None, headers={"Host": own})).status == 200
