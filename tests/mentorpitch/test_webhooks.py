"""Webhooks: what is sent, to whom, how often, and what becomes of those that nobody takes."""

import base64
import hashlib
import hmac
from datetime import timedelta

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from mentorpitch.errors import Conflict, Invalid, NotFound, Problem
from mentorpitch.jobs import MOST_ATTEMPTS, Worker
from mentorpitch.limits import Limits
from mentorpitch.mentorships import mentorships
from mentorpitch.store.tables.jobs import jobs
from mentorpitch.webhooks import webhooks
from mentorpitch.webhooks.delivering import MOST_FAILURES, WebhookDelivery
from mentorpitch.webhooks.noting import KIND
from mentorpitch.webhooks.sending import Sender
from mentorpitch.webhooks.shapes import EVENTS, AskAgain, ChangeWebhook, NewWebhook
from tests.mentorpitch.meeting_world import Meetings


class Receiver:
    """Somebody's server on this machine, that keeps what it is sent and answers as it is told to."""

    def __init__(self):
        self.got = []
        self.answers = []  # statuses of the next answers; then 204
        app = web.Application()
        app.router.add_post("/in", self._take)
        self.server = TestServer(app)

    async def _take(self, request):
        self.got.append((request.headers.copy(), await request.text()))
        status = self.answers.pop(0) if self.answers else 204
        headers = {"Location": str(self.server.make_url("/elsewhere"))} if status in (301, 307) else {}
        return web.Response(status=status, headers=headers)

    @property
    def url(self):
        return str(self.server.make_url("/in"))

    @property
    def bodies(self):
        return [msgspec.json.decode(body) for _, body in self.got]


@pytest.fixture
async def receiver():
    receiver = Receiver()
    await receiver.server.start_server()
    yield receiver
    await receiver.server.close()


class Hooks:
    """A programme's webhooks as its manager has them, and the worker that sends."""

    def __init__(self, world, pair):
        self.world, self.pair = world, pair
        self.limits = Limits()
        self.count = 0
        handler = WebhookDelivery(world.db, Sender(allow_private=True, version="1.2.3"), clock=world.clock)
        self.worker = Worker(
            world.db, {KIND: handler}, announce=world.announce, clock=world.clock, chance=lambda: 0.5
        )

    @property
    def effects(self):
        return {"at": self.world.clock(), "announce": self.world.announce}

    def again(self):
        self.count += 1
        return AskAgain(client_id=f"again-{self.count}")

    async def create(self, url, *, by=None, events=EVENTS, allow_private=True, client_id=None):
        self.count += 1
        new = NewWebhook(client_id=client_id or f"hook-{self.count}", url=url, events=events)
        return await webhooks.create(
            self.world.db,
            by or self.pair.manager,
            self.pair.programme_id,
            new,
            allow_private=allow_private,
            **self.effects,
        )

    async def change(self, made, **wanted):
        return await webhooks.change(
            self.world.db,
            self.pair.manager,
            made.webhook.webhook_id,
            ChangeWebhook(**wanted),
            allow_private=True,
            **self.effects,
        )

    async def try_out(self, made, again=None):
        return await webhooks.try_out(
            self.world.db,
            self.pair.manager,
            made.webhook.webhook_id,
            again or self.again(),
            limits=self.limits,
            **self.effects,
        )

    async def deliver_again(self, delivery, again=None):
        return await webhooks.deliver_again(
            self.world.db,
            self.pair.manager,
            delivery.delivery_id,
            again or self.again(),
            limits=self.limits,
            **self.effects,
        )

    async def get(self, made):
        found = await webhooks.list_of(self.world.db, self.pair.manager, self.pair.programme_id)
        return next(each for each in found if each.webhook_id == made.webhook.webhook_id)

    async def log(self, made):
        return await webhooks.list_deliveries(
            self.world.db, self.pair.manager, made.webhook.webhook_id, at=self.world.clock()
        )

    async def send(self):
        await self.worker.work()

    async def send_until_given_up(self):
        for _ in range(MOST_ATTEMPTS):
            await self.send()
            self.world.clock.advance(hours=6)


@pytest.fixture
async def hooks(world):
    return Hooks(world, await world.mentorship())


