"""Taking somebody out of a programme. Their account, and what they have elsewhere, stay theirs."""

from mentorpitch.access import access_programme
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce, BotReachChanged, Told
from mentorpitch.chat.direct import fellows_changed
from mentorpitch.clock import Clock
from mentorpitch.errors import Conflict, NotFound
from mentorpitch.mentorships.mentorships import end_inside, tell_ended
from mentorpitch.mentorships.shapes import PitchChanged
from mentorpitch.programmes.telling import changed_for_managers
from mentorpitch.shapes import ProgrammeId, UserId
from mentorpitch.store import invitations as invitations_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import pitches as pitches_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database


async def remove(
    db: Database,
    actor: Actor,
    programme_id: ProgrammeId,
    user_id: UserId,
    *,
    announce: Announce,
    clock: Clock,
) -> None:
    """Their pairs in it end, calls included; their open pitches and their invitations are withdrawn.

    Raises NotFound for who is no member, and Conflict for the last manager.
    """
    at = clock()
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        roles = await programmes_store.roles_of(tx, programme_id, user_id)
        if not roles:
            raise NotFound("member")
        if "manager" in roles and len(await programmes_store.list_managers(tx, programme_id)) == 1:
            raise Conflict("Somebody has to manage the programme. Invite another manager first.")
        told = await changed_for_managers(tx, programme_id, too=(user_id,))
        pairs = [
            pair
            for pair in await mentorships_store.list_of_user(tx, user_id)
            if pair.programme.programme_id == programme_id and pair.status != "ended"
        ]
        cancelled = [await end_inside(tx, actor, pair, at=at) for pair in pairs]
        withdrawn = [
            await pitches_store.change(tx, pitch, at=at, status="withdrawn", answered_by=user_id)
            for pitch in await pitches_store.list_of_user(tx, user_id)
            if pitch.programme.programme_id == programme_id and pitch.status in pitches_store.WAITING
        ]
        await invitations_store.withdraw_all_by(tx, user_id, programme_id=programme_id, at=at)
        await programmes_store.remove_member(tx, programme_id, user_id)
        parted = await fellows_changed(tx, user_id)
    for pair, meetings in zip(pairs, cancelled, strict=True):
        tell_ended(announce, pair, meetings)
    for pitch in withdrawn:
        two = (pitch.mentor.user_id, pitch.mentee.user_id)
        announce(Told(event="pitch_changed", payload=PitchChanged(pitch=pitch), user_ids=two))
    announce(told)
    announce(parted)
    announce(BotReachChanged())
