"""A request that is sent again happens once: its client_id says that it is the same one."""

import hashlib

import msgspec

from mentorpitch.actors import Actor
from mentorpitch.errors import Problem
from mentorpitch.shapes import Shape
from mentorpitch.store import repeats as repeats_store
from mentorpitch.store.database import Reader, Writer


async def find_made(tx: Reader, actor: Actor, scope: str, client_id: str, request: Shape) -> str | None:
    """The id of what this request made before. Raises `id_reused` when it said something else then.

    `scope` is the id of what the thing is made in: elsewhere, the same client_id is another.
    """
    found = await repeats_store.find(tx, actor.user_id, scope, client_id)
    if found is None:
        return None
    said, made_id = found
    ensure_repeat(said, request)
    return made_id


async def remember_made(
    tx: Writer, actor: Actor, scope: str, client_id: str, request: Shape, *, made_id: str
) -> None:
    # The hash alone: what was written may be erased later, and must be gone then.
    await repeats_store.add(tx, actor.user_id, scope, client_id, said=fingerprint(request), made_id=made_id)


def fingerprint(request: msgspec.Struct) -> str:
    """What is kept of a request, by a row that knows its own client_id, to tell its repeat from another."""
    kind = type(request).__name__.encode()
    return hashlib.sha256(kind + msgspec.json.encode(request, order="deterministic")).hexdigest()


def ensure_repeat(asked: str, request: msgspec.Struct) -> None:
    """Raises Problem `id_reused` unless `request` is what was asked before."""
    if asked != fingerprint(request):
        raise Problem("id_reused", "This client_id was used for something else.", field="client_id")
