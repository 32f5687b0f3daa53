"""From a pitch to a pair: a mentee asks a mentor, or a manager suggests two to each other.

Nobody is obliged. A pitch is between the two; a manager sees what became of their own suggestion, and no
word of it. The last yes makes the pair in the transaction that checks that the mentor has a place.
"""

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from mentorpitch.access import access_pitch, access_programme, ensure_no_block
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, MentorshipCreated, Told
from mentorpitch.errors import Conflict, Forbidden, Invalid
from mentorpitch.ids import new_id
from mentorpitch.mentorships.mentorships import begin, ensure_may_pair
from mentorpitch.mentorships.shapes import MentorProfile, Pitch, PitchChanged, PitchId, SuggestionOverview
from mentorpitch.programmes.telling import programme_changed
from mentorpitch.repeats import ensure_repeat, fingerprint
from mentorpitch.shapes import ConversationId, Id, Note, ProgrammeId, Shape, UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store import concerns as concerns_store
from mentorpitch.store import conversations as conversations_store
from mentorpitch.store import pitches as pitches_store
from mentorpitch.store import profiles as profiles_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.pitches import WAITING, NewRow
from mentorpitch.texts import any_text, some_text

MOST_WAITING = 5  # pitches of one mentee: each of them asks for somebody's time

Words = Annotated[str, Meta(min_length=1, max_length=2_000)]


class NewPitch(Shape, frozen=True):
    """The same client_id again has the same answer and happens once."""

    client_id: Id
    mentor_id: UserId
    want: Words  # what I want to learn
    why: Words  # why you


class NewSuggestion(Shape, frozen=True):
    """The same client_id again has the same answer and happens once."""

    client_id: Id
    mentor_id: UserId
    mentee_id: UserId
    why: Note = ""  # why you two; both read it


# ── Reading ──────────────────────────────────────────────────────────────────


async def list_mine(db: Database, actor: Actor) -> tuple[Pitch, ...]:
    """Those that the actor is one of the two of, the newest first."""
    async with db.read() as tx:
        return await pitches_store.list_of_user(tx, actor.user_id)


async def get(db: Database, actor: Actor, pitch_id: PitchId) -> Pitch:
    async with db.read() as tx:
        return await access_pitch(tx, actor, pitch_id, to="read")


async def list_suggestions(
    db: Database, actor: Actor, programme_id: ProgrammeId
) -> tuple[SuggestionOverview, ...]:
    """What became of the matches that managers of the programme suggested, the newest first."""
    async with db.read() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        return await pitches_store.list_suggestions(tx, programme_id)


# ── Asking ───────────────────────────────────────────────────────────────────


async def create(
    db: Database,
    actor: Actor,
    programme_id: ProgrammeId,
    new: NewPitch,
    *,
    at: datetime,
    announce: Announce,
) -> Pitch:
    """Pitch to a mentor who takes mentees; for a mentee of the programme.

    Raises Conflict when the mentor takes nobody now, when something between the two waits for an answer,
    when they are a pair already, and when five pitches of the actor's wait.
    """
    some_text(new.want, field="want")
    some_text(new.why, field="why")
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="pitch")
        if before := await _find_repeat(tx, actor, programme_id, new):
            return before
        await ensure_may_pair(tx, programme_id, mentor_id=new.mentor_id, mentee_id=actor.user_id)
        await ensure_no_block(tx, actor, new.mentor_id)
        await _ensure_none_waits(tx, programme_id, mentor_id=new.mentor_id, mentee_id=actor.user_id)
        mentor = await accounts_store.find(tx, new.mentor_id)
        profile = await _profile(tx, programme_id, new.mentor_id)
        if mentor is None or mentor.banned or not profile.taking_mentees:
            raise Conflict("This mentor takes no mentees now.")
        await _ensure_place(tx, programme_id, new.mentor_id)
        if await pitches_store.count_waiting(tx, programme_id, actor.user_id) >= MOST_WAITING:
            raise Conflict(f"{MOST_WAITING} of your pitches wait for an answer. Withdraw one first.")
        row = NewRow(
            pitch_id=PitchId(new_id()),
            programme_id=programme_id,
            origin="mentee",
            made_by=actor.user_id,
            client_id=new.client_id,
            asked=fingerprint(new),
            mentor_id=new.mentor_id,
            mentee_id=actor.user_id,
            want=new.want,
            why=new.why,
        )
        pitch = await pitches_store.add(tx, row, at=at)
    _tell(announce, pitch)
    return pitch


