"""Notices on devices, against a push service that reads them: who gets which, when, and how often."""

from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from mentorpitch.chat import messages, notifications
from mentorpitch.chat.messages import MarkRead
from mentorpitch.consents import ledger
from mentorpitch.jobs import Worker
from mentorpitch.people import accounts
from mentorpitch.push.delivering import PushDelivery
from mentorpitch.push.encryption import encrypt
from mentorpitch.push.keys import open_keys
from mentorpitch.push.ringing import Ringing
from mentorpitch.push.wishing import KIND
from mentorpitch.reminders import planning, reminders
from mentorpitch.reminders.giving import Giving
from mentorpitch.reminders.reminders import ChangeChoice
from mentorpitch.shapes import QuietHours
from mentorpitch.store import push as push_store
from mentorpitch.web.services import SERVICES
from mentorpitch.webhooks.sending import Sender
from tests.door import open_door, some_settings
from tests.mentorpitch.meeting_world import Meetings
from tests.push_receiver import Receiver, decrypt, unb64

SOON = timedelta(minutes=10)
A_DAY = timedelta(hours=24)


@pytest.fixture
async def ours(world):
    mentor = await world.user("Samuel Mwangi")
    mentee = await world.user("Inês Carvalho")
    return Meetings(world, await world.mentorship(mentor=mentor, mentee=mentee))


@pytest.fixture
def keys(tmp_path):
    return open_keys(tmp_path / "push.pem", contact="mailto:ruth@harbour.example")


@pytest.fixture
async def device(world):
    """`await device(actor)`: what this session's browser receives from now on."""
    servers = []

    async def device(actor):
        receiver = Receiver()
        app = web.Application()
        app.router.add_post("/{n}", receiver.take)
        server = TestServer(app)
        await server.start_server()
        servers.append(server)
        receiver.url = str(server.make_url(f"/{len(servers)}"))
        async with world.db.write() as tx:
            await push_store.put(
                tx,
                user_id=actor.user_id,
                session_id=actor.session_id,
                endpoint=receiver.url,
                most=10,
                at=world.clock(),
                **receiver.keys,
            )
        return receiver

    yield device
    for server in servers:
        await server.close()


@pytest.fixture
def work(world, keys):
    """What a server does that has just started, some seconds after something was written."""

    async def work(*, seconds=10):
        await Ringing(world.db, announce=world.announce, clock=world.clock).ring(None)
        world.clock.advance(seconds=seconds)
        sender = Sender(allow_private=True, version="1")
        handlers = {KIND: PushDelivery(world.db, sender, keys, clock=world.clock)}
        stored = {planning.KIND: Giving(sends_mail=False, clock=world.clock)}
        await Worker(
            world.db,
            handlers,
            stored=stored,
            announce=world.announce,
            clock=world.clock,
            chance=lambda: 0.5,
        ).work()

    return work


async def say(world, ours, body="A secret between us", *, by=None):
    return await world.say(by or ours.pair.mentee, ours.pair.conversation_id, body)


async def read(world, ours, actor, seq):
    wanted = MarkRead(conversation_id=ours.pair.conversation_id, seq=seq)
    await messages.mark_read(world.db, actor, wanted, announce=world.announce)


async def test_a_message_is_told_once_to_each_device_and_says_who_and_not_what(world, ours, device, work):
    phone = await device(ours.pair.mentor)
    desk = await device(await world.session(ours.pair.mentor.user_id))
    own = await device(ours.pair.mentee)
    await say(world, ours)
    for _ in range(3):
        await work()
    for receiver in (phone, desk):
        [notice] = receiver.notices
        assert notice == {
            "title": "Inês Carvalho wrote to you",
            "body": "",
            "path": f"/m/{ours.pair.mentorship_id}",
            "tag": ours.pair.conversation_id,
        }
    assert own.bodies == []


async def test_the_push_service_learns_nothing_but_who_sends_and_how_long_it_is_worth(
    world, ours, device, work, keys
):
    phone = await device(ours.pair.mentor)
    await say(world, ours)
    await say(world, ours, "x" * 5_000)
    await work()
    [headers] = phone.headers
    said = phone.said_by()
    assert said["aud"] == phone.url.rpartition("/")[0]
    assert said["sub"] == "mailto:ruth@harbour.example"
    assert said["k"] == keys.public
    assert 0 < said["exp"] - world.clock().timestamp() <= 24 * 3600
    assert (headers["TTL"], headers["Urgency"]) == (str(12 * 3600), "normal")
    assert len(headers["Topic"]) == 32
    assert ours.pair.conversation_id not in str(headers)
    assert [notice["body"] for notice in phone.notices] == ["2 messages"]
    lengths = {len(body) for body in phone.bodies}
    await say(world, ours, "One more")
    await work()
    assert {len(body) for body in phone.bodies} == lengths


