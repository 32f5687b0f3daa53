"""The example people and everything that hangs on them."""

from sqlalchemy import delete, or_, select, update

from mentorpitch.shapes import UserId
from mentorpitch.store.database import Reader, Writer
from mentorpitch.store.tables.bots import bot_places, bots
from mentorpitch.store.tables.chat import attachments, conversations, events, participants, reactions
from mentorpitch.store.tables.consents import consent_words, consents
from mentorpitch.store.tables.direct import direct_pairs
from mentorpitch.store.tables.growth import area_levels, areas, goal_activity, goal_items, goals
from mentorpitch.store.tables.jobs import jobs
from mentorpitch.store.tables.meetings import (
    actions,
    agenda_items,
    answers,
    attendance,
    feedback,
    feedback_additions,
    meetings,
    presences,
    private_notes,
    ratings,
    repeats,
    series,
    set_aside,
    shared_notes,
)
from mentorpitch.store.tables.mentorships import (
    access_log,
    agreements,
    concerns,
    handovers,
    mentor_profiles,
    mentorships,
    nudge_snoozes,
    pitches,
)
from mentorpitch.store.tables.notes import note_documents, note_updates
from mentorpitch.store.tables.outreach import mornings, push_subscriptions, tellings
from mentorpitch.store.tables.people import blocks, sessions, users
from mentorpitch.store.tables.personal import drafts, notification_levels, notification_settings
from mentorpitch.store.tables.programmes import invitations, memberships, programmes
from mentorpitch.store.tables.recaps import recap_approvals, recaps
from mentorpitch.store.tables.reminders import calendar_feeds, reminder_choices, reminders, reply_addresses
from mentorpitch.store.tables.talk import talk_choices, talk_times
from mentorpitch.store.tables.webhooks import webhook_deliveries, webhooks
from mentorpitch.store.tables.work import documents, remarks, versions, work_items

PEOPLE = select(users.c.user_id).where(users.c.is_demo)
PROGRAMMES = select(programmes.c.programme_id).where(programmes.c.is_demo)


async def is_loaded(tx: Reader) -> bool:
    return (await tx.execute(PEOPLE.limit(1))).first() is not None


async def clear(tx: Writer) -> tuple[UserId, ...]:
    """Delete them all, from the leaves to the root; returns who they were."""
    user_ids = tuple((await tx.execute(PEOPLE)).scalars())
    theirs = (
        await tx.execute(
            select(participants.c.conversation_id)
            .where(participants.c.user_id.in_(PEOPLE))
            .union(
                select(mentorships.c.conversation_id).where(mentorships.c.programme_id.in_(PROGRAMMES)),
                select(pitches.c.conversation_id).where(
                    pitches.c.programme_id.in_(PROGRAMMES), pitches.c.conversation_id.is_not(None)
                ),
            )
        )
    ).scalars()
    await _clear_bots(tx)
    await _clear_work(tx)
    await _clear_growth(tx)
    for conversation_id in theirs.all():
        await _clear_meetings(tx, conversation_id)
        await tx.execute(delete(repeats).where(repeats.c.scope == conversation_id))
        for table in (
            mentorships,
            direct_pairs,
            drafts,
            tellings,
            notification_levels,
            attachments,
            reactions,
            events,
            participants,
            conversations,
        ):
            await tx.execute(delete(table).where(table.c.conversation_id == conversation_id))
    for table, person in (
        (invitations, invitations.c.invited_by),
        (memberships, memberships.c.user_id),
        (mentor_profiles, mentor_profiles.c.user_id),
    ):
        await tx.execute(delete(table).where(or_(table.c.programme_id.in_(PROGRAMMES), person.in_(PEOPLE))))
    theirs_told = select(webhooks.c.webhook_id).where(webhooks.c.programme_id.in_(PROGRAMMES))
    await tx.execute(delete(webhook_deliveries).where(webhook_deliveries.c.webhook_id.in_(theirs_told)))
    await tx.execute(delete(webhooks).where(webhooks.c.programme_id.in_(PROGRAMMES)))
    await tx.execute(delete(repeats).where(repeats.c.user_id.in_(PEOPLE)))
    await tx.execute(delete(blocks).where(or_(blocks.c.user_id.in_(PEOPLE), blocks.c.blocked_id.in_(PEOPLE))))
    for own in (
        reminder_choices,
        calendar_feeds,
        notification_settings,
        push_subscriptions,
        mornings,
        sessions,
    ):
        await tx.execute(delete(own).where(own.c.user_id.in_(PEOPLE)))
    await tx.execute(delete(programmes).where(programmes.c.is_demo))
    await tx.execute(delete(users).where(users.c.is_demo))
    await _clear_consents(tx)
    return user_ids


async def _clear_consents(tx: Writer) -> None:
    """The ledgers of mentorships and people that are no more."""
    of_somebody = select("mentorship:" + mentorships.c.mentorship_id).union(
        select("person:" + users.c.user_id)
    )
    for table in (consent_words, consents):
        await tx.execute(delete(table).where(table.c.chain.not_in(of_somebody)))


