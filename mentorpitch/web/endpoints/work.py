"""Activities, projects, documents and the feedback on them."""

from typing import Final

from mentorpitch.shapes import Nothing
from mentorpitch.web import work
from mentorpitch.web.ask import Endpoint, File
from mentorpitch.web.work import Remarks, SharedDocuments, Status, WorkList
from mentorpitch.work.documents import DocumentEdit, Upload
from mentorpitch.work.remarks import NewRemark, RemarkEdit
from mentorpitch.work.shapes import Remark, TextPreview, Work
from mentorpitch.work.work import NewWork, WorkEdit

# ruff: noqa: E501
# fmt: off
WORK: Final = (
    # ── Activities and projects ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/work", work.list_of, "one of the two", WorkList, "What a pair works on"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/work", work.create, "one of the two", Work, "Set an activity or a project", body=NewWork, status=201),
    Endpoint("PATCH", "/api/work/{work_id}", work.edit, "one of the two", Work, "Change one's own activity or project", body=WorkEdit),
    Endpoint("DELETE", "/api/work/{work_id}", work.remove, "one of the two", Nothing, "Remove one's own, with one's own documents in it"),
    Endpoint("PUT", "/api/work/{work_id}/status", work.set_status, "one of the two", Work, "Say whether it is done; either may", body=Status),

    # ── Documents ──
    Endpoint("POST", "/api/work/{work_id}/documents", work.add_document, "one of the two", Work, "Put a document into it; the body is the file", query=Upload, takes_file=True, status=201),
    Endpoint("POST", "/api/documents/{document_id}/versions", work.add_version, "one of the two", Work, "Add a version of one's own document; the body is the file", query=Upload, takes_file=True, status=201),
    Endpoint("PATCH", "/api/documents/{document_id}", work.rename, "one of the two", Work, "Rename one's own document", body=DocumentEdit),
    Endpoint("DELETE", "/api/documents/{document_id}", work.remove_document, "one of the two", Work, "Remove one's own document and what was said of it"),
    Endpoint("PUT", "/api/documents/{document_id}/sharing", work.share, "one of the two", Work, "Share one's own document with the programme's managers"),
    Endpoint("DELETE", "/api/documents/{document_id}/sharing", work.withdraw, "one of the two", Work, "Share it no more"),
    Endpoint("GET", "/api/programmes/{programme_id}/documents", work.list_shared, "manager", SharedDocuments, "Documents that their owners share with the managers"),

    # ── Versions and feedback; the first three for managers too, while the document is shared ──
    Endpoint("GET", "/api/versions/{version_id}/file", work.download, "one of the two", File, "A version's bytes, to be kept"),
    Endpoint("GET", "/api/versions/{version_id}/pages/{page}", work.get_page, "one of the two", File, "A page as a picture (WebP), from 1; an image has one"),
    Endpoint("GET", "/api/versions/{version_id}/text", work.get_text, "one of the two", TextPreview, "How a text begins"),
    Endpoint("GET", "/api/versions/{version_id}/feedback", work.list_remarks, "one of the two", Remarks, "What the two say of a version"),
    Endpoint("POST", "/api/versions/{version_id}/feedback", work.write_remark, "one of the two", Remark, "Say something of a version, or reply", body=NewRemark, status=201),
    Endpoint("PATCH", "/api/feedback/{remark_id}", work.edit_remark, "one of the two", Remark, "Say one's own in other words", body=RemarkEdit),
    Endpoint("DELETE", "/api/feedback/{remark_id}", work.delete_remark, "one of the two", Remark, "Take one's own back"),
)
