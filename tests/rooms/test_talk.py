"""Talk time from the levels that packets state: within 5 % of what was said, and nothing unless asked for."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.interface import Source, TalkCounted
from rooms.room import Room
from rooms.speakers import Speakers
from rooms.talk import PAUSE_S, TalkTime

PACKET_S = 0.02
QUIET_DBOV, FAN_DBOV = -90, -58


def syllables(rng, seconds):
    """Levels of a voice: four syllables a second, each with its dip, somewhat unsteady."""
    phase = rng.random()
    for n in range(round(seconds / PACKET_S)):
        swing = abs(((n * PACKET_S * 4 + phase) % 1) - 0.5) * 2  # 1 … 0 … 1
        yield round(-24 - 26 * swing**3 + rng.uniform(-3, 3))


def speech(rng, phrases, *, noise=QUIET_DBOV, dtx=False):
    """One person's packets as (time, level), and how long they spoke. `phrases`: (pause before, length)."""
    packets, now, spoken = [], 0.0, 0.0
    for pause, length in phrases:
        step = 20 if dtx else 1  # comfort noise, every 400 ms
        packets += [(now + n * PACKET_S, noise) for n in range(0, round(pause / PACKET_S), step)]
        now += round(pause / PACKET_S) * PACKET_S
        levels = list(syllables(rng, length))
        packets += [(now + n * PACKET_S, level) for n, level in enumerate(levels)]
        now += len(levels) * PACKET_S
        spoken += len(levels) * PACKET_S
    return packets, spoken


def count(people, *, rng=None, loss=0.0):
    """What is counted of (time, level) by name; settled each 100 ms as flows are, looked at each 20."""
    rng = rng or random.Random(1)
    speakers, talk = Speakers(), TalkTime()
    waiting = {who: list(reversed(packets)) for who, packets in people.items()}
    now, end, settles_at = 0.0, max(packets[-1][0] for packets in people.values()) + 2, 0.0
    while now < end:
        now += PACKET_S + rng.uniform(0, 0.004)
        if now >= settles_at:
            settles_at = now + 0.1
            for who, packets in waiting.items():
                loudest = -128
                while packets and packets[-1][0] <= now:
                    _, level = packets.pop()
                    loudest = max(loudest, level) if rng.random() >= loss else loudest
                if loudest > -128:
                    speakers.hear(who, loudest)
        speakers.poll(now)
        talk.hear(speakers.heard_at.items())
    return {who: spoken_ms / 1000 for who, spoken_ms in talk.spoken_ms().items()}


def phrases(rng, total_s, *, shortest=0.5, longest=9.0):
    """Pauses well beyond those that belong to a phrase, until so much was said."""
    said = []
    while sum(length for _, length in said) < total_s:
        said.append((rng.uniform(PAUSE_S + 0.4, 6), rng.uniform(shortest, longest)))
    return said


class TestWhatIsCounted:
    @pytest.mark.parametrize(
        ("what", "how"),
        [
            ("a quiet room", {}),
            ("a fan", {"noise": FAN_DBOV}),
            ("a sender that falls silent", {"dtx": True}),
        ],
    )
    @pytest.mark.parametrize("seed", range(3))
    def test_speech_within_five_per_cent(self, what, how, seed):
        rng = random.Random(seed)
        packets, spoken = speech(rng, phrases(rng, 120), **how)
        assert count({"ines": packets})["ines"] == pytest.approx(spoken, rel=0.05), what

    def test_many_short_answers(self):
        rng = random.Random(7)
        packets, spoken = speech(rng, phrases(rng, 60, shortest=0.4, longest=1.2))
        assert count({"ines": packets})["ines"] == pytest.approx(spoken, rel=0.05)

    def test_a_tenth_of_the_packets_lost(self):
        rng = random.Random(3)
        packets, spoken = speech(rng, phrases(rng, 120))
        assert count({"ines": packets}, loss=0.1)["ines"] == pytest.approx(spoken, rel=0.05)

    def test_two_at_once_are_both_heard_in_full(self):
        rng = random.Random(5)
        ines, ines_spoke = speech(rng, [(1, 30)])
        samuel, samuel_spoke = speech(rng, [(11, 30)])
        counted = count({"ines": ines, "samuel": samuel})
        assert counted["ines"] == pytest.approx(ines_spoke, rel=0.05)
        assert counted["samuel"] == pytest.approx(samuel_spoke, rel=0.05)

    def test_breath_belongs_to_what_is_said_and_waiting_for_an_answer_does_not(self):
        rng = random.Random(2)
        breathing, spoken = speech(rng, [(1, 4), *[(0.3, 4)] * 9])
        assert count({"ines": breathing})["ines"] == pytest.approx(spoken + 9 * 0.3, rel=0.05)
        waiting, spoken = speech(rng, [(1, 4), *[(1.2, 4)] * 9])
        assert count({"ines": waiting})["ines"] == pytest.approx(spoken, rel=0.05)

    def test_silence_a_fan_and_a_knock_are_nothing(self):
        fan = [(n * PACKET_S, FAN_DBOV) for n in range(500)]
        assert count({"fan": fan}) == {}
        knock = [(n * PACKET_S, -10 if n == 250 else QUIET_DBOV) for n in range(500)]
        assert count({"knock": knock}).get("knock", 0) == 0

    @settings(max_examples=15, deadline=None)
    @given(st.integers(0, 2**32), st.floats(40, 90), st.booleans())
    def test_whoever_speaks_however_it_is_within_five_per_cent(self, seed, total_s, dtx):
        rng = random.Random(seed)
        packets, spoken = speech(rng, phrases(rng, total_s), dtx=dtx)
        assert count({"one": packets}, rng=rng)["one"] == pytest.approx(spoken, rel=0.05)

    @given(st.lists(st.floats(0, 100), min_size=1, max_size=50))
    def test_nobody_speaks_longer_than_time_passes(self, moments):
        talk, moments = TalkTime(), sorted(moments)
        for at in moments:
            talk.hear([("one", at), ("two", at)])
            talk.hear([("one", at)])  # told twice is heard once
        counted = talk.spoken_ms()
        assert counted.get("one", 0) == counted.get("two", 0) <= 1000 * (moments[-1] - moments[0]) + 1


class TestTheRoom:
    def test_it_counts_nothing_unless_it_is_asked_to(self, monkeypatch):
        monkeypatch.setattr(TalkTime, "hear", lambda *_: pytest.fail("it counted"))
        told = []
        room = Room("r", told.append)
        room.speakers.hear("ann", -20)
        for step in range(200):
            room.tick(1.0 + step / 50)
        assert not [event for event in told if isinstance(event, TalkCounted)]

    async def test_it_tells_the_subjects_time_while_it_counts_and_forgets_it_afterwards(self, house):
        ann = await house.client("ann", on=frozenset({Source.MICROPHONE}))
        await house.rooms.count_talk("elsewhere", counting=True)
        await house.rooms.count_talk("room", counting=True)
        room = next(iter(house.rooms._rooms.values()))
        start = house.rooms._shared.clock()
        for step in range(101):
            room.speakers.hear(ann.peer_id, -20)
            with house.rooms._holding:
                room.tick(start + step / 10)
        counted = house.told(TalkCounted)
        assert counted[-1].spoken_ms["ann"] == pytest.approx(9_000, abs=1_000)
        assert len(counted) <= 5
        await house.rooms.count_talk("room", counting=False)
        before = len(house.told(TalkCounted))
        with house.rooms._holding:
            room.tick(start + 60)
        await house.rooms.leave(ann.peer_id)
        assert len(house.told(TalkCounted)) == before
