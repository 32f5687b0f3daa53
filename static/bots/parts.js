import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon, Readers } from "../ui/parts.js";
import { READS_TEXT, SCOPES } from "./shapes.js";
/** @import { Bot, Scope } from "./shapes.js" */

export const Badge = () => html`<span class="tag bot-badge"><${Icon} name="bot" />${t("bots.badge")}</span>`;

export const BotMark = () => html`<span class="row-mark"><${Icon} name="bot" /></span>`;

/** What a scope lets a bot do, in plain words. @param {Scope} scope */
export const scopeWords = (scope) => t(/** @type {"scope.chat-read"} */ (`scope.${scope.replace(":", "-")}`));

/** What a bot can do, and who reads with it. @param {{ bot: Bot, self: string }} props */
export const CanDo = ({ bot, self }) =>
  html`<div class="bot-may">
    <p class="small-text">${t("bots.may")}</p>
    <ul class="plain-list small-text">${SCOPES.filter((scope) => bot.scopes.includes(scope)).map((scope) => html`<li key=${scope}>${scopeWords(scope)}</li>`)}</ul>
    <p class="small-text quiet-text">${t("bots.may-not")}</p>
    ${bot.scopes.some((scope) => READS_TEXT.has(scope))
      ? html`<${Readers} icon="eye">${bot.owner.user_id === self ? t("bots.reads-text-you") : t("bots.reads-text", { name: bot.owner.name })}<//>`
      : html`<${Readers} icon="eye-off">${t("bots.blind")}<//>`}
  </div>`;
