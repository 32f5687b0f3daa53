"""Every endpoint, one a line. The routes and the API's description are made from this table."""

from typing import Final

from mentorpitch.accounts import UpdateMe
from mentorpitch.actions import Actions, ChangeAction, NewAction
from mentorpitch.agendas import ChangeItem
from mentorpitch.agendas import NewItem as NewAgendaItem
from mentorpitch.agreements import WriteAgreement
from mentorpitch.areas import AreaEdit, LevelSaid, NewArea
from mentorpitch.checklists import ItemEdit, NewItem
from mentorpitch.concerns import MyConcerns, NewConcern
from mentorpitch.feedback import ChangeFeedback, FeedbackView, NewFeedback
from mentorpitch.goals import GoalEdit, NewGoal
from mentorpitch.growth import (
    Agreement,
    Area,
    Concern,
    Goal,
    MentorProfile,
    MyProgramme,
    Pitch,
    SuggestionOverview,
)
from mentorpitch.health import Health, Settings
from mentorpitch.invitations import InvitationShown, Invited
from mentorpitch.meeting_pages import MeetingPage
from mentorpitch.meeting_shapes import Meeting, Notes, PrivateNotes
from mentorpitch.meetings import ChangeMeeting, NewMeeting
from mentorpitch.messages import MessagePage
from mentorpitch.notes import PutNotes
from mentorpitch.nudges import Snooze
from mentorpitch.pitches import NewPitch, NewSuggestion
from mentorpitch.programme_meetings import ManagedMeetings, ProgrammeFeedback, ProgrammeOptions
from mentorpitch.programmes import Programme
from mentorpitch.ratings import ChangeRating, NewRating, RatingMean, RatingView
from mentorpitch.setup import SetUp
from mentorpitch.shapes import (
    Me,
    Mentorship,
    MentorshipOverview,
    MessageDeleted,
    MessageEdited,
    MessageSent,
    Nothing,
    ProgrammeName,
    ReadState,
)
from mentorpitch.tickets import Ticket
from mentorpitch.web import (
    accounts,
    areas,
    concerns,
    feedback,
    goals,
    health,
    invitations,
    lifecycle,
    meetings,
    mentorships,
    messages,
    nudges,
    setup,
)
from mentorpitch.web.accounts import ChangePassword, SignIn, Users
from mentorpitch.web.areas import Areas, LevelHistory
from mentorpitch.web.ask import Csv, Endpoint
from mentorpitch.web.concerns import AccessLog, Concerns
from mentorpitch.web.feedback import Attended, ChangeOptions, CursorQuery
from mentorpitch.web.goals import GoalActivities, Goals, Read
from mentorpitch.web.invitations import Accept, Invite
from mentorpitch.web.lifecycle import Mentors, MyProgrammes, PauseReason, PitchAnswer, Pitches, Suggestions
from mentorpitch.web.meetings import Cancel, MeetingQuery
from mentorpitch.web.mentorships import Mentorships, NewPair, NewProgramme
from mentorpitch.web.messages import ClientId, NewMessage, PageQuery, ReadUpTo
from mentorpitch.web.nudges import Nudges
from mentorpitch.web.setup import SetUpState

