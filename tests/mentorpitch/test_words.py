"""What is around a message's words: what it replies to, who is meant, what others say of it, what is kept."""

import asyncio

import pytest

from mentorpitch.chat import looking_back, messages
from mentorpitch.chat.looking_back import MarkUnread
from mentorpitch.chat.messages import (
    MOST_PINNED,
    MOST_REACTIONS,
    ChangeReaction,
    DeleteMessage,
    EditMessage,
    MarkRead,
    PinMessage,
    SendMessage,
    UnpinMessage,
)
from mentorpitch.errors import Conflict, Invalid, NotFound, Problem
from mentorpitch.shapes import Reaction


class Talk:
    """A pair's conversation; what is sent or done to a message takes a client_id of its own."""

    def __init__(self, world, pair):
        self.world, self.pair, self.count = world, pair, 0

    async def write(self, kind, actor=None, **fields):
        self.count += 1
        place = {"conversation_id": self.pair.conversation_id, "client_id": f"w{self.count}"}
        return await messages.write(
            self.world.db,
            actor or self.pair.mentee,
            kind(**place | fields),
            at=self.world.clock(),
            announce=self.world.announce,
        )

    async def say(self, body="Hello", actor=None, **fields):
        return await self.write(SendMessage, actor, body=body, **fields)

    async def react(self, target, emoji, actor=None, *, added=True):
        return await self.write(ChangeReaction, actor, target=target, emoji=emoji, added=added)

    async def page(self, **where):
        return await messages.page(self.world.db, self.pair.mentee, self.pair.conversation_id, **where)

    async def pinned(self):
        return await looking_back.list_pinned(self.world.db, self.pair.mentor, self.pair.conversation_id)

    async def history(self, seq):
        return await looking_back.list_versions(
            self.world.db, self.pair.mentor, self.pair.conversation_id, seq
        )

    async def unread_from(self, seq, actor=None):
        return await looking_back.mark_unread(
            self.world.db,
            actor or self.pair.mentor,
            MarkUnread(conversation_id=self.pair.conversation_id, seq=seq),
            announce=self.world.announce,
        )

    async def read_to(self, seq):
        return await messages.mark_read(
            self.world.db,
            self.pair.mentor,
            MarkRead(conversation_id=self.pair.conversation_id, seq=seq),
            announce=self.world.announce,
        )

    async def mark_of_the_mentor(self, viewer):
        page = await messages.page(self.world.db, viewer, self.pair.conversation_id)
        return next(read.seq for read in page.reads if read.user_id == self.pair.mentor.user_id)


@pytest.fixture
async def talk(world):
    return Talk(world, await world.mentorship())


# ── Replies ──────────────────────────────────────────────────────────────────


async def test_a_reply_says_what_it_replies_to(talk):
    await talk.say("Shall we?")
    sent = await talk.say("Yes", talk.pair.mentor, reply_to=1)
    assert sent.reply_to == 1
    assert (await talk.page()).messages[1].reply_to == 1


@pytest.mark.parametrize("seq", [0, 2, 99, 2**53])
async def test_what_is_no_message_cannot_be_replied_to(talk, seq):
    await talk.say()
    await talk.write(EditMessage, target=1, body="Hello you")
    with pytest.raises(NotFound):
        await talk.say(reply_to=seq)
    assert (await talk.page()).last_seq == 2


async def test_a_message_of_another_conversation_cannot_be_replied_to(world, talk):
    elsewhere = Talk(world, await world.mentorship())
    await elsewhere.say()
    with pytest.raises(NotFound):
        await talk.say(reply_to=1)


async def test_who_replies_to_what_was_just_deleted_is_not_interrupted(talk):
    await talk.say()
    await talk.write(DeleteMessage, target=1)
    await talk.say("Wait, what was that?", reply_to=1)
    page = await talk.page(limit=1)
    assert [(parent.seq, parent.body) for parent in page.parents] == [(1, None)]


async def test_a_page_brings_the_parents_that_it_does_not_hold(talk):
    for n in range(4):
        await talk.say(str(n))
    await talk.say("To the first", reply_to=1)
    await talk.say("To the one before", reply_to=5)
    page = await talk.page(limit=2)
    assert [parent.seq for parent in page.parents] == [1]


