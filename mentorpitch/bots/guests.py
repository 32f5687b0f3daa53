"""Bots as guests of a mentorship: one of the two invites, the other confirms, either withdraws it."""

from mentorpitch.access import access_mentorship
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, BotReachChanged, Told
from mentorpitch.bots.shapes import BotsChanged, GuestBot, Guests
from mentorpitch.clock import Clock
from mentorpitch.consents import ledger
from mentorpitch.consents.shapes import ConsentEntry
from mentorpitch.errors import Conflict, Forbidden, NotFound
from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store import bot_places as places_store
from mentorpitch.store import bots as bots_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.mentorships import Pair

MOST_GUESTS = 10  # of one mentorship


async def list_of(db: Database, actor: Actor, mentorship_id: MentorshipId) -> Guests:
    """Those that are invited, and those that the actor could invite."""
    async with db.read() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="read")
        return await _guests(tx, actor, pair)


async def invite(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    bot_id: UserId,
    *,
    announce: Announce,
    clock: Clock,
) -> Guests:
    """Ask the other for their yes; until then the bot reaches nothing. Twice is once."""
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="change")
        if await places_store.find(tx, bot_id, mentorship_id):
            return await _guests(tx, actor, pair)
        can = await bots_store.list_invitable(tx, actor.user_id, pair.programme.programme_id)
        if bot_id not in [bot.bot_id for bot in can]:
            raise NotFound("bot")
        if len(await places_store.list_of(tx, mentorship_id)) >= MOST_GUESTS:
            raise Conflict(f"A mentorship has room for {MOST_GUESTS} bots.")
        await places_store.invite(tx, bot_id, mentorship_id, by=actor.user_id, at=clock())
        noted = await _note(tx, actor, mentorship_id, bot_id, given=True, clock=clock)
        guests = await _guests(tx, actor, pair)
    _tell(announce, pair)
    ledger.tell(announce, [noted], pair.user_ids)
    return guests


async def confirm(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    bot_id: UserId,
    *,
    announce: Announce,
    clock: Clock,
) -> Guests:
    """The second yes: from now on the bot reaches what its scopes say. Raises Forbidden to who invited it."""
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="change")
        place = await places_store.find(tx, bot_id, mentorship_id)
        if place is None:
            raise NotFound("bot")
        if place.invited_by == actor.user_id:
            raise Forbidden("The other one confirms a bot that you invited.")
        if place.confirmed_at is not None:
            return await _guests(tx, actor, pair)
        await places_store.confirm(tx, bot_id, mentorship_id, at=clock())
        noted = await _note(tx, actor, mentorship_id, bot_id, given=True, clock=clock)
        guests = await _guests(tx, actor, pair)
    announce(BotReachChanged(bot_id=bot_id))
    _tell(announce, pair)
    ledger.tell(announce, [noted], pair.user_ids)
    return guests


async def withdraw(
    db: Database,
    actor: Actor,
    mentorship_id: MentorshipId,
    bot_id: UserId,
    *,
    announce: Announce,
    clock: Clock,
) -> Guests:
    """Either may, at any moment, whoever invited it and however the mentorship stands."""
    async with db.write() as tx:
        pair = await access_mentorship(tx, actor, mentorship_id, to="read")
        noted = []
        if await places_store.find(tx, bot_id, mentorship_id):
            await places_store.withdraw(tx, bot_id, mentorship_id, at=clock())
            noted.append(await _note(tx, actor, mentorship_id, bot_id, given=False, clock=clock))
        guests = await _guests(tx, actor, pair)
    if noted:
        announce(BotReachChanged(bot_id=bot_id))
        _tell(announce, pair)
        ledger.tell(announce, noted, pair.user_ids)
    return guests


async def note_retired(
    tx: Writer, actor: Actor, bot_id: UserId, mentorship_ids: tuple[MentorshipId, ...], *, clock: Clock
) -> dict[MentorshipId, ConsentEntry]:
    """Whoever runs a bot has withdrawn it from all these; what each ledger says of it."""
    return {
        mentorship_id: await _note(tx, actor, mentorship_id, bot_id, given=False, clock=clock)
        for mentorship_id in mentorship_ids
    }


async def _note(
    tx: Writer, actor: Actor, mentorship_id: MentorshipId, bot_id: UserId, *, given: bool, clock: Clock
) -> ConsentEntry:
    found = await bots_store.find(tx, bot_id)
    assert found is not None
    return await ledger.note(
        tx,
        ledger.of_pair(mentorship_id),
        actor.user_id,
        "bot",
        given=given,
        about=bot_id,
        what=found.bot.name,
        terms=found.bot.scopes,
        at=clock(),
    )


async def _guests(tx: Reader, actor: Actor, pair: Pair) -> Guests:
    guests = []
    for place in await places_store.list_of(tx, pair.mentorship_id):
        bot = await bots_store.find(tx, place.bot_id)
        assert bot is not None
        guests.append(
            GuestBot(
                bot=bot.bot,
                invited_by=place.invited_by,
                invited_at=place.invited_at,
                confirmed_at=place.confirmed_at,
            )
        )
    here = {guest.bot.bot_id for guest in guests}
    can = await bots_store.list_invitable(tx, actor.user_id, pair.programme.programme_id)
    return Guests(
        mentorship_id=pair.mentorship_id,
        guests=tuple(guests),
        can_invite=tuple(bot for bot in can if bot.bot_id not in here),
    )


def _tell(announce: Announce, pair: Pair) -> None:
    changed = BotsChanged(mentorship_id=pair.mentorship_id)
    announce(Told(event="bots_changed", payload=changed, user_ids=pair.user_ids))