# A table is read by its lines, however long.
# ruff: noqa: E501
# fmt: off
ENDPOINTS: Final = (
    # ── First run ──
    Endpoint("GET", "/api/setup", setup.get_state, "anyone", SetUpState, "Whether this server waits to be set up"),
    Endpoint("POST", "/api/setup", setup.set_up, "anyone", Me, "Make the first administrator and programme", body=SetUp, status=201),

    # ── Sessions and accounts ──
    Endpoint("POST", "/api/session", accounts.sign_in, "anyone", Me, "Sign in", body=SignIn),
    Endpoint("GET", "/api/session", accounts.get_me, "signed in", Me, "Who am I?"),
    Endpoint("DELETE", "/api/session", accounts.sign_out, "signed in", Nothing, "Sign out here"),
    Endpoint("DELETE", "/api/sessions", accounts.sign_out_everywhere, "signed in", Nothing, "Sign out everywhere"),
    Endpoint("PATCH", "/api/me", accounts.update_me, "signed in", Me, "Change one's name or time zone", body=UpdateMe),
    Endpoint("PUT", "/api/me/password", accounts.change_password, "signed in", Nothing, "Change one's password; other devices are signed out", body=ChangePassword),
    Endpoint("GET", "/api/users", accounts.list_users, "admin", Users, "Everybody's accounts"),
    Endpoint("POST", "/api/users/{user_id}/ban", accounts.ban, "admin", Nothing, "Close an account"),
    Endpoint("POST", "/api/users/{user_id}/unban", accounts.unban, "admin", Nothing, "Open a closed account again"),

    # ── Programmes ──
    Endpoint("POST", "/api/programmes", mentorships.create_programme, "admin", ProgrammeName, "Make a programme", body=NewProgramme, status=201),
    Endpoint("GET", "/api/programmes/{programme_id}", mentorships.get_programme, "manager", Programme, "A programme, its people and its pairs"),
    Endpoint("POST", "/api/programmes/{programme_id}/mentorships", mentorships.create_pair, "manager", MentorshipOverview, "Bring two members together", body=NewPair, status=201),
    Endpoint("POST", "/api/programmes/{programme_id}/invitations", invitations.invite, "manager", Invited, "Invite somebody; the link is shown this once", body=Invite, status=201),
    Endpoint("DELETE", "/api/invitations/{invitation_id}", invitations.withdraw, "manager", Nothing, "Withdraw an invitation"),
    Endpoint("GET", "/api/invitations/{token}", invitations.show, "anyone", InvitationShown, "What a link invites to"),
    Endpoint("POST", "/api/invitations/{token}/accept", invitations.accept, "anyone", Me, "Accept, and sign in", body=Accept, status=201),

    # ── Mentorships ──
    Endpoint("GET", "/api/mentorships", mentorships.list_mine, "signed in", Mentorships, "One's own mentorships"),
    Endpoint("GET", "/api/mentorships/{mentorship_id}", mentorships.get, "one of the two", Mentorship, "A mentorship"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/ticket", messages.issue_ticket, "one of the two", Ticket, "A ticket to the video room, for the socket's join_call"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/end", mentorships.end, "one of the two", Nothing, "End a mentorship; its manager may too"),

    # ── Chat ──
    Endpoint("GET", "/api/conversations/{conversation_id}/messages", messages.page, "one of the two", MessagePage, "A page of messages as they stand", query=PageQuery),
    Endpoint("POST", "/api/conversations/{conversation_id}/messages", messages.send, "one of the two", MessageSent, "Write a message", body=NewMessage, status=201),
    Endpoint("PATCH", "/api/conversations/{conversation_id}/messages/{seq}", messages.edit, "one of the two", MessageEdited, "Change one's own message", body=NewMessage),
    Endpoint("DELETE", "/api/conversations/{conversation_id}/messages/{seq}", messages.delete, "one of the two", MessageDeleted, "Take back one's own message", query=ClientId),
    Endpoint("PUT", "/api/conversations/{conversation_id}/read", messages.mark_read, "one of the two", ReadState, "Say how far one has read", body=ReadUpTo),

    # ── Growth: goals ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/goals", goals.list_of, "one of the two", Goals, "A pair's goals"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/goals", goals.create, "one of the two", Goal, "Set a goal", body=NewGoal, status=201),
    Endpoint("GET", "/api/goals/{goal_id}", goals.get, "one of the two", Goal, "A goal"),
    Endpoint("PATCH", "/api/goals/{goal_id}", goals.edit, "one of the two", Goal, "Change a goal; other words take the mark of agreement away", body=GoalEdit),
    Endpoint("DELETE", "/api/goals/{goal_id}", goals.remove, "one of the two", Nothing, "Delete a goal that the other proposed to delete"),
    Endpoint("POST", "/api/goals/{goal_id}/removal", goals.propose_removal, "one of the two", Goal, "Propose to delete a goal"),
    Endpoint("DELETE", "/api/goals/{goal_id}/removal", goals.drop_removal, "one of the two", Goal, "Take the proposal back, or decline the other's"),
    Endpoint("POST", "/api/goals/{goal_id}/agree", goals.agree, "one of the two", Goal, "Agree to a goal as one has read it", body=Read),
    Endpoint("GET", "/api/goals/{goal_id}/activity", goals.list_activity, "one of the two", GoalActivities, "What became of a goal"),
    Endpoint("POST", "/api/goals/{goal_id}/items", goals.add_item, "one of the two", Goal, "Add to a goal's checklist", body=NewItem, status=201),
    Endpoint("PATCH", "/api/goals/{goal_id}/items/{item_id}", goals.edit_item, "one of the two", Goal, "Tick an item, or change it", body=ItemEdit),
    Endpoint("DELETE", "/api/goals/{goal_id}/items/{item_id}", goals.remove_item, "one of the two", Goal, "Take an item off the checklist"),

    # ── Growth: development areas ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/areas", areas.list_of, "one of the two", Areas, "The mentee's development areas"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/areas", areas.create, "one of the two", Area, "Highlight an area; for the mentee", body=NewArea, status=201),
    Endpoint("PATCH", "/api/areas/{area_id}", areas.edit, "one of the two", Area, "Change an area; for the mentee", body=AreaEdit),
    Endpoint("POST", "/api/areas/{area_id}/levels", areas.set_level, "one of the two", Area, "Say how far one is; for the mentee", body=LevelSaid, status=201),
    Endpoint("POST", "/api/areas/{area_id}/suggestions", areas.suggest_level, "one of the two", Area, "Suggest a level; for the mentor", body=LevelSaid, status=201),
    Endpoint("POST", "/api/areas/{area_id}/suggestions/{revision}/accept", areas.accept_suggestion, "one of the two", Area, "Accept the suggested level; for the mentee"),
    Endpoint("POST", "/api/areas/{area_id}/suggestions/{revision}/decline", areas.decline_suggestion, "one of the two", Area, "Decline the suggested level; for the mentee"),
    Endpoint("GET", "/api/areas/{area_id}/history", areas.list_history, "one of the two", LevelHistory, "Every word about an area's level"),
    # ── Meetings ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/meetings", meetings.page, "one of the two", MeetingPage, "A page of meetings, ahead or past", query=MeetingQuery),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/meetings", meetings.create, "one of the two", Meeting, "Arrange a meeting, or a series of them", body=NewMeeting, status=201),
    Endpoint("GET", "/api/mentorships/{mentorship_id}/actions", meetings.list_actions, "one of the two", Actions, "What the two said they would do"),
    Endpoint("GET", "/api/meetings/{meeting_id}", meetings.get, "one of the two", Meeting, "A meeting with its agenda and actions"),
    Endpoint("PATCH", "/api/meetings/{meeting_id}", meetings.change, "one of the two", Meeting, "Move or change a meeting, or it and all that follow", body=ChangeMeeting),
    Endpoint("POST", "/api/meetings/{meeting_id}/cancel", meetings.cancel, "one of the two", Meeting, "Cancel a meeting, or it and all that follow", body=Cancel),
    Endpoint("POST", "/api/meetings/{meeting_id}/agenda", meetings.add_item, "one of the two", Meeting, "Put something on the agenda", body=NewAgendaItem, status=201),
    Endpoint("PATCH", "/api/meetings/{meeting_id}/agenda/{item_id}", meetings.change_item, "one of the two", Meeting, "Change, tick or move an agenda item", body=ChangeItem),
    Endpoint("DELETE", "/api/meetings/{meeting_id}/agenda/{item_id}", meetings.remove_item, "one of the two", Meeting, "Take something off the agenda"),
    Endpoint("POST", "/api/meetings/{meeting_id}/actions", meetings.add_action, "one of the two", Meeting, "Agree on something to do", body=NewAction, status=201),
    Endpoint("PATCH", "/api/meetings/{meeting_id}/actions/{action_id}", meetings.change_action, "one of the two", Meeting, "Change an action, or say that it is done", body=ChangeAction),
    Endpoint("DELETE", "/api/meetings/{meeting_id}/actions/{action_id}", meetings.remove_action, "one of the two", Meeting, "Take an action back"),
    Endpoint("PUT", "/api/meetings/{meeting_id}/attendance", feedback.say_attended, "one of the two", Meeting, "Say whether the meeting took place", body=Attended),
    Endpoint("GET", "/api/meetings/{meeting_id}/notes", feedback.get_notes, "one of the two", Notes, "The notes that the two share"),
    Endpoint("PUT", "/api/meetings/{meeting_id}/notes", feedback.put_notes, "one of the two", Notes, "Write the shared notes", body=PutNotes),
    Endpoint("GET", "/api/meetings/{meeting_id}/private-notes", feedback.get_private_notes, "one of the two", PrivateNotes, "One's own notes"),
    Endpoint("PUT", "/api/meetings/{meeting_id}/private-notes", feedback.put_private_notes, "one of the two", PrivateNotes, "Write one's own notes", body=PutNotes),

    # ── Feedback on meetings ──
    Endpoint("GET", "/api/meetings/{meeting_id}/feedback", feedback.get_feedback, "one of the two", FeedbackView, "The mentor's feedback, and who reads it"),
    Endpoint("POST", "/api/meetings/{meeting_id}/feedback", feedback.write_feedback, "the mentor", FeedbackView, "Give feedback on a past meeting", body=NewFeedback, status=201),
    Endpoint("PATCH", "/api/meetings/{meeting_id}/feedback", feedback.change_feedback, "the mentor", FeedbackView, "Change it within a day", body=ChangeFeedback),
    Endpoint("POST", "/api/meetings/{meeting_id}/feedback/additions", feedback.append_feedback, "the mentor", FeedbackView, "Add to it after that day", body=NewFeedback, status=201),
    Endpoint("GET", "/api/meetings/{meeting_id}/rating", feedback.get_rating, "the mentee", RatingView, "One's own rating, and who reads it"),
    Endpoint("POST", "/api/meetings/{meeting_id}/rating", feedback.rate, "the mentee", RatingView, "Rate a past meeting", body=NewRating, status=201),
    Endpoint("PATCH", "/api/meetings/{meeting_id}/rating", feedback.change_rating, "the mentee", RatingView, "Change one's rating within a week", body=ChangeRating),
    Endpoint("DELETE", "/api/meetings/{meeting_id}/rating", feedback.take_back_rating, "the mentee", RatingView, "Take one's rating back within a week"),
    Endpoint("GET", "/api/me/rating", feedback.get_mean, "signed in", RatingMean, "How the meetings that one mentored were rated, as a mean"),
    Endpoint("GET", "/api/programmes/{programme_id}/meetings", feedback.page_of_programme, "manager", ManagedMeetings, "That a programme's pairs meet, and when", query=CursorQuery),
    Endpoint("GET", "/api/programmes/{programme_id}/feedback", feedback.page_feedback, "manager", ProgrammeFeedback, "Feedback and ratings, in full", query=CursorQuery),
    Endpoint("GET", "/api/programmes/{programme_id}/options", feedback.get_options, "manager", ProgrammeOptions, "How a programme does things"),
    Endpoint("PATCH", "/api/programmes/{programme_id}/options", feedback.change_options, "manager", ProgrammeOptions, "Whether feedback and rating open together", body=ChangeOptions),

    # ── Growth: from a pitch to a pair, and through its life ──
    Endpoint("GET", "/api/programmes", lifecycle.list_programmes, "signed in", MyProgrammes, "The programmes one belongs to"),
    Endpoint("POST", "/api/programmes/{programme_id}/conduct", lifecycle.accept_conduct, "member", MyProgramme, "Accept the code of conduct"),
    Endpoint("GET", "/api/programmes/{programme_id}/mentors", lifecycle.list_mentors, "member", Mentors, "A programme's mentors, and who takes mentees"),
    Endpoint("GET", "/api/programmes/{programme_id}/profile", lifecycle.get_profile, "member", MentorProfile, "What one tells as a mentor"),
    Endpoint("PUT", "/api/programmes/{programme_id}/profile", lifecycle.put_profile, "member", MentorProfile, "Tell of oneself as a mentor", body=MentorProfile),
    Endpoint("POST", "/api/programmes/{programme_id}/pitches", lifecycle.pitch, "member", Pitch, "Pitch to a mentor; for a mentee", body=NewPitch, status=201),
    Endpoint("POST", "/api/programmes/{programme_id}/suggestions", lifecycle.suggest, "manager", SuggestionOverview, "Suggest two members to each other", body=NewSuggestion, status=201),
    Endpoint("GET", "/api/programmes/{programme_id}/suggestions", lifecycle.list_suggestions, "manager", Suggestions, "What became of suggested matches"),
    Endpoint("GET", "/api/pitches", lifecycle.list_pitches, "signed in", Pitches, "Pitches and suggested matches of one's own"),
    Endpoint("GET", "/api/pitches/{pitch_id}", lifecycle.get_pitch, "one of the two", Pitch, "A pitch or a suggested match"),
    Endpoint("POST", "/api/pitches/{pitch_id}/accept", lifecycle.accept_pitch, "one of the two", Pitch, "Accept; the last yes makes the pair"),
    Endpoint("POST", "/api/pitches/{pitch_id}/decline", lifecycle.decline_pitch, "one of the two", Pitch, "Decline, with a kind word or none", body=PitchAnswer),
    Endpoint("POST", "/api/pitches/{pitch_id}/talk", lifecycle.ask_for_talk, "one of the two", Pitch, "Ask to talk first", body=PitchAnswer),
    Endpoint("POST", "/api/pitches/{pitch_id}/withdraw", lifecycle.withdraw_pitch, "one of the two", Pitch, "Step back from it"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/pause", lifecycle.pause, "one of the two", Nothing, "Pause a mentorship", body=PauseReason),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/resume", lifecycle.resume, "one of the two", Nothing, "Go on with a paused mentorship"),
    Endpoint("GET", "/api/mentorships/{mentorship_id}/agreement", lifecycle.get_agreement, "one of the two", Agreement, "What the two promise each other"),
    Endpoint("PUT", "/api/mentorships/{mentorship_id}/agreement", lifecycle.write_agreement, "one of the two", Agreement, "Write the agreement, and accept it", body=WriteAgreement),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/agreement/accept", lifecycle.accept_agreement, "one of the two", Agreement, "Accept the agreement as one has read it", body=Read),

    # ── Growth: nudges ──
    Endpoint("GET", "/api/nudges", nudges.list_mine, "signed in", Nudges, "Whom one has not talked with for a while"),
    Endpoint("POST", "/api/nudges/{mentorship_id}/snooze", nudges.snooze, "one of the two", Nudges, "Put off hearing of a pair", body=Snooze),

    # ── Growth: the manager's view ──
    Endpoint("PATCH", "/api/programmes/{programme_id}", health.change_settings, "manager", Settings, "Change after how many quiet days a pair is nudged", body=Settings),
    Endpoint("GET", "/api/programmes/{programme_id}/health", health.get, "manager", Health, "How a programme is doing: counts and days"),
    Endpoint("GET", "/api/programmes/{programme_id}/health.csv", health.get_csv, "manager", Csv, "The same figures as a file"),

    # ── Growth: respect ──
    Endpoint("GET", "/api/mentorships/{mentorship_id}/concerns", concerns.list_mine, "one of the two", MyConcerns, "Who can be told of a concern, and what one has told"),
    Endpoint("POST", "/api/mentorships/{mentorship_id}/concerns", concerns.report, "one of the two", Concern, "Tell a manager of a concern; the other never learns of it", body=NewConcern, status=201),
    Endpoint("GET", "/api/programmes/{programme_id}/concerns", concerns.list_sent_to, "manager", Concerns, "The concerns that one was told of"),
    Endpoint("GET", "/api/mentorships/{mentorship_id}/access-log", concerns.list_log, "one of the two", AccessLog, "What others than the two did to a mentorship"),
)
# fmt: on
