"""Invitations by mail that a calendar understands (iMIP, RFC 6047)."""

from email.utils import parseaddr

from mentorpitch.announcements import Announcement
from mentorpitch.calendars import ics
from mentorpitch.calendars.ics import Method, Parties
from mentorpitch.calendars.inviting import is_current
from mentorpitch.clock import Clock
from mentorpitch.mail import words
from mentorpitch.mail.post import Invite, Post
from mentorpitch.reminders.unsubscribing import unsubscribe_path
from mentorpitch.replies.addresses import Mailbox, make_address
from mentorpitch.shapes import UserId
from mentorpitch.store import accounts as accounts_store
from mentorpitch.store import answers as answers_store
from mentorpitch.store import meetings as meetings_store
from mentorpitch.store import mentorships as mentorships_store
from mentorpitch.store import reminders as reminders_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.jobs import Job


class InvitationLetters:
    """A letter for each state of a meeting that its reader's calendar should know."""

    def __init__(
        self,
        db: Database,
        post: Post,
        *,
        sender: str,
        public_url: str,
        clock: Clock,
        mailbox: Mailbox | None = None,
    ) -> None:
        """Calendars are asked for an answer where there is a `mailbox` that takes it."""
        self._db = db
        self._post = post
        self._sender = parseaddr(sender)[1]
        self._public_url = public_url
        self._clock = clock
        self._mailbox = mailbox

    async def do(self, job: Job) -> None:
        user_id, at = UserId(job.about["user_id"]), self._clock()
        async with self._db.read() as tx:
            meeting = await meetings_store.find(tx, job.about["meeting_id"])
            if meeting is None or not is_current(job, meeting, at=at):
                return
            pair = await mentorships_store.find_pair(tx, meeting.mentorship_id)
            user = await accounts_store.find(tx, user_id)
            choice = await reminders_store.get_choice(tx, user_id)
            stop_path = await unsubscribe_path(tx, user_id)
            answers = await answers_store.list_said(tx, [meeting.meeting_id])
        if pair is None or user is None or user.banned or not choice.invitations_mail:
            return
        address = await self._reply_address(meeting.meeting_id, user_id)
        method: Method = "CANCEL" if meeting.cancelled_at else "REQUEST"
        event = ics.event(
            meeting,
            pair,
            reader_id=user_id,
            with_details=choice.details_outside,
            public_url=self._public_url,
            stamp=at,
            parties=Parties(
                organizer=address or self._sender,
                attendee=user.email,
                takes_answer=address is not None,
                answer=answers.get((meeting.meeting_id, user_id)),
            ),
        )
        letter = words.meeting_invitation(
            job.job_id,
            to=user.email,
            meeting=meeting,
            pair=pair,
            reader_id=user_id,
            with_details=choice.details_outside,
            public_url=self._public_url,
            stop_url=f"{self._public_url}{stop_path}",
            reply_to=address,
            invite=Invite(method=method, text=ics.calendar([event], method=method)),
        )
        await self._post.send(letter)

    async def _reply_address(self, meeting_id: str, user_id: UserId) -> str | None:
        if self._mailbox is None:
            return None
        async with self._db.write() as tx:
            return await make_address(tx, self._mailbox, meeting_id, user_id)

    async def told(self, _tx: Reader, _job: Job) -> Announcement | None:
        return None
