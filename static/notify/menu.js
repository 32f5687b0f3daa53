import { useId } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { useHeld } from "../ui/held.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { hear, levelOf } from "./live.js";
/** @import { NotificationLevel } from "../protocol.js" */

const LEVELS = /** @type {const} */ (["all", "mentions", "none"]);

/** In a chat's head: of which of its messages one wants to be told. @param {{ conversationId: string }} props */
export function NotifyMenu({ conversationId }) {
  const id = useId();
  const [now, choose] = useHeld(levelOf(conversationId), (/** @type {NotificationLevel} */ level) =>
    api.setNotificationLevel(conversationId, level).then(hear, (problem) => toast(problemText(problem), { icon: "circle-alert" })),
  );
  const label = t("notify.menu", { level: t(`notify.level-${now}`) });
  return html`<button class="button quiet only-icon" type="button" aria-label=${label} title=${label} popovertarget=${id}><${Icon} name=${now === "none" ? "bell-off" : "bell"} /></button>
    <div class="menu notify-menu" popover id=${id}>
      <fieldset>
        <legend>${t("notify.menu-title")}</legend>
        ${LEVELS.map(
          (level) => html`<label class="choice" key=${level}>
            <input type="radio" name=${id} checked=${level === now} onChange=${() => choose(level)} />
            <span>${t(`notify.level-${level}`)}</span>
          </label>`,
        )}
      </fieldset>
      <hr />
      <a href="/account">${t("notify.to-settings")}</a>
    </div>`;
}
