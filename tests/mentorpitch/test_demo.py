import pytest
from sqlalchemy import func, select

from mentorpitch.actors import Actor
from mentorpitch.announcements import UserBanned
from mentorpitch.bots.admission import note
from mentorpitch.chat import messages
from mentorpitch.chat.messages import SendMessage
from mentorpitch.demo import load as demo
from mentorpitch.errors import Forbidden
from mentorpitch.growth import areas, goals
from mentorpitch.limits import Limits
from mentorpitch.meetings import pages as meeting_pages
from mentorpitch.mentorships import mentorships, pitches
from mentorpitch.people import accounts
from mentorpitch.programmes import programmes
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store.tables import metadata
from mentorpitch.store.tables.base import facts
from mentorpitch.store.tables.mentorships import used_tickets
from mentorpitch.work import reading, work
from mentorpitch.work.sandbox import Sandbox
from tests.door import quick_passwords
from tests.mentorpitch.meeting_world import Meetings
from tests.mentorpitch.work_world import Works


async def load(world):
    return await demo.load(world.db, passwords=quick_passwords(), clock=world.clock)


async def as_demo(world, name) -> Actor:
    async with world.db.read() as tx:
        user = await accounts_store.find_by_email(tx, f"{name}@demo.example")
    return await world.session(user.user_id)


async def count_rows(world):
    async with world.db.read() as tx:
        return {
            table.name: (await tx.execute(select(func.count()).select_from(table))).scalar_one()
            for table in metadata.sorted_tables
            if table not in (facts, used_tickets)
        }


@pytest.mark.parametrize("name", ["mentor", "mentee", "manager", "admin"])
async def test_everybody_can_sign_in_with_the_password_of_the_readme(world, name):
    await load(world)
    await accounts.sign_in(
        world.db,
        email=f"{name}@demo.example",
        password="demo-mentorpitch",
        address="127.0.0.1",
        passwords=quick_passwords(),
        limits=Limits(),
        clock=world.clock,
    )


async def test_mentor_and_mentee_find_a_conversation_that_is_going_on(world):
    await load(world)
    seen = await mentorships.list_mine(world.db, await as_demo(world, "mentee"))
    [with_samuel] = [each for each in seen if each.other.name == "Samuel Mwangi"]
    assert with_samuel.role == "mentee"
    assert with_samuel.conversation.unread == 2
    last = with_samuel.conversation.last_message
    assert (world.clock() - last.sent_at).total_seconds() < 3600


@pytest.mark.parametrize("hour", [0, 7, 23])
async def test_messages_lie_in_the_past_in_the_order_in_which_they_were_said(world, hour):
    world.clock.now = world.clock.now.replace(hour=hour)
    await load(world)
    for name in ("mentor", "mentee", "margit"):
        actor = await as_demo(world, name)
        for each in await mentorships.list_mine(world.db, actor):
            page = await messages.page(world.db, actor, each.conversation.conversation_id)
            times = [message.sent_at for message in page.messages]
            assert times == sorted(times)
            assert times[-1] < world.clock()


async def test_the_manager_finds_pairs_and_none_of_their_words(world):
    await load(world)
    ruth = await as_demo(world, "manager")
    [programme] = (await accounts.get_me(world.db, ruth)).manages
    seen = await programmes.get(world.db, ruth, programme.programme_id, clock=world.clock)
    assert len(seen.mentorships) == 4
    assert all(each.last_active_day for each in seen.mentorships)


@pytest.mark.parametrize("hour", [0, 7, 23])
async def test_the_pair_has_a_meeting_to_look_back_on_and_one_to_look_forward_to(world, hour):
    world.clock.now = world.clock.now.replace(hour=hour)
    await load(world)
    mentor, mentee = await as_demo(world, "mentor"), await as_demo(world, "mentee")
    [pair] = [
        each for each in await mentorships.list_mine(world.db, mentee) if each.other.name == "Samuel Mwangi"
    ]
    for actor in (mentor, mentee):
        where = (world.db, actor, pair.mentorship_id)
        past = await meeting_pages.page(*where, state="past", clock=world.clock)
        assert past.waiting == (past.meetings[0].meeting_id,)
        ahead = await meeting_pages.page(*where, state="upcoming", clock=world.clock)
        [coming] = ahead.meetings
        assert (coming.local_start[11:], coming.state) == ("16:00", "upcoming")
        carried = [item for item in coming.agenda if item.carried_from]
        assert [bool(item.action_id) for item in carried] == [False, True]


