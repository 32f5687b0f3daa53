"""What tests of meetings do in a few words: one pair, and each function with the world's clock and ears."""

import itertools
from datetime import timedelta

from mentorpitch.announcements import Told
from mentorpitch.meetings import actions, agendas, feedback, meetings, owing, ratings, timing
from mentorpitch.meetings import pages as meeting_pages
from mentorpitch.meetings.actions import ChangeAction, NewAction
from mentorpitch.meetings.agendas import ChangeItem, NewItem
from mentorpitch.meetings.feedback import NewFeedback
from mentorpitch.meetings.local_time import local_of
from mentorpitch.meetings.meetings import ChangeMeeting, NewMeeting
from mentorpitch.meetings.ratings import NewRating
from mentorpitch.meetings.timing import PutTimebox
from mentorpitch.meetings.turning import turn
from mentorpitch.programmes import programme_meetings


class Meetings:
    """The meetings of one pair; who does it is the mentee, unless it is said."""

    def __init__(self, world, pair):
        self.world = world
        self.pair = pair
        self._numbers = itertools.count(1)

    @property
    def how(self):
        return {"announce": self.world.announce, "clock": self.world.clock}

    def client_id(self):
        return f"c{next(self._numbers)}"

    def new(self, *, within=timedelta(days=1), **given):
        """What to ask for: by default a meeting of half an hour, `within` from now on Lisbon's clocks."""
        usual = {
            "client_id": self.client_id(),
            "title": "Talk",
            "local_start": local_of(self.world.clock() + within, "Europe/Lisbon"),
            "time_zone": "Europe/Lisbon",
        }
        return NewMeeting(**usual | given)

    async def create(self, *, by=None, **given):
        return await meetings.create(
            self.world.db, by or self.pair.mentee, self.pair.mentorship_id, self.new(**given), **self.how
        )

    async def change(self, meeting, *, by=None, **given):
        wanted = ChangeMeeting(**given)
        return await meetings.change(
            self.world.db, by or self.pair.mentee, meeting.meeting_id, wanted, **self.how
        )

    async def cancel(self, meeting, scope="this", *, by=None):
        return await meetings.cancel(
            self.world.db, by or self.pair.mentee, meeting.meeting_id, scope, **self.how
        )

    async def get(self, meeting, *, by=None):
        return await meeting_pages.get(
            self.world.db, by or self.pair.mentee, meeting.meeting_id, clock=self.world.clock
        )

    async def page(self, state="upcoming", *, by=None, **given):
        return await meeting_pages.page(
            self.world.db,
            by or self.pair.mentee,
            self.pair.mentorship_id,
            state=state,
            clock=self.world.clock,
            **given,
        )

    async def all(self, state="upcoming"):
        found, cursor = [], None
        while True:
            page = await self.page(state, cursor=cursor, limit=7)
            found += page.meetings
            cursor = page.next_cursor
            if cursor is None:
                return found

    async def add(self, meeting, title="Something", *, by=None, **given):
        """The agenda item as it was added."""
        new = NewItem(**{"client_id": self.client_id(), "title": title} | given)
        after = await agendas.add(self.world.db, by or self.pair.mentee, meeting.meeting_id, new, **self.how)
        return after.agenda[-1]

    async def change_item(self, meeting, item, **given):
        return await agendas.change(
            self.world.db,
            self.pair.mentor,
            meeting.meeting_id,
            item.item_id,
            ChangeItem(**given),
            **self.how,
        )

    async def time(self, meeting, item=None, *, by=None, **given):
        """Say what is talked about now."""
        wanted = PutTimebox(item_id=item and item.item_id, **given)
        return await timing.put(self.world.db, by or self.pair.mentor, meeting.meeting_id, wanted, **self.how)

    async def owed(self, who):
        """The titles of the meetings that this person is asked about now."""
        found = await owing.list_mine(self.world.db, who, clock=self.world.clock)
        return [each.title for each in found]

    async def set_aside(self, meeting, who):
        await owing.set_aside(self.world.db, who, meeting.meeting_id, **self.how)

    async def remove_item(self, meeting, item):
        return await agendas.remove(
            self.world.db, self.pair.mentor, meeting.meeting_id, item.item_id, **self.how
        )

    async def act(self, meeting, text="Do it", **given):
        """The action as it was agreed on."""
        usual = {"client_id": self.client_id(), "text": text, "owner_id": self.pair.mentee.user_id}
        new = NewAction(**usual | given)
        after = await actions.add(self.world.db, self.pair.mentee, meeting.meeting_id, new, **self.how)
        return next(each for each in after.actions if each.text == text)

    async def change_action(self, meeting, action, **given):
        return await actions.change(
            self.world.db,
            self.pair.mentor,
            meeting.meeting_id,
            action.action_id,
            ChangeAction(**given),
            **self.how,
        )

    async def remove_action(self, meeting, action):
        return await actions.remove(
            self.world.db, self.pair.mentor, meeting.meeting_id, action.action_id, **self.how
        )

    async def write_feedback(self, meeting, body="Well done"):
        new = NewFeedback(client_id=self.client_id(), body=body)
        return await feedback.write(self.world.db, self.pair.mentor, meeting.meeting_id, new, **self.how)

    async def see_feedback(self, meeting, *, by):
        return await feedback.get(self.world.db, by, meeting.meeting_id, clock=self.world.clock)

    async def rate(self, meeting, score=4, comment=None):
        new = NewRating(client_id=self.client_id(), score=score, comment=comment)
        return await ratings.rate(self.world.db, self.pair.mentee, meeting.meeting_id, new, **self.how)

    async def given(self, *, by=None, cursor=None, limit=50):
        """What the programme's manager reads."""
        return await programme_meetings.page_feedback(
            self.world.db,
            by or self.pair.manager,
            self.pair.programme_id,
            cursor=cursor,
            limit=limit,
            clock=self.world.clock,
        )

    async def seal(self, sealed=True):
        await programme_meetings.set_sealed(
            self.world.db, self.pair.manager, self.pair.programme_id, sealed=sealed
        )

    async def past(self):
        """A meeting that is over."""
        made = await self.create(within=timedelta(minutes=1))
        await self.let_pass(made)
        return await self.get(made)

    async def let_pass(self, meeting):
        """Until the meeting is over, and the clock's part is done."""
        self.world.clock.now = meeting.ends_at
        await self.turn()

    async def turn(self):
        await turn(self.world.db, **self.how)

    def told(self, event="meeting_changed"):
        return [said for said in self.world.announced if isinstance(said, Told) and said.event == event]
