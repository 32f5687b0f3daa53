"""What a person types into a search, and where it stands in a text. Pure.

Words are letters and digits; case and accents make no difference, as in the index (store/search_sqlite.py).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from mentorpitch.search.shapes import Segment

MOST_TERMS: Final = 12  # a longer question is no question for an index
SHORTEST_START: Final = 2  # letters: one alone begins half of all words
AROUND: Final = 60  # characters before the first hit
LONGEST: Final = 240  # characters of an excerpt

# Accents that stand alone belong to the letter before them.
WORD: Final = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
QUOTED_OR_NOT: Final = re.compile(r'"([^"]*)"?|([^"]+)')


class Term(msgspec.Struct, frozen=True):
    """Words that follow each other; the last may go on if `is_start`."""

    words: tuple[str, ...]
    is_start: bool = False


def fold(word: str) -> str:
    return "".join(
        char for char in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(char)
    )


def parse(question: str) -> tuple[Term, ...]:
    """Quotes hold a phrase together; the last word outside of quotes may be unfinished. Never fails."""
    terms: list[Term] = []
    for match in QUOTED_OR_NOT.finditer(question):
        quoted, plain = match.groups()
        words = [fold(word) for word in WORD.findall(quoted if plain is None else plain)]
        words = [word for word in words if word]
        if plain is None:
            terms += [Term(tuple(words))] if words else []
            continue
        is_last = match.end() == len(question)
        for n, word in enumerate(words, start=1):
            is_start = is_last and n == len(words) and len(word) >= SHORTEST_START
            terms.append(Term((word,), is_start))
    return tuple(dict.fromkeys(terms))[:MOST_TERMS]


def excerpt(text: str, terms: Sequence[Term]) -> tuple[Segment, ...]:
    """The text around the first hit, cut into what was looked for and the rest."""
    hits = list(_hits(text, terms))
    begin = max(0, hits[0][0] - AROUND) if hits else 0
    if begin:  # at a word
        begin = next((m.start() for m in re.finditer(r"\S+", text[begin:]) if m.start()), 0) + begin
    end = min(len(text), max(begin + LONGEST, hits[0][1] if hits else 0))
    segments, at = [Segment("… ")] if begin else [], begin
    for start, stop in hits:
        if start < at or stop > end:
            continue
        if start > at:
            segments.append(Segment(text[at:start]))
        segments.append(Segment(text[start:stop], hit=True))
        at = stop
    if rest := text[at:end]:
        segments.append(Segment(rest))
    return (*segments, Segment(" …")) if end < len(text) else tuple(segments)


def score(text: str, terms: Sequence[Term]) -> float:
    """How well the text answers: whole words before beginnings, often before once, short before long.

    No word counts more because it is rare elsewhere: that would tell of what others write.
    """
    folded = WORD.findall(fold(text))
    total = 0.0
    for term in terms:
        exact, begun = 0, 0
        for _, found in _find(folded, term):
            exact += found
            begun += not found
        often = exact + begun / 2
        total += often / (often + 1.2)
    return total / (1 + len(folded) / 200)


def _hits(text: str, terms: Sequence[Term]) -> Iterator[tuple[int, int]]:
    """Where terms stand, in order, none over another."""
    places = [(match.start(), match.end()) for match in WORD.finditer(text)]
    folded = [fold(text[start:stop]) for start, stop in places]
    found = sorted(
        (places[n][0], places[n + len(term.words) - 1][1]) for term in terms for n, _ in _find(folded, term)
    )
    end = -1
    for start, stop in found:
        if start >= end:
            yield start, stop
            end = stop


def _find(folded: Sequence[str], term: Term) -> Iterator[tuple[int, bool]]:
    """At which words the term stands, and whether as a whole."""
    *before, last = term.words
    for n in range(len(folded) - len(before)):
        if folded[n : n + len(before)] != before:
            continue
        word = folded[n + len(before)]
        if word == last:
            yield n, True
        elif term.is_start and word.startswith(last):
            yield n, False
