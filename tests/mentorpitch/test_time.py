"""Time as people arrange it, over every zone of the world and both edges of summer time: one set of claims.

What a clock shows and which instant that is; a meeting from upcoming to past; one that repeats; its
reminders. Half of what is tried lies at the edges of a zone: where clocks jump by an hour, by half an hour
(Lord Howe) or over a whole day (Samoa, 2011). `make soak` tries thirty times as much.
"""

import itertools
import os
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import msgspec
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from mentorpitch.errors import Invalid
from mentorpitch.meetings.local_time import FORM, instant_of, local_of, next_turn, parse_local, state_of
from mentorpitch.meetings.series import AHEAD, local_start, missing, times
from mentorpitch.reminders.due import BEFORE, due, planned
from mentorpitch.store.meetings import Series

EXAMPLES = 50 * int(os.environ.get("EXPLORE", "3"))
ZONES = sorted(available_timezones() - {"localtime"})
ODD_ZONES = [  # half hours, three quarters, half an hour of summer time, a day that never was
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Eucla",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Marquesas",
]
SPRING = ("Europe/Lisbon", "2027-03-28T01:30")  # at 01:00 clocks go to 02:00
AUTUMN = ("Europe/Lisbon", "2026-10-25T01:30")  # at 02:00 clocks go back to 01:00
FIRST, LAST = datetime(2011, 1, 1, tzinfo=UTC), datetime(2032, 12, 31, tzinfo=UTC)
A_MOMENT = timedelta(milliseconds=1)

tried = settings(max_examples=EXAMPLES, deadline=None)  # a zone is read from its file once
zones = st.one_of(st.sampled_from(ZONES), st.sampled_from(ODD_ZONES))
instants = st.integers(0, int((LAST - FIRST).total_seconds() / 60)).map(
    lambda minutes: FIRST + timedelta(minutes=minutes)
)
lengths = st.integers(5, 480)  # of a meeting, in minutes


class Edge(msgspec.Struct, frozen=True):
    """An instant at which the clocks of a zone jump, and how far ahead of UTC they are on either side."""

    at: datetime
    before: timedelta
    after: timedelta


@cache
def edges(zone):
    """All that lie between FIRST and LAST, to the minute."""

    def offset(at):
        return at.astimezone(ZoneInfo(zone)).utcoffset()

    found, at = [], FIRST
    while at < LAST:
        until = at + timedelta(days=7)
        if offset(at) != offset(until):
            low, high = at, until
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) // 2 // timedelta(minutes=1) * timedelta(minutes=1)
                low, high = (low, middle) if offset(middle) != offset(at) else (middle, high)
            found.append(Edge(high, offset(at), offset(high)))
        at = until
    return found


@st.composite
def places_and_edges(draw):
    """A zone and one of its edges."""
    zone = draw(zones)
    assume(edges(zone))
    return zone, draw(st.sampled_from(edges(zone)))


@st.composite
def places_and_instants(draw):
    """A zone and an instant: any, or one within two days of an edge."""
    zone, at = draw(zones), draw(instants)
    if edges(zone) and draw(st.booleans()):
        edge = draw(st.sampled_from(edges(zone)))
        at = edge.at + timedelta(minutes=draw(st.integers(-2_880, 2_880)))
    return zone, at


