"""Meetings, and what is said about them."""

from typing import Final

from mentorpitch.bots.scopes import MAKES_MEETINGS, SEES_MEETINGS, TICKS_AGENDA
from mentorpitch.calendars.feed import NewFeed
from mentorpitch.calendars.shapes import CalendarFeed
from mentorpitch.meetings.actions import Actions, ChangeAction, NewAction
from mentorpitch.meetings.agendas import ChangeItem
from mentorpitch.meetings.agendas import NewItem as NewAgendaItem
from mentorpitch.meetings.feedback import ChangeFeedback, FeedbackView, NewFeedback
from mentorpitch.meetings.meetings import ChangeMeeting, NewMeeting
from mentorpitch.meetings.notes import PutNotes
from mentorpitch.meetings.pages import MeetingPage
from mentorpitch.meetings.ratings import ChangeRating, NewRating, RatingMean, RatingView
from mentorpitch.meetings.recaps import Approval, Recap
from mentorpitch.meetings.shapes import InPerson, Meeting, Notes, PrivateNotes
from mentorpitch.meetings.timing import PutTimebox
from mentorpitch.programmes.programme_meetings import ManagedMeetings, ProgrammeFeedback, ProgrammeOptions
from mentorpitch.reminders.reminders import ChangeChoice
from mentorpitch.shapes import Nothing
from mentorpitch.web import (
    calendars,
    feedback,
    meetings,
    recaps,
    reminders,
)
from mentorpitch.web.ask import Endpoint, Ics, Made
from mentorpitch.web.feedback import Attended, ChangeOptions, CursorQuery, OwedWords
from mentorpitch.web.meetings import AnswerMeeting, Cancel, MeetingQuery
from mentorpitch.web.reminders import Reminders, ReminderSettings

