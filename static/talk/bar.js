import { t } from "../strings/index.js";
import { html } from "../ui/html.js";

/** Two shares side by side; the words beside it say the same. @param {{ share: number }} props `share`: one's own, in percent */
export const TalkBar = ({ share }) => html`<span class="talk-bar" aria-hidden="true" style=${{ "--mine": `${share}%` }}><i></i></span>`;

/** @param {number} share @param {string} name */
export const shareWords = (share, name) => t("talk.shares", { mine: share, name, theirs: 100 - share });
