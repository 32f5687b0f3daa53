import { api } from "../api.js";
import { mayWrite } from "../mentorship/may.js";
import { problemText } from "../problem-text.js";
import { firstName, t } from "../strings/index.js";
import { Tick } from "../ui/held.js";
import { html } from "../ui/html.js";
import { Readers } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { choices, hearChoice, useTalkChoices } from "./live.js";
import { isOn } from "./share.js";
/** @import { Mentorship } from "../protocol.js" */

/** Whether it is counted how long each speaks: the mentee asks for it, either ends it. @param {{ mentorship: Mentorship }} props */
export function TalkSettings({ mentorship }) {
  const { mentorship_id: id, other, role } = mentorship;
  useTalkChoices([id]);
  const choice = choices.value[id];
  if (!choice) return null;
  const name = firstName(other.name);
  const mine = role === "mentee" ? choice.mentee_agrees : choice.mentor_agrees;
  const theirs = role === "mentee" ? choice.mentor_agrees : choice.mentee_agrees;
  if (!mine && !mayWrite(mentorship)) return null;
  const say = async (/** @type {boolean} */ agrees) => {
    try {
      hearChoice(await api.sayOnTalk(id, agrees));
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  const other_says = theirs ? "" : t(role === "mentee" ? "talk.mentor-says-no" : "talk.mentee-did-not-ask", { name });
  return html`<section class="panel stack close" aria-labelledby="talk">
    <div class="panel-head"><h2 id="talk">${t("talk.title")}</h2><span class=${`tag ${isOn(choice) ? "good" : ""}`}>${t(isOn(choice) ? "talk.on" : "talk.off")}</span></div>
    <p class="small-text quiet-text">${t("talk.what")}</p>
    <label class="choice">
      <${Tick} role="switch" checked=${mine} onChoose=${say} aria-describedby="talk-readers" />
      <span>${t(role === "mentee" ? "talk.ask" : "talk.allow", { name })}${other_says && html`<span class="hint">${other_says}</span>`}</span>
    </label>
    <${Readers} id="talk-readers">${t("talk.readers", { name })}<//>
  </section>`;
}
