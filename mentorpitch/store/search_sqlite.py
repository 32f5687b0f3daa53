"""Search as SQLite does it: FTS5 for the words, triggers that say what has changed.

Everything else of search is the same on every database (search_sources.py, search_entries.py). On PostgreSQL
this file's part is: a column `tsvector` of `search_entries`, generated with `unaccent`, and a GIN index of it
together with `scope` (btree_gin) for the virtual table; `to_tsquery` in `narrow`; the same triggers in its
words; and nothing for `sweep`, which VACUUM does.

Two rules, of which the triggers are the whole mechanism:

- What goes, goes in the statement that takes it: a text that is edited, deleted or erased is out of the
  entries and their index before anybody can ask.
- What comes is only noted, in `search_waiting`, and read a moment later (mentorpitch/search/indexing.py). A
  note costs a new message some 3 µs of the writer's thread; the index itself would cost 20 µs in a large
  batch and 120 µs for a message alone, and with it now and then a merge, on the way to every ack
  (benchmarks/bench_search.py prints both). An entry that is written twice replaces itself.

The index is contentless: it holds words and where they stand, no text. The scope is a word of it, in a column
of its own, so that a search walks along one's own entries only, however many others use the same words.
"""

# ruff: noqa: S608 (statements are put together of names that stand here, never of what anybody wrote)
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, column, table, text

from mentorpitch.search.words import Term
from mentorpitch.store.database import Writer
from mentorpitch.store.tables.search import search_entries

MOST_SCOPES: Final = 64  # named in the index's own question; beyond them only the join decides

index = table("search_index", column("rowid"), column("search_index"))


def is_ours(name: str | None) -> bool:
    """Whether a table belongs to the index: no migration knows it."""
    return (name or "").startswith("search_index")


# ── What stands in the database ──────────────────────────────────────────────

# Accents are folded as in search/words.py. Beginnings of up to six letters are looked
# up; longer ones are walked through everybody's words, and are few: one of four would take a million 50 ms.
INDEX: Final = """
    CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(
        scope, text, content='', columnsize=0, prefix='2 3 4 5 6', tokenize="unicode61 remove_diacritics 2"
    )
"""
# Letters and digits of an id as one word, whatever stands in it.
SCOPE: Final = "hex({}.scope)"


def _wait(source: str, thing: str, part: str = "''") -> str:
    return f"INSERT OR IGNORE INTO search_waiting VALUES ('{source}', {thing}, {part});"


def _wait_all(source: str, rows: str) -> str:
    """`rows` gives thing and part."""
    return f"INSERT OR IGNORE INTO search_waiting SELECT '{source}', * FROM ({rows});"


def _out(source: str, thing: str, part: str = "''") -> str:
    where = f"WHERE source = '{source}' AND thing_id = {thing} AND part = {part};"
    return f"DELETE FROM search_entries {where} DELETE FROM search_waiting {where}"


def _plain(table: str, source: str, thing: str, columns: str, part: str = "''") -> dict[str, str]:
    """The triggers of a table whose rows are things: `part` is a column, or nothing."""
    new, old = (tuple(f"{row}.{each}" if each != "''" else each for each in (thing, part)) for row in NEW_OLD)
    return {
        f"{table}_come": f"AFTER INSERT ON {table} BEGIN {_wait(source, *new)} END",
        f"{table}_change": f"AFTER UPDATE OF {columns} ON {table}"
        f" BEGIN {_out(source, *old)} {_wait(source, *new)} END",
        f"{table}_go": f"AFTER DELETE ON {table} BEGIN {_out(source, *old)} END",
    }


