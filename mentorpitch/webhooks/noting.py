"""What happens in a programme is noted for its webhooks, in the transaction in which it happens.

Only what its managers may know anyway, and not before they may: that a pair began or ended, that a meeting is
past and of which kind it was, that there is feedback. Ids, kinds and times; what was said is asked for here,
by who may read it.
"""

from datetime import datetime

import msgspec

from mentorpitch.ids import new_id
from mentorpitch.shapes import ProgrammeId
from mentorpitch.store import jobs as jobs_store
from mentorpitch.store import webhooks as webhooks_store
from mentorpitch.store.database import Writer
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.store.mentorships import Pair
from mentorpitch.webhooks.shapes import (
    FeedbackData,
    MeetingData,
    MentorshipData,
    Payload,
    TestData,
    WebhookEvent,
)

KIND = "webhook"


async def note_pair(tx: Writer, pair: Pair, event: WebhookEvent, *, at: datetime) -> None:
    data = MentorshipData(
        mentorship_id=pair.mentorship_id, mentor_id=pair.mentor.user_id, mentee_id=pair.mentee.user_id
    )
    await _note(tx, pair.programme.programme_id, event, pair.mentorship_id, data, at=at)


async def note_past(tx: Writer, meeting: StoredMeeting) -> None:
    data = MeetingData(
        mentorship_id=meeting.mentorship_id,
        meeting_id=meeting.meeting_id,
        kind=meeting.kind,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
    )
    await _note(tx, meeting.programme_id, "meeting.past", meeting.meeting_id, data, at=meeting.ends_at)


async def note_feedback(tx: Writer, meeting: StoredMeeting, *, opens_at: datetime) -> None:
    """To be told when it opens by the clock, also when a rating opens it before: a manager may be its mentor,
    who must not learn that there is a rating."""
    data = FeedbackData(mentorship_id=meeting.mentorship_id, meeting_id=meeting.meeting_id)
    await _note(tx, meeting.programme_id, "feedback.received", meeting.meeting_id, data, at=opens_at)


async def note_test(tx: Writer, webhook_id: str, *, at: datetime) -> str:
    """Something to try it with. Returns the delivery's id."""
    delivery_id = new_id()
    data = TestData(webhook_id=webhook_id)
    await _deliver(tx, delivery_id, webhook_id, "test", key=f"test {delivery_id}", data=data, at=at)
    return delivery_id


async def send_again(tx: Writer, delivery_id: str, *, at: datetime) -> None:
    job_id = await jobs_store.add(
        tx,
        KIND,
        key=f"{KIND} {delivery_id} {new_id()}",
        about={"delivery_id": delivery_id},
        due_at=at,
    )
    await webhooks_store.set_job(tx, delivery_id, job_id)


async def _note(
    tx: Writer,
    programme_id: ProgrammeId,
    event: WebhookEvent,
    thing_id: str,
    data: MentorshipData | MeetingData | FeedbackData,
    *,
    at: datetime,
) -> None:
    for webhook_id in await webhooks_store.list_listening(tx, programme_id, event):
        await _deliver(tx, new_id(), webhook_id, event, key=f"{event} {thing_id}", data=data, at=at)


async def _deliver(
    tx: Writer,
    delivery_id: str,
    webhook_id: str,
    kind: str,
    *,
    key: str,
    data: MentorshipData | MeetingData | FeedbackData | TestData,
    at: datetime,
) -> None:
    body = msgspec.json.encode(Payload(type=kind, timestamp=at, data=data)).decode()
    if await webhooks_store.add_delivery(tx, delivery_id, webhook_id, key=key, kind=kind, body=body, at=at):
        await send_again(tx, delivery_id, at=at)
