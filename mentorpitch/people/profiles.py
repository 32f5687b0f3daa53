"""Who mentors in a programme: what they tell of themselves, and whether they take somebody now."""

import msgspec

from mentorpitch.access import access_programme
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.mentorships.shapes import MentorProfile, MentorShown
from mentorpitch.programmes.telling import programme_changed
from mentorpitch.shapes import ProgrammeId
from mentorpitch.store import blocks as blocks_store
from mentorpitch.store import profiles as profiles_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Database
from mentorpitch.texts import any_text, some_text


async def list_mentors(db: Database, actor: Actor, programme_id: ProgrammeId) -> tuple[MentorShown, ...]:
    """The programme's mentors by name, for all its members."""
    async with db.read() as tx:
        await access_programme(tx, actor, programme_id, to="belong")
        mentors = await profiles_store.list_mentors(tx, programme_id)
        blocked = await blocks_store.list_either_way(tx, actor.user_id)
    return tuple(
        msgspec.structs.replace(mentor, can_be_pitched=False) if mentor.person.user_id in blocked else mentor
        for mentor in mentors
    )


async def get(db: Database, actor: Actor, programme_id: ProgrammeId) -> MentorProfile:
    """One's own; a mentor who said nothing takes nobody."""
    async with db.read() as tx:
        await access_programme(tx, actor, programme_id, to="mentor")
        return await profiles_store.find(tx, programme_id, actor.user_id) or MentorProfile()


async def put(
    db: Database, actor: Actor, programme_id: ProgrammeId, profile: MentorProfile, *, announce: Announce
) -> MentorProfile:
    """Say it anew. Who lowers their capacity keeps the mentees they have."""
    any_text(profile.about, field="about")
    any_text(profile.availability, field="availability")
    for field, lines in (("skills", profile.skills), ("languages", profile.languages)):
        for line in lines:
            some_text(line, field=field)
    async with db.write() as tx:
        await access_programme(tx, actor, programme_id, to="mentor")
        await profiles_store.put(tx, programme_id, actor.user_id, profile)
        everybody = await programmes_store.list_member_ids(tx, programme_id)
    announce(programme_changed(programme_id, everybody))
    return profile
