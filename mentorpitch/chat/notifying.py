"""Does this message tell this person of itself now? Pure; the same table tests static/notify/rule.js.

Whatever tells people of messages asks here: a page, a letter, a phone. Whether they have read it meanwhile is
its own question.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mentorpitch.shapes import MessageSent, NotificationSettings, QuietHours, UserId


def notifies(
    message: MessageSent,
    user_id: UserId,
    settings: NotificationSettings,
    *,
    time_zone: str,
    at: datetime,
) -> bool:
    """Whether `user_id`, whose clocks are those of `time_zone`, is to be told at `at`."""
    if message.sender_id == user_id or message.body is None:
        return False
    level = settings.levels.get(message.conversation_id, "all")
    if level == "none" or (level == "mentions" and user_id not in message.mentions):
        return False
    return not is_quiet(settings.quiet_hours, time_zone=time_zone, at=at)


def is_quiet(quiet: QuietHours | None, *, time_zone: str, at: datetime) -> bool:
    """Whether their clocks show a quiet hour: when those are changed, the hours move with them."""
    if quiet is None:
        return False
    shown = at.astimezone(ZoneInfo(time_zone)).strftime("%H:%M")
    if quiet.begins < quiet.ends:
        return quiet.begins <= shown < quiet.ends
    return shown >= quiet.begins or shown < quiet.ends  # across midnight


def until_quiet(quiet: QuietHours | None, *, time_zone: str, at: datetime) -> timedelta | None:
    """How long it is until their clocks next show the beginning of a quiet time; None: they never do."""
    if quiet is None:
        return None
    hour, minute = map(int, quiet.begins.split(":"))
    here = at.astimezone(ZoneInfo(time_zone))
    begins = here.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
    if begins <= here:
        begins += timedelta(days=1)
    return max(begins.astimezone(UTC) - at, timedelta(minutes=1))
