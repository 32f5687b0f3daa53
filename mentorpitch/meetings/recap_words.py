"""A recap as a document of blocks, and that as Markdown. Pure."""

import re
from datetime import datetime
from typing import Final, Literal

import msgspec

from mentorpitch.meetings.recaps import Recap, RecapContent, RecapItem

KINDS: Final = {"video": "Video", "sound": "Sound only", "chat": "In the chat", "in_person": "In person"}
HELD: Final = {
    "yes": "The meeting took place.",
    "no": "The meeting did not take place.",
    "disputed": "The two remember it differently whether it took place.",
    "unknown": "Nobody has said whether it took place.",
}
STATES: Final = {"done": "done", "left": "left open", "open": "open"}
SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~])")
# At the beginning of a line: what would make a list, a heading or a rule of it.
LEADING: Final = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)


class Block(msgspec.Struct, frozen=True):
    kind: Literal["title", "heading", "text", "item"]
    text: str


def blocks_of(recap: Recap) -> tuple[Block, ...]:
    content = recap.content
    found = [
        Block("title", content.title),
        Block("text", _when(content)),
        Block("text", _who(content, recap)),
    ]
    if content.agenda:
        found.append(Block("heading", "Agenda"))
        found += [
            Block("item", f"{each.title}{_minutes(each)}: {STATES[each.state]}") for each in content.agenda
        ]
    if content.actions:
        found.append(Block("heading", "Actions"))
        found += [
            Block(
                "item", f"{each.owner}: {each.text}{f' (by {each.due_on:%d %B %Y})' if each.due_on else ''}"
            )
            for each in content.actions
        ]
    if content.notes.strip():
        found += [Block("heading", "Notes"), Block("text", content.notes.strip())]
    return tuple(found)


def markdown_of(recap: Recap) -> str:
    """Whatever the two wrote is text in it, and never markup."""
    return "\n".join(_line(block) for block in blocks_of(recap)).strip() + "\n"


def _line(block: Block) -> str:
    text = LEADING.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", block.text))
    if block.kind == "text":
        return "\n" + text.replace("\n", "\\\n").replace("\n\\\n", "\n\n")
    one_line = " ".join(text.split())
    return {"title": f"# {one_line}", "heading": f"\n## {one_line}\n", "item": f"- {one_line}"}[block.kind]


def _when(content: RecapContent) -> str:
    at = datetime.fromisoformat(content.local_start)
    place = f", {content.place}" if content.place else ""
    zone = content.time_zone
    return f"{at:%A %d %B %Y, %H:%M} ({zone}), {content.minutes} minutes. {KINDS[content.kind]}{place}."


def _who(content: RecapContent, recap: Recap) -> str:
    kept = (
        f"Approved by both on {recap.kept_at:%d %B %Y}."
        if recap.kept_at
        else "A draft, not yet approved by both."
    )
    return f"{content.mentor} and {content.mentee}. {HELD[content.held]} {kept}"


def _minutes(item: RecapItem) -> str:
    planned = f"{item.minutes} min planned" if item.minutes else ""
    spent = f"{item.spent_minutes} min taken" if item.spent_minutes else ""
    said = ", ".join(filter(None, (planned, spent)))
    return f" ({said})" if said else ""
