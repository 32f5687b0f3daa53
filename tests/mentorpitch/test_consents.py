"""The consent ledger: every yes and every withdrawal, in a chain that only grows and shows who touched it."""

import contextlib
import json
import random
import sqlite3
import subprocess
import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorpitch.bots import bots, guests
from mentorpitch.consents import ledger
from mentorpitch.consents.chain import append, canonical, find_break
from mentorpitch.consents.shapes import ConsentWords
from mentorpitch.errors import NotFound, Problem
from mentorpitch.reminders import reminders
from mentorpitch.reminders.reminders import ChangeChoice
from mentorpitch.reminders.unsubscribing import unsubscribe, unsubscribe_path
from mentorpitch.store import consents as consents_store
from tests.served import ROOT
from tests.world import NOON

VERIFIER = ROOT / "examples" / "python" / "verify_consents.py"
CHAIN = "mentorship:m1"


def chain_of(*said, chain=CHAIN):
    """Entries by (who, given, what)."""
    entries = []
    for who, is_given, what in said:
        entries.append(
            append(
                entries[-1] if entries else None,
                chain=chain,
                user_id=who,
                consent="bot",
                given=is_given,
                about="b1",
                words=ConsentWords(salt="s", who=who, what=what, terms=("chat:read",)),
                at=NOON,
            )
        )
    return entries


FIVE = chain_of(*[("ines", n % 2 == 0, f"Echo {n}") for n in range(5)])


@pytest.fixture
async def pair(world):
    return await world.mentorship()


async def of_pair(world, pair):
    return (await ledger.get_of_pair(world.db, pair.mentee, pair.mentorship_id)).entries


def said(entries):
    return [(e.body.user_id, e.body.consent, e.body.given, e.body.about) for e in entries]


class TestTheChain:
    def test_one_that_nobody_touched_is_whole(self):
        assert find_break(CHAIN, FIVE) is None
        assert find_break(CHAIN, []) is None

    @pytest.mark.parametrize(
        "change",
        [
            {"given": False},
            {"user_id": "other"},
            {"at": "2020-01-01T00:00:00.000Z"},
            {"seq": 7},
            {"about": ""},
        ],
    )
    def test_an_entry_that_was_changed_is_found_where_it_stands(self, change):
        touched = list(FIVE)
        touched[2] = msgspec.structs.replace(FIVE[2], body=msgspec.structs.replace(FIVE[2].body, **change))
        assert find_break(CHAIN, touched) == 3

    def test_changed_words_are_found_and_erased_ones_are_none(self):
        other = msgspec.structs.replace(FIVE[1].words, what="Something else")
        assert find_break(CHAIN, [FIVE[0], msgspec.structs.replace(FIVE[1], words=other)]) == 2
        assert find_break(CHAIN, [msgspec.structs.replace(entry, words=None) for entry in FIVE]) is None

    def test_what_was_taken_out_swapped_or_doubled_is_found(self):
        assert find_break(CHAIN, [FIVE[0], *FIVE[2:]]) == 2
        assert find_break(CHAIN, [*FIVE[:3], FIVE[4], FIVE[3]]) == 4
        assert find_break(CHAIN, [*FIVE[:2], *FIVE[1:]]) == 3

    def test_another_pairs_ledger_is_not_this_ones(self):
        assert find_break("mentorship:m2", FIVE) == 1

    @given(st.text(), st.text(), st.lists(st.text()))
    def test_canonical_is_what_every_language_writes_that_sorts_its_names(self, who, what, terms):
        """RFC 8785, 3.2.2.2: as ECMAScript writes strings; Python's json does the same for these values."""
        words = ConsentWords(salt="s", who=who, what=what, terms=tuple(terms))
        plain = json.dumps(
            msgspec.to_builtins(words), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        )
        assert canonical(words) == plain.encode()


