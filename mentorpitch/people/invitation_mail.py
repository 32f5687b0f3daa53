"""Invitations by mail. The link's secret is made when the letter is written: only its hash is ever kept."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from mentorpitch.announcements import Announcement
from mentorpitch.clock import Clock
from mentorpitch.ids import hash_secret, new_secret
from mentorpitch.mail import words
from mentorpitch.mail.post import Post
from mentorpitch.programmes.telling import changed_for_managers
from mentorpitch.store import invitations as invitations_store
from mentorpitch.store import jobs as jobs_store
from mentorpitch.store.database import Database, Reader, Writer
from mentorpitch.store.jobs import Job

KIND: Final = "invitation"


async def post_invitation(tx: Writer, invitation_id: str, *, wish: str, at: datetime) -> None:
    """Have it mailed, once for each `wish`. Announce JobsWait after the commit."""
    job_id = await jobs_store.add(
        tx,
        KIND,
        key=f"{KIND} {invitation_id} {wish}",
        about={"invitation_id": invitation_id},
        due_at=at,
    )
    await invitations_store.set_mail_job(tx, invitation_id, job_id)


async def post_invitations(tx: Writer, invitation_ids: Iterable[str], *, at: datetime) -> dict[str, str]:
    """Have many new ones mailed. Returns the ids of the jobs by invitation."""
    keys = {invitation_id: f"{KIND} {invitation_id} first" for invitation_id in invitation_ids}
    wishes = {key: {"invitation_id": invitation_id} for invitation_id, key in keys.items()}
    job_ids = await jobs_store.add_all(tx, KIND, wishes, due_at=at)
    return {invitation_id: job_ids[key] for invitation_id, key in keys.items()}


class InvitationMail:
    """Each attempt has a link of its own, and all of them are good: which letter arrived, nobody knows."""

    def __init__(self, db: Database, post: Post, *, public_url: str, clock: Clock) -> None:
        self._db = db
        self._post = post
        self._public_url = public_url
        self._clock = clock

    async def do(self, job: Job) -> None:
        secret = new_secret()
        async with self._db.write() as tx:
            invitation = await invitations_store.find(tx, job.about["invitation_id"])
            if invitation is None or not invitation.is_open(self._clock()):
                return  # accepted or withdrawn meanwhile
            await invitations_store.add_links(tx, {hash_secret(secret): invitation.invitation_id})
        letter = words.invitation(
            job.job_id,
            to=invitation.email,
            by=invitation.invited_by,
            programme=invitation.programme.name,
            role=invitation.role,
            url=f"{self._public_url}/invite/{secret}",
            expires_at=invitation.expires_at,
        )
        await self._post.send(letter)

    async def told(self, tx: Reader, job: Job) -> Announcement | None:
        invitation = await invitations_store.find(tx, job.about["invitation_id"])
        return await changed_for_managers(tx, invitation.programme.programme_id) if invitation else None
