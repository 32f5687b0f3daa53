"""What each keeps of conversations for themself."""

from typing import Final

from mentorpitch.chat.drafts import PutDraft
from mentorpitch.push.shapes import PushSettings, PutSubscription
from mentorpitch.shapes import MessageDraft, NotificationSettings, QuietHours
from mentorpitch.web import drafts, notifications, push
from mentorpitch.web.ask import Endpoint
from mentorpitch.web.drafts import DraftSeen
from mentorpitch.web.notifications import Level

# ruff: noqa: E501
# fmt: off
PERSONAL: Final = (
    # ── Drafts ──
    Endpoint("GET", "/api/conversations/{conversation_id}/draft", drafts.get, "one of the two", MessageDraft, "What one has begun to write"),
    Endpoint("PUT", "/api/conversations/{conversation_id}/draft", drafts.put, "one of the two", MessageDraft, "Keep what one has begun to write, for one's other devices", body=PutDraft),
    Endpoint("DELETE", "/api/conversations/{conversation_id}/draft", drafts.erase, "one of the two", MessageDraft, "Erase it: it was sent, or given up", query=DraftSeen),

    # ── When one is told of messages ──
    Endpoint("GET", "/api/me/notifications", notifications.get_mine, "signed in", NotificationSettings, "When one wants to be told of messages"),
    Endpoint("PUT", "/api/me/quiet-hours", notifications.put_quiet_hours, "signed in", NotificationSettings, "The hours at which one is told of nothing, by one's own clocks", body=QuietHours),
    Endpoint("DELETE", "/api/me/quiet-hours", notifications.end_quiet_hours, "signed in", NotificationSettings, "Every hour is good"),
    Endpoint("GET", "/api/me/push", push.get, "signed in", PushSettings, "Whether this device gets notices while no page is open"),
    Endpoint("PUT", "/api/me/push", push.put, "signed in", PushSettings, "Have notices sent to this device (Web Push)", body=PutSubscription),
    Endpoint("DELETE", "/api/me/push", push.remove, "signed in", PushSettings, "No more notices on this device"),
    Endpoint("PUT", "/api/conversations/{conversation_id}/notifications", notifications.put_level, "one of the two", NotificationSettings, "Of which messages of a conversation one wants to be told", body=Level),
)
