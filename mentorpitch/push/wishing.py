"""Notices are wished for as jobs: one for each of somebody's devices, in the transaction that wants them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import msgspec

from mentorpitch.shapes import UserId
from mentorpitch.store import jobs as jobs_store
from mentorpitch.store import push as push_store
from mentorpitch.store.database import Writer
from mentorpitch.store.jobs import Wish

KIND: Final = "push"


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is to be told of. The same one again is told once."""

    user_id: UserId
    about: Mapping[str, str]  # `what` it is, and ids


async def wish(tx: Writer, occasions: Iterable[Occasion], *, due_at: datetime, at: datetime) -> None:
    """Whether it is still worth telling is asked when it is sent (delivering.py)."""
    occasions = list(occasions)
    if not occasions:
        return
    devices = await push_store.list_of(tx, {each.user_id for each in occasions}, at=at)
    await jobs_store.add_missing(
        tx,
        KIND,
        [
            Wish(
                key=" ".join([KIND, subscription_id, *each.about.values()]),
                about={**each.about, "subscription_id": subscription_id},
                due_at=due_at,
            )
            for each in occasions
            for subscription_id in devices.get(each.user_id, ())
        ],
    )
