"""The shapes of what the two work on: activities and projects, documents, versions, remarks on them."""

from datetime import datetime
from typing import Literal, NewType

from mentorpitch.shapes import MentorshipId, Person, ProgrammeId, Shape, UserId

WorkId = NewType("WorkId", str)
DocumentId = NewType("DocumentId", str)
VersionId = NewType("VersionId", str)
RemarkId = NewType("RemarkId", str)

WorkKind = Literal["activity", "project"]
WorkStatus = Literal["open", "done"]


class Version(Shape, frozen=True):
    """A document as it was at one time; it never changes."""

    version_id: VersionId
    number: int  # 1 for the first
    user_id: UserId
    media_type: str  # by content, whatever its name said
    extension: str  # what its name ends in, without the dot
    bytes: int
    sha256: str  # hexadecimal, of what is kept
    pages: int  # that can be shown as pictures; 0: none
    width: int  # of the first page, in whatever unit: their ratio counts; 0: none
    height: int
    remarks: int  # that stand
    at: datetime


class Document(Shape, frozen=True):
    document_id: DocumentId
    created_by: UserId
    name: str
    shared_at: datetime | None  # with the programme's managers, since then
    versions: tuple[Version, ...]  # the oldest first; at least one
    created_at: datetime


class Work(Shape, frozen=True):
    """An activity or a project, as it stands. Each change of anything in it makes its next revision."""

    work_id: WorkId
    mentorship_id: MentorshipId
    created_by: UserId
    kind: WorkKind
    title: str
    description: str
    goal_id: str | None  # which it serves
    status: WorkStatus
    documents: tuple[Document, ...]  # the oldest first
    revision: int
    created_at: datetime
    changed_at: datetime


class WorkChanged(Shape, frozen=True):
    """An activity or a project is new or another; for both members."""

    work: Work


class WorkRemoved(Shape, frozen=True):
    """A thing of work is no more; for both members."""

    mentorship_id: MentorshipId
    work_id: WorkId
    revision: int


class Remark(Shape, frozen=True):
    """A word of one of the two about a version."""

    remark_id: RemarkId
    version_id: VersionId
    number: int  # its place among those of its version
    user_id: UserId
    reply_to: RemarkId | None  # the first of its thread
    body: str | None  # None: deleted
    revision: int  # of the work item, that its newest change made
    written_at: datetime
    changed_at: datetime | None


class RemarkChanged(Shape, frozen=True):
    """A remark is new or another; for both members."""

    remark: Remark


class SharedVersion(Shape, frozen=True):
    """What a manager sees of a version: nothing of what the two say about it."""

    version_id: VersionId
    number: int
    media_type: str
    bytes: int
    pages: int
    width: int
    height: int
    at: datetime


class SharedDocument(Shape, frozen=True):
    """A document that its owner shares with the managers of the programme."""

    document_id: DocumentId
    mentorship_id: MentorshipId
    owner: Person
    name: str
    versions: tuple[SharedVersion, ...]
    shared_at: datetime


class SharedDocumentsChanged(Shape, frozen=True):
    """Something was shared, taken back or renewed; for the managers, who ask again."""

    programme_id: ProgrammeId


class TextPreview(Shape, frozen=True):
    """How a text begins."""

    text: str
    is_all: bool
