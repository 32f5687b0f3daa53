"""A text that two write at once: the same everywhere, and nothing gets in that is no change of it."""

import random

import pytest
from pycrdt import Array, Doc, Text

from mentorpitch.errors import Conflict, Invalid, Problem
from mentorpitch.meetings.shared_text import FULL, LONGEST_MERGED, SharedText


class Writer:
    """A page that writes, as Yjs would: with a client's id of its role's."""

    def __init__(self, client_id, text=""):
        self.doc = Doc(client_id=client_id)
        self.text = self.doc.get("notes", type=Text)
        self.said = []
        self.subscription = self.doc.observe(lambda event: self.said.append(event.update))
        if text:
            self.type(0, text)

    def type(self, at, words):
        self.text.insert(at, words)
        return self.said[-1]

    def erase(self, at, until):
        del self.text[at:until]
        return self.said[-1]


def test_two_who_write_at_once_both_stand_in_it():
    mentor, mentee = Writer(1), Writer(2)
    text = SharedText()
    for writer, role, said in ((mentor, "mentor", "Agreed. "), (mentee, "mentee", "Practise.")):
        assert text.merge(writer.type(0, said), by=role)
    assert sorted(str(text)) == sorted("Agreed. Practise.")
    for writer in (mentor, mentee):
        writer.doc.apply_update(text.since(writer.doc.get_state()))
        assert str(writer.text) == str(text)


def test_the_same_again_is_nothing_new():
    text, update = SharedText(), Writer(1).type(0, "Once")
    assert text.merge(update, by="mentor")
    assert text.merge(update, by="mentor") is None


def test_what_is_written_as_a_whole_leaves_in_place_what_it_does_not_change():
    text = SharedText()
    mentor = Writer(1)
    text.merge(mentor.type(0, "One 🎉 two three"), by="mentor")
    mentor.doc.apply_update(text.write("One 🎉 2 three"))
    assert str(mentor.text) == str(text) == "One 🎉 2 three"
    assert text.write("One 🎉 2 three") is None


def test_nobody_writes_in_the_others_name():
    with pytest.raises(Invalid):
        SharedText().merge(Writer(2).type(0, "As if by the mentee"), by="mentor")


def test_what_rests_on_something_unknown_is_refused_and_not_kept_waiting():
    mentor = Writer(1, "First")
    with pytest.raises(Conflict):
        SharedText().merge(mentor.type(5, "second"), by="mentor")
    with pytest.raises(Conflict):
        SharedText().merge(mentor.erase(0, 3), by="mentor")


def test_what_is_no_text_is_refused():
    doc = Doc(client_id=1)
    said = []
    subscription = doc.observe(lambda event: said.append(event.update))
    doc["notes"] = Array([1, {"deep": [[[[]]]]}])
    doc["other"] = Text("In another place")
    doc["notes2"] = Text()
    for each in (
        *said,
        b"",
        b"\0",
        b"\xff" * 40,
        Writer(1).type(0, "NUL \0"),
        Writer(1).type(0, "a") + b"\0",
    ):
        with pytest.raises(Invalid):
            SharedText().merge(each, by="mentor")
    del subscription


def test_it_has_an_end():
    text, mentor = SharedText(), Writer(1)
    for _ in range(LONGEST_MERGED // 5_000):
        text.merge(mentor.type(0, "x" * 5_000), by="mentor")
    with pytest.raises(Problem, match=FULL):
        SharedText.load(text.whole()).merge(mentor.type(0, "y"), by="mentor")


def test_whatever_bytes_a_member_makes_up_the_others_text_can_be_read():
    """Half of them are true changes with one byte of theirs changed; the refused ones leave no trace."""
    chance = random.Random(7)
    kept = [Writer(2, "What was there, 🎉 and stays.").said[0]]
    for n in range(400):
        mentor = Writer(5 + 4 * n)
        mentor.doc.apply_update(SharedText.load(*kept).whole())
        said = bytearray(
            mentor.type(chance.choice((0, 5, 10)), chance.choice("aä🎉") * chance.randrange(1, 9))
        )
        if n % 2:
            said[chance.randrange(len(said))] = chance.randrange(256)
        text = SharedText.load(*kept)
        try:
            new = text.merge(bytes(said), by="mentor")
        except Problem:
            new = None
        if new and len(kept) < 40:
            kept.append(bytes(said))
        assert str(SharedText.load(SharedText.load(*kept).whole())) == str(SharedText.load(*kept))
