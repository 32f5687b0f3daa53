"""Searching among a million messages, and what the index costs whoever writes one.

Two thousand pairs, five hundred messages each, words as often as in any language (Zipf); a few people take
part in very much more. Questions are mixed: common and rare words, unfinished ones, phrases, narrowed ones,
the newest and the best, asked by anybody. `p99` is of one question, database and excerpts, without HTTP.

`write_ratio_*` is what a batch of new messages takes on the writer's thread with the notes for the index,
beside the same without them, and `trigger_ratio_*` with the whole index made in the same transaction, which
was decided against: the median of alternated pairs. Prints a table and, as its last line, one JSON object.
`MESSAGES=20000` sets how many there are.
usage: make bench, or .venv/bin/python benchmarks/bench_search.py
"""

import asyncio
import contextlib
import itertools
import json
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from mentorpitch.search.indexing import Indexing
from mentorpitch.search.search import Search, search
from mentorpitch.store import search_sqlite
from mentorpitch.store.events import INSERT_MESSAGES
from mentorpitch.store.tables.base import milliseconds
from mentorpitch.store.upgrade import upgrade
from tests.world import NOON, World

MESSAGES = int(os.environ.get("MESSAGES", "1000000"))
QUESTIONS = int(os.environ.get("QUESTIONS", "1000"))
PAIRS = max(2, MESSAGES // 500)
BOUND_MS = 50  # of the slowest question in a hundred
BATCHES = int(os.environ.get("BATCHES", "60"))  # of each kind

RESTS = ("a", "e", "i", "o", "u", "an", "er", "ing")
SYLLABLES = [onset + rest for onset in "bcdfghklmnprstvw" for rest in RESTS]


class Language:
    """Thirty thousand words, the n-th used 1/n as often as the first, short ones more often (Zipf)."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        some = {"".join(self.random.choices(SYLLABLES, k=self.random.randint(1, 4))) for _ in range(60_000)}
        # Sorted first: a set has another order in each process.
        self.words = sorted(sorted(some), key=lambda word: len(word) * self.random.uniform(0.5, 1.5))[:30_000]
        self._weights = list(itertools.accumulate(1 / (n + 2) for n in range(len(self.words))))

    def say(self, count: int) -> str:
        return " ".join(self.random.choices(self.words, cum_weights=self._weights, k=count))

    def word(self) -> str:
        return self.say(1)

    def rare(self) -> str:
        return self.random.choice(self.words[2_000:])


def fill(path: Path, language: Language, people: list[tuple[str, str]]) -> None:
    """`people`: the conversation and who writes there. Time goes on by half a minute."""
    at = milliseconds(NOON) - MESSAGES * 30_000
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        seqs: dict[str, int] = {}
        for begin in range(0, MESSAGES, 5_000):
            rows = []
            for n in range(begin, min(begin + 5_000, MESSAGES)):
                # A tenth of everything in one conversation: somebody always writes much more.
                conversation_id, user_id = people[0] if n % 10 == 0 else language.random.choice(people)
                seqs[conversation_id] = seqs.get(conversation_id, 0) + 1
                at += 30_000
                text = language.say(language.random.randint(4, 36))
                rows.append((conversation_id, seqs[conversation_id], user_id, f"c{n}", text, at))
            database.execute(INSERT_MESSAGES, (json.dumps(rows),))


def questions(language: Language) -> Search:
    """One, of the kinds that people ask."""
    word, rare = language.word(), language.rare()
    q = language.random.choice(
        (
            *(
                word,
                word[:3],
                f"{word} {language.word()}",
                f'"{word} {language.word()}"',
                f"{word} {rare[:3]}",
            ),
            *(rare, rare[:2], rare[:4], language.words[0], language.words[1][:2]),
        )
    )
    narrowed = language.random.choice([{}, {}, {"kind": "message"}, {"since": NOON.replace(month=6)}])
    return Search(q=q, order=language.random.choice(["newest", "newest", "best"]), **narrowed)


async def ask(world: World, language: Language, actors: list) -> dict[str, float]:
    took, found = [], 0
    for n in range(QUESTIONS):
        # Every fifth question is by who has a tenth of everything.
        actor = actors[0] if n % 5 == 0 else language.random.choice(actors)
        asked = questions(language)
        began = time.perf_counter()
        page = await search(world.db, actor, asked)
        took.append((time.perf_counter() - began) * 1000)
        found += len(page.found)
    return {
        "p50_ms": round(statistics.median(took), 2),
        "p99_ms": round(statistics.quantiles(took, n=100)[98], 2),
        "most_ms": round(max(took), 2),
        "found_each": round(found / QUESTIONS, 1),
    }


# ── What writing costs ───────────────────────────────────────────────────────

TEXT_IN_ONE_TRANSACTION = """
    CREATE TRIGGER search_at_once AFTER INSERT ON events WHEN NEW.type = 'message_sent' BEGIN
        INSERT INTO search_entries SELECT
            coalesce(
                (SELECT max(entry) + 1 FROM search_entries
                 WHERE entry >= NEW.at / 1000 * 1048576 AND entry < (NEW.at / 1000 + 1) * 1048576),
                NEW.at / 1000 * 1048576
            ),
            'message', NEW.conversation_id, NEW.seq, 'c:' || NEW.conversation_id, NEW.conversation_id,
            NULL, NEW.sender_id, NEW.at, NEW.body;
    END
"""


def write_ratios(folder: Path, language: Language, size: int) -> dict[str, float]:
    """Of batches of `size` messages: three databases, one batch to each in turn."""
    ways = {}
    for name in ("without", "noted", "at_once"):
        path = folder / f"{name}-{size}.sqlite"
        upgrade(path)
        database = ways[name] = sqlite3.connect(path, isolation_level=None)
        database.execute("PRAGMA synchronous = FULL")
        if name != "noted":
            search_sqlite.remove_triggers(database)
        if name == "at_once":
            database.execute(f"CREATE TRIGGER search_entries_come {search_sqlite.TRIGGERS['entries_come']}")
            database.execute(TEXT_IN_ONE_TRANSACTION)
    took: dict[str, list[float]] = {name: [] for name in ways}
    for n in range(BATCHES):
        rows = [
            (
                f"conversation-{i:012}",
                n + 1,
                "somebody",
                f"c{n}-{i}",
                language.say(20),
                milliseconds(NOON) + n * 300,
            )
            for i in range(size)
        ]
        batch = json.dumps(rows)
        order = list(ways.items())
        language.random.shuffle(order)
        for name, database in order:
            began = time.thread_time()  # the disk's time is the same, and hides everything else
            database.execute("BEGIN IMMEDIATE")
            database.execute(INSERT_MESSAGES, (batch,))
            database.execute("COMMIT")
            took[name].append(time.thread_time() - began)
    for database in ways.values():
        database.close()

    def ratio(name: str) -> float:
        pairs = zip(took[name], took["without"], strict=True)
        return round(statistics.median(ours / bare for ours, bare in pairs), 2)

    return {f"write_ratio_{size}": ratio("noted"), f"trigger_ratio_{size}": ratio("at_once")}


async def measure(folder: Path, language: Language) -> dict[str, float]:
    """Of the search alone."""
    path = folder / "bench.sqlite"
    upgrade(path)
    world = World(path)
    async with world.db:
        programme_id = await world.programme()
        pairs = [await world.mentorship(programme_id=programme_id) for _ in range(min(PAIRS, 40))]
        rows = [
            (f"conversation-of-others-{n:09}", pairs[0].mentor.user_id) for n in range(PAIRS - len(pairs))
        ]
        async with world.db.write() as tx:
            for conversation_id, _ in rows:
                await tx.exec_driver_sql(
                    "INSERT INTO conversations (conversation_id, last_seq, created_at) VALUES (?, 0, 0)",
                    (conversation_id,),
                )
        fill(path, language, [(p.conversation_id, p.mentor.user_id) for p in pairs] + rows)
        began = time.perf_counter()
        await Indexing(world.db, at_once=2_000, pause_s=0).index_all()
        indexed_s = time.perf_counter() - began
        figures = await ask(world, language, [pair.mentor for pair in pairs])
    size = path.stat().st_size
    return {
        "messages": MESSAGES,
        **figures,
        "bound_ms": BOUND_MS,
        "indexed_per_s": round(MESSAGES / indexed_s),
        "file_mb": round(size / 1e6),
    }


def main() -> None:
    language = Language()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = asyncio.run(measure(folder, language))
        for size in (1, 100):
            figures |= write_ratios(folder, language, size)
    for name, figure in figures.items():
        print(f"{name:>20} {figure:>12,}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
