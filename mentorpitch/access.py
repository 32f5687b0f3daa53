"""Every question of the kind "may they?".

Each `access_*` returns the object that was asked for, or raises. Whatever is not allowed here is refused.
Outsiders get NotFound, the same answer as for an id that does not exist: that something private exists is
itself private. Forbidden is only for those who may know that it exists. Call them in the transaction that
does the work, or the answer may be out of date when it is used.

A bot belongs to nothing, and so it is refused everywhere, except where a function takes `bots`: with one of
these scopes, and as a guest of the mentorship, it is asked for as the member who invited it would be.
"""

from typing import Final, Literal

from mentorpitch.actors import Actor
from mentorpitch.bots.scopes import NO_BOTS, Scopes
from mentorpitch.errors import Conflict, Forbidden, NotFound, Problem
from mentorpitch.growth.shapes import Area, AreaId, Goal, GoalId
from mentorpitch.mentorships.shapes import Concern, Pitch, PitchId
from mentorpitch.shapes import (
    ConversationId,
    FileId,
    MentorshipId,
    Person,
    ProgrammeId,
    ProgrammeName,
    Role,
    UserId,
)
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store import areas as areas_store
from mentorpitch.store import attachments as attachments_store
from mentorpitch.store import blocks as blocks_store
from mentorpitch.store import bot_places as places_store
from mentorpitch.store import bots as bots_store
from mentorpitch.store import concerns as concerns_store
from mentorpitch.store import conversations as conversations_store
from mentorpitch.store import direct as direct_store
from mentorpitch.store import goals as goals_store
from mentorpitch.store import invitations as invitations_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import pitches as pitches_store
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store import search_places
from mentorpitch.store import webhooks as webhooks_store
from mentorpitch.store import work as work_store
from mentorpitch.store import work_remarks as remarks_store
from mentorpitch.store.attachments import StoredAttachment
from mentorpitch.store.bot_places import Kind, Reach
from mentorpitch.store.bots import StoredBot
from mentorpitch.store.conversations import Membership
from mentorpitch.store.database import Reader
from mentorpitch.store.invitations import Invitation
from mentorpitch.store.meetings import StoredMeeting
from mentorpitch.store.mentorships import Pair
from mentorpitch.store.programmes import MemberRole
from mentorpitch.store.search_places import Readable
from mentorpitch.store.webhooks import StoredWebhook
from mentorpitch.store.work import StoredVersion
from mentorpitch.webhooks.shapes import Delivery
from mentorpitch.work.shapes import Document, DocumentId, Remark, RemarkId, VersionId, Work, WorkId

# Whoever belongs to a programme may know of it; these rights need a role.
ROLE_TO: Final[dict[str, MemberRole]] = {"manage": "manager", "mentor": "mentor", "pitch": "mentee"}
ENDED = "This mentorship has ended. It can still be read."
ANSWERED = "The pitch that this talk was about is closed. It can still be read."
APART = "You share no programme any more. What is here can still be read."
BANNED = "This account is closed."
BLOCKING = "You have blocked this person. Undo that first."
# What the blocked are told: true, and no word of who or why. Nothing is taken from them and then dropped.
CLOSED = "Nothing new reaches the other now. What is there can still be read."
NOT_FOR_BOTS = "This is for people. A bot may not do it."
NOT_FOR_PEOPLE = "This is for bots."


async def access_conversation(
    tx: Reader,
    actor: Actor,
    conversation_id: ConversationId,
    *,
    to: Literal["read", "post"],
    bots: Scopes = NO_BOTS,
) -> Membership:
    """Return the actor's membership of the conversation; for a bot, that of who invited it."""
    actor = await _person_for(tx, actor, "conversation", conversation_id, bots)
    member = await conversations_store.find_membership(tx, conversation_id, actor.user_id)
    return ensure_conversation(member, to=to)


def ensure_conversation(member: Membership | None, *, to: Literal["read", "post"]) -> Membership:
    """The same, of a membership that was looked up already, None for an outsider."""
    if member is None:
        raise NotFound("conversation")
    if member.banned:
        raise Forbidden(BANNED)
    if to == "post" and member.mentorship_status == "ended":
        raise Conflict(ENDED)
    if to == "post" and member.blocks:
        raise Conflict(BLOCKING)
    if to == "post" and member.is_blocked:
        raise Conflict(CLOSED)
    if to == "post" and member.apart:
        raise Conflict(APART)
    if to == "post" and member.mentorship_id is None and member.pitch_status in ("declined", "withdrawn"):
        raise Conflict(ANSWERED)
    return member