async def suggest(
    db: Database,
    actor: Actor,
    programme_id: ProgrammeId,
    new: NewSuggestion,
    *,
    at: datetime,
    announce: Announce,
) -> SuggestionOverview:
    """Suggest two members to each other; for a manager. They become a pair when both accept."""
    any_text(new.why, field="why")
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        if before := await _find_repeat(tx, actor, programme_id, new):
            return pitches_store.overview(before)
        if new.mentor_id == new.mentee_id:
            raise Invalid("A pair is two people.", field="mentee_id")
        await ensure_may_pair(tx, programme_id, mentor_id=new.mentor_id, mentee_id=new.mentee_id)
        await _ensure_none_waits(tx, programme_id, mentor_id=new.mentor_id, mentee_id=new.mentee_id)
        row = NewRow(
            pitch_id=PitchId(new_id()),
            programme_id=programme_id,
            origin="manager",
            made_by=actor.user_id,
            client_id=new.client_id,
            asked=fingerprint(new),
            mentor_id=new.mentor_id,
            mentee_id=new.mentee_id,
            want="",
            why=new.why,
        )
        pitch = await pitches_store.add(tx, row, at=at)
    _tell(announce, pitch)
    return pitches_store.overview(pitch)


# ── Answering: each answer again changes nothing ─────────────────────────────


class _Desk:
    """A pitch while it is answered, in the transaction that answers it."""

    def __init__(self, tx: Writer, pitch: Pitch, actor: Actor, at: datetime) -> None:
        self.tx = tx
        self.pitch = pitch
        self.user_id = actor.user_id
        self.is_mentor = actor.user_id == pitch.mentor.user_id
        self.at = at

    async def change(self, **values: Any) -> None:
        self.pitch = await pitches_store.change(self.tx, self.pitch, at=self.at, **values)

    def is_repeat(self, status: str) -> bool:
        """Whether the actor has given this very answer before. Raises Conflict for another answer."""
        if self.pitch.status == status and self.pitch.answered_by == self.user_id:
            return True
        if self.pitch.status not in WAITING:
            raise Conflict("This was answered or withdrawn before.")
        return False

    def ensure_asked(self) -> None:
        """A pitch asks its mentor, a suggestion both."""
        if self.pitch.origin == "mentee" and not self.is_mentor:
            raise Forbidden("Only the mentor answers a pitch. You can withdraw it.")


async def accept(db: Database, actor: Actor, pitch_id: PitchId, *, at: datetime, announce: Announce) -> Pitch:
    """Say yes; the last yes makes the pair. Raises Conflict when the mentor has no place."""
    async with _answering(db, actor, pitch_id, to="agree", at=at, announce=announce) as desk:
        pitch = desk.pitch
        desk.ensure_asked()
        if actor.user_id in pitch.accepted_by and pitch.status in (*WAITING, "accepted"):
            return pitch
        desk.is_repeat("accepted")
        programme_id, mentor_id, mentee_id = (
            pitch.programme.programme_id,
            pitch.mentor.user_id,
            pitch.mentee.user_id,
        )
        await _ensure_place(desk.tx, programme_id, mentor_id)
        name = "accepted_by_mentor" if desk.is_mentor else "accepted_by_mentee"
        await desk.change(**{name: True})
        if pitch.origin == "mentee" or len(desk.pitch.accepted_by) == 2:
            await ensure_may_pair(desk.tx, programme_id, mentor_id=mentor_id, mentee_id=mentee_id)
            mentorship_id, conversation_id = await begin(
                desk.tx,
                programme_id,
                mentor_id=mentor_id,
                mentee_id=mentee_id,
                conversation_id=pitch.conversation_id,
                at=at,
            )
            if pitch.origin == "manager":
                maker, made_at = await pitches_store.get_maker(desk.tx, pitch_id), pitch.created_at
                await concerns_store.log(
                    desk.tx, mentorship_id, maker, "suggested", acted_as="manager", at=made_at
                )
            await desk.change(
                status="accepted",
                answered_by=actor.user_id,
                mentorship_id=mentorship_id,
                conversation_id=conversation_id,
            )
    return desk.pitch


