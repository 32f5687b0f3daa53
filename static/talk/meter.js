import { useEffect, useRef, useState } from "preact/hooks";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { shareWords, TalkBar } from "./bar.js";
import { choices, spoken, useTalkChoices } from "./live.js";
import { Monologue } from "./monologue.js";
import { choose, own } from "./own.js";
import { isOn, ownShare } from "./share.js";
/** @import { Me, Mentorship } from "../protocol.js" */

const HINT_MS = 12_000;

/** The balance of this call, for who wants to see it. @param {{ mentorship: Mentorship, self: Me }} props */
export function TalkMeter({ mentorship: { mentorship_id: id, other }, self }) {
  useTalkChoices([id]);
  if (!own.value.meter || !isOn(choices.value[id])) return null;
  const share = spoken.value.roomId === id ? ownShare(spoken.value.ms, self.user_id) : null;
  return html`<p class="talk-meter" title=${t("talk.title")}>
    <span class="only-for-screen-readers">${t("talk.title")}: </span>
    ${share === null ? html`<span>${t("talk.not-yet")}</span>` : html`<${TalkBar} share=${share} /><span>${shareWords(share, firstName(other.name))}</span>`}
  </p>`;
}

/** What one wants to see of it oneself; the other learns nothing of that. @param {{ mentorship: Mentorship }} props */
export function TalkOwn({ mentorship: { mentorship_id: id, other } }) {
  useTalkChoices([id]);
  if (!isOn(choices.value[id])) return null;
  const box = (/** @type {"meter" | "hint"} */ name) => html`<label class="choice">
    <input type="checkbox" role="switch" checked=${own.value[name]} onChange=${(/** @type {any} */ event) => choose({ [name]: event.currentTarget.checked })} />
    <span>${t(`talk.own-${name}`)}<span class="hint">${t(`talk.own-${name}-hint`, { name: firstName(other.name) })}</span></span>
  </label>`;
  return html`<fieldset class="field"><legend>${t("talk.title")}</legend>${box("meter")} ${box("hint")}</fieldset>`;
}

/** True for a while when one has spoken for long, and wants to be told. @param {string} id @param {string} self */
export function useMonologueHint(id, self) {
  const [shown, setShown] = useState(false);
  const rule = useRef(new Monologue());
  const { roomId, ms } = spoken.value;
  const wanted = own.value.hint;
  useEffect(() => {
    if (roomId !== id) return undefined;
    const others = Object.entries(ms).reduce((sum, [who, spent]) => (who === self ? sum : sum + spent), 0);
    if (!rule.current.step(ms[self] ?? 0, others, performance.now()) || !wanted) return undefined;
    setShown(true);
    setTimeout(() => setShown(false), HINT_MS); // more words of the same must not keep it
    return undefined;
  }, [ms]);
  return shown && wanted;
}