async def test_among_those_who_reply_at_once_only_the_refused_are_refused(talk):
    await talk.say()
    outcomes = await asyncio.gather(
        talk.say("a", reply_to=1), talk.say("b", reply_to=7), talk.say("c"), return_exceptions=True
    )
    assert [getattr(outcome, "seq", None) for outcome in outcomes] == [2, None, 3]


async def test_the_same_words_to_another_message_are_not_a_repeat(talk):
    await talk.say("a")
    await talk.say("b")
    await talk.say("Yes", reply_to=1, client_id="same")
    assert (await talk.say("Yes", reply_to=1, client_id="same")).seq == 3
    with pytest.raises(Problem) as refused:
        await talk.say("Yes", reply_to=2, client_id="same")
    assert refused.value.code == "id_reused"


# ── Mentions ─────────────────────────────────────────────────────────────────


async def test_who_takes_part_can_be_mentioned_once_each(talk):
    mentor = talk.pair.mentor.user_id
    await talk.say("@Samuel @Samuel", mentions=(mentor, mentor))
    assert (await talk.page()).messages[0].mentions == (mentor,)


async def test_nobody_else_can_be_mentioned(world, talk):
    outsider = await world.user()
    await talk.say()
    for stranger in (outsider.user_id, talk.pair.manager.user_id, "nobody"):
        with pytest.raises(Invalid):
            await talk.say("@them", mentions=(stranger,))
        with pytest.raises(Invalid):
            await talk.write(EditMessage, target=1, body="@them", mentions=(stranger,))
    assert (await talk.page()).last_seq == 1


async def test_an_edit_says_anew_who_is_mentioned(talk):
    await talk.say("@Samuel", mentions=(talk.pair.mentor.user_id,))
    await talk.write(EditMessage, target=1, body="Nobody")
    assert (await talk.page()).messages[0].mentions == ()


# ── Reactions ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("emoji", ["👍", "❤️", "👩🏽‍💻", "🇵🇹", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🫶", "🏳️‍🌈"])
async def test_any_one_emoji_is_a_reaction(talk, emoji):
    await talk.say()
    await talk.react(1, emoji)
    (reaction,) = (await talk.page()).messages[0].reactions
    assert reaction == Reaction(user_id=talk.pair.mentee.user_id, emoji=emoji)


NO_EMOJI = ["a", "ok", "👍👍", "👍 ", "\u200d", "\ufe0f", "1", "🇵", "<b>", "👍\u202e", "\ud83d", "#"]


@pytest.mark.parametrize("text", [*NO_EMOJI, "🏴" + "\U000e0041" * 30, "👩\u200d" * 9 + "👩"])
async def test_nothing_else_is(talk, text):
    await talk.say()
    with pytest.raises(Invalid):
        await talk.react(1, text)


async def test_a_reaction_is_the_same_in_whatever_form_it_was_typed(talk):
    await talk.say()
    await talk.react(1, "❤")
    await talk.react(1, "❤️")
    assert len((await talk.page()).messages[0].reactions) == 1


async def test_reactions_come_in_the_order_given_and_can_be_taken_back(talk):
    mentor, mentee = talk.pair.mentor, talk.pair.mentee
    await talk.say()
    await talk.react(1, "🎉", mentor)
    await talk.react(1, "👍", mentee)
    await talk.react(1, "🎉", mentee)
    await talk.react(1, "🎉", mentor, added=False)
    given = [(each.emoji, each.user_id) for each in (await talk.page()).messages[0].reactions]
    assert given == [("👍", mentee.user_id), ("🎉", mentee.user_id)]


async def test_nobody_covers_a_message_with_reactions(talk):
    await talk.say()
    for n in range(MOST_REACTIONS):
        await talk.react(1, chr(0x1F600 + n))
    with pytest.raises(Conflict):
        await talk.react(1, "👍")
    await talk.react(1, "👍", talk.pair.mentor)


async def test_a_deletion_takes_reactions_and_pin_along(talk):
    await talk.say()
    await talk.react(1, "👍")
    await talk.write(PinMessage, target=1)
    await talk.write(DeleteMessage, target=1)
    (message,) = (await talk.page()).messages
    assert (message.reactions, message.pinned_at) == ((), None)
    assert (await talk.pinned()).messages == ()
    for kind, more in ((PinMessage, {}), (ChangeReaction, {"emoji": "👍", "added": True})):
        with pytest.raises(Conflict):
            await talk.write(kind, target=1, **more)


