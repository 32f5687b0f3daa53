"""The recap: made of what is there, approved as it was read, kept when both have approved it."""

import pypdfium2
import pytest

from mentorpitch.errors import Conflict, NotFound
from mentorpitch.meetings import notes, recaps
from mentorpitch.meetings.notes import PutNotes
from mentorpitch.meetings.printing import Printer
from mentorpitch.meetings.recap_words import Block, markdown_of
from mentorpitch.meetings.recaps import Approval


@pytest.fixture
async def past(ours):
    """A meeting that is over, with an item, an action and notes."""
    made = await ours.create(title="Saying no")
    await ours.add(made, "The *second* scope", minutes=15)
    await ours.act(made, "Write it down")
    await write(ours, made, "Agreed: one sentence.\n# first", 0)
    await ours.let_pass(made)
    ours.world.announced.clear()
    return made


async def write(ours, meeting, text, revision):
    new = PutNotes(text=text, revision=revision)
    await notes.put_shared(ours.world.db, ours.pair.mentor, meeting.meeting_id, new, **ours.how)


async def look(ours, meeting):
    return await recaps.get(ours.world.db, ours.pair.mentee, meeting.meeting_id, clock=ours.world.clock)


async def approve(ours, meeting, version, *, by):
    approval = Approval(version=version)
    return await recaps.approve(ours.world.db, by, meeting.meeting_id, approval, **ours.how)


async def test_it_says_what_is_there_and_nothing_else(ours, past):
    content = (await look(ours, past)).content
    assert (content.title, content.held, content.notes) == (
        "Saying no",
        "unknown",
        "Agreed: one sentence.\n# first",
    )
    assert [(item.title, item.minutes, item.state) for item in content.agenda] == [
        ("The *second* scope", 15, "left")
    ]
    assert [action.text for action in content.actions] == ["Write it down"]
    assert await look(ours, past) == await look(ours, past)


async def test_before_the_meeting_is_over_there_is_none(ours):
    with pytest.raises(NotFound):
        await look(ours, await ours.create())


async def test_when_both_approve_the_same_words_they_are_kept_for_good(ours, past):
    first = await approve(ours, past, (await look(ours, past)).version, by=ours.pair.mentee)
    assert (first.approved_by, first.kept_at) == ((ours.pair.mentee.user_id,), None)
    kept = await approve(ours, past, first.version, by=ours.pair.mentor)
    assert kept.kept_at == ours.world.clock()
    both = {ours.pair.mentor.user_id, ours.pair.mentee.user_id}
    assert [set(said.user_ids) for said in ours.told("recap_changed")] == [both, both]
    await write(ours, past, "Something else", 1)
    assert await look(ours, past) == kept
    with pytest.raises(Conflict):
        await recaps.take_back(ours.world.db, ours.pair.mentor, past.meeting_id, **ours.how)


async def test_an_approval_falls_off_when_the_words_change(ours, past):
    first = await approve(ours, past, (await look(ours, past)).version, by=ours.pair.mentee)
    await write(ours, past, "Agreed: two sentences.", 1)
    assert (await look(ours, past)).approved_by == ()
    with pytest.raises(Conflict):
        await approve(ours, past, first.version, by=ours.pair.mentor)


async def test_an_approval_can_be_given_twice_and_taken_back(ours, past):
    version = (await look(ours, past)).version
    assert await approve(ours, past, version, by=ours.pair.mentee) == await approve(
        ours, past, version, by=ours.pair.mentee
    )
    assert len(ours.told("recap_changed")) == 1
    for _ in range(2):
        back = await recaps.take_back(ours.world.db, ours.pair.mentee, past.meeting_id, **ours.how)
        assert back.approved_by == ()
    assert len(ours.told("recap_changed")) == 2


async def test_in_markdown_what_they_wrote_is_text_and_no_markup(ours, past):
    text = markdown_of(await look(ours, past))
    assert text.startswith("# Saying no\n")
    assert "- The \\*second\\* scope (15 min): left open\n" in text
    assert "\\# first" in text


async def test_names_of_many_scripts_can_be_printed_and_what_no_font_has_breaks_nothing():
    words = "Inês Σωκράτης Мария"
    made = await Printer().print([Block("title", words), Block("text", "محمد דוד 李明 🎉 \x07" + "w" * 500)])
    document = pypdfium2.PdfDocument(made)
    assert words in document[0].get_textpage().get_text_range()
    document.close()
