import { signal } from "@preact/signals";
import { toast } from "../ui/toast.js";
import { Call } from "./call.js";
import { Media } from "./media.js";

/** The one call of this page, from the lobby to the end. */
export const current = signal(/** @type {{ call: Call, media: Media } | null} */ (null));

/** The call of this mentorship: the one under way, or a new one in its lobby. @param {string} mentorshipId */
export function openCall(mentorshipId) {
  const open = current.peek();
  if (open && open.call.mentorshipId === mentorshipId && open.call.phase.peek() !== "ended") return open;
  open?.call.leave();
  const media = new Media((text) => toast(text, { icon: "headphones" }));
  const next = { call: new Call(mentorshipId, media), media };
  void media.open();
  current.value = next;
  return next;
}

export function closeCall() {
  current.peek()?.call.leave();
  current.value = null;
}

// For tests alone: they read the statistics of the connection. Nothing in the product uses it.
Object.defineProperty(window, "mentorpitch", {
  value: Object.freeze({
    /** The RTCPeerConnection of the current call, or null. */
    get connection() {
      return current.peek()?.call.line.peek().connection ?? null;
    },
  }),
});
