import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { on } from "../socket.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { toast } from "../ui/toast.js";
/** @import { ReminderChoice, ReminderSettings } from "../protocol.js" */

const DIGESTS = /** @type {const} */ (["never", "daily", "weekly"]);
const WHICH = /** @type {const} */ (["day", "soon"]);

/** An event may have overtaken the answer. @param {ReminderSettings} now @param {ReminderSettings} next */
const newest = (now, next) => (next.choice.revision < now.choice.revision ? now : next);

/** What I want to be reminded of, and how. Kept as soon as it is chosen. */
export function Reminders() {
  const [settings, setSettings] = useState(/** @type {ReminderSettings | null} */ (null));
  const take = (/** @type {ReminderSettings} */ answer) => setSettings((now) => (now ? newest(now, answer) : answer));
  useEffect(() => {
    const load = () => void api.reminderSettings().then(take, () => {}); // the next welcome asks again
    const told = (/** @type {ReminderChoice} */ choice) => setSettings((now) => now && newest(now, { ...now, choice }));
    const stop = [on("welcome", load), on("resync", load), on("reminder_choice_changed", told)];
    load();
    return () => stop.forEach((undo) => undo());
  }, []);
  if (!settings) return null;
  const { choice, sends_mail } = settings;
  const choose = async (/** @type {Partial<ReminderChoice>} */ change) => {
    setSettings({ ...settings, choice: { ...choice, ...change } });
    try {
      take(await api.chooseReminders(change));
    } catch (problem) {
      setSettings(settings);
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  /** @param {"day_app" | "day_mail" | "soon_app" | "soon_mail" | "invitations_mail" | "details_outside"} name @param {string} label @param {string} [hint] */
  const choiceOf = (name, label, hint) => html`<label class="choice">
    <input type="checkbox" role="switch" checked=${choice[name]} onChange=${(/** @type {any} */ event) => choose({ [name]: event.currentTarget.checked })} />
    <span>${label}${hint && html`<span class="hint">${hint}</span>`}</span>
  </label>`;
  return html`<section class="panel stack fields" aria-labelledby="reminders">
    <div class="stack closer">
      <h2 id="reminders">${t("reminders.title")}</h2>
      <p class="quiet-text small-text">${t(sends_mail ? "reminders.lead" : "reminders.no-mail")}</p>
    </div>
    <div class="two-fields">
      ${WHICH.map(
        (which) => html`<fieldset key=${which} class="field">
          <legend>${t(`reminders.${which}`)}</legend>
          ${choiceOf(`${which}_app`, t("reminders.app"))} ${sends_mail && choiceOf(`${which}_mail`, t("reminders.mail"))}
        </fieldset>`,
      )}
    </div>
    ${sends_mail && choiceOf("invitations_mail", t("reminders.invitations"), t("reminders.invitations-hint"))}
    ${sends_mail &&
    html`<fieldset class="field" aria-describedby="digest-hint">
      <legend>${t("reminders.digest")}</legend>
      <p class="hint" id="digest-hint">${t("reminders.digest-hint")}</p>
      <div class="segments wraps">
        ${DIGESTS.map(
          (often) => html`<label key=${often}>
            <input type="radio" name="digest" checked=${choice.digest_mail === often} onChange=${() => choose({ digest_mail: often })} />${t(`reminders.digest-${often}`)}
          </label>`,
        )}
      </div>
    </fieldset>`}
    ${choiceOf("details_outside", t("reminders.details"), t("reminders.details-hint"))}
  </section>`;
}
