"""The shapes of notices on devices."""

from typing import Annotated

from msgspec import Meta

from mentorpitch.shapes import Shape


class PushSettings(Shape, frozen=True):
    """For the browser that asks."""

    key: str | None  # to subscribe with; None: this server sends no notices
    is_on: bool  # this session's device gets them


class PutSubscription(Shape, frozen=True):
    """What the browser's PushSubscription says (W3C Push API)."""

    endpoint: Annotated[str, Meta(min_length=1, max_length=1_000)]
    p256dh: Annotated[str, Meta(max_length=100)]  # base64url
    auth: Annotated[str, Meta(max_length=32)]  # base64url
