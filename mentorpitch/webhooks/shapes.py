"""The shapes of webhooks. What they carry are ids, kinds and times that a manager may know: never words."""

from datetime import datetime
from typing import Annotated, Final, Literal, get_args

from msgspec import Meta

from mentorpitch.shapes import Id, MentorshipId, ProgrammeId, Shape, UserId

WebhookEvent = Literal["mentorship.began", "mentorship.ended", "meeting.past", "feedback.received"]
EVENTS: Final[tuple[WebhookEvent, ...]] = get_args(WebhookEvent)
Url = Annotated[str, Meta(min_length=1, max_length=1_000)]
Events = Annotated[tuple[WebhookEvent, ...], Meta(min_length=1, max_length=len(EVENTS))]


class Webhook(Shape, frozen=True):
    webhook_id: str
    programme_id: ProgrammeId
    url: str
    events: tuple[WebhookEvent, ...]
    made_at: datetime
    old_secret_until: datetime | None  # until then every delivery is signed with both
    failures: int  # attempts in a row that were not taken
    disabled_at: datetime | None
    disabled_why: Literal["manager", "failing", "gone"] | None
    revision: int


class NewWebhook(Shape, frozen=True):
    client_id: Id
    url: Url
    events: Events


class ChangeWebhook(Shape, frozen=True):
    """Only what is given changes."""

    url: Url | None = None
    events: Events | None = None
    enabled: bool | None = None


class WithSecret(Shape, frozen=True):
    """Just made, or with a new secret, which is shown this once."""

    webhook: Webhook
    secret: str | None  # whsec_…; None: another one has taken its place since


class AskAgain(Shape, frozen=True):
    client_id: Id


class Delivery(Shape, frozen=True):
    delivery_id: str  # the header webhook-id
    type: str
    body: str  # as it is sent
    at: datetime
    attempts: int
    tried_at: datetime | None
    took_ms: int | None
    status: int | None  # of the last answer
    error: str | None  # why the last attempt was not taken
    done_at: datetime | None
    next_at: datetime | None  # when it is tried again


class MentorshipData(Shape, frozen=True):
    mentorship_id: MentorshipId
    mentor_id: UserId
    mentee_id: UserId


class MeetingData(Shape, frozen=True):
    mentorship_id: MentorshipId
    meeting_id: str
    kind: str
    starts_at: datetime
    ends_at: datetime


class FeedbackData(Shape, frozen=True):
    mentorship_id: MentorshipId
    meeting_id: str


class TestData(Shape, frozen=True):
    webhook_id: str


class Payload(Shape, frozen=True):
    """The body of every delivery (standardwebhooks.com)."""

    type: str
    timestamp: datetime
    data: MentorshipData | MeetingData | FeedbackData | TestData