NEW_OLD: Final = ("NEW", "OLD")
SENT: Final = "type = 'message_sent'"
TRIGGERS: Final[dict[str, str]] = {
    # Events are added and erased. The words of an edit are those of the message that it changes.
    "events_come": f"AFTER INSERT ON events WHEN NEW.{SENT}"
    f" BEGIN {_wait('message', 'NEW.conversation_id', 'NEW.seq')} END",
    "events_change": f"AFTER INSERT ON events WHEN NEW.type IN ('message_edited', 'message_deleted') BEGIN"
    f" {_out('message', 'NEW.conversation_id', 'NEW.target')}"
    f" {_wait('message', 'NEW.conversation_id', 'NEW.target')} END",
    "events_erase": "AFTER UPDATE OF body ON events BEGIN"
    f" {_out('message', 'OLD.conversation_id', 'coalesce(OLD.target, OLD.seq)')} END",
    "events_go": f"AFTER DELETE ON events WHEN OLD.{SENT}"
    f" BEGIN {_out('message', 'OLD.conversation_id', 'OLD.seq')} END",
    **_plain("meetings", "meeting", "meeting_id", "title, place, starts_at"),
    # What stands in a meeting is found at its time.
    "meetings_move": "AFTER UPDATE OF starts_at ON meetings WHEN NEW.starts_at <> OLD.starts_at BEGIN "
    + _wait_all("agenda", "SELECT item_id, '' FROM agenda_items WHERE meeting_id = NEW.meeting_id")
    + _wait_all("notes", "SELECT meeting_id, '' FROM shared_notes WHERE meeting_id = NEW.meeting_id")
    + _wait_all(
        "own_notes", "SELECT meeting_id, user_id FROM private_notes WHERE meeting_id = NEW.meeting_id"
    )
    + " END",
    **_plain("agenda_items", "agenda", "item_id", "title"),
    **_plain("shared_notes", "notes", "meeting_id", "text"),
    **_plain("private_notes", "own_notes", "meeting_id", "text", "user_id"),
    **_plain("goals", "goal", "goal_id", "what, how, removed"),
    **_plain("areas", "area", "area_id", "name"),
    **_plain("work_items", "work", "work_id", "title, description"),
    **_plain("documents", "document", "document_id", "name"),
    # Steps are found with their goal.
    "goal_items_come": f"AFTER INSERT ON goal_items BEGIN {_wait('goal', 'NEW.goal_id')} END",
    "goal_items_change": "AFTER UPDATE OF text, removed ON goal_items"
    f" BEGIN {_out('goal', 'OLD.goal_id')} {_wait('goal', 'NEW.goal_id')} END",
    "goal_items_go": "AFTER DELETE ON goal_items"
    f" BEGIN {_out('goal', 'OLD.goal_id')} {_wait('goal', 'OLD.goal_id')} END",
    # Entries are added and taken out, never changed.
    "entries_come": "AFTER INSERT ON search_entries BEGIN"
    " INSERT INTO search_index (rowid, scope, text)"
    f" VALUES (NEW.entry, {SCOPE.format('NEW')}, NEW.text); END",
    "entries_go": "AFTER DELETE ON search_entries BEGIN"
    " INSERT INTO search_index (search_index, rowid, scope, text)"
    f" VALUES ('delete', OLD.entry, {SCOPE.format('OLD')}, OLD.text);"
    " INSERT INTO facts (name, value) VALUES ('search_erased', '1')"
    " ON CONFLICT (name) DO UPDATE SET value = value + 1; END",
}
EVERYTHING: Final = tuple(
    f"INSERT OR IGNORE INTO search_waiting SELECT {what}"
    for what in (
        f"'message', conversation_id, seq FROM events WHERE {SENT} AND deleted IS NULL",
        "'meeting', meeting_id, '' FROM meetings",
        "'agenda', item_id, '' FROM agenda_items",
        "'notes', meeting_id, '' FROM shared_notes",
        "'own_notes', meeting_id, user_id FROM private_notes",
        "'goal', goal_id, '' FROM goals WHERE NOT removed",
        "'area', area_id, '' FROM areas",
        "'work', work_id, '' FROM work_items",
        "'document', document_id, '' FROM documents",
    )
)


def remove_triggers(connection: sqlite3.Connection) -> None:
    """Before tables are changed: a table that is made anew under another name would leave them behind."""
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER IF EXISTS search_{name}")


def install(connection: sqlite3.Connection) -> None:
    """Make the index and the triggers; what was written before there was an index waits for it."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'search_index'").fetchone()
    connection.execute(INDEX)
    for name, what in TRIGGERS.items():
        connection.execute(f"CREATE TRIGGER search_{name} {what}")
    if not known:
        for statement in EVERYTHING:
            connection.execute(statement)


# ── Asking ───────────────────────────────────────────────────────────────────


def narrow(query: Select[Any], terms: Sequence[Term], scopes: Iterable[str]) -> Select[Any]:
    """Of a query of entries those that hold all terms; each term's words are letters and digits only."""
    return query.join(index, index.c.rowid == search_entries.c.entry).where(
        index.c.search_index.op("MATCH")(_match(terms, sorted(scopes)))
    )


def newest_first(query: Select[Any]) -> Select[Any]:
    return query.order_by(index.c.rowid.desc())  # the order in which the index walks, so it can stop early


def from_entry(first: int | None, before: int | None) -> list[ColumnElement[bool]]:
    """That an entry lies between these, as the index understands it."""
    bounds: list[ColumnElement[bool]] = []
    if first is not None:
        bounds.append(index.c.rowid >= first)
    if before is not None:
        bounds.append(index.c.rowid < before)
    return bounds


def _match(terms: Sequence[Term], scopes: Sequence[str]) -> str:
    """FTS5's own language, of which nothing comes from a person but letters and digits.

    https://sqlite.org/fts5.html#full_text_query_syntax
    """
    wanted = " AND ".join(f'"{" ".join(term.words)}"{" *" if term.is_start else ""}' for term in terms)
    words = f"text : ({wanted})"
    if len(scopes) > MOST_SCOPES:
        return words
    return f"scope : ({' OR '.join(scope.encode().hex() for scope in scopes)}) AND {words}"


# ── Leaving no trace ─────────────────────────────────────────────────────────

PAGES: Final = 200  # of the index in one step: the writer is kept busy for milliseconds


async def sweep(tx: Writer, *, first: bool) -> bool:
    """A step of writing the index anew without what was taken out; False when that is done.

    FTS5 only notes what is taken out, until it merges the notes with the rest; its own way to do so at once
    (secure-delete) is newer than the SQLite of the oldest Python that we run on.
    """
    before = await _changes(tx)
    await tx.execute(
        text("INSERT INTO search_index (search_index, rank) VALUES ('merge', :pages)"),
        {"pages": -PAGES if first else PAGES},
    )
    return await _changes(tx) - before > 1


async def _changes(tx: Writer) -> int:
    return int((await tx.execute(text("SELECT total_changes()"))).scalar_one())