async def access_file(
    tx: Reader, actor: Actor, conversation_id: ConversationId, file_id: FileId
) -> StoredAttachment:
    """Return a file of the conversation; until a message names it, to its uploader alone."""
    await access_conversation(tx, actor, conversation_id, to="read")
    stored = await attachments_store.find(tx, conversation_id, file_id)
    if stored is None or (stored.seq is None and stored.user_id != actor.user_id):
        raise NotFound("file")
    return stored


async def access_mentorship(
    tx: Reader,
    actor: Actor,
    mentorship_id: MentorshipId,
    *,
    to: Literal["read", "keep", "change", "end"],
    bots: Scopes = NO_BOTS,
) -> Pair:
    """Return the pair, for the two of it; one that has ended can only be read.

    To `keep` is to write what does not reach the other: while one of the two blocks the other, that is all.
    The programme's managers, who made the pair, may end it too; they may do nothing else with it.
    """
    actor = await _person_for(tx, actor, "mentorship", mentorship_id, bots)
    pair = await mentorships_store.find_pair(tx, mentorship_id)
    if pair is None:
        raise NotFound("mentorship")
    if actor.user_id not in pair.user_ids:
        if not await programmes_store.has_role(tx, pair.programme.programme_id, actor.user_id, "manager"):
            raise NotFound("mentorship")
        if to != "end":
            raise Forbidden("Only the two of a mentorship may do this.")
    await _refuse_banned(tx, actor)
    if to != "read" and pair.status == "ended":
        raise Conflict(ENDED)
    if to == "change":
        await ensure_no_block(tx, actor, *pair.user_ids)
    return pair


async def access_mentorship_as_mentee(
    tx: Reader, actor: Actor, mentorship_id: MentorshipId, *, to: Literal["read", "change"]
) -> Pair:
    """Return the pair, for its mentee."""
    pair = await access_mentorship(tx, actor, mentorship_id, to=to)
    if actor.user_id != pair.mentee.user_id:
        raise Forbidden("Only the mentee may do this.")
    return pair


async def access_handover(tx: Reader, actor: Actor, mentorship_id: MentorshipId) -> Pair:
    """Return the ended pair that its mentee may take something over from.

    To anybody else, managers included, what the mentee could take is nothing.
    """
    pair = await mentorships_store.find_pair(tx, mentorship_id)
    if pair is None or actor.user_id != pair.mentee.user_id:
        raise NotFound("mentorship")
    await _refuse_banned(tx, actor)
    if pair.status != "ended":
        raise Conflict("That mentorship has not ended.")
    return pair


async def access_person(tx: Reader, actor: Actor, user_id: UserId) -> Person:
    """Return somebody else with whom the actor shares a programme or a conversation."""
    person = await blocks_store.find_known(tx, actor.user_id, user_id)
    if person is None:
        raise NotFound("person")
    await _refuse_banned(tx, actor)
    return person


async def access_fellow(tx: Reader, actor: Actor, user_id: UserId) -> Person:
    """Return somebody else with whom the actor shares a programme now: somebody to write to."""
    person = await direct_store.find_fellow(tx, actor.user_id, user_id)
    if person is None:
        raise NotFound("person")
    await _refuse_banned(tx, actor)
    return person


async def ensure_no_block(tx: Reader, actor: Actor, *user_ids: UserId) -> None:
    """Raises Conflict while the actor blocks one of them or is blocked by one, who is not named."""
    match await blocks_store.find_between(tx, actor.user_id, user_ids):
        case "by_me":
            raise Conflict(BLOCKING)
        case "by_other":
            raise Conflict(CLOSED)


async def access_search(tx: Reader, actor: Actor) -> Readable:
    """Return all that the actor takes part in, ended or not: what a search may look through.

    A manager's rights are not among it. What is private to a pair stays so, and a search is no way around.
    """
    await _refuse_banned(tx, actor)
    return await search_places.list_readable(tx, actor.user_id)


