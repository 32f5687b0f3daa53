import { useRef, useState } from "preact/hooks";
import { api } from "../api.js";
import { useServerSeconds } from "../clock/server.js";
import { change } from "../meetings/live.js";
import { clockWords, currentOf, nextOf, restOf, runsFrom, timeboxOf } from "../meetings/timebox.js";
import { Spent } from "../meetings/spent.js";
import { t } from "../strings/index.js";
import { Tick } from "../ui/held.js";
import { html } from "../ui/html.js";
import { Menu } from "../ui/menu.js";
import { Icon } from "../ui/parts.js";
/** @import { AgendaItem, Meeting } from "../protocol.js" */

const MORE_MINUTES = 5;

/** The agenda of a meeting that is on: one item has the clock, the others wait or are done. After the planned end, that one goes on. @param {{ meeting: Meeting, canWrite: boolean }} props */
export function LiveAgenda({ meeting, canWrite }) {
  const current = currentOf(meeting);
  const first = nextOf(meeting);
  const mayChange = canWrite && meeting.state !== "past";
  return html`<ol class="live-agenda" role="list" aria-label=${t("timebox.items")}>
      ${meeting.agenda.map((item) =>
        item.current ? html`<${Now} key=${item.item_id} item=${item} meeting=${meeting} canWrite=${canWrite} />` : html`<${Other} key=${item.item_id} item=${item} meeting=${meeting} canWrite=${mayChange} />`,
      )}
    </ol>
    ${!current && first && mayChange && html`<p><button class="button primary small" type="button" onClick=${() => talkAbout(meeting, first)}><${Icon} name="play" />${t(meeting.agenda[0] === first ? "timebox.begin" : "timebox.next")}</button></p>`}`;
}

/** @param {Meeting} meeting @param {AgendaItem | null} item @param {{ running?: boolean, done?: string }} [how] */
const talkAbout = (meeting, item, how = {}) => void change(api.time(meeting.meeting_id, { item_id: item && item.item_id, ...how }));

/** @param {{ item: AgendaItem, meeting: Meeting, canWrite: boolean }} props */
function Now({ item, meeting, canWrite }) {
  const at = useServerSeconds(runsFrom(item));
  const box = timeboxOf(item, at);
  const next = nextOf(meeting, item);
  const ended = box.leftS !== null && box.leftS <= 0;
  const runs = item.running_since !== null;
  const late = meeting.state === "past";
  const grant = () => void change(api.changeItem(meeting.meeting_id, item.item_id, { more_minutes: item.more_minutes + MORE_MINUTES }));
  return html`<li class="now" aria-current="step">
    <${Icon} name="circle-dot" label=${t("timebox.is-now")} />
    <div class="stack closer">
      <div class="line"><h3 dir="auto">${item.title}</h3>${canWrite && !late && html`<${More} item=${item} meeting=${meeting} />`}</div>
      <${Timebox} item=${item} at=${at} />
      <p class="only-for-screen-readers" role="status">${ended ? t("timebox.is-over", { title: item.title }) : ""}</p>
      ${late ? html`<p class="small-text">${t("timebox.late")}</p>` : ended && at !== null && html`<p class="small-text">${fineWords(meeting, item, at)}</p>`}
      ${canWrite &&
      html`<div class="actions">
        <button class="button small primary" type="button" onClick=${() => talkAbout(meeting, next, { done: item.item_id })}>${t(next ? "timebox.next" : "timebox.finish")}</button>
        ${late
          ? null
          : ended
          ? html`<button class="button small" type="button" onClick=${grant}>${t("timebox.more")}</button>`
          : html`<button class="button small" type="button" onClick=${() => talkAbout(meeting, item, { running: !runs })}><${Icon} name=${runs ? "pause" : "play"} />${t(runs ? "timebox.pause" : "timebox.go-on")}</button>`}
      </div>`}
    </div>
  </li>`;
}