def is_signed(headers, body, secret):
    """As any receiver of Standard Webhooks checks it."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return f"v1,{expected}" in headers["webhook-signature"].split(" ")


async def test_what_happens_is_sent_signed_with_ids_and_no_words(hooks, world, receiver):
    made = await hooks.create(receiver.url)
    assert made.secret.startswith("whsec_")
    ours = Meetings(world, hooks.pair)
    past = await ours.create(title="A private title", within=timedelta(minutes=5))
    await ours.let_pass(past)
    await ours.write_feedback(past, "Private words")
    await mentorships.end(
        world.db, hooks.pair.mentor, hooks.pair.mentorship_id, announce=world.announce, clock=world.clock
    )
    await hooks.send()
    assert sorted(body["type"] for body in receiver.bodies) == [
        "feedback.received",
        "meeting.past",
        "mentorship.ended",
    ]
    [meeting] = [body["data"] for body in receiver.bodies if body["type"] == "meeting.past"]
    assert meeting == {
        "mentorship_id": hooks.pair.mentorship_id,
        "meeting_id": past.meeting_id,
        "kind": "video",
        "starts_at": "2026-11-23T12:05:00Z",
        "ends_at": "2026-11-23T12:35:00Z",
    }
    for headers, body in receiver.got:
        assert is_signed(headers, body, made.secret)
        assert headers["Content-Type"] == "application/json"
        assert headers["User-Agent"] == "MentorPitch/1.2.3"
        assert "rivate" not in body
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 3
    assert all(each.done_at and each.status == 204 and not each.error for each in await hooks.log(made))


async def test_a_new_pair_is_told_and_only_to_who_listens_in_its_programme(hooks, world, receiver):
    await hooks.create(receiver.url, events=("mentorship.began",))
    await hooks.create(receiver.url, events=("meeting.past",))
    elsewhere = Hooks(world, await world.mentorship())
    await elsewhere.create(receiver.url)
    two = [await world.user(), await world.user()]
    for actor, role in zip(two, ("mentor", "mentee"), strict=True):
        await world.member(hooks.pair.programme_id, actor, role)
    made = await mentorships.create(
        world.db,
        hooks.pair.manager,
        hooks.pair.programme_id,
        mentor_id=two[0].user_id,
        mentee_id=two[1].user_id,
        announce=world.announce,
        clock=world.clock,
    )
    await hooks.send()
    [body] = receiver.bodies
    assert (body["type"], body["data"]["mentorship_id"]) == ("mentorship.began", made.mentorship_id)


async def test_sealed_feedback_is_told_when_the_clock_opens_it_whatever_was_rated(hooks, world, receiver):
    made = await hooks.create(receiver.url, events=("feedback.received",))
    ours = Meetings(world, hooks.pair)
    await ours.seal()
    past = await ours.past()
    await ours.write_feedback(past)
    await ours.rate(past)
    await hooks.send()
    assert receiver.got == []
    assert await hooks.log(made) == ()
    world.clock.now = past.ends_at + timedelta(days=7)
    await hooks.send()
    assert [body["type"] for body in receiver.bodies] == ["feedback.received"]


async def test_what_was_not_taken_is_sent_again_under_the_same_id(hooks, world, receiver):
    made = await hooks.create(receiver.url)
    receiver.answers = [500, 503]
    await hooks.try_out(made)
    await hooks.send()
    [delivery] = await hooks.log(made)
    assert (delivery.attempts, delivery.status, delivery.error) == (1, 500, "answered 500")
    assert delivery.next_at == world.clock() + timedelta(minutes=1)
    assert (await hooks.get(made)).failures == 1
    for minutes in (1, 2):
        world.clock.advance(minutes=minutes)
        await hooks.send()
    [delivery] = await hooks.log(made)
    assert (delivery.attempts, delivery.status, delivery.error) == (3, 204, None)
    assert delivery.done_at == world.clock()
    assert delivery.next_at is None
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
    assert len({headers["webhook-timestamp"] for headers, _ in receiver.got}) == 3
    assert (await hooks.get(made)).failures == 0


async def test_the_log_sends_the_same_again_when_it_is_asked_to_and_once(hooks, receiver):
    made = await hooks.create(receiver.url)
    await hooks.try_out(made)
    await hooks.send()
    [delivery] = await hooks.log(made)
    again = hooks.again()
    await hooks.deliver_again(delivery, again)
    await hooks.deliver_again(delivery, again)
    await hooks.send()
    assert len(receiver.got) == 2
    assert receiver.got[0][1] == receiver.got[1][1]
    assert receiver.got[0][0]["webhook-id"] == receiver.got[1][0]["webhook-id"]


async def test_who_never_answers_well_is_switched_off_and_can_be_switched_on_again(hooks, world, receiver):
    made = await hooks.create(receiver.url)
    receiver.answers = [500] * MOST_FAILURES
    for _ in range(2):
        await hooks.try_out(made)
        await hooks.send_until_given_up()
    off = await hooks.get(made)
    assert (off.failures, off.disabled_why) == (MOST_FAILURES, "failing")
    with pytest.raises(Conflict):
        await hooks.try_out(made)
    on = await hooks.change(made, enabled=True)
    assert (on.failures, on.disabled_at, on.disabled_why) == (0, None, None)
    await hooks.try_out(made)
    await hooks.send()
    assert len(receiver.got) == MOST_FAILURES + 1


async def test_who_answers_gone_is_sent_nothing_more(hooks, world, receiver):
    made = await hooks.create(receiver.url)
    receiver.answers = [410]
    await hooks.try_out(made)
    await hooks.try_out(made)
    await hooks.send()
    assert (await hooks.get(made)).disabled_why == "gone"
    async with world.db.read() as tx:
        assert set((await tx.execute(select(jobs.c.next_at))).scalars()) == {None}


async def test_a_redirect_is_not_followed(hooks, receiver):
    made = await hooks.create(receiver.url)
    receiver.answers = [307]
    await hooks.try_out(made)
    await hooks.send()
    [delivery] = await hooks.log(made)
    assert (delivery.error, len(receiver.got)) == ("answered 307", 1)


async def test_a_new_secret_signs_at_once_and_the_old_one_for_a_day_more(hooks, world, receiver):
    made = await hooks.create(receiver.url)
    new = await webhooks.rotate(
        world.db, hooks.pair.manager, made.webhook.webhook_id, hooks.again(), **hooks.effects
    )
    assert new.secret != made.secret
    for hours, old_too in ((0, True), (23, True), (1, False)):
        world.clock.advance(hours=hours)
        await hooks.try_out(made)
        await hooks.send()
        headers, body = receiver.got[-1]
        assert is_signed(headers, body, new.secret)
        assert is_signed(headers, body, made.secret) is old_too


async def test_the_secret_is_in_no_other_answer(hooks, world, receiver, door):
    made = await hooks.create(receiver.url, client_id="same")
    repeated = await hooks.create(receiver.url, client_id="same")
    assert repeated == made
    for path in (
        f"/api/programmes/{hooks.pair.programme_id}/webhooks",
        f"/api/webhooks/{made.webhook.webhook_id}/deliveries",
    ):
        answer = await door.get(path, by=hooks.pair.manager)
        assert answer.status == 200
        assert made.secret.encode() not in answer.raw
    await webhooks.rotate(
        world.db, hooks.pair.manager, made.webhook.webhook_id, hooks.again(), **hooks.effects
    )
    assert (await hooks.create(receiver.url, client_id="same")).secret is None


async def test_what_is_removed_is_never_sent(hooks, world, receiver):
    made = await hooks.create(receiver.url)
    await hooks.try_out(made)
    await webhooks.remove(world.db, hooks.pair.manager, made.webhook.webhook_id, announce=world.announce)
    await hooks.send()
    assert receiver.got == []
    with pytest.raises(NotFound):
        await hooks.log(made)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/in",
        "ftp://hooks.example.org/in",
        "https://",
        "https://user:word@hooks.example.org/",
        "https://hooks.example.org/#part",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest",
        "https://hooks.example.org:port/",
        "https://[half/",
        "javascript:alert(1)",
        "hooks.example.org",
    ],
)
async def test_an_address_that_is_not_everybodys_is_refused(hooks, url):
    with pytest.raises(Invalid):
        await hooks.create(url, allow_private=False)


async def test_a_programme_has_few_webhooks_and_tries_are_counted(hooks, receiver):
    for _ in range(webhooks.MOST):
        made = await hooks.create(receiver.url)
    with pytest.raises(Conflict):
        await hooks.create(receiver.url)
    for _ in range(60):
        await hooks.try_out(made)
    with pytest.raises(Problem, match="Too many tries"):
        await hooks.try_out(made)