async def test_nothing_more_is_said_once_the_mentorship_has_ended(world, talk):
    await talk.say()
    await world.end(talk.pair)
    for kind, more in (
        (PinMessage, {}),
        (UnpinMessage, {}),
        (ChangeReaction, {"emoji": "👍", "added": True}),
    ):
        with pytest.raises(Conflict):
            await talk.write(kind, target=1, **more)


# ── Pins ─────────────────────────────────────────────────────────────────────


async def test_both_may_pin_and_either_may_take_it_off(talk):
    await talk.say("a")
    await talk.say("b")
    await talk.write(PinMessage, talk.pair.mentor, target=1)
    await talk.write(PinMessage, talk.pair.mentee, target=2)
    pinned = (await talk.pinned()).messages
    assert [(each.seq, each.pinned_by) for each in pinned] == [
        (2, talk.pair.mentee.user_id),
        (1, talk.pair.mentor.user_id),
    ]
    await talk.write(UnpinMessage, talk.pair.mentee, target=1)
    assert [each.seq for each in (await talk.pinned()).messages] == [2]


async def test_only_so_many_can_be_kept_in_view(talk):
    for n in range(MOST_PINNED + 1):
        await talk.say(str(n))
    for seq in range(1, MOST_PINNED + 1):
        await talk.write(PinMessage, target=seq)
    with pytest.raises(Conflict):
        await talk.write(PinMessage, target=MOST_PINNED + 1)


# ── Looking back ─────────────────────────────────────────────────────────────


async def test_what_a_message_said_before_can_be_read_by_the_pair(talk):
    await talk.say("first")
    await talk.say("another")
    await talk.write(EditMessage, target=1, body="**second**")
    await talk.react(1, "👍")
    await talk.write(EditMessage, target=1, body="third")
    said = (await talk.history(1)).versions
    assert [each.body for each in said] == ["third", "**second**", "first"]
    assert said[1].html == "<p><strong>second</strong></p>"
    with pytest.raises(NotFound):
        await talk.history(3)


async def test_nothing_of_it_once_it_is_deleted(talk):
    await talk.say("first")
    await talk.write(EditMessage, target=1, body="second")
    await talk.write(DeleteMessage, target=1)
    assert (await talk.history(1)).versions == ()


async def test_marking_unread_is_ones_own_business(talk):
    pair = talk.pair
    for n in range(4):
        await talk.say(str(n))
    await talk.read_to(4)
    talk.world.announced.clear()
    marked = await talk.unread_from(3)
    assert (marked.read.seq, marked.unread) == (2, 2)
    assert [said.user_ids for said in talk.world.announced] == [(pair.mentor.user_id,)]
    assert await talk.mark_of_the_mentor(pair.mentor) == 2
    assert await talk.mark_of_the_mentor(pair.mentee) == 4
    await talk.read_to(3)
    assert await talk.mark_of_the_mentor(pair.mentor) == 3
    assert await talk.mark_of_the_mentor(pair.mentee) == 4


async def test_marking_unread_never_reads_anything(talk):
    for n in range(4):
        await talk.say(str(n))
    await talk.read_to(1)
    assert (await talk.unread_from(4)).read.seq == 1
    for seq in (0, 5):
        with pytest.raises(Invalid):
            await talk.unread_from(seq)


async def test_a_page_around_a_message_holds_it_with_what_is_before_and_after(talk):
    for n in range(1, 10):
        await talk.say(str(n))
    page = await talk.page(around=5, limit=4)
    assert [message.seq for message in page.messages] == [4, 5, 6, 7]
    assert (page.has_more, page.has_newer) == (True, True)
    newer = await talk.page(after=7, limit=4)
    assert [message.seq for message in newer.messages] == [8, 9]
    assert (newer.has_more, newer.has_newer) == (True, False)
    alone = await talk.page(around=5, limit=1)
    assert [message.seq for message in alone.messages] == [5]
    with pytest.raises(Invalid):
        await talk.page(around=5, before=5)
