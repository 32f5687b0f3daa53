import { useId, useState } from "preact/hooks";
import { api } from "../api.js";
import { dayAndClock } from "../dates.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Avatar, Empty, Icon, Readers } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { Frame } from "./frame.js";
import { useAsked } from "./live.js";
/** @import { Concern, Me, Programme } from "../protocol.js" */

/** @param {string} programmeId */
const useConcerns = (programmeId) => useAsked(async () => /** @type {Concern[]} */ ((await api.concernsFor(programmeId)).concerns), programmeId, ["concern_changed"]);

/** What this manager was told, with the messages that were chosen and no others. @param {{ shown: Programme }} props */
export function Concerns({ shown }) {
  const { shown: concerns, again } = useConcerns(shown.programme.programme_id);
  const open = concerns?.filter((one) => !one.closed_at) ?? [];
  const closed = concerns?.filter((one) => one.closed_at).reverse() ?? [];
  return html`<${Frame} shown=${shown} part="concerns">
    <div class="stack narrow">
      <${Readers} icon="eye-off">${t("concern.for-you")}<//>
      ${concerns && concerns.length === 0 && html`<div class="panel"><${Empty} icon="flag" title=${t("concern.none")}><p>${t("concern.none-why")}</p><//></div>`}
      ${open.map((one) => html`<${OpenConcern} key=${one.concern_id} concern=${one} again=${again} />`)}
      ${closed.length > 0 &&
      html`<section aria-labelledby="closed" class="stack close">
        <h2 id="closed">${t("concern.closed")}</h2>
        ${closed.map((one) => html`<${ClosedConcern} key=${one.concern_id} concern=${one} />`)}
      </section>`}
    </div>
  <//>`;
}

/** @param {{ concern: Concern, again: () => Promise<void> }} props */
function OpenConcern({ concern, again }) {
  const id = useId();
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  const close = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await api.closeConcern(concern.concern_id, { note: note.trim() });
      toast(t("concern.closed-toast", { name: firstName(concern.reported_by.name) }));
      await again();
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
    setBusy(false);
  };
  return html`<article class="panel waiting stack close" aria-labelledby=${`${id}-by`}>
    <${Told} concern=${concern} id=${`${id}-by`} />
    <form class="stack close" onSubmit=${close}>
      <div class="field">
        <label for=${`${id}-note`}>${t("concern.note")} <span class="optional">${t("field.optional")}</span></label>
        <textarea class="input" id=${`${id}-note`} maxlength="5000" aria-describedby=${`${id}-readers`} value=${note} onInput=${(/** @type {any} */ event) => setNote(event.currentTarget.value)}></textarea>
        <${Readers} icon="eye-off" id=${`${id}-readers`}>${t("concern.note-readers", { name: firstName(concern.reported_by.name) })}<//>
      </div>
      <div class="actions"><button class="button" type="submit" aria-disabled=${busy || undefined}><${Icon} name="check" />${t("concern.close")}</button></div>
    </form>
  </article>`;
}

/** @param {{ concern: Concern }} props */
function ClosedConcern({ concern }) {
  const id = useId();
  const zone = /** @type {Me} */ (me.value).time_zone;
  return html`<article class="panel stack close" aria-labelledby=${id}>
    <${Told} concern=${concern} id=${id} />
    <p class="row-note">${t("concern.closed-on", { time: dayAndClock(new Date(concern.closed_at ?? 0), zone) })}</p>
    ${concern.note && html`<p class="kept-text" dir="auto">${concern.note}</p>`}
  </article>`;
}

/** @param {{ concern: Concern, id: string }} props */
function Told({ concern: { reported_by, text, excerpts, at }, id }) {
  const zone = /** @type {Me} */ (me.value).time_zone;
  return html`
    <header class="told-by">
      <${Avatar} person=${reported_by} />
      <div><h3 id=${id} dir="auto">${reported_by.name}</h3><time class="row-note" datetime=${at}>${dayAndClock(new Date(at), zone)}</time></div>
    </header>
    <p class="kept-text" dir="auto">${text}</p>
    ${excerpts.length > 0 &&
    html`<div class="stack closer">
      <p class="row-note">${t("concern.excerpts", { count: excerpts.length })}</p>
      <ul class="excerpts" role="list">
        ${excerpts.map(
          (one, i) => html`<li key=${i}>
            <p class="row-note">${t(one.sender_id === reported_by.user_id ? "concern.by-reporter" : "concern.by-other", { name: firstName(reported_by.name), time: dayAndClock(new Date(one.sent_at), zone) })}</p>
            <blockquote dir="auto">${one.body}</blockquote>
          </li>`,
        )}
      </ul>
    </div>`}
  `;
}

/** On the first page: that there is one, and not what it says. @param {{ programmeId: string }} props */
export function ConcernsForYou({ programmeId }) {
  const { shown } = useConcerns(programmeId);
  const count = shown?.filter((one) => !one.closed_at).length ?? 0;
  if (count === 0) return null;
  return html`<section class="panel waiting stack close" aria-labelledby="for-you">
    <div class="panel-head"><h2 id="for-you"><${Icon} name="flag" />${t("concern.waiting", { count })}</h2></div>
    <p class="small-text">${t("concern.waiting-why")}</p>
    <p><a class="button small" href=${`/programmes/${programmeId}/concerns`}>${t("concern.open")}</a></p>
  </section>`;
}
