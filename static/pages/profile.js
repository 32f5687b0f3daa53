import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { place } from "../dates.js";
import { mentorsPath } from "../matching/words.js";
import { programmes, turnsOf } from "../matching/live.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { parts, t } from "../strings/index.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Banner, Icon, Readers } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { toast } from "../ui/toast.js";
import Missing from "./missing.js";
/** @import { Me, MentorProfile, MyProgramme } from "../protocol.js" */

/** What a mentor tells those who look for one. @param {{ programme: string }} props */
export default function Profile({ programme: id }) {
  const mine = programmes.value?.find((one) => one.programme_id === id);
  const [profile, setProfile] = useState(/** @type {MentorProfile | null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const turned = turnsOf(id); // another device of mine may have changed it
  useTitle(t("profile.page"));
  useEffect(() => void api.profile(id).then(setProfile, setError), [id, turned]);
  if ((programmes.value && !mine?.roles.includes("mentor")) || ["not_found", "forbidden"].includes(error?.code)) return html`<${Missing} />`;
  if (!mine || !profile) return html`<main id="main" class="page" tabindex="-1">${error && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}</main>`;
  return html`<${Form} mine=${mine} stored=${profile} />`;
}

/** @param {{ mine: MyProgramme, stored: MentorProfile }} props */
function Form({ mine: { programme_id, name }, stored }) {
  const self = /** @type {Me} */ (me.value);
  const [base, setBase] = useState(stored); // what was on the screen when it was begun
  const [form, setForm] = useState(() => asForm(stored));
  const [error, setError] = useState(/** @type {{ field: string | null, text: string } | null} */ (null));
  const isTouched = JSON.stringify(form) !== JSON.stringify(asForm(base));
  const isNewer = JSON.stringify(stored) !== JSON.stringify(base);
  const take = () => (setBase(stored), setForm(asForm(stored)));
  useEffect(() => {
    if (isNewer && !isTouched) take();
  }, [stored]);
  /** @param {keyof typeof form} field */
  const bind = (field) => ({ name: field, value: form[field], onInput: (/** @type {any} */ event) => setForm({ ...form, [field]: event.currentTarget.value }), error: error?.field === field ? error.text : undefined });
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setError(null);
    try {
      const kept = await api.keepProfile(programme_id, asProfile(form));
      setBase(kept);
      setForm(asForm(kept));
      toast(t("profile.saved"));
    } catch (problem) {
      const { field } = /** @type {any} */ (problem);
      setError({ field: field in form ? field : null, text: problemText(problem) });
    }
  };
  return html`<main id="main" class="page" tabindex="-1">
    <header class="page-head"><div>
      <a class="crumb" href=${mentorsPath(programme_id)}><${Icon} name="arrow-left" class="turns" />${name}</a>
      <h1>${t("profile.page")}</h1>
      <p>${t("profile.lead", { programme: name })}</p>
    </div></header>
    ${isNewer && isTouched && html`<${Banner} tone="wait" icon="refresh-cw"><div>${t("profile.elsewhere")}</div><button class="button small" type="button" onClick=${take}>${t("profile.show-newer")}</button><//>`}
    ${error && !error.field && html`<${Banner} tone="stop" icon="circle-alert" role="alert"><div>${error.text}</div><//>`}
    <form class="stack fields narrow" onSubmit=${save}>
      <label class="choice card"><input type="checkbox" role="switch" checked=${form.taking_mentees} onChange=${(/** @type {any} */ event) => setForm({ ...form, taking_mentees: event.currentTarget.checked })} /><span>${t("profile.taking")}<span class="hint">${t("profile.taking-hint")}</span></span></label>
      <${Field} label=${t("profile.capacity")} type="number" min="0" max="50" required inputmode="numeric" class="input short" hint=${t("profile.capacity-hint")} ...${bind("capacity")} />
      <div class="field">
        <label for="profile-about">${t("profile.about")}</label>
        <textarea class="input" id="profile-about" rows="4" maxlength="2000" dir="auto" aria-describedby="profile-about-hint profile-readers" value=${form.about} onInput=${bind("about").onInput}></textarea>
        <p class="hint" id="profile-about-hint">${t("profile.about-hint")}</p>
      </div>
      <${Field} label=${t("profile.skills")} dir="auto" hint=${t("profile.commas")} ...${bind("skills")} />
      <${Field} label=${t("profile.languages")} dir="auto" hint=${t("profile.commas")} ...${bind("languages")} />
      <${Field} label=${t("profile.availability")} dir="auto" maxlength="300" hint=${html`${t("profile.availability-hint")} ${parts("profile.time-zone", { place: place(self.time_zone), change: html`<a href="/account">${t("profile.time-zone-change")}</a>` })}`} ...${bind("availability")} />
      <${Readers} icon="eye" framed=${true} id="profile-readers">${parts("profile.readers", { programme: html`<b>${name}</b>` })}<//>
      <div class="actions"><button class="button primary" type="submit">${t("profile.save")}</button></div>
    </form>
  </main>`;
}

/** @param {MentorProfile} profile */
const asForm = ({ skills, languages, capacity, ...rest }) => ({ ...rest, capacity: String(capacity), skills: skills.join(", "), languages: languages.join(", ") });

/** @param {ReturnType<typeof asForm>} form @returns {MentorProfile} */
const asProfile = ({ skills, languages, capacity, about, availability, ...rest }) => ({ ...rest, about: about.trim(), availability: availability.trim(), capacity: Number(capacity), skills: lines(skills), languages: lines(languages) });

/** @param {string} text */
const lines = (text) => [...new Set(text.split(/[,;\n]/).map((line) => line.trim()).filter(Boolean))];
