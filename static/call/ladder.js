/** @import { QualityLevel } from "../protocol.js" */

/**
 * What still gets through, in one room: pictures, sound, a voice note, words. Pure.
 *
 * @typedef {"video" | "sound" | "note" | "text"} Rung
 * @typedef {{ level: QualityLevel | null, soundLoss: number, reached: boolean, noteWaits: boolean }} Look every two seconds:
 * `level` of the path, null when nothing came; `soundLoss` in percent, of the worse direction; `reached`: the server
 * answers; `noteWaits`: a voice note could not be sent for a while
 */

const BAD_LOOKS = 3; // a moment is no state
const GOOD_LOOKS = 5;
const MOST_LOOKS = 40;
const SOON = 30; // looks: who falls again so soon had come back too early
const DEAF = 40; // percent: beyond it concealment no longer makes words
const CLEAR = 15;

/**
 * Goes down when a rung does not hold, one at a time, and up again when the next has held for a while. Pictures that
 * came back too early wait twice as long the next time; a path that was cut says nothing of how narrow it is.
 */
export class Ladder {
  rung = /** @type {Rung} */ ("video");
  #bad = 0;
  #good = 0;
  #deaf = 0;
  #clear = 0;
  #lost = 0;
  #patience = GOOD_LOOKS;
  #sinceRise = SOON;

  /** @param {Look} look @returns {Rung} */
  step({ level, soundLoss, reached, noteWaits }) {
    this.#bad = level === null || level === 1 ? this.#bad + 1 : 0;
    this.#good = level !== null && level >= 3 ? this.#good + 1 : 0;
    this.#deaf = soundLoss >= DEAF ? this.#deaf + 1 : 0;
    this.#clear = soundLoss <= CLEAR ? this.#clear + 1 : 0;
    this.#lost = reached ? 0 : this.#lost + 1;
    this.#sinceRise += 1;
    const before = this.rung;
    this.rung = this.#next(noteWaits || this.#lost >= BAD_LOOKS);
    if (before === "video" && this.rung === "sound") this.#patience = this.#sinceRise < SOON ? Math.min(this.#patience * 2, MOST_LOOKS) : GOOD_LOOKS;
    if (before !== "video" && this.rung === "video") this.#sinceRise = 0;
    if (before !== this.rung) this.#bad = this.#good = 0; // what was seen on the last rung says nothing of this one
    return this.rung;
  }

  /** @param {boolean} noteIsStuck @returns {Rung} */
  #next(noteIsStuck) {
    switch (this.rung) {
      case "video":
        if (this.#deaf >= BAD_LOOKS) return "note";
        return this.#bad >= BAD_LOOKS ? "sound" : "video";
      case "sound":
        if (this.#deaf >= BAD_LOOKS) return "note";
        return this.#good >= this.#patience ? "video" : "sound";
      case "note":
        if (this.#clear >= BAD_LOOKS) return "sound";
        return noteIsStuck ? "text" : "note";
      case "text":
        if (this.#clear >= BAD_LOOKS) return "sound";
        return noteIsStuck ? "text" : "note";
    }
  }
}
