"""What the example people work on: a plan in two versions, a sketch, notes, and what they say of them."""

# Somebody's sentence is one line here, as it is there.
# ruff: noqa: E501

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from mentorpitch.demo.drawing import PAGE, pdf, sketch
from mentorpitch.ids import new_id
from mentorpitch.shapes import MentorshipId, UserId
from mentorpitch.store import goals as goals_store
from mentorpitch.store import work as work_store
from mentorpitch.store import work_remarks as remarks_store
from mentorpitch.store.database import Writer
from mentorpitch.store.files import Files
from mentorpitch.work.shapes import DocumentId, Remark, RemarkId, Version, VersionId, WorkId

DRAFT: Final = (
    ("The spring plan", "We begin with where we stand: six people, two cranes, one night shift that nobody likes to talk about.", "In spring the second berth opens. We have until March to decide who works when."),
    ("What we ask for", "The board should decide whether the night shift is paid as what it is."),
)  # fmt: skip
PLAN: Final = (
    ("The spring plan", "Please decide today: the night shift is paid as night work from March on.", "The night shift is the heart of it. Four of six people asked to leave it last year. Two did.", "In spring the second berth opens. Without this, it opens without a night."),
    ("What it costs", "Less than one ship that waits until morning. The figures are on the next page.", "If something looks wrong after a month, we go back to how it was."),
    ("Figures", "Ships that waited for the morning: 14 last year.", "What each of them cost: more than three months of night pay."),
)  # fmt: skip
NOTES: Final = """Notes from practising it aloud

1. The first sentence is the decision. Breathe after it.
2. Do not explain the night shift. Tell of Rui's night.
3. Count to five before each answer.
"""

# of the plan's second version: who, days ago, what, answers the one before
SAID: Final = (
    ("mentor", 5, "“If something looks wrong”: to whom, and after which figure? Somebody on the board will ask.", False),
    ("mentee", 5, "If two people ask to leave in one month. I will write it like that.", True),
    ("mentor", 4, "That is the sentence. Put it in.", True),
    ("mentee", 4, "Is the third page too much?", False),
)  # fmt: skip


async def add_work(
    tx: Writer, mentorship_id: MentorshipId, user_ids: Mapping[str, UserId], files: Files, *, now: datetime
) -> None:
    mentor, mentee = user_ids["mentor"], user_ids["mentee"]
    goal = (await goals_store.list_of(tx, mentorship_id))[0]
    began = now - timedelta(days=12)
    project = await work_store.add(
        tx,
        WorkId(new_id()),
        mentorship_id=mentorship_id,
        created_by=mentee,
        kind="project",
        title="The spring plan for the board",
        description="What I will put before them, and how I say it. Samuel reads along.",
        goal_id=goal.goal_id,
        at=began,
    )
    board, size = sketch()
    await _add_document(
        tx, project.work_id, mentee, "Whiteboard after our talk", files, (_picture(board, size),), at=began
    )
    plan = await _add_document(
        tx,
        project.work_id,
        mentee,
        "Spring plan",
        files,
        (_pages(DRAFT), _pages(PLAN)),
        at=began + timedelta(days=1),
    )
    await _add_document(
        tx,
        project.work_id,
        mentee,
        "Notes from practising",
        files,
        (_text(NOTES),),
        at=now - timedelta(days=1),
    )
    first: RemarkId | None = None
    for n, (by, days_ago, body, is_reply) in enumerate(SAID, start=1):
        said = Remark(
            remark_id=RemarkId(new_id()),
            version_id=plan[-1],
            number=n,
            user_id=user_ids[by],
            reply_to=first if is_reply else None,
            body=body,
            revision=n,
            written_at=now - timedelta(days=days_ago) + timedelta(hours=n),
            changed_at=None,
        )
        await remarks_store.add(tx, said)
        first = first if is_reply else said.remark_id
    await work_store.change(tx, project, at=now - timedelta(days=1))
    await work_store.add(
        tx,
        WorkId(new_id()),
        mentorship_id=mentorship_id,
        created_by=mentor,
        kind="activity",
        title="Sit in on a meeting that somebody else leads",
        description="Say nothing for an hour. Write down what they do when nobody answers.",
        goal_id=None,
        at=now - timedelta(days=3),
    )


def _pages(pages: tuple[tuple[str, ...], ...]) -> tuple[bytes, dict[str, Any]]:
    width, height = PAGE
    kind = {"media_type": "application/pdf", "extension": "pdf"}
    return pdf(*pages), kind | {"pages": len(pages), "width": width, "height": height}


def _picture(content: bytes, size: tuple[int, int]) -> tuple[bytes, dict[str, Any]]:
    kind = {"media_type": "image/png", "extension": "png", "pages": 1}
    return content, kind | {"width": size[0], "height": size[1]}


def _text(text: str) -> tuple[bytes, dict[str, Any]]:
    kind = {"media_type": "text/plain", "extension": "txt", "pages": 0, "width": 0, "height": 0}
    return text.encode(), kind


async def _add_document(
    tx: Writer,
    work_id: WorkId,
    owner: UserId,
    name: str,
    files: Files,
    contents: tuple[tuple[bytes, dict[str, Any]], ...],
    *,
    at: datetime,
) -> list[VersionId]:
    document_id = DocumentId(new_id())
    await work_store.add_document(tx, document_id, work_id, created_by=owner, name=name, at=at)
    made = []
    for number, (content, kind) in enumerate(contents, start=1):
        kept = await files.put(content)
        version = Version(
            version_id=VersionId(new_id()),
            number=number,
            user_id=owner,
            bytes=kept.bytes,
            sha256=kept.sha256,
            remarks=0,
            at=at + timedelta(days=3 * (number - 1)),
            **kind,
        )
        await work_store.add_version(tx, document_id, version, file=kept.path.name)
        made.append(version.version_id)
    return made