async def test_what_was_read_on_another_device_by_then_is_not_told(world, ours, device, work):
    phone = await device(ours.pair.mentor)
    said = await say(world, ours)
    await Ringing(world.db, announce=world.announce, clock=world.clock).ring({ours.pair.conversation_id})
    await read(world, ours, await world.session(ours.pair.mentor.user_id), said.seq)
    await work()
    assert phone.headers == []


@pytest.mark.parametrize(
    ("level", "mentions", "tells"),
    [
        ("all", (), True),
        ("mentions", (), False),
        ("mentions", ("mentor",), True),
        ("none", ("mentor",), False),
    ],
)
async def test_the_conversations_setting_holds(world, ours, device, work, level, mentions, tells):
    phone = await device(ours.pair.mentor)
    conversation_id = ours.pair.conversation_id
    await notifications.put_level(world.db, ours.pair.mentor, conversation_id, level, announce=world.announce)
    wanted = messages.SendMessage(
        conversation_id=conversation_id,
        client_id="c",
        body="Look",
        mentions=tuple(getattr(ours.pair, who).user_id for who in mentions),
    )
    await messages.write(world.db, ours.pair.mentee, wanted, at=world.clock(), announce=world.announce)
    await work()
    assert len(phone.bodies) == tells


async def test_in_quiet_hours_nothing_comes_and_before_them_nothing_waits_into_them(
    world, ours, device, work
):
    phone = await device(ours.pair.mentor)  # whose clocks show 12:00
    for begins, ends in (("11:00", "13:00"), ("14:00", "07:00")):
        quiet = QuietHours(begins=begins, ends=ends)
        await notifications.put_quiet_hours(world.db, ours.pair.mentor, quiet, announce=world.announce)
        await say(world, ours)
        await work()
    [headers] = phone.headers
    assert 7_000 < int(headers["TTL"]) <= 7_200


async def test_a_deleted_message_is_not_told(world, ours, device, work):
    phone = await device(ours.pair.mentor)
    said = await say(world, ours)
    gone = messages.DeleteMessage(
        conversation_id=ours.pair.conversation_id, client_id="gone", target=said.seq
    )
    await messages.write(world.db, ours.pair.mentee, gone, at=world.clock(), announce=world.announce)
    await work()
    assert phone.headers == []


async def test_what_was_written_before_a_device_was_named_is_not_told_there(world, ours, device, work):
    await say(world, ours)
    world.clock.advance(minutes=5)
    phone = await device(ours.pair.mentor)
    await work()
    assert phone.headers == []


async def test_two_reminders_come_once_each_whatever_restarts_in_between(world, ours, device, work):
    phone = await device(ours.pair.mentor)
    made = await ours.create(within=timedelta(days=3), title="Whether to leave")
    for before in (A_DAY, SOON):
        world.clock.now = made.starts_at - before
        stored = {planning.KIND: Giving(sends_mail=False, clock=world.clock)}
        worker = Worker(world.db, {}, stored=stored, announce=world.announce, clock=world.clock)
        await worker.work()  # given, and stopped before it was sent
        assert len(phone.bodies) == (before == SOON)
        for _ in range(3):
            await work()
    first, second = phone.notices
    assert first["title"] == second["title"] == "Meeting with Inês Carvalho: Thursday, 12:00"
    assert first["path"] == f"/m/{ours.pair.mentorship_id}/meetings/{made.meeting_id}"
    assert "leave" not in str(phone.notices)
    assert [headers["Urgency"] for headers in phone.headers] == ["normal", "high"]
    assert len({headers["Topic"] for headers in phone.headers}) == 1  # the later takes the earlier's place


async def test_a_reminder_says_what_it_is_about_to_who_wants_that_outside(world, ours, device, work):
    phone = await device(ours.pair.mentor)
    choice = ChangeChoice(details_outside=True)
    await reminders.choose(world.db, ours.pair.mentor, choice, announce=world.announce, clock=world.clock)
    made = await ours.create(within=timedelta(hours=1), title="Whether to leave")
    world.clock.now = made.starts_at - SOON
    await work()
    assert [notice["body"] for notice in phone.notices] == ["Whether to leave"]


