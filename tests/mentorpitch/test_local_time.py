"""Time on people's clocks, over every zone and both edges of summer time."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorpitch.errors import Invalid
from mentorpitch.meetings.local_time import FORM, instant_of, local_of, next_turn, parse_local, state_of
from mentorpitch.meetings.series import AHEAD, local_start, missing, times
from mentorpitch.store.meetings import Series

ZONES = sorted(available_timezones() - {"localtime"})
SPRING = ("Europe/Lisbon", "2027-03-28T01:30")  # at 01:00 clocks go to 02:00
AUTUMN = ("Europe/Lisbon", "2026-10-25T01:30")  # at 02:00 clocks go back to 01:00

zones = st.sampled_from(ZONES)
# As a clock shows them, without a zone; "2024-01-01T00:00" and so many minutes later.
minutes = st.integers(0, 7 * 366 * 24 * 60).map(
    lambda later: parse_local("2024-01-01T00:00") + timedelta(minutes=later)
)
instants = minutes.map(lambda time: time.replace(tzinfo=UTC))


def exists(local, zone):
    """Whether a clock there ever shows this time."""
    there = local.replace(tzinfo=ZoneInfo(zone))
    return there.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local


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
        anchor_local=anchor,
        made_n=made_n,
        last_n=last_n,
    )


def test_a_time_that_does_not_exist_is_read_with_the_offset_from_before():
    zone, local = SPRING
    instant = instant_of(parse_local(local), zone)
    assert instant == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert local_of(instant, zone) == "2027-03-28T02:30"


def test_a_time_that_happens_twice_is_the_first():
    zone, local = AUTUMN
    instant = instant_of(parse_local(local), zone)
    assert instant == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant + timedelta(hours=1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert local_of(instant + timedelta(hours=1), zone) == local


@settings(deadline=None)  # a zone is read from its file once
@given(zones, minutes)
def test_a_time_that_clocks_show_is_the_instant_at_which_they_first_do(zone, local):
    instant = instant_of(local, zone)
    shown = local_of(instant, zone)
    if exists(local, zone):
        assert shown == local.strftime(FORM)
        for before in (timedelta(minutes=30), timedelta(hours=1), timedelta(hours=2)):
            assert local_of(instant - before, zone) != shown
    else:
        assert shown > local.strftime(FORM)


@settings(deadline=None)  # a zone is read from its file once
@given(zones, instants)
def test_what_clocks_show_leads_back_to_an_instant_at_which_they_show_it(zone, instant):
    shown = local_of(instant, zone)
    assert local_of(instant_of(parse_local(shown), zone), zone) == shown


@pytest.mark.parametrize("anchor", ["2026-10-15T09:00", "2027-03-18T09:00"])
@pytest.mark.parametrize("zone", ["Europe/Lisbon", "America/New_York", "Australia/Sydney", "Africa/Nairobi"])
def test_weekly_at_nine_stays_at_nine_through_both_edges(zone, anchor):
    rule = a_rule(zone, anchor)
    shown = [local_of(times(rule, n)[0], zone) for n in range(30)]
    assert {time[11:] for time in shown} == {"09:00"}
    days = [parse_local(time) for time in shown]
    assert {later - earlier for earlier, later in itertools.pairwise(days)} == {timedelta(weeks=1)}


@pytest.mark.parametrize(("zone", "local"), [SPRING, AUTUMN])
def test_weekly_at_half_past_one_comes_back_to_half_past_one_after_the_edge(zone, local):
    before = parse_local(local) - timedelta(weeks=3)
    rule = a_rule(zone, before.strftime(FORM))
    shown = [local_of(times(rule, n)[0], zone) for n in range(7)]
    assert [time[11:] for n, time in enumerate(shown) if n != 3] == ["01:30"] * 6
    assert shown[3][11:] == ("02:30" if (zone, local) == SPRING else "01:30")


@settings(deadline=None)  # a zone is read from its file once
@given(zones, minutes, st.integers(1, 4), st.integers(0, 120))
def test_every_meeting_of_a_series_is_on_its_own_at_that_time_on_the_clock(zone, local, every_weeks, n):
    rule = a_rule(zone, local.strftime(FORM), every_weeks=every_weeks)
    starts_at, ends_at = times(rule, n)
    wanted = local + timedelta(weeks=n * every_weeks)
    assert local_start(rule, n) == wanted
    assert starts_at == instant_of(wanted, zone)
    assert ends_at - starts_at == timedelta(minutes=30)
    assert times(rule, n + 1)[0] > starts_at


@settings(deadline=None)  # a zone is read from its file once
@given(zones, minutes, st.integers(0, 400), st.one_of(st.none(), st.integers(1, 30)))
def test_a_series_stands_ahead_and_asks_for_nothing_once_it_is_made(zone, local, days, last_n):
    rule = a_rule(zone, local.strftime(FORM), last_n=last_n)
    at = times(rule, 0)[0] + timedelta(days=days - 30)
    made = missing(rule, at=at)
    assert all(times(rule, n)[1] > at for n in made)
    ahead = [n for n in made if times(rule, n)[0] > at]
    still_to_come = [n for n in range((last_n or 200) + 1) if times(rule, n)[0] > at]
    assert ahead == still_to_come[: max(AHEAD, len(ahead))]
    assert len(ahead) >= min(AHEAD, len(still_to_come))
    if made:
        assert missing(a_rule(zone, local.strftime(FORM), last_n=last_n, made_n=made[-1]), at=at) == []


@settings(deadline=None)  # a zone is read from its file once
@given(instants, st.integers(5, 480), instants)
def test_a_meeting_is_upcoming_then_current_then_past_and_turns_exactly_there(starts_at, length, at):
    ends_at = starts_at + timedelta(minutes=length)
    turns, now = [], min(at, starts_at - timedelta(minutes=1))
    states = [state_of(starts_at, ends_at, cancelled=False, at=now)]
    while turn := next_turn(starts_at, ends_at, at=now):
        just_before = turn - timedelta(milliseconds=1)
        assert state_of(starts_at, ends_at, cancelled=False, at=just_before) == states[-1]
        states.append(state_of(starts_at, ends_at, cancelled=False, at=turn))
        turns.append(turn)
        now = turn
    assert states == ["upcoming", "current", "past"]
    assert turns == [starts_at, ends_at]
    assert state_of(starts_at, ends_at, cancelled=True, at=at) == "cancelled"


@pytest.mark.parametrize("text", ["2026-13-01T10:00", "2026-02-29T10:00", "2026-01-01T24:00", "2026-01-01"])
def test_what_no_calendar_has_is_refused(text):
    with pytest.raises(Invalid):
        parse_local(text)