class TestWhatIsNoted:
    async def test_both_yeses_to_a_bot_and_its_withdrawal(self, world, pair):
        bot = await world.bot(pair.mentee, "chat:write", within=pair, name="Timer")
        place = (pair.mentorship_id, bot.user_id)
        for _ in range(2):  # twice is once
            await guests.withdraw(world.db, pair.mentor, *place, announce=world.announce, clock=world.clock)
        entries = await of_pair(world, pair)
        assert said(entries) == [
            (pair.mentee.user_id, "bot", True, bot.user_id),
            (pair.mentor.user_id, "bot", True, bot.user_id),
            (pair.mentor.user_id, "bot", False, bot.user_id),
        ]
        assert (entries[0].words.what, entries[0].words.terms) == ("Timer", ("chat:write",))
        assert find_break(ledger.of_pair(pair.mentorship_id), entries) is None

    async def test_a_bot_that_is_retired_is_withdrawn_from_every_pair(self, world, pair):
        bot = await world.bot(pair.mentee, "chat:write", within=pair)
        world.announced.clear()
        await bots.retire(world.db, pair.mentee, bot.user_id, announce=world.announce, clock=world.clock)
        assert said(await of_pair(world, pair))[-1] == (pair.mentee.user_id, "bot", False, bot.user_id)
        [told] = [each for each in world.announced if getattr(each, "event", "") == "consent_noted"]
        assert set(told.user_ids) == {pair.mentor.user_id, pair.mentee.user_id}

    async def test_letters_and_what_they_carry_stand_in_ones_own_ledger(self, world, pair):
        how = {"announce": world.announce, "clock": world.clock}
        change = ChangeChoice(day_mail=False, details_outside=True, soon_app=False)
        for _ in range(2):
            await reminders.choose(world.db, pair.mentor, change, **how)
        async with world.db.read() as tx:
            token = (await unsubscribe_path(tx, pair.mentor.user_id)).removeprefix("/unsubscribe/")
        await unsubscribe(world.db, token, **how)
        mine = (await ledger.get_mine(world.db, pair.mentor)).entries
        assert [(e.body.consent, e.body.about, e.body.given) for e in mine] == [
            ("mail", "day", False),
            ("details_outside", "", True),
            ("mail", "soon", False),
            ("mail", "invitations", False),
        ]
        assert (await ledger.get_mine(world.db, pair.mentee)).entries == ()
        assert await of_pair(world, pair) == ()

    async def test_a_calendars_address(self, world, door):
        someone = await world.user()
        await door.ask("PUT", "/api/me/calendar", {"revision": 0}, by=someone)
        await door.ask("DELETE", "/api/me/calendar", by=someone)
        mine = (await ledger.get_mine(world.db, someone)).entries
        assert [(e.body.consent, e.body.given) for e in mine] == [
            ("calendar_feed", True),
            ("calendar_feed", False),
        ]

    async def test_a_yes_can_be_said_fifty_times_a_day_and_taken_back_always(self, world, pair):
        how = {"announce": world.announce, "clock": world.clock}
        for _ in range(ledger.MOST_YESES):
            await reminders.choose(world.db, pair.mentor, ChangeChoice(details_outside=True), **how)
            await reminders.choose(world.db, pair.mentor, ChangeChoice(details_outside=False), **how)
        with pytest.raises(Problem) as refused:
            await reminders.choose(world.db, pair.mentor, ChangeChoice(details_outside=True), **how)
        assert refused.value.code == "rate_limited"
        await reminders.choose(world.db, pair.mentor, ChangeChoice(day_mail=False), **how)
        world.clock.advance(days=1, seconds=1)
        await reminders.choose(world.db, pair.mentor, ChangeChoice(details_outside=True), **how)
        chain = ledger.of_person(pair.mentor.user_id)
        assert find_break(chain, (await ledger.get_mine(world.db, pair.mentor)).entries) is None


class TestNobodyChangesIt:
    def test_the_store_has_no_way_to(self):
        public = {name for name in vars(consents_store) if name.islower() and not name.startswith("_")}
        does = {name for name in public if callable(getattr(consents_store, name))}
        ours = {n for n in does if getattr(consents_store, n).__module__ == consents_store.__name__}
        assert ours == {"add", "find_last", "list_of", "count_given", "list_chains", "erase_words_of"}

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE consents SET given = 0",
            "DELETE FROM consents",
            "DELETE FROM consents WHERE seq = 2",
            "UPDATE consent_words SET words = '{}'",
        ],
    )
    async def test_the_database_refuses_to(self, world, pair, statement):
        await world.bot(pair.mentee, "chat:write", within=pair)
        before = await of_pair(world, pair)
        refused = pytest.raises(sqlite3.IntegrityError, match="only grows")
        with contextlib.closing(sqlite3.connect(world.db.path)) as raw, refused:
            raw.execute(statement)
        assert await of_pair(world, pair) == before

    async def test_who_gets_around_that_is_found(self, world, pair):
        await world.bot(pair.mentee, "chat:write", within=pair)
        assert await ledger.find_broken(world.db) == (1, [])
        with contextlib.closing(sqlite3.connect(world.db.path)) as raw:
            raw.execute("DROP TRIGGER consents_stay")
            raw.execute("UPDATE consents SET given = 0 WHERE seq = 2")
            raw.commit()
        assert await ledger.find_broken(world.db) == (1, [f"mentorship:{pair.mentorship_id} at 2"])


