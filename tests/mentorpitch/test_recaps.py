"""The recap: made of what is there, approved as it was read, kept when both have approved it."""

from pathlib import Path

import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from mentorpitch.errors import Conflict, NotFound
from mentorpitch.meetings import notes, recaps
from mentorpitch.meetings.notes import PutNotes
from mentorpitch.meetings.print_blocks import LACKING, find_font, print_blocks
from mentorpitch.meetings.printing import FONTS, Printer
from mentorpitch.meetings.recap_words import Block, markdown_of
from mentorpitch.meetings.recaps import Approval


@pytest.fixture
async def past(ours):
    """A meeting that is over, with an item, an action and notes."""
    made = await ours.create(title="Saying no")
    item = await ours.add(made, "The *second* scope", minutes=15)
    await ours.act(made, "Write it down")
    ours.world.clock.now = made.starts_at
    await ours.time(made, item)
    ours.world.clock.advance(minutes=12, seconds=40)
    await ours.time(made)
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
    assert [(item.title, item.minutes, item.spent_minutes, item.state) for item in content.agenda] == [
        ("The *second* scope", 15, 13, "left")
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
    assert "- The \\*second\\* scope (15 min planned, 13 min taken): left open\n" in text
    assert "\\# first" in text


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_range()
    document.close()
    return text


@pytest.fixture
def a_font(tmp_path):
    """One of the machine's, with two letters."""
    made = FontBuilder(1000)
    made.setupGlyphOrder([".notdef", "ri", "ming"])
    made.setupCharacterMap({0x674E: "ri", 0x660E: "ming"})
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0)), pen.lineTo((900, 0)), pen.lineTo((0, 900)), pen.closePath()
    made.setupGlyf(dict.fromkeys([".notdef", "ri", "ming"], pen.glyph()))
    made.setupHorizontalMetrics(dict.fromkeys([".notdef", "ri", "ming"], (1000, 0)))
    made.setupHorizontalHeader(ascent=900, descent=-100)
    made.setupNameTable({"familyName": "Two", "styleName": "Regular"})
    made.setupOS2()
    made.setupPost()
    made.save(tmp_path / "two.ttf")
    return tmp_path / "two.ttf"


def test_letters_that_our_fonts_lack_come_from_the_machines(a_font):
    asked = []

    def find(char):
        asked.append(char)
        return a_font, 0

    printed = text_of(print_blocks([{"kind": "title", "text": "Inês 李明"}], FONTS, find))
    assert "李明" in printed
    assert LACKING not in " ".join(printed.split())
    assert len(asked) == 1  # what a font has, none other is asked for


@pytest.mark.parametrize("found", [None, (Path(__file__), 0)], ids=["no font", "no font at all"])
def test_what_no_font_has_is_said(found):
    printed = text_of(print_blocks([{"kind": "title", "text": "Inês 李明"}], FONTS, lambda char: found))
    assert LACKING in " ".join(printed.split())


def test_a_letter_that_nobody_ever_drew_is_in_no_font():
    assert find_font("\U0010fffd") is None


async def test_names_of_many_scripts_can_be_printed_and_what_no_font_has_breaks_nothing():
    words = "Inês Σωκράτης Мария"
    made = await Printer().print([Block("title", words), Block("text", "محمد דוד 李明 🎉 \x07" + "w" * 500)])
    assert words in text_of(made)
