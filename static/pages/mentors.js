import { useState } from "preact/hooks";
import { ConductAsk, ConductPanel } from "../matching/conduct.js";
import { allPitches, programmes, useProgramme } from "../matching/live.js";
import { MentorRow } from "../matching/mentor-row.js";
import { PitchDialog } from "../matching/pitch-dialog.js";
import { PitchList } from "../matching/pitch-list.js";
import { found, isMember, isOpen, languagesOf } from "../matching/words.js";
import { problemText } from "../problem-text.js";
import { me, mentorships, online } from "../session.js";
import { t } from "../strings/index.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Banner, Empty, Icon } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import Missing from "./missing.js";
/** @import { Conduct, Me, MentorShown, MyProgramme, Person } from "../protocol.js" */

const EVERYBODY = { words: "", language: "", onlyTaking: false };

/** A programme as its members see it: who mentors there, and how people treat each other. @param {{ programme: string }} props */
export default function Mentors({ programme: id }) {
  const mine = programmes.value?.find((one) => one.programme_id === id);
  const { mentors, conduct, error, hearConduct } = useProgramme(id);
  useTitle(mine?.name ?? t("nav.mentors"));
  if ((programmes.value && !mine) || (error && error.code === "not_found")) return html`<${Missing} />`;
  if (!mine || !mentors || !conduct) return html`<main id="main" class="page" tabindex="-1">${error && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}</main>`;
  return html`<${Shown} mine=${mine} mentors=${mentors} conduct=${conduct} onConduct=${hearConduct} />`;
}

/** @param {{ mine: MyProgramme, mentors: MentorShown[], conduct: Conduct, onConduct: (conduct: Conduct) => void }} props */
function Shown({ mine, mentors, conduct, onConduct }) {
  const { programme_id, name, roles } = mine;
  const [to, setTo] = useState(/** @type {Person | null} */ (null));
  const taking = mentors.filter((one) => one.can_be_pitched).length;
  const asks = isMember(roles) && !conduct.accepted_at;
  const programme = { programme_id, name };
  return html`<main id="main" class="page" tabindex="-1">
    <header class="page-head">
      <div>
        <h1 dir="auto">${name}</h1>
        <p>${t("mentors.lead", { mentors: t("mentors.count", { count: mentors.length }), taking: taking ? t("mentors.taking", { count: taking }) : t("mentors.nobody-takes") })}</p>
      </div>
      <div class="actions">
        ${roles.includes("manager") && html`<a class="button" href=${`/programmes/${programme_id}`}><${Icon} name="sprout" />${t("mentors.manage")}</a>`}
        ${roles.includes("mentor") && html`<a class="button" href=${`/programmes/${programme_id}/profile`}><${Icon} name="user-round" />${t("mentors.your-profile")}</a>`}
      </div>
    </header>
    <div class="columns">
      <div class="stack">
        ${asks && html`<${ConductAsk} programme=${programme} conduct=${conduct} onChange=${onConduct} />`}
        <${Finder} mentors=${mentors} mine=${mine} onPitch=${roles.includes("mentee") ? setTo : undefined} />
      </div>
      <div class="stack">
        <${PitchList} pitches=${allPitches().filter((pitch) => pitch.programme.programme_id === programme_id)} />
        ${!asks && html`<${ConductPanel} programme=${programme} conduct=${conduct} runs=${roles.includes("manager")} onChange=${onConduct} />`}
      </div>
    </div>
    ${to && html`<${PitchDialog} programme=${programme} mentor=${to} onClose=${() => setTo(null)} />`}
  </main>`;
}

/** @param {{ mentors: MentorShown[], mine: MyProgramme, onPitch?: (mentor: Person) => void }} props */
function Finder({ mentors, mine: { programme_id }, onPitch }) {
  const self = /** @type {Me} */ (me.value);
  const [wanted, setWanted] = useState(EVERYBODY);
  const shown = found(mentors, wanted);
  const pairs = (mentorships.value ?? []).filter((m) => m.programme.programme_id === programme_id && m.role === "mentee" && m.status !== "ended");
  const waiting = allPitches().filter((pitch) => pitch.programme.programme_id === programme_id && pitch.mentee.user_id === self.user_id && isOpen(pitch));
  if (!mentors.length) return html`<section class="panel"><${Empty} icon="sprout" title=${t("mentors.none")}><p>${t("mentors.none-why")}</p><//></section>`;
  return html`<section aria-labelledby="mentors" class="stack close">
    <div class="section-head"><h2 id="mentors">${t("mentors.title")}</h2></div>
    <search class="finder">
      <${Field} label=${t("mentors.search")} type="search" placeholder="" value=${wanted.words} aria-description=${t("mentors.search-hint")} onInput=${(/** @type {any} */ event) => setWanted({ ...wanted, words: event.currentTarget.value })} />
      <${Field} label=${t("mentors.language")} value=${wanted.language} onChange=${(/** @type {any} */ event) => setWanted({ ...wanted, language: event.currentTarget.value })}
        options=${[{ value: "", label: t("mentors.any-language") }, ...languagesOf(mentors)]} />
      <label class="choice"><input type="checkbox" checked=${wanted.onlyTaking} onChange=${(/** @type {any} */ event) => setWanted({ ...wanted, onlyTaking: event.currentTarget.checked })} /><span>${t("mentors.only-taking")}</span></label>
    </search>
    <p class="only-for-screen-readers" role="status">${t("mentors.found", { count: shown.length })}</p>
    ${shown.length === 0 &&
    html`<${Empty} icon="user-round" title=${t("mentors.no-match")}><p>${t("mentors.no-match-why")}</p><button class="button" type="button" onClick=${() => setWanted(EVERYBODY)}>${t("mentors.everybody")}</button><//>`}
    <ul class="rows" role="list">
      ${shown.map((mentor) => {
        const { user_id } = mentor.person;
        return html`<${MentorRow} key=${user_id} mentor=${mentor} isSelf=${user_id === self.user_id} online=${online.value.has(user_id)}
          pair=${pairs.find((m) => m.other.user_id === user_id)} waiting=${waiting.find((pitch) => pitch.mentor.user_id === user_id)}
          onPitch=${onPitch && (() => onPitch(mentor.person))} />`;
      })}
    </ul>
  </section>`;
}
