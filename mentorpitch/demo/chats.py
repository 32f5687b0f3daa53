"""What the example people say to each other, with all that a chat has beside words."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from mentorpitch.chat.markdown import render
from mentorpitch.demo.story import Line
from mentorpitch.ids import new_id
from mentorpitch.shapes import ConversationId, UserId
from mentorpitch.store import events as events_store
from mentorpitch.store import reads as reads_store
from mentorpitch.store.database import Writer
from mentorpitch.store.events import Draft


async def add_chat(
    tx: Writer,
    conversation_id: ConversationId,
    lines: Sequence[Line],
    user_ids: Mapping[str, UserId],
    *,
    unread: Mapping[UserId, int],
    now: datetime,
) -> None:
    """Say the lines in a new conversation; of the last ones, each has read all but so many."""
    seqs: list[int] = []
    for line in lines:
        said = Draft(
            type="message_sent",
            conversation_id=conversation_id,
            sender_id=user_ids[line.by],
            client_id=new_id(),
            at=when(line, now),
            body=line.body,
            html=render(line.body),
            reply_to=None if line.answers is None else seqs[line.answers],
        )
        event = await events_store.append(tx, said)
        seqs.append(event.seq)
        for draft in _answers(line, said, user_ids, target=event.seq):
            await events_store.append(tx, draft)
    for user_id, count in unread.items():
        await reads_store.move(tx, conversation_id, user_id, seqs[-1 - count])


def when(line: Line, now: datetime) -> datetime:
    hours, minutes = map(int, line.time.split(":"))
    if line.days_ago == 0:
        return now - timedelta(hours=hours, minutes=minutes)
    day = now - timedelta(days=line.days_ago)
    return day.replace(hour=hours, minute=minutes, second=0, microsecond=0)


def _answers(line: Line, said: Draft, user_ids: Mapping[str, UserId], *, target: int) -> list[Draft]:
    """What others did with a line, a minute after it."""

    def draft(type_: str, by: str, **more: object) -> Draft:
        return Draft(
            type=type_,
            conversation_id=said.conversation_id,
            sender_id=user_ids[by],
            client_id=new_id(),
            at=said.at + timedelta(minutes=1),
            target=target,
            **more,  # type: ignore[arg-type]
        )

    reactions = [draft("reaction_changed", by, emoji=emoji, added=True) for by, emoji in line.reactions]
    return reactions + ([draft("message_pinned", line.pinned_by)] if line.pinned_by else [])