async def test_a_reminder_that_was_seen_or_whose_meeting_moved_is_not_told(world, ours, device, work):
    phone = await device(ours.pair.mentor)
    seen, moved = [await ours.create(within=timedelta(hours=1, minutes=n)) for n in range(2)]
    world.clock.now = moved.starts_at - SOON
    stored = {planning.KIND: Giving(sends_mail=False, clock=world.clock)}
    await Worker(world.db, {}, stored=stored, announce=world.announce, clock=world.clock).work()
    await reminders.see(world.db, ours.pair.mentor, seen.meeting_id, **ours.how)
    await ours.change(moved, local_start="2026-12-10T10:00")
    await work()
    assert phone.headers == []


@pytest.mark.parametrize("status", [404, 410])
async def test_a_device_that_is_gone_is_forgotten(world, ours, device, work, status):
    phone = await device(ours.pair.mentor)
    phone.answers = [status]
    for _ in range(2):
        await say(world, ours)
        await work()
    assert len(phone.headers) == 1


@pytest.mark.parametrize(("status", "tries"), [(429, 2), (503, 2), (400, 1), (413, 1)])
async def test_what_may_pass_is_tried_again_and_nothing_else(world, ours, device, work, status, tries):
    phone = await device(ours.pair.mentor)
    phone.answers = [status]
    await say(world, ours)
    await work()
    await work(seconds=3_600)
    await work(seconds=3_600)
    assert len(phone.headers) == tries
    assert len(phone.bodies) == tries - 1


async def test_an_answer_that_is_lost_leaves_one_notice_on_the_screen(world, ours, device, work):
    phone = await device(ours.pair.mentor)
    phone.answers = [None]
    await say(world, ours)
    await work()
    await work(seconds=3_600)
    first, again = phone.notices
    assert first == again  # and with the same tag
    assert len({headers["Topic"] for headers in phone.headers}) == 1


async def test_a_device_ends_with_its_session(world, ours, device, work):
    phone, lent = ours.pair.mentor, await world.session(ours.pair.mentor.user_id)
    receivers = [await device(phone), await device(lent)]
    await accounts.sign_out(world.db, lent, announce=world.announce)
    await say(world, ours)
    await work()
    assert [len(receiver.bodies) for receiver in receivers] == [1, 0]
    await accounts.sign_out_everywhere(world.db, phone, announce=world.announce)
    await say(world, ours)
    await work()
    assert [len(receiver.bodies) for receiver in receivers] == [1, 0]


async def test_nothing_goes_to_a_closed_account_or_an_expired_session(world, ours, device, work):
    phone, other = await device(ours.pair.mentor), await device(ours.pair.mentee)
    await world.ban(ours.pair.mentor)
    await say(world, ours)
    world.clock.advance(days=31)
    await say(world, ours, by=ours.pair.mentee)
    await work()
    assert phone.headers == other.headers == []


# ── The door ─────────────────────────────────────────────────────────────────


def a_device(**given):
    return {"endpoint": "https://push.example.org/send/abc"} | Receiver().keys | given


@pytest.fixture
async def pushing_door(world, static_dir, aiohttp_client):
    return await open_door(aiohttp_client, world, some_settings(static_dir, push_key="the key"))


async def test_a_browser_is_told_the_key_and_names_itself(world, pushing_door):
    somebody = await world.user()
    assert (await pushing_door.get("/api/me/push", by=somebody)).json == {"key": "the key", "is_on": False}
    for _ in range(2):
        put = await pushing_door.ask("PUT", "/api/me/push", a_device(), by=somebody)
        assert (put.status, put.json["is_on"]) == (200, True)
    assert (await pushing_door.ask("DELETE", "/api/me/push", by=somebody)).json["is_on"] is False


async def test_turning_it_on_and_off_stands_in_ones_ledger_and_a_new_address_does_not(world, pushing_door):
    somebody = await world.user()
    for n in (1, 1, 2):
        wanted = a_device(endpoint=f"https://push.example.org/{n}")
        await pushing_door.ask("PUT", "/api/me/push", wanted, by=somebody)
    for _ in range(2):
        await pushing_door.ask("DELETE", "/api/me/push", by=somebody)
    mine = (await ledger.get_mine(world.db, somebody)).entries
    assert [(each.body.consent, each.body.given) for each in mine] == [("push", True), ("push", False)]
    told = [each for each in world.announced if getattr(each, "event", "") == "consent_noted"]
    assert [each.user_ids for each in told] == [(somebody.user_id,)] * 2