async def access_room(tx: Reader, actor: Actor, mentorship_id: MentorshipId) -> Pair:
    """Return the pair whose video room the actor may enter: one of the two, while it is active."""
    pair = await access_mentorship(tx, actor, mentorship_id, to="change")
    if pair.status != "active":
        raise Conflict("This mentorship is paused. Its room opens when it goes on.")
    return pair


async def access_goal(
    tx: Reader, actor: Actor, goal_id: GoalId, *, to: Literal["read", "change"], bots: Scopes = NO_BOTS
) -> tuple[Pair, Goal]:
    """Return the goal with its pair, for the two of it; to a manager goals are a count."""
    actor = await _person_for(tx, actor, "goal", goal_id, bots)
    goal = await goals_store.find(tx, goal_id)
    if goal is None:
        raise NotFound("goal")
    return await _access_inside(tx, actor, goal.mentorship_id, "goal", to=to), goal


async def access_area(
    tx: Reader, actor: Actor, area_id: AreaId, *, to: Literal["read", "change"]
) -> tuple[Pair, Area]:
    """Return the development area with its pair, for the two of it."""
    area = await areas_store.find(tx, area_id)
    if area is None:
        raise NotFound("area")
    return await _access_inside(tx, actor, area.mentorship_id, "area", to=to), area


async def access_area_as(tx: Reader, actor: Actor, area_id: AreaId, *, role: Role) -> tuple[Pair, Area]:
    """Return the area, to be changed by the mentee, or to be spoken of by the mentor."""
    pair, area = await access_area(tx, actor, area_id, to="change")
    if actor.user_id != (pair.mentor if role == "mentor" else pair.mentee).user_id:
        raise Forbidden(f"Only the {role} may do this.")
    return pair, area


async def access_work(
    tx: Reader, actor: Actor, work_id: WorkId, *, to: Literal["read", "change", "edit"]
) -> tuple[Pair, Work]:
    """Return the activity or project with its pair, for the two of it; whoever made it may edit it.

    To change is what either may do: to say whether it is done, to put a document into it.
    """
    work = await work_store.find(tx, work_id)
    if work is None:
        raise NotFound("work item")
    to_pair: Literal["read", "change"] = "read" if to == "read" else "change"
    pair = await _access_inside(tx, actor, work.mentorship_id, "work item", to=to_pair)
    if to == "edit" and actor.user_id != work.created_by:
        raise Forbidden("Only who made this may change it.")
    return pair, work


async def access_document(
    tx: Reader, actor: Actor, document_id: DocumentId, *, to: Literal["change", "withdraw"]
) -> tuple[Pair, Work, Document]:
    """Return the document with all that is around it, for its owner.

    To withdraw is to stop sharing it: that can be done when the mentorship has ended, too.
    """
    work = await work_store.find_of_document(tx, document_id)
    if work is None:
        raise NotFound("document")
    to_pair: Literal["read", "change"] = "read" if to == "withdraw" else "change"
    pair = await _access_inside(tx, actor, work.mentorship_id, "document", to=to_pair)
    [document] = [each for each in work.documents if each.document_id == document_id]
    if actor.user_id != document.created_by:
        raise Forbidden("Only whose document this is may change it.")
    return pair, work, document


async def access_version(tx: Reader, actor: Actor, version_id: VersionId) -> StoredVersion:
    """Return the version whose bytes the two may read, and the managers while its owner shares it."""
    version = await work_store.find_version(tx, version_id)
    if version is None:
        raise NotFound("version")
    if version.is_shared and await programmes_store.has_role(
        tx, version.programme_id, actor.user_id, "manager"
    ):
        await _refuse_banned(tx, actor)
        return version
    await _access_inside(tx, actor, version.mentorship_id, "version", to="read")
    return version


async def access_remarks(
    tx: Reader, actor: Actor, version_id: VersionId, *, to: Literal["read", "write"]
) -> tuple[Pair, Work]:
    """Return the work around a version of which the two speak; no manager hears them, shared or not."""
    version = await work_store.find_version(tx, version_id)
    if version is None:
        raise NotFound("version")
    to_pair: Literal["read", "change"] = "read" if to == "read" else "change"
    pair = await _access_inside(tx, actor, version.mentorship_id, "version", to=to_pair)
    work = await work_store.find_of_document(tx, version.document_id)
    assert work is not None
    return pair, work


