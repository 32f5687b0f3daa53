"""What is kept of a request, to tell its repeat from another one under the same client_id."""

import hashlib

import msgspec

from mentorpitch.errors import Problem


def fingerprint(question: msgspec.Struct) -> str:
    """What is kept of a request to tell its repeat from another that bears its client_id."""
    kind = type(question).__name__.encode()
    return hashlib.sha256(kind + msgspec.json.encode(question, order="deterministic")).hexdigest()


def ensure_repeat(asked: str, question: msgspec.Struct) -> None:
    """Raises Problem `id_reused` unless `question` is what was asked before."""
    if asked != fingerprint(question):
        raise Problem("id_reused", "This client_id was used for something else.", field="client_id")
