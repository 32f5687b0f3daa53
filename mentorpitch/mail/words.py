"""What letters say, in one place. Never a word that somebody wrote in a pair."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from mentorpitch.mail.post import Invite, Letter
from mentorpitch.meetings.shapes import Kind
from mentorpitch.shapes import Person, UserId
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.store.mentorships import Pair
from mentorpitch.store.reminders import Standing

ROLE = {"mentor": "a mentor", "mentee": "a mentee", "manager": "one of those who run it"}
HOW: dict[Kind, str] = {
    "video": "by video",
    "sound": "by sound",
    "chat": "in the chat",
    "in_person": "in person",
}
PAGE = """<!doctype html>
<html lang="en">
<body style="margin:0;padding:24px;background:#faf9f5;color:#21302b;font:16px/1.5 sans-serif">
<div style="max-width:34rem;margin:auto;padding:24px;background:#fff;border:1px solid #dfddd4">
{paragraphs}
</div></body></html>
"""
BUTTON = (
    '<p><a href="{url}" style="display:inline-block;padding:10px 16px;border-radius:10px;background:#1b5e4a;'
    'color:#fff;font-weight:600;text-decoration:none">{label}</a></p>'
)
SMALL = '<p style="color:#5c6b65;font-size:14px">{}</p>'


def invitation(
    letter_id: str, *, to: str, by: str, programme: str, role: str, url: str, expires_at: datetime
) -> Letter:
    lead = f"{by} invites you to {programme}, as {ROLE[role]}."
    until = f"The link is for you alone, works once, and is good until {expires_at:%-d %B %Y}."
    ignore = "If you do not know what this is about, ignore it: nothing happens."
    return Letter(
        letter_id=letter_id,
        to=to,
        subject=f"{by} invites you to {programme}",
        text=f"{lead}\n\nAccept the invitation:\n{url}\n\n{until}\n{ignore}\n",
        html=_page(
            _said(lead),
            BUTTON.format(url=escape(url), label="Accept the invitation"),
            _said(until),
            _said(ignore),
        ),
    )


def reminder(
    letter_id: str,
    *,
    to: str,
    meeting: Standing,
    reader_id: UserId,
    with_details: bool,
    public_url: str,
    stop_url: str,
) -> Letter:
    """With whom and when; what the pair wrote of it, its title and its place, only `with_details`."""
    reader, other = next(pair for pair in meeting.people if pair[0].user_id == reader_id)
    lead = f"You and {other.name} meet {HOW[meeting.kind]}, for {meeting.minutes} minutes."
    when = _when(meeting.starts_at, reader, other)
    details = [each for each in (meeting.title, meeting.place) if each and with_details]
    if meeting.kind in ("video", "sound"):
        label, url = "Go to the room", f"{public_url}/m/{meeting.mentorship_id}/lobby"
    else:
        label, url = (
            "Open the meeting",
            f"{public_url}/m/{meeting.mentorship_id}/meetings/{meeting.meeting_id}",
        )
    said = "\n".join([lead, *when, *details])
    return Letter(
        letter_id=letter_id,
        to=to,
        subject=f"Meeting with {other.name}: {_day_and_clock(meeting.starts_at, reader)}",
        text=f"{said}\n\n{label}:\n{url}\n\n{_way_out_in_words(public_url, stop_url)}",
        html=_page(
            _said(lead),
            *(_said(line) for line in (*when, *details)),
            BUTTON.format(url=escape(url), label=label),
            _way_out(public_url, stop_url),
        ),
        stop_url=stop_url,
    )


def meeting_invitation(
    letter_id: str,
    *,
    to: str,
    meeting: StoredMeeting,
    pair: Pair,
    reader_id: UserId,
    with_details: bool,
    public_url: str,
    stop_url: str,
    reply_to: str | None,
    invite: Invite,
) -> Letter:
    """That a meeting was arranged, changed or cancelled, with what a calendar understands of it."""
    reader, other = pair.mentor, pair.mentee
    if reader.user_id != reader_id:
        reader, other = other, reader
    if meeting.cancelled_at:
        lead, first = f"Your meeting with {other.name} is cancelled.", "Cancelled: meeting"
    elif meeting.sequence:
        lead, first = f"Your meeting with {other.name} has changed. It is now:", "Changed: meeting"
    else:
        lead, first = f"You meet {other.name} {HOW[meeting.kind]}, for {meeting.minutes} minutes.", "Meeting"
    details = [each for each in (meeting.title, meeting.place) if each and with_details]
    again = ["It repeats; you hear of the next one in its time."] if meeting.series_id else []
    lines = [*_when(meeting.starts_at, reader, other), *details, *again]
    url = f"{public_url}/m/{meeting.mentorship_id}/meetings/{meeting.meeting_id}"
    said = "\n".join([lead, *lines])
    return Letter(
        letter_id=letter_id,
        to=to,
        subject=f"{first} with {other.name}, {_day_and_clock(meeting.starts_at, reader)}",
        text=f"{said}\n\nOpen the meeting:\n{url}\n\n{_way_out_in_words(public_url, stop_url)}",
        html=_page(
            _said(lead),
            *(_said(line) for line in lines),
            BUTTON.format(url=escape(url), label="Open the meeting"),
            _way_out(public_url, stop_url),
        ),
        invite=invite,
        reply_to=reply_to,
        stop_url=stop_url,
    )


def digest(
    letter_id: str,
    *,
    to: str,
    reader_id: UserId,
    messages: Sequence[tuple[str, int]],
    meetings: Sequence[Standing],
    owed: Sequence[str],
    often: str,
    public_url: str,
    stop_url: str,
) -> Letter:
    """Who wrote and how often, with whom one meets, what one owes; `owed` are sentences of `owes`."""
    count = sum(n for _, n in messages)
    who = messages[0][0] if len(messages) == 1 else f"{len(messages)} people"
    subject = f"{_counted(count, 'unread message', 'unread messages')} from {who}"
    lead = "While you were away:"
    lines = [f"{name}: {_counted(n, 'message', 'messages')}" for name, n in messages]
    ahead = []
    for meeting in meetings:
        reader, other = next(pair for pair in meeting.people if pair[0].user_id == reader_id)
        ahead.append(f"{_day_and_clock(meeting.starts_at, reader)}, with {other.name}, {HOW[meeting.kind]}")
    parts = [("", lines), ("You meet:", ahead), ("Waiting for you:", list(owed))]
    told = [(title, each) for title, each in parts if each]
    said = "\n\n".join("\n".join([*([title] if title else []), *each]) for title, each in told)
    why = f"This comes {often}, and only when there is something that you have not seen."
    return Letter(
        letter_id=letter_id,
        to=to,
        subject=subject,
        text=f"{lead}\n\n{said}\n\nOpen MentorPitch:\n{public_url}\n\n{why}\n"
        f"{_way_out_in_words(public_url, stop_url)}",
        html=_page(
            _said(lead),
            *(part for title, each in told for part in (*([_said(title)] if title else []), _list(each))),
            BUTTON.format(url=escape(public_url), label="Open MentorPitch"),
            SMALL.format(escape(why)),
            _way_out(public_url, stop_url),
        ),
        stop_url=stop_url,
    )


def owes(*, actions: int, words: int, pitches: int) -> list[str]:
    """What waits for somebody, in sentences; none for what does not."""
    sentences = (
        (actions, f"{_counted(actions, 'action', 'actions')} of yours, due within a week"),
        (words, f"Your word on {_counted(words, 'meeting', 'meetings')}"),
        (pitches, f"Your answer to {_counted(pitches, 'pitch', 'pitches')}"),
    )
    return [sentence for count, sentence in sentences if count]


def _counted(count: int, one: str, other: str) -> str:
    return f"{count} {one if count == 1 else other}"


def _list(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _way_out(public_url: str, stop_url: str) -> str:
    return SMALL.format(
        f'<a href="{escape(public_url)}/account">Choose which letters you get</a>, or '
        f'<a href="{escape(stop_url)}">get no more of them</a>.'
    )


def _way_out_in_words(public_url: str, stop_url: str) -> str:
    choose = f"Which letters you get is yours to choose: {public_url}/account"
    return f"{choose}\nNo more of these letters: {stop_url}\n"


def _when(at: datetime, reader: Person, other: Person) -> list[str]:
    """What the clocks show, the reader's first; once, where both show the same."""
    there = at.astimezone(ZoneInfo(other.time_zone))
    lines = [f"{_day_and_clock(at, reader)} in {_place(reader)}"]
    if other.time_zone != reader.time_zone:
        is_same_day = there.date() == at.astimezone(ZoneInfo(reader.time_zone)).date()
        theirs = f"{there:%H:%M}" if is_same_day else _day_and_clock(at, other)
        lines.append(f"For {other.name}: {theirs} in {_place(other)}")
    return lines


def _day_and_clock(at: datetime, person: Person) -> str:
    return f"{at.astimezone(ZoneInfo(person.time_zone)):%A %-d %B, %H:%M}"


def _place(person: Person) -> str:
    """Lisbon, of Europe/Lisbon."""
    return person.time_zone.rpartition("/")[2].replace("_", " ")


def _said(sentence: str) -> str:
    return f"<p>{escape(sentence)}</p>"


def _page(*paragraphs: str) -> str:
    return PAGE.format(paragraphs="\n".join(paragraphs))
