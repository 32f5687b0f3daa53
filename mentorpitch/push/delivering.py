"""One attempt at a notice: is it still worth telling, what does it say, and who takes it.

A push service may have taken what it never said it took. So one that is sent again has the same topic and the
same tag: on the way and on the screen it takes the first one's place.
"""

from typing import Final

import msgspec

from mentorpitch.announcements import Announcement
from mentorpitch.chat.notifying import is_quiet
from mentorpitch.chat.unread import list_wanted
from mentorpitch.clock import Clock
from mentorpitch.jobs import GiveUp, TryLater
from mentorpitch.push import notices
from mentorpitch.push.encryption import encrypt
from mentorpitch.push.keys import PushKeys
from mentorpitch.push.notices import Sending
from mentorpitch.reminders.due import due
from mentorpitch.shapes import ConversationId, NotificationSettings
from mentorpitch.store import notifications as notifications_store
from mentorpitch.store import owed as owed_store
from mentorpitch.store import push as push_store
from mentorpitch.store import reminders as reminders_store
from mentorpitch.store.database import Database, Reader
from mentorpitch.store.jobs import Job
from mentorpitch.store.push import Subscription
from mentorpitch.store.tables.base import milliseconds
from mentorpitch.webhooks.sending import Sender

GONE: Final = (404, 410)  # the browser has ended its subscription (RFC 8030, 7.3)
MAY_PASS: Final = (408, 425, 429)  # among the answers that blame the request


class PushDelivery:
    def __init__(self, db: Database, sender: Sender, keys: PushKeys, *, clock: Clock) -> None:
        self._db = db
        self._sender = sender
        self._keys = keys
        self._clock = clock

    async def do(self, job: Job) -> None:
        at = self._clock()
        async with self._db.read() as tx:
            device = await push_store.find(tx, job.about["subscription_id"], at=at)
            if device is None:
                return  # signed out meanwhile
            settings = await notifications_store.get(tx, device.user_id)
            if is_quiet(settings.quiet_hours, time_zone=device.time_zone, at=at):
                return
            sending = await self._sending(tx, job, device, settings)
        if sending is None:
            return  # seen, read or moved meanwhile
        sending = sending.before_quiet(settings.quiet_hours, time_zone=device.time_zone, at=at)
        await self._send(device, sending)

    async def told(self, _tx: Reader, _job: Job) -> Announcement | None:
        return None

    async def _send(self, device: Subscription, sending: Sending) -> None:
        answer = await self._sender.post(
            device.endpoint,
            encrypt(msgspec.json.encode(sending.notice), p256dh=device.p256dh, auth=device.auth),
            {
                "Authorization": self._keys.authorization(device.endpoint, at=self._clock()),
                "Content-Encoding": "aes128gcm",
                "Content-Type": "application/octet-stream",
                "TTL": str(int(sending.lasts.total_seconds())),
                "Topic": sending.topic,
                "Urgency": sending.urgency,
            },
        )
        if answer.status in GONE:
            async with self._db.write() as tx:
                await push_store.remove(tx, device.subscription_id)
            return
        if answer.status and 400 <= answer.status < 500 and answer.status not in MAY_PASS:
            raise GiveUp(f"answered {answer.status}")
        if answer.error:
            raise TryLater(answer.error)

    async def _sending(
        self, tx: Reader, job: Job, device: Subscription, settings: NotificationSettings
    ) -> Sending | None:
        match job.about["what"]:
            case "message":
                return await self._of_messages(tx, job, device, settings)
            case "reminder":
                return await self._of_meeting(tx, job, device)
            case "owed":
                return await self._of_owed(tx, job, device)
        return None

    async def _of_messages(
        self, tx: Reader, job: Job, device: Subscription, settings: NotificationSettings
    ) -> Sending | None:
        conversation_id = ConversationId(job.about["conversation_id"])
        rings = await list_wanted(tx, device.user_id, conversation_id, settings=settings)
        if not any(message.seq <= int(job.about["seq"]) for message in rings):
            return None
        path = await push_store.find_path(tx, device.user_id, conversation_id)
        names = await push_store.list_names(tx, {message.sender_id for message in rings})
        who = [names[user_id] for user_id in dict.fromkeys(message.sender_id for message in rings)]
        if path is None:
            return None
        return notices.of_messages(who, len(rings), path=path, conversation_id=conversation_id)

    async def _of_meeting(self, tx: Reader, job: Job, device: Subscription) -> Sending | None:
        meeting_id, at = job.about["meeting_id"], self._clock()
        meeting = (await reminders_store.list_standing(tx, [meeting_id])).get(meeting_id)
        if meeting is None or str(milliseconds(meeting.starts_at)) != job.about["starts_at"]:
            return None  # cancelled or moved
        if due(meeting.starts_at, at=at) != job.about["which"]:
            return None  # the later one is on its way, or the meeting has begun
        if not await reminders_store.is_shown(tx, device.user_id, meeting_id, meeting.starts_at):
            return None
        reader, other = next(pair for pair in meeting.people if pair[0].user_id == device.user_id)
        choice = await reminders_store.get_choice(tx, device.user_id)
        return notices.of_meeting(meeting, reader, other, with_details=choice.details_outside, at=at)

    async def _of_owed(self, tx: Reader, job: Job, device: Subscription) -> Sending | None:
        names = await owed_store.list_due(tx, device.user_id, day=job.about["day"])
        return notices.of_owed(names, len(names), day=job.about["day"]) if names else None