# ruff: noqa: E501
# fmt: off
MEETINGS: Final = (
    # ── Meetings ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/meetings", meetings.page, "one of the two", MeetingPage, "A page of meetings, ahead or past", query=MeetingQuery, bots=SEES_MEETINGS),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/meetings", meetings.create, "one of the two", Meeting, "Arrange a meeting, or a series of them", body=NewMeeting, status=201, bots=MAKES_MEETINGS),
    Endpoint("GET", "/api/mentorships/{mentorship_id}/actions", meetings.list_actions, "one of the two", Actions, "What the two said they would do"),
    Endpoint("GET", "/api/mentorships/{mentorship_id}/in-person", meetings.get_in_person, "one of the two", InPerson, "Whether the two have met face to face"),
    Endpoint("GET", "/api/meetings/{meeting_id}", meetings.get, "one of the two", Meeting, "A meeting with its agenda and actions", bots=SEES_MEETINGS),
    Endpoint("PATCH", "/api/meetings/{meeting_id}", meetings.change, "one of the two", Meeting, "Move or change a meeting, or it and all that follow", body=ChangeMeeting),
    Endpoint("POST", "/api/meetings/{meeting_id}/cancel", meetings.cancel, "one of the two", Meeting, "Cancel a meeting, or it and all that follow", body=Cancel),
    Endpoint("POST", "/api/meetings/{meeting_id}/agenda", meetings.add_item, "one of the two", Meeting, "Put something on the agenda", body=NewAgendaItem, status=201),
    Endpoint("PATCH", "/api/meetings/{meeting_id}/agenda/{item_id}", meetings.change_item, "one of the two", Meeting, "Change, tick or move an agenda item", body=ChangeItem, bots=TICKS_AGENDA),
    Endpoint("DELETE", "/api/meetings/{meeting_id}/agenda/{item_id}", meetings.remove_item, "one of the two", Meeting, "Take something off the agenda"),
    Endpoint("PUT", "/api/meetings/{meeting_id}/timebox", meetings.time, "one of the two", Meeting, "Say what is talked about now, on the clock or not", body=PutTimebox),
    Endpoint("POST", "/api/meetings/{meeting_id}/actions", meetings.add_action, "one of the two", Meeting, "Agree on something to do", body=NewAction, status=201),
    Endpoint("PATCH", "/api/meetings/{meeting_id}/actions/{action_id}", meetings.change_action, "one of the two", Meeting, "Change an action, or say that it is done", body=ChangeAction),
    Endpoint("DELETE", "/api/meetings/{meeting_id}/actions/{action_id}", meetings.remove_action, "one of the two", Meeting, "Take an action back"),
    Endpoint("PUT", "/api/meetings/{meeting_id}/answer", meetings.answer, "one of the two", Meeting, "Say whether one comes", body=AnswerMeeting),
    Endpoint("PUT", "/api/meetings/{meeting_id}/attendance", feedback.say_attended, "one of the two", Meeting, "Say whether the meeting took place", body=Attended),
    Endpoint("GET", "/api/meetings/{meeting_id}/notes", feedback.get_notes, "one of the two", Notes, "The notes that the two share"),
    Endpoint("PUT", "/api/meetings/{meeting_id}/notes", feedback.put_notes, "one of the two", Notes, "Write the shared notes", body=PutNotes),
    Endpoint("GET", "/api/meetings/{meeting_id}/private-notes", feedback.get_private_notes, "one of the two", PrivateNotes, "One's own notes"),
    Endpoint("PUT", "/api/meetings/{meeting_id}/private-notes", feedback.put_private_notes, "one of the two", PrivateNotes, "Write one's own notes", body=PutNotes),
    Endpoint("GET", "/api/meetings/{meeting_id}/recap", recaps.get, "one of the two", Recap, "What a past meeting came to, by its agenda, actions and notes"),
    Endpoint("PUT", "/api/meetings/{meeting_id}/recap/approval", recaps.approve, "one of the two", Recap, "Approve a version of it; when both have, it is kept as it is", body=Approval),
    Endpoint("DELETE", "/api/meetings/{meeting_id}/recap/approval", recaps.take_back, "one of the two", Recap, "Take one's approval back, until both have given it"),
    Endpoint("GET", "/api/meetings/{meeting_id}/recap.md", recaps.markdown, "one of the two", Made, "The recap as Markdown"),
    Endpoint("GET", "/api/meetings/{meeting_id}/recap.pdf", recaps.pdf, "one of the two", Made, "The recap as PDF"),

    # ── Reminders ──
    Endpoint("GET", "/api/reminders", reminders.list_mine, "signed in", Reminders, "The meetings that one is reminded of"),
    Endpoint("DELETE", "/api/meetings/{meeting_id}/reminder", reminders.see, "one of the two", Reminders, "Say that one has seen a reminder, on all of one's devices"),
    Endpoint("GET", "/api/me/reminders", reminders.get_settings, "signed in", ReminderSettings, "What one wants to be reminded of, and how"),
    Endpoint("PATCH", "/api/me/reminders", reminders.choose, "signed in", ReminderSettings, "Choose what one wants to be reminded of, and how", body=ChangeChoice),
    Endpoint("POST", "/unsubscribe/{token}", reminders.stop_mail, "anyone", Nothing, "No more reminders by mail; the link in each of them (RFC 8058)"),

    # ── Calendars ──
    Endpoint("GET", "/api/meetings/{meeting_id}/calendar", calendars.download, "one of the two", Ics, "A meeting for one's own calendar (iCalendar)"),
    Endpoint("GET", "/api/me/calendar", calendars.get, "signed in", CalendarFeed, "Where one's calendar program finds one's meetings"),
    Endpoint("PUT", "/api/me/calendar", calendars.renew, "signed in", CalendarFeed, "A new address for it; the earlier one leads nowhere any more", body=NewFeed),
    Endpoint("DELETE", "/api/me/calendar", calendars.remove, "signed in", CalendarFeed, "No address any more"),
    Endpoint("GET", "/calendar/{secret}.ics", calendars.show, "anyone", Ics, "The meetings of whose secret address it is (iCalendar)"),

    # ── Feedback on meetings ──
    Endpoint("GET", "/api/meetings/{meeting_id}/feedback", feedback.get_feedback, "one of the two", FeedbackView, "The mentor's feedback, and who reads it"),
    Endpoint("POST", "/api/meetings/{meeting_id}/feedback", feedback.write_feedback, "the mentor", FeedbackView, "Give feedback on a past meeting", body=NewFeedback, status=201),
    Endpoint("PATCH", "/api/meetings/{meeting_id}/feedback", feedback.change_feedback, "the mentor", FeedbackView, "Change it within a day", body=ChangeFeedback),
    Endpoint("POST", "/api/meetings/{meeting_id}/feedback/additions", feedback.append_feedback, "the mentor", FeedbackView, "Add to it after that day", body=NewFeedback, status=201),
    Endpoint("GET", "/api/meetings/{meeting_id}/rating", feedback.get_rating, "the mentee", RatingView, "One's own rating, and who reads it"),
    Endpoint("POST", "/api/meetings/{meeting_id}/rating", feedback.rate, "the mentee", RatingView, "Rate a past meeting", body=NewRating, status=201),
    Endpoint("PATCH", "/api/meetings/{meeting_id}/rating", feedback.change_rating, "the mentee", RatingView, "Change one's rating within a week", body=ChangeRating),
    Endpoint("DELETE", "/api/meetings/{meeting_id}/rating", feedback.take_back_rating, "the mentee", RatingView, "Take one's rating back within a week"),
    Endpoint("GET", "/api/owed", feedback.list_owed, "signed in", OwedWords, "The words on meetings that one is asked for now"),
    Endpoint("PUT", "/api/meetings/{meeting_id}/set-aside", feedback.set_aside, "one of the two", OwedWords, "Be asked no more how a meeting was, on all of one's devices"),
    Endpoint("GET", "/api/me/rating", feedback.get_mean, "signed in", RatingMean, "How the meetings that one mentored were rated, as a mean"),
    Endpoint("GET", "/api/programmes/{programme_id}/meetings", feedback.page_of_programme, "manager", ManagedMeetings, "That a programme's pairs meet, and when", query=CursorQuery),
    Endpoint("GET", "/api/programmes/{programme_id}/feedback", feedback.page_feedback, "manager", ProgrammeFeedback, "Feedback and ratings, in full", query=CursorQuery),
    Endpoint("GET", "/api/programmes/{programme_id}/options", feedback.get_options, "manager", ProgrammeOptions, "How a programme does things"),
    Endpoint("PATCH", "/api/programmes/{programme_id}/options", feedback.change_options, "manager", ProgrammeOptions, "Whether feedback and rating open together", body=ChangeOptions),
)