class TestErasure:
    async def test_the_words_go_and_the_chain_stays(self, world, pair):
        mentee = await world.user("Inês Duarte", email="ines@world.example")
        theirs = await world.mentorship(mentee=mentee)
        await world.bot(mentee, "chat:write", within=theirs, name="Timer")
        assert await ledger.erase_words(world.db, "ines@world.example") == 1
        first, second = await of_pair(world, theirs)
        assert (first.words, second.words is None) == (None, False)
        assert find_break(ledger.of_pair(theirs.mentorship_id), (first, second)) is None
        with contextlib.closing(sqlite3.connect(world.db.path)) as raw:
            assert "Inês" not in repr(raw.execute("SELECT * FROM consent_words").fetchall())
        with pytest.raises(NotFound):
            await ledger.erase_words(world.db, "nobody@world.example")

    async def test_a_closed_account_changes_nothing_in_it(self, world, door, pair):
        admin = await world.user(is_admin=True)
        await world.bot(pair.mentee, "chat:write", within=pair)
        before = await of_pair(world, pair)
        await door.post(f"/api/users/{pair.mentor.user_id}/ban", by=admin)
        assert await of_pair(world, pair) == before


class TestTheExport:
    def verify(self, *paths):
        return subprocess.run(
            [sys.executable, "-I", str(VERIFIER), *map(str, paths)],
            capture_output=True,
            text=True,
            check=False,
        )

    async def test_it_is_verified_by_a_stranger(self, world, door, pair, tmp_path):
        bot = await world.bot(pair.mentee, "chat:write", within=pair, name='Écho "\\\\" 🎈')
        path = f"/api/mentorships/{pair.mentorship_id}/consents"
        earlier, later, forged = [tmp_path / f"{name}.json" for name in ("earlier", "later", "forged")]
        earlier.write_bytes((await door.get(path, by=pair.mentor)).raw)
        await door.ask("DELETE", f"/api/mentorships/{pair.mentorship_id}/bots/{bot.user_id}", by=pair.mentor)
        answer = await door.get(path, by=pair.mentee)
        assert answer.json == (await door.get(path, by=pair.mentor)).json
        later.write_bytes(answer.raw)
        good = self.verify(later, earlier)
        assert (good.returncode, good.stdout[:16]) == (0, "3 entries, whole"), good.stderr
        assert self.verify(earlier, later).returncode == 1
        changed = answer.json
        entry = random.Random(5).choice(changed["entries"])
        entry["body"]["given"] = not entry["body"]["given"]
        forged.write_text(json.dumps(changed))
        assert "was changed" in self.verify(forged).stderr


class TestTheCommandLine:
    def run(self, world, *said):
        config = world.db.path.with_name("config.toml")
        config.write_text(f'[store]\npath = "{world.db.path.name}"\n')
        command = [sys.executable, str(ROOT / "server.py"), "consents", *said, "--config", str(config)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    async def test_whoever_runs_the_server_verifies_all_ledgers_and_erases_words(self, world, pair):
        mentee = await world.user("Inês Duarte", email="ines@world.example")
        await world.bot(mentee, "chat:write", within=await world.mentorship(mentee=mentee))
        erased = self.run(world, "erase-words", "Ines@world.example")
        assert (erased.returncode, erased.stdout) == (0, "1 entries without words\n"), erased.stderr
        whole = self.run(world, "verify")
        assert (whole.returncode, whole.stdout) == (0, "1 of 1 ledgers are whole\n"), whole.stderr
        with contextlib.closing(sqlite3.connect(world.db.path)) as raw:
            raw.execute("DROP TRIGGER consents_stay")
            raw.execute("UPDATE consents SET given = 0 WHERE seq = 2")
            raw.commit()
        broken = self.run(world, "verify")
        assert (broken.returncode, broken.stdout.splitlines()[-1]) == (1, "0 of 1 ledgers are whole")
