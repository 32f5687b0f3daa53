"""Direct messages, as promised: one conversation of two who share a programme, and nobody else's business."""

import asyncio
import random

import pytest
from sqlalchemy import func, select

from mentorpitch.access import APART, BLOCKING, CLOSED
from mentorpitch.announcements import ConversationEvent, FellowsChanged, Told
from mentorpitch.chat import direct, messages
from mentorpitch.chat.conversations import list_contacts, list_states
from mentorpitch.errors import Conflict, Invalid, NotFound, Problem
from mentorpitch.limits import Limits
from mentorpitch.people import blocks
from mentorpitch.programmes import members
from mentorpitch.store.tables.direct import direct_pairs


@pytest.fixture
async def harbour(world):
    return await world.programme("Harbour")


@pytest.fixture
async def ines(world, harbour):
    made = await world.user("Inês Carvalho")
    await world.member(harbour, made, "mentee")
    return made


@pytest.fixture
async def ruth(world, harbour):
    made = await world.user("Ruth Abebe")
    await world.member(harbour, made, "manager")
    return made


async def open_with(world, actor, other, limits=None):
    how = {"at": world.clock(), "limits": limits or Limits(), "announce": world.announce}
    return await direct.open_with(world.db, actor, other.user_id, **how)


async def leave(world, programme_id, actor):
    manager = await world.user()
    await world.member(programme_id, manager, "manager")
    how = {"announce": world.announce, "clock": world.clock}
    await members.remove(world.db, manager, programme_id, actor.user_id, **how)


async def contacts(world, actor):
    async with world.db.read() as tx:
        return await list_contacts(tx, actor.user_id)


async def names(world, actor, **query):
    page = await direct.page_fellows(world.db, actor, **query)
    return [each.person.name for each in page.fellows]


async def test_two_have_one_conversation_whoever_opens_it_and_however_often(world, ines, ruth):
    opened = await asyncio.gather(
        *(open_with(world, one, other) for one, other in [(ines, ruth), (ruth, ines)] * 5)
    )
    assert len({each.conversation.conversation_id for each in opened}) == 1
    async with world.db.read() as tx:
        assert await tx.scalar(select(func.count()).select_from(direct_pairs)) == 1


async def test_until_something_is_said_it_is_there_for_its_opener_alone(world, ines, ruth):
    conversation_id = await world.direct(ines, ruth)
    assert len(await direct.list_mine(world.db, ines)) == 1
    assert await direct.list_mine(world.db, ruth) == ()
    async with world.db.read() as tx:
        assert await list_states(tx, ruth.user_id) == ()
    for actor in (ines, ruth):  # presence is no reward for opening a page
        assert await contacts(world, actor) == frozenset()
    await world.say(ines, conversation_id, "Could we talk about March?")
    [seen] = await direct.list_mine(world.db, ruth)
    assert (seen.other.user_id, seen.conversation.unread) == (ines.user_id, 1)
    assert await contacts(world, ruth) == {ines.user_id}


async def test_whoever_opens_what_the_other_has_opened_sees_it_from_then_on(world, ines, ruth):
    assert await world.direct(ines, ruth) == await world.direct(ruth, ines)
    for actor in (ines, ruth):
        assert len(await direct.list_mine(world.db, actor)) == 1


async def test_nobody_can_be_written_to_who_shares_no_programme(world, ines):
    elsewhere = await world.user()
    await world.member(await world.programme(), elsewhere, "mentor")
    for other in (elsewhere, await world.user(is_admin=True), ines):
        with pytest.raises(NotFound, match=r"^There is no such person\.$"):
            await open_with(world, ines, other)
    assert world.announced == []


async def test_whoever_shares_a_programme_no_more_reads_on_and_writes_no_more(world, harbour, ines, ruth):
    conversation_id = await world.direct(ines, ruth)
    await world.say(ines, conversation_id, "See you in March")
    await leave(world, harbour, ines)
    for actor, other in ((ines, ruth), (ruth, ines)):
        with pytest.raises(Conflict) as refused:
            await world.say(actor, conversation_id, "x")
        assert refused.value.message == APART
        [kept] = await direct.list_mine(world.db, actor)
        assert kept.apart
        assert kept == await open_with(world, actor, other)
        page = await messages.page(world.db, actor, conversation_id)
        assert [message.body for message in page.messages] == ["See you in March"]
        assert await contacts(world, actor) == frozenset()
    await world.member(harbour, ines, "mentor")
    await world.say(ines, conversation_id, "Back again")


async def test_what_was_opened_to_somebody_who_left_does_not_show(world, harbour, ines, ruth):
    await world.direct(ines, ruth)
    await leave(world, harbour, ines)
    with pytest.raises(NotFound):
        await open_with(world, ruth, ines)


async def test_a_block_closes_it_both_ways_and_is_not_told(world, ines, ruth):
    conversation_id = await world.direct(ines, ruth)
    await world.say(ines, conversation_id, "Hello")
    before = await direct.list_mine(world.db, ines)
    await blocks.block(world.db, ruth, ines.user_id, at=world.clock(), announce=world.announce)
    for actor, words in ((ines, CLOSED), (ruth, BLOCKING)):
        with pytest.raises(Conflict) as refused:
            await world.say(actor, conversation_id, "x")
        assert refused.value.message == words
    assert await direct.list_mine(world.db, ines) == before
    assert [mine.blocked for mine in await direct.list_mine(world.db, ruth)] == [True]
    assert await names(world, ines) == ["Ruth Abebe"]
    assert await names(world, ruth) == []


