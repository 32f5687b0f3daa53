"""A document's owner may show it to the programme's managers, and take it back; nothing else goes with it."""

from datetime import datetime

from mentorpitch.access import access_document, access_programme
from mentorpitch.actors import Actor
from mentorpitch.announcements import Announce
from mentorpitch.consents import ledger
from mentorpitch.shapes import ProgrammeId
from mentorpitch.store import work as work_store
from mentorpitch.store.database import Database
from mentorpitch.work.shapes import DocumentId, SharedDocument, Work
from mentorpitch.work.telling import changed, shared_changed


async def share(
    db: Database, actor: Actor, document_id: DocumentId, *, at: datetime, announce: Announce
) -> Work:
    """Let the programme's managers read all of its versions, those to come included."""
    return await _set(db, actor, document_id, at, at=at, announce=announce)


async def withdraw(
    db: Database, actor: Actor, document_id: DocumentId, *, at: datetime, announce: Announce
) -> Work:
    """From now on they may not, also when the mentorship has ended."""
    return await _set(db, actor, document_id, None, at=at, announce=announce)


async def list_shared(db: Database, actor: Actor, programme_id: ProgrammeId) -> tuple[SharedDocument, ...]:
    """What is shared with the managers of the programme, the newest first; for them."""
    async with db.read() as tx:
        await access_programme(tx, actor, programme_id, to="manage")
        return await work_store.list_shared(tx, programme_id)


async def _set(
    db: Database,
    actor: Actor,
    document_id: DocumentId,
    shared_at: datetime | None,
    *,
    at: datetime,
    announce: Announce,
) -> Work:
    async with db.write() as tx:
        pair, work, document = await access_document(
            tx, actor, document_id, to="change" if shared_at else "withdraw"
        )
        if bool(document.shared_at) == bool(shared_at):
            return work
        await work_store.change_document(tx, document_id, shared_at=shared_at)
        noted = await ledger.note(
            tx,
            ledger.of_pair(pair.mentorship_id),
            actor.user_id,
            "shared_document",
            given=shared_at is not None,
            about=document_id,
            what=document.name,
            at=at,
        )
        work = await work_store.change(tx, work, at=at)
        told = await shared_changed(tx, pair, document, *work.documents)
    ledger.tell(announce, [noted], pair.user_ids)
    for each in (changed(work, pair.user_ids), *told):
        announce(each)
    return work