async def decline(
    db: Database, actor: Actor, pitch_id: PitchId, *, note: str, at: datetime, announce: Announce
) -> Pitch:
    """Say no, with a kind word or none."""
    any_text(note, field="note")
    async with _answering(db, actor, pitch_id, to="answer", at=at, announce=announce) as desk:
        desk.ensure_asked()
        if not desk.is_repeat("declined"):
            await desk.change(status="declined", answered_by=actor.user_id, note=note)
    return desk.pitch


async def ask_for_talk(
    db: Database, actor: Actor, pitch_id: PitchId, *, note: str, at: datetime, announce: Announce
) -> Pitch:
    """Ask to talk first: the two get a conversation, which stays theirs when they become a pair."""
    any_text(note, field="note")
    async with _answering(db, actor, pitch_id, to="agree", at=at, announce=announce) as desk:
        desk.ensure_asked()
        if not desk.is_repeat("talk") and desk.pitch.conversation_id is None:
            conversation_id = ConversationId(new_id())
            two = (desk.pitch.mentor.user_id, desk.pitch.mentee.user_id)
            await conversations_store.add(desk.tx, conversation_id, two, at=at)
            await desk.change(
                status="talk", answered_by=actor.user_id, note=note, conversation_id=conversation_id
            )
    return desk.pitch


async def withdraw(
    db: Database, actor: Actor, pitch_id: PitchId, *, at: datetime, announce: Announce
) -> Pitch:
    """Step back from it, without a word; for either of the two."""
    async with _answering(db, actor, pitch_id, to="withdraw", at=at, announce=announce) as desk:
        if not desk.is_repeat("withdrawn"):
            await desk.change(status="withdrawn", answered_by=actor.user_id)
    return desk.pitch


@contextlib.asynccontextmanager
async def _answering(
    db: Database,
    actor: Actor,
    pitch_id: PitchId,
    *,
    to: Literal["withdraw", "answer", "agree"],
    at: datetime,
    announce: Announce,
) -> AsyncIterator[_Desk]:
    """A transaction around a pitch; both hear of it after the commit, when something changed."""
    async with db.write() as tx:
        before = await access_pitch(tx, actor, pitch_id, to=to)
        desk = _Desk(tx, before, actor, at)
        yield desk
        everybody = await programmes_store.list_member_ids(tx, before.programme.programme_id)
    pitch = desk.pitch
    if pitch.revision == before.revision:
        return
    if pitch.mentorship_id and pitch.conversation_id:
        announce(
            MentorshipCreated(
                mentorship_id=pitch.mentorship_id,
                conversation_id=pitch.conversation_id,
                user_ids=(pitch.mentor.user_id, pitch.mentee.user_id),
            )
        )
        announce(programme_changed(pitch.programme.programme_id, everybody))  # a place is taken
    _tell(announce, pitch)


def _tell(announce: Announce, pitch: Pitch) -> None:
    two = (pitch.mentor.user_id, pitch.mentee.user_id)
    announce(Told(event="pitch_changed", payload=PitchChanged(pitch=pitch), user_ids=two))


async def _find_repeat(
    tx: Reader, actor: Actor, programme_id: ProgrammeId, new: NewPitch | NewSuggestion
) -> Pitch | None:
    made = await pitches_store.find_made(tx, programme_id, actor.user_id, new.client_id)
    if made is None:
        return None
    pitch_id, asked = made
    ensure_repeat(asked, new)
    return await pitches_store.find(tx, pitch_id)


async def _ensure_none_waits(
    tx: Reader, programme_id: ProgrammeId, *, mentor_id: UserId, mentee_id: UserId
) -> None:
    if await pitches_store.is_waiting(tx, programme_id, mentor_id=mentor_id, mentee_id=mentee_id):
        raise Conflict("Something between these two waits for an answer already.")


async def _ensure_place(tx: Reader, programme_id: ProgrammeId, mentor_id: UserId) -> None:
    profile = await _profile(tx, programme_id, mentor_id)
    if await profiles_store.count_pairs(tx, programme_id, mentor_id) >= profile.capacity:
        raise Conflict("This mentor has no free place now.")


async def _profile(tx: Reader, programme_id: ProgrammeId, mentor_id: UserId) -> MentorProfile:
    return await profiles_store.find(tx, programme_id, mentor_id) or MentorProfile()
