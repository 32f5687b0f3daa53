/**
 * The shapes of bots, as in mentorpitch/bots/shapes.py.
 *
 * @import { Person, ProgrammeName } from "../protocol.js"
 * @typedef {"chat:read" | "chat:write" | "meetings:read" | "meetings:write" | "meetings:times" | "agenda:read" | "agenda:write" | "agenda:times" | "goals:read" | "attendance:read"} Scope
 * @typedef {{ bot_id: string, name: string, purpose: string, scopes: Scope[], owner: Person, programme: ProgrammeName | null, created_at: string }} Bot
 * @typedef {{ mentorship_id: string, other: Person, confirmed: boolean }} BotUse
 * @typedef {{ bot: Bot, has_token: boolean, token_made_at: string | null, uses: BotUse[], places: number }} MyBot
 * @typedef {{ bot: Bot, invited_by: string, invited_at: string, confirmed_at: string | null }} GuestBot
 * @typedef {{ mentorship_id: string, guests: GuestBot[], can_invite: Bot[] }} Guests
 */

/** In the order in which they are read. */
export const SCOPES = /** @type {const} */ ([
  "chat:write",
  "chat:read",
  "meetings:times",
  "meetings:read",
  "meetings:write",
  "agenda:times",
  "agenda:read",
  "agenda:write",
  "goals:read",
  "attendance:read",
]);

/** Who runs a bot with one of these can read what the two write. */
export const READS_TEXT = /** @type {ReadonlySet<Scope>} */ (new Set(["chat:read", "meetings:read", "agenda:read", "goals:read"]));
