"""Markdown in messages: what it becomes, what it never becomes, and that nobody can make it slow."""

import time

import pytest

from mentorpitch.chat.markdown import MARKUP, MOST_HTML, MOST_LINES, MOST_NESTED, MOST_SPECIAL, render

LINK = 'href="https://harbour.example/a?b=c" target="_blank" rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("*softly* and **firmly**", "<p><em>softly</em> and <strong>firmly</strong></p>"),
        ("~~not this~~", "<p><s>not this</s></p>"),
        ("one\n**two**", "<p>one<br>\n<strong>two</strong></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("> said before", "<blockquote>\n<p>said before</p>\n</blockquote>"),
        ("run `make test`", "<p>run <code>make test</code></p>"),
        ("```python\nif a < b:\n    pass\n```", "<pre><code>if a &lt; b:\n    pass\n</code></pre>"),
        ("## A chapter", "<p><strong>A chapter</strong></p>"),
        ("[here](https://harbour.example/a?b=c)", f"<p><a {LINK}>here</a></p>"),
    ],
)
def test_what_people_write_is_rendered(body, html):
    assert render(body) == html


@pytest.mark.parametrize(
    "body",
    ["Hello", "2 + 2 = 4; is it? (Yes.)", "https://harbour.example/a-b", "a\nb", "mail me: a@b.example"],
)
def test_what_has_no_markup_has_no_html(body):
    assert render(body) is None


@pytest.mark.parametrize(
    "body",
    [
        "*x* <script>alert(1)</script>",
        "*x* <img src=x onerror=alert(1)>",
        "![a picture](https://harbour.example/track.png)",
        "[press](javascript:alert(1))",
        "[press](JaVaScRiPt&colon;alert(1))",
        "[press](data:text/html,<b>)",
        "[press](vbscript:x)",
        "[press](https://harbour.example 'onclick=alert(1)')",
        '```"><script>\nx\n```',
        "*x* <a href='javascript:alert(1)' style='position:fixed'>y</a>",
        "`<iframe>`",
    ],
)
def test_no_markup_of_the_writers_own_gets_through(body):
    html = render(body)
    assert html is not None
    for never in (
        "<script",
        "<img",
        "<iframe",
        'style="',
        "title=",
        "class=",
        'href="j',
        'href="d',
        'href="v',
    ):
        assert never not in html


def full(text):
    """As much of it as a message holds and the parser reads."""
    times = 10_000 // len(text)
    return text * min(times, MOST_SPECIAL, MOST_LINES if "\n" in text else times)


HOSTILE = [
    *(
        "[[](",
        "[a[",
        "*a_",
        "a*",
        "_*",
        "`a",
        "~~a",
        "[a](b",
        "[a](b '\n",
        "![",
        "- a\n",
        "> - ",
        "&amp;",
        "\\*",
    ),
    ">" * (MOST_NESTED - 2) + "*a*\n",
    "*a **b `c` [d](https://e.example) ~~h~~\n> i\n",
]


@pytest.mark.parametrize(
    "text", [*map(full, HOSTILE), ">" * 9_000, "> " * 5_000, "- " * 5_000 + "*", "(" * 9_999]
)
def test_the_worst_that_fits_into_a_message_is_read_in_no_time(text):
    begun = time.process_time()
    render(text[:10_000])
    assert time.process_time() - begun < 0.1  # measured: under 10 ms


def test_what_is_too_much_is_shown_as_it_was_written():
    assert render("*" + "[a](" * 400) is None
    assert render("- a\n" * 400) is None
    assert render("> " * 40 + "deep") is None
    assert len(render("- a\n" * MOST_LINES) or "") <= MOST_HTML


def test_a_long_piece_of_code_is_not_too_much():
    code = "x = [a, *b][_c] & ~d\n" * 200
    html = render(f"```\n{code}```")
    assert html is not None
    assert html.count("x = [a, *b]") == 200


def test_asking_whether_there_is_markup_is_quick():
    begun = time.process_time()
    for text in (
        "a" * 10_000,
        " " * 10_000,
        "&" * 10_000,
        "&a" * 5_000,
        "\n" * 10_000,
        "1" * 10_000,
        "]" * 10_000,
    ):
        MARKUP.search(text)
    assert time.process_time() - begun < 0.1