async def access_remark(tx: Reader, actor: Actor, remark_id: RemarkId) -> tuple[Pair, Work, Remark]:
    """Return the remark, to be changed by who wrote it."""
    remark = await remarks_store.find(tx, remark_id)
    if remark is None:
        raise NotFound("remark")
    try:
        pair, work = await access_remarks(tx, actor, remark.version_id, to="write")
    except NotFound:
        raise NotFound("remark") from None
    if actor.user_id != remark.user_id:
        raise Forbidden("Only who wrote this may change it.")
    return pair, work, remark


async def access_meeting(
    tx: Reader,
    actor: Actor,
    meeting_id: str,
    *,
    to: Literal["read", "keep", "change"],
    bots: Scopes = NO_BOTS,
) -> StoredMeeting:
    """Return the meeting, for the two of its mentorship; one that was cancelled can only be read."""
    actor = await _person_for(tx, actor, "meeting", meeting_id, bots)
    meeting = await meetings_store.find(tx, meeting_id)
    if meeting is None:
        raise NotFound("meeting")
    try:
        await access_mentorship(tx, actor, meeting.mentorship_id, to=to)
    except NotFound:
        raise NotFound("meeting") from None
    if to != "read" and meeting.cancelled_at is not None:
        raise Conflict("This meeting was cancelled.")
    return meeting


async def access_feedback(
    tx: Reader, actor: Actor, meeting_id: str, *, to: Literal["read", "write"]
) -> StoredMeeting:
    """Return the meeting whose feedback the two may read and its mentor may write."""
    meeting = await access_meeting(tx, actor, meeting_id, to="read" if to == "read" else "change")
    if to == "write" and actor.user_id != meeting.mentor_id:
        raise Forbidden("Feedback on a meeting is the mentor's to write.")
    return meeting


async def access_rating(
    tx: Reader, actor: Actor, meeting_id: str, *, to: Literal["read", "rate"]
) -> StoredMeeting:
    """Return the meeting whose rating its mentee may see and give. The mentor may not even see it."""
    meeting = await access_meeting(tx, actor, meeting_id, to="read")
    if actor.user_id != meeting.mentee_id:
        raise Forbidden("The rating of a meeting is the mentee's.")
    if to == "rate":
        await access_meeting(tx, actor, meeting_id, to="keep")  # its mentor never learns of it
    return meeting


async def access_pitch(
    tx: Reader, actor: Actor, pitch_id: PitchId, *, to: Literal["read", "withdraw", "answer", "agree"]
) -> Pitch:
    """Return the pitch or suggested match, for the two whom it is about.

    Who agrees to meet has accepted the programme's code of conduct; to refuse, nobody needs to.
    """
    pitch = await pitches_store.find(tx, pitch_id)
    if pitch is None or actor.user_id not in (pitch.mentor.user_id, pitch.mentee.user_id):
        raise NotFound("pitch")
    await _refuse_banned(tx, actor)
    if to in ("answer", "agree"):
        await ensure_no_block(tx, actor, pitch.mentor.user_id, pitch.mentee.user_id)
    if to == "agree":
        await _demand_conduct(tx, actor, pitch.programme.programme_id)
    return pitch


async def access_programme(
    tx: Reader, actor: Actor, programme_id: ProgrammeId, *, to: Literal["manage", "mentor", "pitch", "belong"]
) -> ProgrammeName:
    """Return the programme, for its members: its managers, mentors, mentees or all of them.

    An administrator who is none of them is an outsider. Who pitches has accepted its code of conduct.
    """
    roles = await programmes_store.roles_of(tx, programme_id, actor.user_id)
    programme = await programmes_store.find(tx, programme_id)
    if programme is None or not roles:
        raise NotFound("programme")
    await _refuse_banned(tx, actor)
    if to in ROLE_TO and ROLE_TO[to] not in roles:
        raise Forbidden(f"Only a {ROLE_TO[to]} of this programme may do this.")
    if to == "pitch":
        await _demand_conduct(tx, actor, programme_id)
    return programme


async def access_concern(tx: Reader, actor: Actor, concern_id: str) -> Concern:
    """Return the concern, for the manager who was told of it, as long as they are one."""
    found = await concerns_store.find_sent_to(tx, concern_id, actor.user_id)
    if found is None or not await programmes_store.has_role(tx, found[1], actor.user_id, "manager"):
        raise NotFound("concern")
    await _refuse_banned(tx, actor)
    return found[0]


