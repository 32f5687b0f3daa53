/**
 * The shapes that cross the wire, as the server declares them (signalling/contract.py and each `shapes.py`).
 * Types only: nothing here runs.
 *
 * @typedef {{ user_id: string, name: string, time_zone: string }} Person
 * @typedef {{ user_id: string, name: string, bot: true, reads: string[] }} BotName
 * @typedef {{ programme_id: string, name: string }} ProgrammeName
 * @typedef {{ user_id: string, name: string, email: string, time_zone: string, is_admin: boolean, manages: ProgrammeName[] }} Me
 *
 * @typedef {{ file_id: string, kind: "image" | "document" | "voice", name: string, media_type: string, bytes: number, pages: number, width: number, height: number, duration_ms: number }} Attachment
 * @typedef {{ type: "message_sent", conversation_id: string, seq: number, sender_id: string, client_id: string, at: string, body: string | null, html?: string | null, reply_to?: number | null, mentions?: string[], attachments?: Attachment[] }} MessageSent
 * @typedef {{ type: "message_edited", conversation_id: string, seq: number, sender_id: string, client_id: string, at: string, target: number, body: string | null, html?: string | null, mentions?: string[] }} MessageEdited
 * @typedef {{ type: "message_deleted", conversation_id: string, seq: number, sender_id: string, client_id: string, at: string, target: number }} MessageDeleted
 * @typedef {{ type: "reaction_changed", conversation_id: string, seq: number, sender_id: string, client_id: string, at: string, target: number, emoji: string, added: boolean }} ReactionChanged
 * @typedef {{ type: "message_pinned" | "message_unpinned", conversation_id: string, seq: number, sender_id: string, client_id: string, at: string, target: number }} PinChanged
 * @typedef {MessageSent | MessageEdited | MessageDeleted | ReactionChanged | PinChanged} ChatEvent
 * @typedef {{ user_id: string, emoji: string }} Reaction
 *
 * @typedef {{ conversation_id: string, seq: number, sender_id: string, client_id: string, body: string | null, sent_at: string, edited_at?: string | null, deleted_at?: string | null,
 *   html?: string | null, reply_to?: number | null, mentions?: string[], attachments?: Attachment[], reactions?: Reaction[], pinned_by?: string | null, pinned_at?: string | null }} Message
 * @typedef {{ conversation_id: string, user_id: string, seq: number }} ReadState
 * @typedef {{ conversation_id: string, last_seq: number, unread: number, reads: ReadState[], last_message: Message | null }} ConversationState
 * @typedef {{ other: Person, conversation: ConversationState, apart: boolean, blocked: boolean }} DirectConversation
 * @typedef {{ person: Person, programmes: string[] }} Fellow
 * @typedef {"all" | "mentions" | "none"} NotificationLevel
 * @typedef {{ begins: string, ends: string }} QuietHours "22:00", by one's own clocks
 * @typedef {{ quiet_hours: QuietHours | null, levels: Record<string, NotificationLevel>, revision: number }} NotificationSettings `levels`: of those that are not "all"
 * @typedef {{ conversation_id: string, text: string, revision: number, changed_at: string | null }} MessageDraft
 * @typedef {{ epoch: string, last_seq: number, messages: Message[], has_more: boolean, has_newer?: boolean, parents?: Message[], reads: ReadState[] }} MessagePage
 * @typedef {{ body: string, html: string | null, at: string }} MessageVersion
 * @typedef {{ read: ReadState, unread: number }} MarkedUnread
 * @typedef {{ conversation_id: string, epoch: string, last_seq: number, limited: boolean, events: ChatEvent[], reads: ReadState[] }} Synced
 *
 * @typedef {"mentor" | "mentee"} Role
 * @typedef {"active" | "paused" | "ended"} MentorshipStatus
 * @typedef {{ by: string, reason: string, at: string }} Pause
 * @typedef {{ mentorship_id: string, programme: ProgrammeName, status: MentorshipStatus, role: Role, other: Person, conversation: ConversationState, began_at: string, ended_at: string | null, pause: Pause | null, blocked: boolean, bots?: BotName[] }} Mentorship
 * @typedef {{ mentorship_id: string, status: MentorshipStatus, mentor: Person, mentee: Person, last_active_day: string | null }} MentorshipOverview
 *
 * @typedef {{ mentorship_id: string, user_ids: string[] }} CallChanged
 * @typedef {{ user_id: string, epoch: string, version: string, conversations: ConversationState[], online: string[], calls: CallChanged[] }} Welcome
 *
 * @typedef {"message" | "meeting" | "goal" | "area" | "work"} FoundKind
 * @typedef {"message" | "meeting" | "agenda" | "notes" | "own_notes" | "goal" | "area" | "work" | "document"} FoundSource
 * @typedef {{ text: string, hit: boolean }} Segment
 * @typedef {{ kind: FoundKind, source: FoundSource, thing_id: string, seq: number | null, inside_id: string | null, mentorship_id: string | null, conversation_id: string | null, pitch_id: string | null, with_people: Person[], person_id: string | null, at: string, segments: Segment[] }} Found
 * @typedef {{ found: Found[], next_cursor: string | null }} SearchPage
 *
 * @typedef {"mentorship.began" | "mentorship.ended" | "meeting.past" | "feedback.received"} WebhookEvent
 * @typedef {{ webhook_id: string, programme_id: string, url: string, events: WebhookEvent[], made_at: string, old_secret_until: string | null, failures: number, disabled_at: string | null, disabled_why: "manager" | "failing" | "gone" | null, revision: number }} Webhook
 * @typedef {{ webhook: Webhook, secret: string | null }} WithSecret
 * @typedef {{ delivery_id: string, type: string, body: string, at: string, attempts: number, tried_at: string | null, took_ms: number | null, status: number | null, error: string | null, done_at: string | null, next_at: string | null }} Delivery
 *
 * @typedef {"microphone" | "camera" | "screen" | "screen_sound"} Source
 * @typedef {{ peer_id: string, subject: string, on: Source[], status: "connecting" | "connected" | "reconnecting" }} PeerState
 * @typedef {{ mid: string, kind: "audio" | "video", peer_id?: string | null, source?: Source | null }} SlotState
 * @typedef {{ source: Source, layers: string[], codec?: string | null }} Sending what the others can use of one's own picture
 * @typedef {{ room_id: string, peer_id: string, peers: PeerState[], slots: SlotState[], sending: Sending[] }} RoomSnapshot
 * @typedef {1 | 2 | 3 | 4} QualityLevel how well somebody is connected: very weak, weak, fair, good
 * @typedef {{ mentorship_id: string, room: RoomSnapshot, hands: string[], levels: Record<string, QualityLevel> }} CallState
 * @typedef {{ mid: string, height: number }} View
 *
 * @typedef {"video" | "sound" | "chat" | "in_person"} MeetingKind
 * @typedef {"upcoming" | "current" | "past" | "cancelled"} MeetingState
 * @typedef {"accepted" | "declined" | "tentative"} Answer
 * @typedef {{ user_id: string, answer: Answer | null, attended: boolean | null, present_s: number }} Attendance
 * @typedef {{ meeting_id: string, local_start: string, time_zone: string }} Origin
 * @typedef {{ item_id: string, title: string, minutes: number | null, goal_id: string | null, action_id: string | null, state: "open" | "done" | "left", added_by: string, carried_from: Origin | null,
 *   more_minutes: number, spent_ms: number, current: boolean, running_since: string | null }} AgendaItem
 * @typedef {{ action_id: string, mentorship_id: string, meeting_id: string, text: string, owner_id: string, due_on: string | null, done_at: string | null, created_by: string }} ActionItem
 * @typedef {{
 *   meeting_id: string, mentorship_id: string, series_id: string | null, title: string, kind: MeetingKind, place: string | null,
 *   starts_at: string, ends_at: string, local_start: string, local_end: string, time_zone: string, minutes: number, every_weeks: number | null,
 *   state: MeetingState, cancelled_by: string | null, created_by: string, revision: number, held: "unknown" | "yes" | "no" | "disputed",
 *   attendance: Attendance[], agenda: AgendaItem[], actions: ActionItem[],
 * }} Meeting
 * @typedef {{ meeting_id: string, mentorship_id: string, which: "day" | "soon", title: string, kind: MeetingKind, place: string | null, starts_at: string, ends_at: string, other: Person }} Reminder
 * @typedef {{ day_app: boolean, day_mail: boolean, soon_app: boolean, soon_mail: boolean, invitations_mail: boolean, digest_mail: "never" | "daily" | "weekly", details_outside: boolean, revision: number }} ReminderChoice
 * @typedef {{ key: string | null, is_on: boolean }} PushSettings
 * @typedef {{ url: string | null, revision: number }} CalendarFeed
 * @typedef {{ choice: ReminderChoice, sends_mail: boolean }} ReminderSettings
 * @typedef {{ meeting_id: string, mentorship_id: string, what: "feedback" | "rating", title: string, starts_at: string, ends_at: string, other: Person }} Owed
 * @typedef {{ meetings: Meeting[], next_cursor: string | null, now: string, waiting: string[] }} MeetingPage
 * @typedef {{ meeting_id: string, text: string, revision: number, changed_by?: string | null, changed_at: string | null }} Notes shared, or one's own
 * @typedef {{ meeting_id: string, mentorship_id: string, update: string, revision: number, changed_by: string, changed_at: string }} NotesChanged update: of Yjs, as base64
 * @typedef {{ meeting_id: string, update: string, revision: number }} NotesSynced
 * @typedef {{
 *   title: string, kind: MeetingKind, place: string | null, local_start: string, time_zone: string, minutes: number, mentor: string, mentee: string,
 *   held: "unknown" | "yes" | "no" | "disputed", agenda: { title: string, minutes: number | null, state: "open" | "done" | "left", spent_minutes: number }[],
 *   actions: { text: string, owner: string, due_on: string | null }[], notes: string,
 * }} RecapContent
 * @typedef {{ meeting_id: string, mentorship_id: string, content: RecapContent, version: string, approved_by: string[], kept_at: string | null }} Recap
 * @typedef {{ user_id: string, name: string, role: Role | "manager", from_at: string | null }} ReaderOf
 * @typedef {{ body: string, at: string }} Addition
 * @typedef {{ meeting_id: string, mentorship_id: string, author_id: string, body: string, additions: Addition[], written_at: string, changed_at: string | null, changeable_until: string, opens_at: string | null, revision: number }} Feedback
 * @typedef {{ meeting_id: string, readers: ReaderOf[], may: "write" | "change" | "append" | null, feedback: Feedback | null, sealed_until: string | null }} FeedbackView
 * @typedef {{ meeting_id: string, mentorship_id: string, author_id: string, score: number | null, comment: string | null, rated_at: string, changeable_until: string, opens_at: string | null, revision: number }} Rating
 * @typedef {{ meeting_id: string, readers: ReaderOf[], may: "rate" | "change" | null, rating: Rating | null }} RatingView
 * @typedef {{ meeting_id: string, mentorship_id: string, kind: MeetingKind, starts_at: string, ends_at: string, time_zone: string, state: MeetingState, attended: boolean | null }} ManagedMeeting
 * @typedef {{ meeting_id: string, mentorship_id: string, mentor: Person, mentee: Person, starts_at: string, feedback: Feedback | null, rating: Rating | null }} GivenFeedback
 *
 * @typedef {{ item_id: string, text: string, done: boolean }} Step
 * @typedef {{
 *   goal_id: string, mentorship_id: string, created_by: string, client_id: string, what: string, how: string, due_on: string | null,
 *   status: "open" | "done" | "dropped", progress: number, checklist: Step[], agreed_by: string[], removal_proposed_by: string | null, brought_from: string | null,
 *   revision: number, created_at: string, changed_at: string,
 * }} Goal
 * @typedef {{ revision: number, user_id: string, kind: string, detail: string | null, at: string }} GoalActivity
 * @typedef {"aware" | "practising" | "on_my_own" | "guiding" | "shaping"} Level
 * @typedef {{ kind: "meeting" | "document" | "goal", reference: string, label: string }} Evidence
 * @typedef {{ revision: number, user_id: string, kind: "set" | "suggested" | "accepted" | "declined", level: Level, note: string, evidence: Evidence[], at: string }} LevelEntry
 * @typedef {{
 *   area_id: string, mentorship_id: string, client_id: string, name: string, highlighted: boolean, first: LevelEntry | null, current: LevelEntry | null,
 *   target: Level | null, suggested: LevelEntry | null, brought_from: string | null, revision: number, created_at: string, changed_at: string,
 * }} Area
 *
 * @typedef {{ mentorship_id: string, goals: Goal[], areas: Area[] }} Portable
 * @typedef {{ mentorship_id: string, offers: Portable[] }} Handover
 *
 * @typedef {{ programme_id: string, name: string, roles: (Role | "manager")[], conduct_accepted_at: string | null }} MyProgramme
 * @typedef {{ programme_id: string, text: string, revision: number, accepted_at: string | null }} Conduct
 * @typedef {{ taking_mentees: boolean, capacity: number, about: string, availability: string, skills: string[], languages: string[] }} MentorProfile
 * @typedef {{ person: Person, profile: MentorProfile, free_places: number, can_be_pitched: boolean }} MentorShown
 * @typedef {{
 *   pitch_id: string, programme: ProgrammeName, origin: "mentee" | "manager", mentor: Person, mentee: Person,
 *   status: "open" | "talk" | "accepted" | "declined" | "withdrawn", want: string, why: string, note: string, accepted_by: string[],
 *   answered_by: string | null, conversation_id: string | null, mentorship_id: string | null, revision: number, created_at: string, changed_at: string,
 * }} Pitch
 * @typedef {{ version_id: string, number: number, user_id: string, media_type: string, extension: string, bytes: number, sha256: string, pages: number, width: number, height: number, remarks: number, at: string }} Version
 * @typedef {{ document_id: string, created_by: string, name: string, shared_at: string | null, versions: Version[], created_at: string }} Document
 * @typedef {{
 *   work_id: string, mentorship_id: string, created_by: string, kind: "activity" | "project", title: string, description: string, goal_id: string | null,
 *   status: "open" | "done", documents: Document[], revision: number, created_at: string, changed_at: string,
 * }} Work
 * @typedef {{ remark_id: string, version_id: string, number: number, user_id: string, reply_to: string | null, body: string | null, revision: number, written_at: string, changed_at: string | null }} Remark
 * @typedef {{ version_id: string, number: number, media_type: string, bytes: number, pages: number, width: number, height: number, at: string }} SharedVersion
 * @typedef {{ document_id: string, mentorship_id: string, owner: Person, name: string, versions: SharedVersion[], shared_at: string }} SharedDocument
 *
 * @typedef {"existence" | "status" | "last_active_day" | "meetings" | "feedback" | "ratings" | "goal_counts" | "cohort_levels"} ManagerSees
 * @typedef {{
 *   mentorship_id: string, text: string, manager_sees: ManagerSees[], manager_sees_now: ManagerSees[], written_by: string | null,
 *   written_at: string | null, accepted_by: string[], revision: number,
 * }} Agreement
 * @typedef {{ mentorship_id: string, other: Person, quiet_days: number, number: 1 | 2 | 3 }} Nudge
 * @typedef {{ sender_id: string, body: string, sent_at: string }} Excerpt
 * @typedef {{
 *   concern_id: string, mentorship_id: string, reported_by: Person, manager: Person, text: string, excerpts: Excerpt[], at: string,
 *   closed_at: string | null, note: string | null, revision: number,
 * }} Concern
 * @typedef {{ managers: Person[], concerns: Concern[] }} MyConcerns
 * @typedef {{ who: Person, as: "manager" | "admin" | "bot", did: string, at: string }} AccessEntry
 * @typedef {{ met: Meeting | null, planned: Meeting | null }} InPerson
 * @typedef {{ person: Person, at: string }} Block
 *
 * @typedef {{ programme: ProgrammeName, role: Role | "manager", email: string | null, invited_by: string, has_account: boolean, name: string, time_zone: string, conduct: string, conduct_revision: number }} Invitation
 * @typedef {{ invitation_id: string, email: string | null, role: Role | "manager", name?: string, expires_at: string, url?: string | null,
 *   mail?: { state: "waiting" | "sent" | "failed", reason: string | null, at: string } | null }} InvitationRow
 * @typedef {{ line: number, email: string, role: string, name: string, time_zone: string, status: "new" | "member" | "invited" | "error", errors: { column: string, message: string }[] }} ImportLine
 * @typedef {{ lines: ImportLine[], ignored: string[], new: number, errors: number }} ImportPreview
 * @typedef {{ invited: InvitationRow[], left: number }} Imported
 * @typedef {{ person: Person, role: Role | "manager" }} Member
 * @typedef {{ programme: ProgrammeName, members: Member[], mentorships: MentorshipOverview[], invitations: InvitationRow[], sends_mail: boolean }} Programme
 * @typedef {{ open: number, done: number, dropped: number }} GoalCounts
 * @typedef {{
 *   weeks: { monday: string, held: number }[], held: Record<MeetingKind, number>, not_held: number, unconfirmed: number, cancelled: number, pairs_met: number,
 * }} MeetingCounts
 * @typedef {{
 *   mentorship_id: string, mentor: Person, mentee: Person, status: MentorshipStatus, quiet: boolean, last_active_day: string | null,
 *   last_met_at: string | null, next_meeting_at: string | null, goals: GoalCounts,
 * }} PairHealth
 * @typedef {{
 *   programme: ProgrammeName, at: string, quiet_days: number, mentorships: { active: number, quiet: number, paused: number, ended: number },
 *   meetings: MeetingCounts, given: { feedback: number, scores: number[], mean_rating: number | null }, goals: GoalCounts,
 *   cohorts: { began: string, mentees: number | null, mean_change: number | null }[], pairs: PairHealth[],
 * }} Health
 * @typedef {{ pitch_id: string, mentor: Person, mentee: Person, status: "open" | "talk" | "accepted" | "declined" | "withdrawn", created_at: string }} SuggestionOverview
 * @typedef {{ user_id: string, name: string, email: string, is_admin: boolean, banned: boolean }} UserRow
 *
 * @typedef {{ code: string, message: string, field?: string | null, retry_after_ms?: number | null, log_id?: string | null }} ErrorBody
 */

export {};
