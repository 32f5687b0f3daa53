"""What people type about themselves: seen as it is, or refused."""

import pytest

from mentorpitch.errors import Invalid
from mentorpitch.people.particulars import normal_email, normal_name

ACUTE, RIGHT_TO_LEFT, NO_WIDTH, JOINER, NO_JOINER = "\u0301", "\u202e", "\u200b", "\u200d", "\u200c"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Inês   Carvalho ", "Inês Carvalho"),
        (f"Ine{ACUTE}", "Iné"),
        ("李小龍", "李小龍"),
        (f"علی{NO_JOINER}رضا", f"علی{NO_JOINER}رضا"),
        (f"Ana 👩{JOINER}🔬", f"Ana 👩{JOINER}🔬"),
    ],
)
def test_a_name_stays_as_it_is_written(typed, kept):
    assert normal_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        NO_WIDTH,
        JOINER,
        ACUTE,
        f"Ana{NO_WIDTH}",
        f"Ana{RIGHT_TO_LEFT}",
        "Ana\u00ad",  # a soft hyphen
        "Ana\u3164",  # a Hangul letter that shows nothing
        "Ana\u2800",
        "Ana\ufeff",
        "Ana\0",
        "Ana\ud800",
        "Ana\ue000",
        "Ana\U000e0041",  # a tag
        "A" * 201,
    ],
)
def test_a_name_that_looks_like_another_or_like_none_is_refused(typed):
    with pytest.raises(Invalid):
        normal_name(typed)


def test_an_email_is_one_however_its_letters_are_composed():
    assert normal_email(f" Rene{ACUTE}@World.Example") == normal_email("René@world.example")


@pytest.mark.parametrize("char", [NO_WIDTH, JOINER, RIGHT_TO_LEFT, "\0", "\ud800", "\u3164", " ", "\n"])
def test_an_email_with_what_is_not_seen_is_refused(char):
    with pytest.raises(Invalid):
        normal_email(f"ines{char}x@world.example")
