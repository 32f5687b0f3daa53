"""What to announce after the commit, and to whom."""

from mentorpitch.announcements import Told
from mentorpitch.shapes import UserId
from mentorpitch.store import programmes as programmes_store
from mentorpitch.store.database import Reader
from mentorpitch.store.mentorships import Pair
from mentorpitch.work.shapes import Document, SharedDocumentsChanged, Work, WorkChanged


def changed(work: Work, user_ids: tuple[UserId, ...]) -> Told:
    """For the two: the whole of it, as it stands."""
    return Told(event="work_changed", payload=WorkChanged(work=work), user_ids=user_ids)


async def shared_changed(tx: Reader, pair: Pair, *documents: Document) -> tuple[Told, ...]:
    """For the managers, when a document is another that is or was theirs to read; else nothing."""
    if not any(document.shared_at for document in documents):
        return ()
    programme_id = pair.programme.programme_id
    managers = await programmes_store.list_managers(tx, programme_id)
    changed = SharedDocumentsChanged(programme_id=programme_id)
    user_ids = tuple(manager.user_id for manager in managers)
    return (Told(event="shared_documents_changed", payload=changed, user_ids=user_ids),)