@pytest.mark.parametrize(
    "hostile",
    [
        {"endpoint": "http://push.example.org/send/abc"},
        {"endpoint": "https://127.0.0.1/send"},
        {"endpoint": "https://[::ffff:10.0.0.1]/send"},
        {"endpoint": "https://169.254.169.254/latest"},
        {"endpoint": "https://user@push.example.org/"},
        {"endpoint": "file:///etc/passwd"},
        {"endpoint": "https://push.example.org/" + "a" * 1_000},
        {"p256dh": "AAAA"},
        {"p256dh": "B" * 87},  # a point that is not on the curve
        {"p256dh": "é" * 80},
        {"auth": "AAAA"},
        {"auth": "****************"},
    ],
)
async def test_nothing_but_a_public_address_and_whole_keys_is_taken(world, pushing_door, hostile):
    somebody = await world.user()
    put = await pushing_door.ask("PUT", "/api/me/push", a_device(**hostile), by=somebody)
    assert (put.status, put.error["code"]) == (400, "invalid")
    assert (await pushing_door.get("/api/me/push", by=somebody)).json["is_on"] is False


async def test_a_person_has_ten_devices_and_a_browser_one_person(world, pushing_door):
    somebody = await world.user()
    sessions = [await world.session(somebody.user_id) for _ in range(12)]
    for n, session in enumerate(sessions):
        world.clock.advance(minutes=1)
        wanted = a_device(endpoint=f"https://push.example.org/{n}")
        await pushing_door.ask("PUT", "/api/me/push", wanted, by=session)
    shown = [(await pushing_door.get("/api/me/push", by=session)).json["is_on"] for session in sessions]
    assert shown == [False, False] + [True] * 10
    other = await world.user()
    same = a_device(endpoint="https://push.example.org/11")
    await pushing_door.ask("PUT", "/api/me/push", same, by=other)
    assert (await pushing_door.get("/api/me/push", by=sessions[11])).json["is_on"] is False


async def test_a_server_without_a_key_says_so(world, door):
    somebody = await world.user()
    assert (await door.get("/api/me/push", by=somebody)).json["key"] is None
    put = await door.ask("PUT", "/api/me/push", a_device(), by=somebody)
    assert put.status == 409


async def test_the_worker_has_the_root_and_is_never_kept_unasked(door, static_dir):
    assert (await door.get("/sw.js")).status == 404
    (static_dir / "sw.js").write_text("// a worker")
    door.client.server.app[SERVICES].assets.look_again()
    served = await door.get("/sw.js")
    assert served.status == 200
    assert served.headers["Content-Type"].startswith("text/javascript")
    assert served.headers["Cache-Control"] == "no-cache"


# ── Keys and encryption ──────────────────────────────────────────────────────


def test_the_key_is_made_once_and_is_nobody_elses(tmp_path):
    path = tmp_path / "data" / "push.pem"
    made = open_keys(path, contact="https://mentor.example")
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    assert open_keys(path, contact="https://mentor.example").public == made.public
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["push.pem"]


def test_a_file_that_is_no_key_stops_the_server_with_words(tmp_path):
    (tmp_path / "push.pem").write_text("nothing")
    with pytest.raises(OSError, match="no key"):
        open_keys(tmp_path / "push.pem", contact="")


def test_our_reader_reads_the_example_of_rfc_8291():
    """Section 5 and appendix A."""
    body = (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
        "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    private = int.from_bytes(unb64("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
    auth = unb64("BTBZMqHH6r4Tts7J_aSIgg")
    key = ec.derive_private_key(private, ec.SECP256R1())
    assert decrypt(unb64(body), key, auth) == b"When I grow up, I want to be a watermelon"


def test_what_is_encrypted_its_browser_alone_reads():
    receiver = Receiver()
    body = encrypt(b'{"title":"x"}', **receiver.keys)
    assert decrypt(body, receiver.private, receiver.auth).strip() == b'{"title":"x"}'
    assert body != encrypt(b'{"title":"x"}', **receiver.keys)
    with pytest.raises(InvalidTag):
        decrypt(body, Receiver().private, receiver.auth)
