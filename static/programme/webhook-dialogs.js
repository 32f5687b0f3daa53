import { useRef, useState } from "preact/hooks";
import { api } from "../api.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
/** @import { WebhookEvent, WithSecret } from "../protocol.js" */

const EVENTS = /** @type {WebhookEvent[]} */ (["mentorship.began", "mentorship.ended", "meeting.past", "feedback.received"]);

/** @param {{ programmeId: string, onClose: () => void, onDone: (made: WithSecret) => void }} props */
export function WebhookDialog({ programmeId, onClose, onDone }) {
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState(EVENTS);
  const [error, setError] = useState("");
  const attempt = useRef({ said: "", client_id: "" }); // the same again is the same request
  const make = async () => {
    if (!events.length) return setError(t("webhooks.no-events"));
    const said = JSON.stringify([url, events]);
    if (attempt.current.said !== said) attempt.current = { said, client_id: newId() };
    try {
      onDone(await api.addWebhook(programmeId, { client_id: attempt.current.client_id, url: url.trim(), events }));
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  const toggle = (/** @type {WebhookEvent} */ event) => setEvents(EVENTS.filter((each) => (each === event) !== events.includes(each)));
  return html`<${Dialog} title=${t("webhooks.new-title")} action=${t("webhooks.add-action")} onClose=${onClose} onAction=${make}>
    <${Field} label=${t("webhooks.url")} type="url" required maxlength="1000" placeholder="https://" autocomplete="off" value=${url} error=${error} hint=${t("webhooks.url-hint")} onInput=${(/** @type {any} */ event) => setUrl(event.currentTarget.value)} />
    <fieldset class="field stack closer">
      <legend>${t("webhooks.events")}</legend>
      ${EVENTS.map((event) => html`<label class="choice" key=${event}><input type="checkbox" checked=${events.includes(event)} onChange=${() => toggle(event)} /><span>${t(`webhooks.event-${event}`)}</span></label>`)}
    </fieldset>
  <//>`;
}

/** The secret, this once. @param {{ made: WithSecret, onClose: () => void }} props */
export function SecretDialog({ made, onClose }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(made.secret ?? "").then(() => setCopied(true), () => {});
  };
  return html`<${Dialog} title=${t("webhooks.secret-title")} action=${t("webhooks.secret-done")} noWayBack=${true} onClose=${onClose} onAction=${onClose}>
    <p>${t("webhooks.secret-text")}</p>
    <div class="input-with-button">
      <input class="input" readonly dir="ltr" value=${made.secret} aria-label=${t("webhooks.secret")} onFocus=${(/** @type {any} */ event) => event.currentTarget.select()} />
      <button class="button only-icon" type="button" aria-label=${t(copied ? "programme.copied" : "webhooks.copy")} onClick=${copy}><${Icon} name=${copied ? "check" : "copy"} /></button>
    </div>
  <//>`;
}
