import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { NewBot, TokenMade } from "../bots/new-bot.js";
import { Badge, BotMark, CanDo } from "../bots/parts.js";
import { date } from "../dates.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Banner, Empty, Icon } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { toast } from "../ui/toast.js";
/** @import { Me } from "../protocol.js" */
/** @import { MyBot } from "../bots/shapes.js" */

/** The bots that I made: what they may do, their tokens, and where they are guests. */
export default function Bots() {
  useTitle(t("bots.page"));
  const self = /** @type {Me} */ (me.value);
  const [bots, setBots] = useState(/** @type {MyBot[] | null} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [open, setOpen] = useState(/** @type {{ what: "new" } | { what: "another" | "retire", bot: MyBot } | { what: "token", name: string, token: string } | null} */ (null));
  const load = () => void api.bots().then((answer) => (setBots(answer.bots), setError(null)), setError);
  useEffect(() => {
    const stop = ["bots_changed", "welcome", "resync"].map((event) => on(event, load));
    load();
    return () => stop.forEach((undo) => undo());
  }, []);
  const close = () => setOpen(null);
  const say = (/** @type {unknown} */ problem) => toast(problemText(problem), { icon: "circle-alert" });
  const makeToken = (/** @type {MyBot} */ { bot }) => api.makeBotToken(bot.bot_id).then(({ token }) => (setOpen({ what: "token", name: bot.name, token }), load()), say);
  const retire = (/** @type {MyBot} */ { bot }) => api.retireBot(bot.bot_id).then(() => (close(), load()), say);
  return html`<main id="main" class="page" tabindex="-1">
    <header class="page-head">
      <div><h1>${t("bots.title")}</h1><p>${t("bots.lead")} <a href="/api/docs#events">${t("bots.guide")}</a></p></div>
      ${bots !== null && bots.length > 0 && html`<button class="button primary" type="button" onClick=${() => setOpen({ what: "new" })}><${Icon} name="plus" />${t("bots.make")}</button>`}
    </header>
    ${error && !bots && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}
    ${bots?.length === 0 &&
    html`<${Empty} icon="bot" title=${t("bots.none-title")}>
      <p>${t("bots.none-why")}</p>
      <button class="button primary" type="button" onClick=${() => setOpen({ what: "new" })}>${t("bots.make")}</button>
    <//>`}
    <div class="stack narrow">
      ${bots?.map((bot) => html`<${Shown} key=${bot.bot.bot_id} of=${bot} self=${self} onToken=${() => (bot.has_token ? setOpen({ what: "another", bot }) : makeToken(bot))} onRetire=${() => setOpen({ what: "retire", bot })} />`)}
    </div>
    ${open?.what === "new" && html`<${NewBot} self=${self} onClose=${close} onMade=${(/** @type {MyBot} */ made) => (close(), load(), makeToken(made))} />`}
    ${open?.what === "token" && html`<${TokenMade} name=${open.name} token=${open.token} onClose=${close} />`}
    ${open?.what === "another" &&
    html`<${Dialog} title=${t("bots.token-another-title", { name: open.bot.bot.name })} action=${t("bots.token-another")} stop=${true} onClose=${close} onAction=${() => makeToken(open.bot)}><p>${t("bots.token-another-text")}</p><//>`}
    ${open?.what === "retire" &&
    html`<${Dialog} title=${t("bots.retire-title", { name: open.bot.bot.name })} action=${t("bots.retire-action")} stop=${true} onClose=${close} onAction=${() => retire(open.bot)}><p>${t("bots.retire-text")}</p><//>`}
  </main>`;
}

/** @param {{ of: MyBot, self: Me, onToken: () => void, onRetire: () => void }} props */
function Shown({ of: { bot, has_token, token_made_at, uses, places }, self, onToken, onRetire }) {
  return html`<section class="panel stack close" aria-label=${bot.name}>
    <div class="bot-head">
      <${BotMark} />
      <div class="row-body">
        <h2 class="bot-name"><span dir="auto">${bot.name}</span> <${Badge} /></h2>
        <p class="row-note" dir="auto">${bot.purpose}</p>
      </div>
    </div>
    <${CanDo} bot=${bot} self=${self.user_id} />
    <ul class="bot-uses small-text" role="list">
      ${bot.programme && html`<li>${t("bots.offered", { programme: bot.programme.name })}</li><li>${t("bots.used-places", { count: places })}</li>`}
      ${!bot.programme && uses.length === 0 && html`<li class="quiet-text">${t("bots.used-nowhere")}</li>`}
      ${uses.map(
        ({ mentorship_id, other, confirmed }) => html`<li key=${mentorship_id}><a href=${`/m/${mentorship_id}/about`}>${t(confirmed ? "bots.used-with" : "bots.used-waiting", { name: other.name })}</a></li>`,
      )}
      <li class="quiet-text">${has_token && token_made_at ? t("bots.token-made", { day: date(new Date(token_made_at), self.time_zone, now.value) }) : t("bots.token-none")}</li>
    </ul>
    <div class="actions">
      <button class="button small" type="button" onClick=${onToken}><${Icon} name="key-round" />${t(has_token ? "bots.token-another" : "bots.token-make")}</button>
      <button class="button small quiet" type="button" aria-label=${t("bots.retire-whose", { name: bot.name })} onClick=${onRetire}>${t("bots.retire")}</button>
    </div>
  </section>`;
}
