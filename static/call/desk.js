import { signal } from "@preact/signals";
import { mentorshipOf } from "../session.js";
import { keepViewing, readViewing } from "./viewing.js";
/** @import { Mentorship } from "../protocol.js" */
/** @import { Call } from "./call.js" */
/** @import { Media } from "./media.js" */
/** @import { PanelName } from "./panels.js" */
/** @import { Viewing } from "./viewing.js" */

/** One's own desk in a call: what is open beside the pictures, and how one looks at them. */
export class Desk {
  panel = signal(/** @type {PanelName | null} */ (null));
  /** The choice of reactions is open. */
  reacting = signal(false);
  /** The sheet of keys is open. */
  helping = signal(false);
  /** A tile that stays large. */
  pinned = signal(/** @type {string | null} */ (null));
  viewing = signal(readViewing());

  /** @param {Call} call @param {Media} media */
  constructor(call, media) {
    this.call = call;
    this.media = media;
  }

  /** As it stands now. */
  get mentorship() {
    return /** @type {Mentorship} */ (mentorshipOf(this.call.mentorshipId));
  }

  /** @param {PanelName} panel */
  toggle(panel) {
    this.panel.value = this.panel.value === panel ? null : panel;
  }

  /** @param {string} tile */
  pin(tile) {
    this.pinned.value = this.pinned.value === tile ? null : tile;
  }

  /** @param {Partial<Viewing>} change */
  view(change) {
    this.viewing.value = { ...this.viewing.value, ...change };
    keepViewing(this.viewing.value);
  }
}
