"""Markdown as people write it in a chat: the one rendering of it, clean, and made in a bounded time."""

import re
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Whatever has none of this reads the same as plain text; most messages do not.
MARKUP: Final = re.compile(r"[*_~`\\]|\]\(|^ {0,3}(?:>|#{1,6} |[-+] |\d{1,9}[.)] )|&(?:#|\w+;)", re.MULTILINE)
SPECIAL: Final = re.compile(r"[*_~`\\\[\]<>&!]")

# Beyond these a text is shown as it was written: it is hardly meant for reading, and the time that the parser
# takes grows with their square.
MOST_SPECIAL = 500  # outside of code blocks
MOST_LINES = 300
MOST_NESTED = 12  # blocks in blocks; a list in a list counts two
MOST_HTML = 60_000  # characters of the rendering

TAGS: Final = {"p", "br", "strong", "em", "s", "ul", "ol", "li", "blockquote", "a", "code", "pre"}
SCHEMES: Final = {"http", "https", "mailto"}


def render(body: str) -> str | None:
    """Safe HTML of the text; None when its plain form says as much, or there is too much of it to read.

    A link opens elsewhere and tells that place nothing. Bare addresses stay text: whoever shows it makes
    links of them, as in a plain message.
    """
    if not MARKUP.search(body) or body.count("\n") > MOST_LINES:
        return None
    try:
        rendered = parser.render(body)
    except _TooMuchError:
        return None
    html = nh3.clean(
        rendered,
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes=SCHEMES,
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener noreferrer nofollow",
    )
    return html.strip() if len(html) <= MOST_HTML else None


class _TooMuchError(Exception):
    pass


def _refuse_too_much(state: StateCore) -> None:
    """Between the blocks, whose time is bounded by the lines, and what stands in them."""
    special = 0
    for token in state.tokens:
        if token.nesting > 0 and token.level >= MOST_NESTED - 1:
            raise _TooMuchError  # the parser leaves out what is nested deeper
        if token.type == "inline":
            special += len(SPECIAL.findall(token.content))
    if special > MOST_SPECIAL:
        raise _TooMuchError


def _embolden_headings(state: StateCore) -> None:
    """A message has no chapters: a heading is a bold line."""
    found = []
    for token in state.tokens:
        if token.type == "heading_open":
            found += [Token("paragraph_open", "p", 1), Token("strong_open", "strong", 1)]
        elif token.type == "heading_close":
            found += [Token("strong_close", "strong", -1), Token("paragraph_close", "p", -1)]
        else:
            found.append(token)
    state.tokens = found


# No raw HTML, no images, no tables: what is not named here is text.
parser = MarkdownIt("zero", {"breaks": True, "maxNesting": MOST_NESTED}).enable(
    [
        *("blockquote", "list", "fence", "heading"),
        *("newline", "escape", "backticks", "strikethrough", "emphasis", "link", "entity"),
        *("balance_pairs", "fragments_join"),
    ]
)
parser.core.ruler.before("inline", "refuse_too_much", _refuse_too_much)
parser.core.ruler.push("embolden_headings", _embolden_headings)
