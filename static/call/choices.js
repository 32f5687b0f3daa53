/**
 * Which devices one chose, and whether one comes with sound and picture. Stays in this browser.
 *
 * @typedef {{ microphone: string, camera: string, speaker: string, withMicrophone: boolean, withCamera: boolean, blur: boolean }} Choices ids are "" for the default
 */

const KEY = "devices";
/** @type {Choices} */
const DEFAULTS = { microphone: "", camera: "", speaker: "", withMicrophone: true, withCamera: true, blur: false };

/** @returns {Choices} */
export function readChoices() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const fits = Object.entries(kept).filter(([name, value]) => typeof value === typeof DEFAULTS[/** @type {keyof Choices} */ (name)]);
    return { ...DEFAULTS, ...Object.fromEntries(fits) };
  } catch {
    return { ...DEFAULTS };
  }
}

/** @param {Choices} choices */
export const keepChoices = (choices) => localStorage.setItem(KEY, JSON.stringify(choices));

/**
 * Why a device cannot be had, in our own words' terms.
 *
 * @typedef {"denied" | "missing" | "busy" | "insecure" | "failed"} Trouble
 * @param {any} error what getUserMedia raised
 * @returns {Trouble}
 */
export function troubleOf(error) {
  switch (error?.name) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "failed";
  }
}