async def test_opening_many_in_an_hour_is_refused_and_the_known_ones_still_open(world, harbour, ines, ruth):
    limits = Limits()
    await open_with(world, ines, ruth, limits)
    for n in range(19):
        other = await world.user(f"Member {n}")
        await world.member(harbour, other, "mentee")
        await open_with(world, ines, other, limits)
    one_more = await world.mentee(harbour)
    with pytest.raises(Problem) as refused:
        await open_with(world, ines, one_more, limits)
    assert refused.value.code == "rate_limited"
    assert len(await direct.list_mine(world.db, ines)) == 20
    await open_with(world, ines, ruth, limits)


async def test_people_are_found_by_name_whatever_its_accents_and_only_in_ones_own_programmes(
    world, harbour, ines, ruth
):
    both = await world.programme("Both of ours", manager=ruth)
    await world.member(both, ines, "mentor")
    hidden = await world.programme("Not ours", manager=ruth)
    await world.mentee(hidden, actor=await world.user("Inês Somewhere Else"))
    assert await names(world, ruth, q="INES c") == ["Inês Carvalho"]
    assert await names(world, ines) == ["Ruth Abebe"]
    [seen] = (await direct.page_fellows(world.db, ines)).fellows
    assert seen.programmes == ("Both of ours", "Harbour")


async def test_a_long_list_of_people_comes_in_pages_without_doubles(world, harbour, ruth):
    wanted = []
    for n in range(7):
        await world.mentee(harbour, actor=await world.user(f"Zoé {n // 2}"))
        wanted.append(f"Zoé {n // 2}")
    found, cursor = [], None
    while True:
        page = await direct.page_fellows(world.db, ruth, q="zoe", cursor=cursor, limit=3)
        found += page.fellows
        if not (cursor := page.next_cursor):
            break
    assert [each.person.name for each in found] == wanted
    assert len({each.person.user_id for each in found}) == 7
    for strange in ("x", "W10", "é", "WyJhIl0"):
        with pytest.raises(Invalid):
            await direct.page_fellows(world.db, ruth, cursor=strange)


async def test_a_closed_account_is_not_offered(world, ines, ruth):
    await world.ban(ruth)
    assert await names(world, ines) == []


class Screen:
    """What a page of somebody's shows: loaded once, and again only when it is told to."""

    def __init__(self, world, actor):
        self.world, self.actor, self.heard = world, actor, 0

    async def load(self):
        self.heard = len(self.world.announced)
        self.shown = await self.fresh()

    async def fresh(self):
        """Each conversation: with whom, how it stands, how far it has come."""
        return {
            each.conversation.conversation_id: [
                each.other.user_id,
                each.apart,
                each.blocked,
                each.conversation.last_seq,
            ]
            for each in await direct.list_mine(self.world.db, self.actor)
        }

    async def listen(self):
        """As static/direct/live.js does: a message moves what is shown, everything else asks again."""
        for said in self.world.announced[self.heard :]:
            match said:
                case FellowsChanged() | Told() if self.actor.user_id in said.user_ids:
                    await self.load()
                case ConversationEvent() if self.actor.user_id in said.participants:
                    if said.event.seq == 1:  # the wire tells `direct_changed` with it
                        await self.load()
                    self.shown[said.event.conversation_id][3] = said.event.seq
        self.heard = len(self.world.announced)


@pytest.mark.parametrize("seed", range(4))
async def test_an_old_list_and_what_was_told_since_equal_a_fresh_list(world, seed):
    chance = random.Random(seed)
    places = [await world.programme(), await world.programme()]
    people = [await world.user() for _ in range(4)]
    boss = await world.user()
    for place in places:
        await world.member(place, boss, "manager")
        for someone in people:
            await world.member(place, someone, "mentee")
    screens = [Screen(world, someone) for someone in people]
    for screen in screens:
        await screen.load()
    for _ in range(40):
        await do_something(world, chance, people, places, boss)
        for screen in screens:
            await screen.listen()
            assert screen.shown == await screen.fresh()


async def do_something(world, chance, people, places, boss):
    one, other = chance.sample(people, 2)
    place = chance.choice(places)
    how = {"announce": world.announce}
    try:
        match chance.randrange(6):
            case 0 | 1:
                await world.direct(one, other)
            case 2 | 3:
                await world.say(one, await world.direct(one, other), "Hello")
            case 4:
                block = chance.choice([blocks.block, blocks.unblock])
                at = {"at": world.clock()} if block is blocks.block else {}
                await block(world.db, one, other.user_id, **at, **how)
            case 5 if chance.random() < 0.5:
                await members.remove(world.db, boss, place, one.user_id, clock=world.clock, **how)
            case 5:
                await world.member(place, one, "mentee")
                async with world.db.read() as tx:
                    world.announce(await direct.fellows_changed(tx, one.user_id))
    except (Conflict, NotFound):
        pass
