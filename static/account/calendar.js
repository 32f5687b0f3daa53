import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { on } from "../socket.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
/** @import { CalendarFeed } from "../protocol.js" */

/** Where my calendar program finds my meetings: a secret address, to be had anew at any time. */
export function CalendarSettings() {
  const [feed, setFeed] = useState(/** @type {CalendarFeed | null} */ (null));
  const [asks, setAsks] = useState(false);
  // An event may have overtaken the answer.
  const take = (/** @type {CalendarFeed} */ next) => setFeed((now) => (now && now.revision > next.revision ? now : next));
  useEffect(() => {
    const load = () => void api.calendarFeed().then(take, () => {}); // the next welcome asks again
    const stop = [on("welcome", load), on("resync", load), on("calendar_feed_changed", take)];
    load();
    return () => stop.forEach((undo) => undo());
  }, []);
  if (!feed) return null;
  const change = async (/** @type {Promise<CalendarFeed>} */ done) => {
    setAsks(false);
    try {
      take(await done);
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  const renew = () => change(api.renewCalendarFeed(feed.revision));
  return html`<section class="panel stack fields" aria-labelledby="calendar">
    <div class="stack closer">
      <h2 id="calendar">${t("calendar.title")}</h2>
      <p class="quiet-text small-text">${t("calendar.lead")}</p>
    </div>
    ${feed.url
      ? html`<${Address} url=${feed.url} />
          <div class="actions">
            <button class="button" type="button" onClick=${() => setAsks(true)}><${Icon} name="refresh-cw" />${t("calendar.renew")}</button>
            <button class="button quiet" type="button" onClick=${() => change(api.removeCalendarFeed())}>${t("calendar.remove")}</button>
          </div>`
      : html`<div class="actions"><button class="button" type="button" onClick=${renew}><${Icon} name="calendar-plus" />${t("calendar.make")}</button></div>`}
    ${asks &&
    html`<${Dialog} title=${t("calendar.renew-title")} action=${t("calendar.renew-action")} onClose=${() => setAsks(false)} onAction=${renew}><p>${t("calendar.renew-text")}</p><//>`}
  </section>`;
}

/** @param {{ url: string }} props */
function Address({ url }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => setCopied(false), [url]);
  const copy = async () => {
    await navigator.clipboard?.writeText(url).then(() => setCopied(true), () => {});
  };
  return html`<div class="field">
    <label for="feed">${t("calendar.address")}</label>
    <div class="input-with-button">
      <input class="input" id="feed" readonly value=${url} aria-describedby="feed-hint" onFocus=${(/** @type {any} */ event) => event.currentTarget.select()} />
      <button class="button only-icon" type="button" aria-label=${t(copied ? "calendar.copied" : "calendar.copy")} onClick=${copy}><${Icon} name=${copied ? "check" : "copy"} /></button>
    </div>
    <p class="readers" id="feed-hint"><${Icon} name="key-round" /><span>${t("calendar.secret")}</span></p>
  </div>`;
}