async def _clear_bots(tx: Writer) -> None:
    """Bots of theirs, and others' bots as their guests."""
    gone = select(bots.c.bot_id).where(or_(bots.c.owner_id.in_(PEOPLE), bots.c.programme_id.in_(PROGRAMMES)))
    pairs = select(mentorships.c.mentorship_id).where(
        or_(
            mentorships.c.programme_id.in_(PROGRAMMES),
            mentorships.c.mentor_id.in_(PEOPLE),
            mentorships.c.mentee_id.in_(PEOPLE),
        )
    )
    places = or_(bot_places.c.bot_id.in_(gone), bot_places.c.mentorship_id.in_(pairs))
    await tx.execute(delete(bot_places).where(places))
    # Their accounts go with those of the people.
    await tx.execute(update(users).where(users.c.user_id.in_(gone)).values(is_demo=True))
    await tx.execute(
        delete(bots).where(or_(bots.c.owner_id.in_(PEOPLE), bots.c.programme_id.in_(PROGRAMMES)))
    )


async def _clear_work(tx: Writer) -> None:
    """What they work on. Its files, of which no row speaks then, are swept at the next start."""
    pairs = select(mentorships.c.mentorship_id).where(
        or_(*(person.in_(PEOPLE) for person in (mentorships.c.mentor_id, mentorships.c.mentee_id)))
        | mentorships.c.programme_id.in_(PROGRAMMES)
    )
    works = select(work_items.c.work_id).where(work_items.c.mentorship_id.in_(pairs))
    inside = select(documents.c.document_id).where(documents.c.work_id.in_(works))
    shown = select(versions.c.version_id).where(versions.c.document_id.in_(inside))
    for table, condition in (
        *((repeats, repeats.c.scope.in_(places)) for places in (pairs, works, inside, shown)),
        (remarks, remarks.c.version_id.in_(shown) & remarks.c.reply_to.is_not(None)),
        (remarks, remarks.c.version_id.in_(shown)),
        (versions, versions.c.document_id.in_(inside)),
        (documents, documents.c.work_id.in_(works)),
        (work_items, work_items.c.mentorship_id.in_(pairs)),
    ):
        await tx.execute(delete(table).where(condition))


async def _clear_growth(tx: Writer) -> None:
    """What grew in their mentorships, and the matches that were never made."""
    await tx.execute(
        delete(pitches).where(
            or_(
                pitches.c.programme_id.in_(PROGRAMMES),
                *(person.in_(PEOPLE) for person in (pitches.c.mentor_id, pitches.c.mentee_id)),
                *(person.in_(PEOPLE) for person in (pitches.c.made_by, pitches.c.answered_by)),
            )
        )
    )
    for table, person in ((concerns, concerns.c.manager_id), (access_log, access_log.c.user_id)):
        await tx.execute(delete(table).where(person.in_(PEOPLE)))
    pairs = select(mentorships.c.mentorship_id).where(
        or_(
            mentorships.c.programme_id.in_(PROGRAMMES),
            mentorships.c.mentor_id.in_(PEOPLE),
            mentorships.c.mentee_id.in_(PEOPLE),
        )
    )
    for leaf, root in ((goal_items, goals), (goal_activity, goals), (area_levels, areas)):
        [same] = root.primary_key.columns
        theirs = select(same).where(root.c.mentorship_id.in_(pairs))
        await tx.execute(delete(leaf).where(leaf.c[same.name].in_(theirs)))
    for table in (goals, areas):  # what others took over from them is theirs
        await tx.execute(update(table).where(table.c.brought_from.in_(pairs)).values(brought_from=None))
    await tx.execute(
        delete(handovers).where(or_(handovers.c.mentorship_id.in_(pairs), handovers.c.from_id.in_(pairs)))
    )
    for table in (goals, areas, agreements, nudge_snoozes, concerns, access_log):
        await tx.execute(delete(table).where(table.c.mentorship_id.in_(pairs)))


async def _clear_meetings(tx: Writer, conversation_id: str) -> None:
    """The meetings of the pair that talks there, with everything that hangs on them."""
    pair = select(mentorships.c.mentorship_id).where(mentorships.c.conversation_id == conversation_id)
    theirs = select(meetings.c.meeting_id).where(meetings.c.mentorship_id.in_(pair))
    await tx.execute(delete(repeats).where(or_(repeats.c.scope.in_(pair), repeats.c.scope.in_(theirs))))
    await tx.execute(delete(jobs).where(jobs.c.about["meeting_id"].as_string().in_(theirs)))
    for table in (
        feedback_additions,
        feedback,
        ratings,
        presences,
        attendance,
        answers,
        reply_addresses,
        private_notes,
        note_updates,
        note_documents,
        recap_approvals,
        recaps,
        shared_notes,
        agenda_items,
        set_aside,
        reminders,
        talk_times,
    ):
        await tx.execute(delete(table).where(table.c.meeting_id.in_(theirs)))
    for owned in (actions, meetings, series, talk_choices):
        await tx.execute(delete(owned).where(owned.c.mentorship_id.in_(pair)))
