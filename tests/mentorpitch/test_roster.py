"""Lists of people, as spreadsheets write them: read exactly, or refused with the line and the column."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorpitch.errors import Invalid
from mentorpitch.programmes.roster import MOST_LINES, parse


def errors(text):
    return [(line.line, error.column, error.message) for line in parse(text).lines for error in line.errors]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_spreadsheet_s_way_is_read(separator, bom, end):
    rows = (["E-mail", "Name", "Role", "Time zone"], ["A@b.example", "Ana", "Mentor", "Europe/Lisbon"])
    [line] = parse(bom + end.join(separator.join(row) for row in rows)).lines
    assert (line.line, line.errors) == (2, ())
    assert (line.email, line.name, line.role, line.time_zone) == (
        "a@b.example",
        "Ana",
        "mentor",
        "Europe/Lisbon",
    )


def test_errors_say_their_line_and_column():
    text = "Mail,role,name,time_zone\nnobody,mentor,,\na@b.example,boss,,\n\nc@d.example,mentee,,Mars/Base\n"
    assert [(line, column) for line, column, _ in errors(text)] == [
        (2, "Mail"),
        (3, "role"),
        (5, "time_zone"),
    ]


def test_a_line_within_quotation_marks_keeps_the_numbers_right():
    text = 'email,role,note\na@b.example,mentor,"two\nlines"\nnobody,mentor,\n'
    assert [line for line, _, _ in errors(text)] == [4]
    assert parse(text).ignored == ("note",)


def test_the_same_person_twice_is_an_error_and_a_second_role_is_none():
    text = "email,role\na@b.example,mentor\nA@B.example,mentor\na@b.example,mentee\n"
    assert errors(text) == [(3, "", "The same as line 2.")]


def test_more_cells_than_columns_are_not_dropped_in_silence():
    assert errors("email,role\na@b.example,mentor,what\n") == [(2, "", "There are more cells than columns.")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "email,role",
        "a@b.example,mentor",
        "email\na@b.example",
        "email,role,email\na,b,c",
        'email,role\n"a@b.example,mentor',
        "email,role\na\0b,mentor",
        "email,role\n" + "x" * 1_000_000,
        "email,role\n" + "".join(f"p{n}@b.example,mentor\n" for n in range(MOST_LINES + 1)),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(text):
    with pytest.raises(Invalid) as refused:
        parse(text)
    assert refused.value.field == "text"


def test_the_most_that_may_come_comes():
    text = "email,role\n" + "".join(f"p{n}@b.example,mentor\n" for n in range(MOST_LINES))
    assert len(parse(text).lines) == MOST_LINES


@settings(max_examples=150, deadline=None)
@given(st.text())
def test_no_text_does_more_than_be_read_or_refused(text):
    for whole in (text, f"email,role\n{text}", f"role;email;name\n{text}"):
        try:
            found = parse(whole)
        except Invalid:
            continue
        numbers = [line.line for line in found.lines]
        assert numbers == sorted(set(numbers))
        assert all(line.errors or line.role in ("mentor", "mentee") for line in found.lines)


NAME = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=30)


@settings(max_examples=100, deadline=None)
@given(st.lists(NAME, min_size=1, max_size=20), st.sampled_from(",;\t"))
def test_what_a_spreadsheet_writes_is_read_as_it_was(names, separator):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator)
    writer.writerow(["email", "role", "name"])
    writer.writerows([f"p{n}@b.example", "mentee", name] for n, name in enumerate(names))
    lines = parse(file.getvalue()).lines
    assert [line.line for line in lines] == list(range(2, len(names) + 2))
    assert [line.email for line in lines] == [f"p{n}@b.example" for n in range(len(names))]
    assert all(not line.errors for line in lines)
