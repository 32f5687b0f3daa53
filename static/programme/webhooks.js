import { useState } from "preact/hooks";
import { api } from "../api.js";
import { dayAndClock } from "../dates.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Banner, Icon, Readers } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { useAsked } from "./live.js";
import { SecretDialog, WebhookDialog } from "./webhook-dialogs.js";
import { DeliveryLog } from "./webhook-log.js";
/** @import { Me, Webhook, WithSecret } from "../protocol.js" */

/** Other servers that are told of what happens in the programme. @param {{ programmeId: string }} props */
export function Webhooks({ programmeId }) {
  const { shown, error, again } = useAsked(() => /** @type {Promise<{ webhooks: Webhook[] }>} */ (api.webhooks(programmeId)), programmeId);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState(/** @type {WithSecret | null} */ (null));
  return html`<section class="panel stack close" aria-labelledby="webhooks">
    <h2 id="webhooks">${t("webhooks.title")}</h2>
    <p class="quiet-text">${t("webhooks.lead")}</p>
    <${Readers} icon="eye">${t("webhooks.sees")}<//>
    ${error && !shown && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}
    ${shown && shown.webhooks.length > 0 && html`<ul class="rows" role="list">${shown.webhooks.map((webhook) => html`<${Row} key=${webhook.webhook_id} webhook=${webhook} again=${again} onSecret=${setMade} />`)}</ul>`}
    <div class="actions"><button class="button" type="button" onClick=${() => setMaking(true)}><${Icon} name="plus" />${t("webhooks.add")}</button></div>
    ${making &&
    html`<${WebhookDialog} programmeId=${programmeId} onClose=${() => setMaking(false)}
      onDone=${(/** @type {WithSecret} */ done) => {
        setMaking(false);
        setMade(done);
        void again();
      }} />`}
    ${made?.secret && html`<${SecretDialog} made=${made} onClose=${() => setMade(null)} />`}
  </section>`;
}

/** @param {{ webhook: Webhook, again: () => Promise<void>, onSecret: (made: WithSecret) => void }} props */
function Row({ webhook, again, onSecret }) {
  const self = /** @type {Me} */ (me.value);
  const { webhook_id: id, url, events, failures, disabled_why, old_secret_until: until } = webhook;
  const [asks, setAsks] = useState(/** @type {"remove" | "secret" | null} */ (null));
  const [log, setLog] = useState(false);
  const host = URL.canParse(url) ? new URL(url).host : url;
  const doing = (/** @type {() => Promise<unknown>} */ what, /** @type {string} */ done = "") => async () => {
    setAsks(null);
    try {
      await what();
      if (done) toast(done);
      await again();
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  const rotate = doing(async () => onSecret(await api.rotateWebhook(id, { client_id: newId() })));
  return html`<li class="row top webhook">
    <div class="row-body stack close">
      <div class="stack closer">
        <p class="row-title" dir="ltr">${host}</p>
        <p class="row-note webhook-url" dir="ltr">${url}</p>
        <p class="row-note">${events.map((event) => t(`webhooks.event-${event}`)).join(" · ")}</p>
        ${disabled_why && html`<p><span class="tag wait">${t(`webhooks.off-${disabled_why}`)}</span></p>`}
        ${!disabled_why && failures > 0 && html`<p class="row-note">${t("webhooks.failures", { count: failures })}</p>`}
        ${until && Date.parse(until) > Date.now() && html`<p class="row-note">${t("webhooks.overlap", { time: dayAndClock(new Date(until), self.time_zone) })}</p>`}
      </div>
      <div class="actions">
        ${disabled_why
          ? html`<button class="button small" type="button" onClick=${doing(() => api.changeWebhook(id, { enabled: true }))}>${t("webhooks.on")}</button>`
          : html`<button class="button small" type="button" onClick=${doing(() => api.tryWebhook(id, { client_id: newId() }), t("webhooks.tried"))}>${t("webhooks.try")}</button>
              <button class="button small quiet" type="button" onClick=${doing(() => api.changeWebhook(id, { enabled: false }))}>${t("webhooks.switch-off")}</button>`}
        <button class="button small quiet" type="button" aria-expanded=${log} onClick=${() => setLog(!log)}>${t("webhooks.log")}</button>
        <button class="button small quiet" type="button" onClick=${() => setAsks("secret")}>${t("webhooks.rotate")}</button>
        <button class="button small quiet" type="button" onClick=${() => setAsks("remove")}>${t("webhooks.remove")}</button>
      </div>
      ${log && html`<${DeliveryLog} webhook=${webhook} zone=${self.time_zone} />`}
    </div>
    ${asks === "secret" && html`<${Dialog} title=${t("webhooks.rotate-title")} action=${t("webhooks.rotate")} onClose=${() => setAsks(null)} onAction=${rotate}><p>${t("webhooks.rotate-text")}</p><//>`}
    ${asks === "remove" &&
    html`<${Dialog} title=${t("webhooks.remove-title")} action=${t("webhooks.remove")} stop=${true} onClose=${() => setAsks(null)} onAction=${doing(() => api.removeWebhook(id))}><p>${t("webhooks.remove-text", { host })}</p><//>`}
  </li>`;
}
