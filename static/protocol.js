/**
 * The shapes that cross the wire, as the server declares them (signalling/contract.py, mentorpitch/shapes.py).
 * Types only: nothing here runs.
 *
 * @typedef {{ user_id: string, name: string, time_zone: string }} Person
 * @typedef {{ programme_id: string, name: string }} ProgrammeName
 * @typedef {{ user_id: string, name: string, email: string, time_zone: string, is_admin: boolean, manages: ProgrammeName[] }} Me
 *
 * @typedef {{ type: "message_sent", conversation_id: string, seq: number, sender_id: string, client_id: string, at: string, body: string | null }} MessageSent
 * @typedef {{ type: "message_edited", conversation_id: string, seq: number, sender_id: string, client_id: string, at: string, target: number, body: string | null }} MessageEdited
 * @typedef {{ type: "message_deleted", conversation_id: string, seq: number, sender_id: string, client_id: string, at: string, target: number }} MessageDeleted
 * @typedef {MessageSent | MessageEdited | MessageDeleted} ChatEvent
 *
 * @typedef {{ conversation_id: string, seq: number, sender_id: string, client_id: string, body: string | null, sent_at: string, edited_at?: string | null, deleted_at?: string | null }} Message
 * @typedef {{ conversation_id: string, user_id: string, seq: number }} ReadState
 * @typedef {{ conversation_id: string, last_seq: number, unread: number, reads: ReadState[], last_message: Message | null }} ConversationState
 * @typedef {{ epoch: string, last_seq: number, messages: Message[], has_more: boolean, reads: ReadState[] }} MessagePage
 * @typedef {{ conversation_id: string, epoch: string, last_seq: number, limited: boolean, events: ChatEvent[], reads: ReadState[] }} Synced
 *
 * @typedef {"mentor" | "mentee"} Role
 * @typedef {"active" | "paused" | "ended"} MentorshipStatus
 * @typedef {{ mentorship_id: string, programme: ProgrammeName, status: MentorshipStatus, role: Role, other: Person, conversation: ConversationState }} Mentorship
 * @typedef {{ mentorship_id: string, status: MentorshipStatus, mentor: Person, mentee: Person, last_active_day: string | null }} MentorshipOverview
 *
 * @typedef {{ mentorship_id: string, user_ids: string[] }} CallChanged
 * @typedef {{ user_id: string, epoch: string, version: string, conversations: ConversationState[], online: string[], calls: CallChanged[] }} Welcome
 *
 * @typedef {"microphone" | "camera" | "screen" | "screen_sound"} Source
 * @typedef {{ peer_id: string, subject: string, on: Source[], status: "connecting" | "connected" | "reconnecting" }} PeerState
 * @typedef {{ mid: string, kind: "audio" | "video", peer_id?: string | null, source?: Source | null }} SlotState
 * @typedef {{ room_id: string, peer_id: string, peers: PeerState[], slots: SlotState[] }} RoomSnapshot
 * @typedef {{ mentorship_id: string, room: RoomSnapshot }} CallState
 * @typedef {{ mid: string, height: number }} View
 *
 * @typedef {{ programme: ProgrammeName, role: Role | "manager", email: string | null, invited_by: string, has_account: boolean }} Invitation
 * @typedef {{ invitation_id: string, email: string | null, role: Role | "manager", expires_at: string, url?: string }} InvitationRow
 * @typedef {{ person: Person, role: Role | "manager" }} Member
 * @typedef {{ programme: ProgrammeName, members: Member[], mentorships: MentorshipOverview[], invitations: InvitationRow[] }} Programme
 * @typedef {{ user_id: string, name: string, email: string, is_admin: boolean, banned: boolean }} UserRow
 *
 * @typedef {{ code: string, message: string, field?: string | null, retry_after_ms?: number | null, log_id?: string | null }} ErrorBody
 */

export {};