async def access_invitation(tx: Reader, actor: Actor, invitation_id: str) -> Invitation:
    """Return the invitation, for the managers of its programme."""
    invitation = await invitations_store.find(tx, invitation_id)
    if invitation is None or not await programmes_store.has_role(
        tx, invitation.programme.programme_id, actor.user_id, "manager"
    ):
        raise NotFound("invitation")
    await _refuse_banned(tx, actor)
    return invitation


async def access_webhook(tx: Reader, actor: Actor, webhook_id: str) -> StoredWebhook:
    """Return the webhook, for the managers of its programme."""
    found = await webhooks_store.find(tx, webhook_id)
    if found is None or not await programmes_store.has_role(
        tx, found.shown.programme_id, actor.user_id, "manager"
    ):
        raise NotFound("webhook")
    await _refuse_banned(tx, actor)
    return found


async def access_delivery(tx: Reader, actor: Actor, delivery_id: str) -> tuple[StoredWebhook, Delivery]:
    """Return the delivery with its webhook, for the managers of its programme."""
    found = await webhooks_store.find_delivery(tx, delivery_id)
    if found is None:
        raise NotFound("delivery")
    try:
        return await access_webhook(tx, actor, found[0]), found[1]
    except NotFound:
        raise NotFound("delivery") from None


async def access_admin(tx: Reader, actor: Actor) -> None:
    """For administrators; asks the database, because the actor may have been made long ago."""
    user = await accounts_store.find(tx, actor.user_id)
    if user is None or user.banned or not user.is_admin:
        raise Forbidden("Only an administrator may do this.")


# ── Bots ─────────────────────────────────────────────────────────────────────


async def access_as_guest(tx: Reader, bot: Actor, kind: Kind, thing_id: str, scopes: Scopes) -> Reach:
    """Return the mentorship around a thing that a bot reaches now, with one of these scopes."""
    ensure_scope(bot, scopes)
    reach = await places_store.find_reach(tx, bot.user_id, kind, thing_id)
    if reach is None:
        raise NotFound(kind)
    return reach


def ensure_scope(actor: Actor, scopes: Scopes) -> None:
    """Raises Forbidden for a bot that was made without any of these scopes, whatever it asks about."""
    if actor.scopes is None or actor.scopes & scopes:
        return
    if not scopes:
        raise Forbidden(NOT_FOR_BOTS)
    raise Forbidden(f"This bot was made without the scope for it: {' or '.join(sorted(scopes))}.")


async def access_bot(tx: Reader, actor: Actor, bot_id: UserId) -> StoredBot:
    """Return the bot, for who made it, until it is retired."""
    bot = await bots_store.find(tx, bot_id)
    if bot is None or bot.revoked_at is not None or bot.bot.owner.user_id != actor.user_id:
        raise NotFound("bot")
    await _refuse_banned(tx, actor)
    return bot


async def _person_for(tx: Reader, actor: Actor, kind: Kind, thing_id: str, bots: Scopes) -> Actor:
    """Who is asked about: the actor, or the member who invited the bot that acts."""
    if not actor.is_bot:
        return actor
    reach = await access_as_guest(tx, actor, kind, thing_id, bots)
    return Actor(user_id=reach.invited_by, session_id=actor.session_id)


async def _access_inside(
    tx: Reader, actor: Actor, mentorship_id: MentorshipId, what: str, *, to: Literal["read", "change"]
) -> Pair:
    """The pair around a private thing. That the thing exists is private to the two, managers included."""
    pair = await mentorships_store.find_pair(tx, mentorship_id)
    if pair is None or actor.user_id not in pair.user_ids:
        raise NotFound(what)
    return await access_mentorship(tx, actor, mentorship_id, to=to)


async def _demand_conduct(tx: Reader, actor: Actor, programme_id: ProgrammeId) -> None:
    if await programmes_store.find_conduct_accepted_at(tx, programme_id, actor.user_id) is None:
        raise Problem("conduct_not_accepted", "Read and accept the code of conduct first.")


async def _refuse_banned(tx: Reader, actor: Actor) -> None:
    user = await accounts_store.find(tx, actor.user_id)
    if user is None or user.banned:
        raise Forbidden(BANNED)
