import { api } from "../api.js";
import { dayAndClock } from "../dates.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Banner } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { useAsked } from "./live.js";
/** @import { Delivery, Webhook } from "../protocol.js" */

/** What was sent lately, and what came of it. @param {{ webhook: Webhook, zone: string }} props */
export function DeliveryLog({ webhook, zone }) {
  const id = webhook.webhook_id;
  const { shown, error, again } = useAsked(() => /** @type {Promise<{ deliveries: Delivery[] }>} */ (api.deliveries(id)), id);
  const send = async (/** @type {Delivery} */ { delivery_id }) => {
    try {
      await api.deliverAgain(delivery_id, { client_id: newId() });
      toast(t("webhooks.sent-again"));
      await again();
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  if (!shown) return error && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`;
  if (!shown.deliveries.length) return html`<p class="quiet-text">${t("webhooks.nothing-sent")}</p>`;
  return html`<ul class="rows webhook-log" role="list" aria-label=${t("webhooks.log")}>
    ${shown.deliveries.map(
      (delivery) => html`<li class="row" key=${delivery.delivery_id}>
        <div class="row-body">
          <p>${delivery.type} <span class=${`tag ${delivery.done_at ? "good" : delivery.error ? "wait" : ""}`}>${standing(delivery)}</span></p>
          <p class="row-note"><time datetime=${delivery.at}>${dayAndClock(new Date(delivery.at), zone)}</time>${detail(delivery, zone)}</p>
        </div>
        ${!webhook.disabled_at && delivery.attempts > 0 && html`<div class="row-end"><button class="button small" type="button" onClick=${() => send(delivery)}>${t("webhooks.send-again")}</button></div>`}
      </li>`,
    )}
  </ul>`;
}

/** @param {Delivery} delivery */
function standing({ attempts, error, status, done_at }) {
  if (done_at && !error) return t("webhooks.taken", { status: status ?? "" });
  return attempts ? t("webhooks.failed", { error: error ?? "" }) : t("webhooks.waiting");
}

/** @param {Delivery} delivery @param {string} zone */
function detail({ attempts, took_ms, next_at }, zone) {
  const words = [attempts > 0 && t("webhooks.attempts", { count: attempts }), took_ms !== null && `${took_ms} ms`, attempts > 0 && next_at && t("webhooks.next", { time: dayAndClock(new Date(next_at), zone) })];
  return words.filter(Boolean).map((each) => ` · ${each}`).join("");
}