async def test_mentor_and_mentee_have_gone_some_way_already(world):
    await load(world)
    mentee = await as_demo(world, "mentee")
    seen = await mentorships.list_mine(world.db, mentee)
    [samuel] = [each.mentorship_id for each in seen if each.other.name == "Samuel Mwangi"]
    agreed, _ = await goals.list_of(world.db, mentee, samuel)
    assert (agreed.progress, len(agreed.agreed_by)) == (75, 2)
    first = (await areas.list_of(world.db, mentee, samuel))[0]
    assert (first.first.level, first.current.level, first.suggested.level) == (
        "aware",
        "practising",
        "on_my_own",
    )
    [pitch] = await pitches.list_mine(world.db, await as_demo(world, "margit"))
    assert pitch.status == "open"


async def test_loading_twice_is_loading_once(world):
    assert await load(world)
    once = await count_rows(world)
    assert not await load(world)
    assert await count_rows(world) == once


async def test_clearing_leaves_no_trace_and_nothing_else_missing(world):
    pair = await world.mentorship()
    await world.growth(pair)
    before = await count_rows(world)
    await load(world)
    yuki = await as_demo(world, "yuki")
    mixed = await world.mentorship(
        mentor=pair.mentor, mentee=yuki, manager=pair.manager, programme_id=pair.programme_id
    )
    theirs = Meetings(
        world,
        await world.mentorship(
            mentor=pair.mentor, mentee=yuki, manager=pair.manager, programme_id=pair.programme_id
        ),
    )
    talk = await theirs.past()
    await theirs.act(talk)
    await theirs.write_feedback(talk)
    await theirs.rate(talk)
    await theirs.set_aside(talk, yuki)
    await theirs.add(await theirs.create(every_weeks=1))
    await world.goal(mixed, checklist=("Ask the team",))
    await world.area(mixed)
    works = Works(world, mixed)
    [version] = (await works.upload(await works.create())).versions
    said = await works.say(version, "Good")
    await works.say(version, "Thank you", reply_to=said.remark_id)
    [programme] = (await accounts.get_me(world.db, await as_demo(world, "manager"))).manages
    await world.member(programme.programme_id, pair.mentor, "mentor")
    bot = await world.bot(yuki, "chat:write", "chat:read", within=mixed)
    hello = SendMessage(conversation_id=mixed.conversation_id, client_id="b1", body="Hello")
    await messages.write(world.db, bot, hello, at=world.clock(), announce=world.announce)
    await note(world.db, bot, mixed.mentorship_id, frozenset({"chat:read"}), at=world.clock())
    assert await demo.clear(world.db, announce=world.announce)
    assert await count_rows(world) == before
    assert UserBanned(user_id=yuki.user_id) in world.announced
    kept = SendMessage(conversation_id=pair.conversation_id, client_id="c1", body="Still here")
    await messages.write(world.db, pair.mentor, kept, at=world.clock(), announce=world.announce)


async def test_clearing_nothing_is_nothing(world):
    assert not await demo.clear(world.db, announce=world.announce)
    assert world.announced == []


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost"])
def test_a_server_for_this_machine_alone_may_have_example_people(host):
    demo.ensure_loopback(host, public_url="http://localhost:8080")


@pytest.mark.parametrize(
    ("host", "public_url"),
    [
        ("0.0.0.0", ""),
        ("::", ""),
        ("192.0.2.1", ""),
        ("mentor.example", ""),
        ("", ""),
        ("127.0.0.1", "https://mentor.example"),  # behind a proxy
    ],
)
def test_a_server_that_others_reach_may_not(host, public_url):
    with pytest.raises(Forbidden):
        demo.ensure_loopback(host, public_url=public_url)


async def test_mentor_and_mentee_work_on_a_plan_whose_every_page_can_be_shown(world):
    works = Works(world, None, sandbox=Sandbox())
    await demo.load(world.db, passwords=quick_passwords(), clock=world.clock, files=works.uploads.files)
    mentee = await as_demo(world, "mentee")
    seen = await mentorships.list_mine(world.db, mentee)
    [samuel] = [each.mentorship_id for each in seen if each.other.name == "Samuel Mwangi"]
    plan = (await work.list_of(world.db, mentee, samuel))[0]
    versions = [version for document in plan.documents for version in document.versions]
    assert [version.pages for version in versions] == [1, 2, 3, 0]
    assert versions[2].remarks == 4
    how = {"uploads": works.uploads}
    for version in versions[:3]:
        await reading.page(world.db, mentee, version.version_id, version.pages, **how)
    assert "Count to five" in (await reading.text(world.db, mentee, versions[3].version_id, **how)).text