def shown(at, zone):
    """The wall time, without a zone; what `local_of` writes."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def exists(local, zone):
    """Whether a clock there ever shows this time."""
    there = local.replace(tzinfo=ZoneInfo(zone))
    return shown(there.astimezone(UTC), zone) == local


def a_rule(zone, anchor, *, every_weeks=1, made_n=-1, last_n=None):
    return Series(
        series_id="s",
        mentorship_id="m",
        created_by="u",
        title="Talk",
        kind="video",
        place=None,
        time_zone=zone,
        minutes=30,
        every_weeks=every_weeks,
        anchor_n=0,
        anchor_local=anchor.strftime(FORM),
        made_n=made_n,
        last_n=last_n,
    )


# ── What clocks show ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("zone", "local", "instant", "then_shown"),
    [
        (*SPRING, "2027-03-28T01:30Z", "2027-03-28T02:30"),
        (*AUTUMN, "2026-10-25T00:30Z", "2026-10-25T01:30"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45Z", "2026-10-04T02:45"),
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T19:00Z", "2011-12-31T09:00"),
        ("Asia/Kathmandu", "2028-02-29T23:59", "2028-02-29T18:14Z", "2028-02-29T23:59"),
        ("Pacific/Chatham", "2027-01-01T00:00", "2026-12-31T10:15Z", "2027-01-01T00:00"),
    ],
)
def test_the_times_that_calendars_argue_about(zone, local, instant, then_shown):
    found = instant_of(parse_local(local), zone)
    assert found == datetime.fromisoformat(instant)
    assert local_of(found, zone) == then_shown


@tried
@given(places_and_edges(), st.data())
def test_where_clocks_jump_a_time_is_read_with_the_offset_from_before(place, data):
    """What they leap over is as much later as they leap; of what they show twice it is the first."""
    zone, edge = place
    first, last = sorted((edge.before, edge.after))
    local = (edge.at + first).replace(tzinfo=None) + timedelta(
        minutes=data.draw(st.integers(0, int((last - first).total_seconds()) // 60 - 1))
    )
    found = instant_of(local, zone)
    assert found == local.replace(tzinfo=UTC) - edge.before
    if edge.after > edge.before:
        assert not exists(local, zone)
        assert shown(found, zone) == local + (edge.after - edge.before)
    else:
        assert shown(found, zone) == shown(found + (edge.before - edge.after), zone) == local


@tried
@given(places_and_instants())
def test_what_clocks_show_leads_back_to_an_instant_at_which_they_show_it(place):
    zone, at = place
    local = local_of(at, zone)
    back = instant_of(parse_local(local), zone)
    assert local_of(back, zone) == local
    assert back <= at.replace(second=0)


@pytest.mark.parametrize("text", ["2026-13-01T10:00", "2026-02-29T10:00", "2026-01-01T24:00", "2026-01-01"])
def test_what_no_calendar_has_is_refused(text):
    with pytest.raises(Invalid):
        parse_local(text)


# ── A meeting, from upcoming to past ─────────────────────────────────────────


@tried
@given(places_and_instants(), lengths, instants)
def test_a_meeting_is_upcoming_then_current_then_past_and_turns_exactly_there(place, length, at):
    zone, when = place
    starts_at = instant_of(shown(when, zone), zone)
    ends_at = starts_at + timedelta(minutes=length)
    turns, now = [], min(at, starts_at - timedelta(minutes=1))
    states = [state_of(starts_at, ends_at, cancelled=False, at=now)]
    while turn := next_turn(starts_at, ends_at, at=now):
        assert state_of(starts_at, ends_at, cancelled=False, at=turn - A_MOMENT) == states[-1]
        states.append(state_of(starts_at, ends_at, cancelled=False, at=turn))
        turns.append(turn)
        now = turn
    assert states == ["upcoming", "current", "past"]
    assert turns == [starts_at, ends_at]
    assert state_of(starts_at, ends_at, cancelled=True, at=at) == "cancelled"


# ── One that repeats ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(("zone", "local"), [SPRING, AUTUMN])
def test_weekly_at_half_past_one_comes_back_to_half_past_one_after_the_edge(zone, local):
    rule = a_rule(zone, parse_local(local) - timedelta(weeks=3))
    clocks = [local_of(times(rule, n)[0], zone)[11:] for n in range(7)]
    assert clocks[:3] + clocks[4:] == ["01:30"] * 6
    assert clocks[3] == ("02:30" if (zone, local) == SPRING else "01:30")


@tried
@given(places_and_instants(), st.integers(0, 10))
@example(("Europe/Lisbon", datetime(2028, 2, 1, tzinfo=UTC)), 0)  # over a leap day
@example(("Asia/Kolkata", datetime(2026, 12, 10, tzinfo=UTC)), 0)  # over a year's end
@example(("Pacific/Apia", datetime(2011, 12, 2, tzinfo=UTC)), 0)  # a Friday that never was
def test_weekly_at_nine_stays_at_nine_on_the_same_weekday_through_both_edges(place, weeks_before):
    zone, at = place
    first = shown(at, zone).replace(hour=9, minute=0) - timedelta(weeks=weeks_before)
    rule = a_rule(zone, first)
    for n in range(2 * AHEAD):
        wanted = first + timedelta(weeks=n)
        found = shown(times(rule, n)[0], zone)
        assert found == wanted or not exists(wanted, zone)
        assert found - wanted in (timedelta(0), timedelta(minutes=30), timedelta(hours=1), timedelta(days=1))


@tried
@given(places_and_instants(), st.integers(1, 4), st.integers(0, 120))
def test_every_meeting_of_a_series_is_on_its_own_at_that_time_on_the_clock(place, every_weeks, n):
    zone, at = place
    rule = a_rule(zone, shown(at, zone), every_weeks=every_weeks)
    wanted = shown(at, zone) + timedelta(weeks=n * every_weeks)
    assert local_start(rule, n) == wanted
    starts_at, ends_at = times(rule, n)
    assert starts_at == instant_of(wanted, zone)
    assert ends_at - starts_at == timedelta(minutes=30)  # real ones, whatever clocks do meanwhile
    assert times(rule, n + 1)[0] > starts_at


@tried
@given(places_and_instants(), st.integers(0, 400), st.one_of(st.none(), st.integers(1, 30)))
def test_a_series_stands_ahead_and_asks_for_nothing_once_it_is_made(place, days, last_n):
    zone, when = place
    rule = a_rule(zone, shown(when, zone), last_n=last_n)
    at = times(rule, 0)[0] + timedelta(days=days - 30)
    made = missing(rule, at=at)
    assert all(times(rule, n)[1] > at for n in made)
    ahead = [n for n in made if times(rule, n)[0] > at]
    still_to_come = [n for n in range((last_n or 100) + 1) if times(rule, n)[0] > at]
    assert ahead == still_to_come[: max(AHEAD, len(ahead))]
    assert len(ahead) >= min(AHEAD, len(still_to_come))
    if made:
        assert missing(msgspec.structs.replace(rule, made_n=made[-1]), at=at) == []


# ── Its reminders ────────────────────────────────────────────────────────────

leads = st.integers(-600, 4 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@tried
@given(places_and_instants())
def test_a_reminder_comes_a_day_or_ten_minutes_of_real_time_before_whatever_clocks_do(place):
    zone, when = place
    starts_at = instant_of(shown(when, zone), zone)
    times_of = planned(starts_at, at=starts_at - timedelta(days=30))
    assert {which: starts_at - at for which, at in times_of.items()} == {
        "day": timedelta(hours=24),
        "soon": timedelta(minutes=10),
    }
    for which, at in times_of.items():
        assert due(starts_at, at=at) == which
        assert due(starts_at, at=at - A_MOMENT) != which


@tried
@given(places_and_instants(), leads)
def test_a_meeting_has_the_reminders_that_still_lie_ahead_when_it_is_arranged(place, lead):
    zone, when = place
    starts_at = instant_of(shown(when, zone), zone)
    at = starts_at - lead
    assert planned(starts_at, at=at) == {
        which: starts_at - before for which, before in BEFORE.items() if lead > before
    }
    assert all(at < time < starts_at for time in planned(starts_at, at=at).values())


@tried
@given(places_and_instants(), st.lists(leads, max_size=12))
def test_whenever_somebody_looks_each_reminder_is_right_once_in_their_order_and_never_late(place, looks):
    """A server that runs looks all the time; one that was down looks once it is up again."""
    zone, when = place
    starts_at = instant_of(shown(when, zone), zone)
    found = [due(starts_at, at=starts_at - lead) for lead in sorted(looks, reverse=True)]
    given_in_order = [which for which, _ in itertools.groupby(found) if which]
    assert given_in_order == sorted(set(given_in_order), key=list(BEFORE).index)
    for lead, which in zip(sorted(looks, reverse=True), found, strict=True):
        assert (which is None) == (lead <= timedelta(0) or lead > BEFORE["day"])


@tried
@given(places_and_instants(), leads, st.integers(-3_000, 3_000))
def test_a_meeting_that_moves_takes_its_reminders_along(place, lead, by):
    zone, when = place
    starts_at = instant_of(shown(when, zone), zone)
    moved = instant_of(shown(when, zone) + timedelta(minutes=by), zone)
    at = starts_at - lead
    before, after = planned(starts_at, at=at), planned(moved, at=at)
    for which in before.keys() & after.keys():
        assert after[which] - before[which] == moved - starts_at
    for which in before.keys() - after.keys():  # it moved so near that nobody needs to be told
        assert moved - BEFORE[which] <= at


@tried
@given(places_and_instants(), st.integers(0, 60))
def test_each_meeting_of_a_series_has_reminders_of_its_own_across_both_edges(place, n):
    zone, when = place
    rule = a_rule(zone, shown(when, zone))
    one, following = times(rule, n)[0], times(rule, n + 1)[0]
    at = one - timedelta(days=3)
    assert set(planned(one, at=at).values()).isdisjoint(planned(following, at=at).values())
    assert max(planned(one, at=at).values()) < min(planned(following, at=at).values())
