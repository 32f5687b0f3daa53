import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Readers } from "../ui/parts.js";
import { shareWords, TalkBar } from "./bar.js";
import { useBalance } from "./live.js";
import { minutesOf, ownShare } from "./share.js";
/** @import { Me, Meeting, Person } from "../protocol.js" */

/** How long each spoke at a past meeting, when that was counted. @param {{ meeting: Meeting, self: Me, other: Person }} props */
export function TalkBalance({ meeting, self, other }) {
  const balance = useBalance(meeting.meeting_id, meeting.mentorship_id);
  if (!balance?.shares.length) return null;
  const seconds = Object.fromEntries(balance.shares.map((share) => [share.user_id, share.spoken_s]));
  const share = ownShare(Object.fromEntries(balance.shares.map(({ user_id, spoken_s }) => [user_id, spoken_s * 1000])), self.user_id);
  const name = firstName(other.name);
  const words = { mine: minutesOf(seconds[self.user_id] ?? 0), name, theirs: minutesOf(seconds[other.user_id] ?? 0) };
  return html`<section class="panel stack close" aria-labelledby="talk-balance">
    <h2 id="talk-balance">${t("talk.title")}</h2>
    ${share !== null && html`<p class="talk-meter wide"><${TalkBar} share=${share} /><span>${shareWords(share, name)}</span></p>`}
    <p class="quiet-text small-text">${t("talk.minutes", words)}</p>
    <${Readers}>${t("talk.readers", { name })}<//>
  </section>`;
}