/** @param {{ item: AgendaItem, at: number | null }} props */
function Timebox({ item, at }) {
  const box = timeboxOf(item, at);
  const planned = item.minutes === null ? t("timebox.no-plan") : item.more_minutes ? t("timebox.planned-and-more", { planned: item.minutes, more: item.more_minutes }) : t("timebox.planned", { count: item.minutes });
  return html`<div class=${`timebox ${box.over ? "over" : ""}`} style=${{ "--done": `${box.done * 100}%` }}>
    ${box.plannedS !== null && html`<div class="timebox-track" aria-hidden="true"><i></i></div>`}
    <div class="timebox-line small-text"><span>${item.running_since ? planned : t("timebox.rests")}</span><span class="timebox-time">${timeWords(item, at)}</span></div>
  </div>`;
}

/** "8:20 left", "1:10 over", and without a plan what was spent. @param {AgendaItem} item @param {number | null} at */
export function timeWords(item, at) {
  const { leftS, spentS, over } = timeboxOf(item, at);
  if (leftS === null) return t("timebox.spent", { time: clockWords(spentS) });
  return t(over ? "timebox.over" : "timebox.left", { time: clockWords(Math.abs(leftS)) });
}

/** @param {Meeting} meeting @param {AgendaItem} item @param {number} at */
function fineWords(meeting, item, at) {
  const { count, needs, has } = restOf(meeting, item, at);
  const minutes = (/** @type {number} */ count) => t("meeting.minutes", { count });
  if (!count || !needs) return t("timebox.fine-last", { has: minutes(has) });
  return t("timebox.fine-rest", { rest: t("timebox.rest", { count, needs: minutes(needs) }), has });
}

/** @param {{ item: AgendaItem, meeting: Meeting, canWrite: boolean }} props */
function Other({ item, meeting, canWrite }) {
  const done = item.state === "done";
  const id = `live-${item.item_id}`;
  const tick = (/** @type {boolean} */ wanted) => change(api.changeItem(meeting.meeting_id, item.item_id, { state: wanted ? "done" : "open" }));
  return html`<li class=${done ? "done" : ""}>
    ${canWrite
      ? html`<${Tick} id=${id} checked=${done} onChoose=${tick} />`
      : html`<${Icon} name=${done ? "circle-check" : "circle"} label=${t(done ? "timebox.is-done" : "timebox.is-open")} />`}
    <div class="line">
      ${canWrite ? html`<label for=${id} dir="auto">${item.title}</label>` : html`<h3 dir="auto">${item.title}</h3>`}
      <span class="line-end"><${Spent} item=${item} />${canWrite && html`<${More} item=${item} meeting=${meeting} />`}</span>
    </div>
  </li>`;
}

/** What else one can do with an item. @param {{ item: AgendaItem, meeting: Meeting }} props */
function More({ item, meeting }) {
  const [open, setOpen] = useState(false);
  const by = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const place = meeting.agenda.indexOf(item);
  const next = nextOf(meeting, item);
  const move = (/** @type {number} */ step) => void change(api.changeItem(meeting.meeting_id, item.item_id, { position: place + step }));
  /** @param {"start" | "skip" | "up" | "down"} name @param {string} icon @param {() => void} act */
  const entry = (name, icon, act) =>
    html`<li role="none" key=${name}><button type="button" role="menuitem" onClick=${() => (by.current?.focus(), setOpen(false), act())}><${Icon} name=${icon} />${t(`timebox.${name}`)}</button></li>`;
  return html`<button class="button quiet only-icon small" type="button" ref=${by} aria-label=${t("timebox.menu", { title: item.title })} aria-haspopup="menu" aria-expanded=${open} onClick=${() => setOpen(!open)}><${Icon} name="ellipsis" /></button>
    ${open &&
    by.current &&
    html`<${Menu} label=${item.title} by=${by.current} onClose=${() => setOpen(false)}>
      <ul role="none">
        ${!item.current && item.state === "open" && entry("start", "play", () => talkAbout(meeting, item))}
        ${item.current && entry("skip", "skip-forward", () => talkAbout(meeting, next))}
        ${place > 0 && entry("up", "arrow-up", () => move(-1))}
        ${place < meeting.agenda.length - 1 && entry("down", "arrow-down", () => move(1))}
      </ul>
    <//>`}`;
}
