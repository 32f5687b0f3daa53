import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Avatar, Banner, Readers } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { toast } from "../ui/toast.js";
import Missing from "./missing.js";
/** @import { UserRow } from "../protocol.js" */

/** Everybody's accounts, for the administrator. Nothing of what anybody writes. */
export default function Users() {
  useTitle(t("nav.users"));
  const [users, setUsers] = useState(/** @type {UserRow[] | null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [closing, setClosing] = useState(/** @type {UserRow | null} */ (null));
  const load = () => api.users().then((answer) => setUsers(answer.users), setError);
  useEffect(() => void load(), []);
  if (error && ["not_found", "forbidden"].includes(error.code)) return html`<${Missing} />`;
  const change = async (/** @type {Promise<unknown>} */ done) => {
    setClosing(null);
    await done.catch((problem) => toast(problemText(problem), { icon: "circle-alert" }));
    await load();
  };
  return html`<main id="main" class="page" tabindex="-1">
    <header class="page-head"><div><h1>${t("users.title")}</h1>${users && html`<p>${t("users.count", { count: users.length })}</p>`}</div></header>
    <div class="stack narrow">
      ${error && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}
      <${Readers} icon="shield-check" framed=${true}>${parts("setup.honest", { promise: html`<b>${t("setup.honest-promise")}</b>` })}<//>
      <ul class="rows" role="list">
        ${users?.map(
          (user) => html`<li class="row folds" key=${user.user_id}>
            <${Avatar} person=${user} />
            <div class="row-body"><p class="row-title" dir="auto">${user.name}</p><p class="row-note">${user.email}</p></div>
            <div class="row-end">
              ${user.is_admin && html`<span class="tag">${t("users.admin")}</span>`}
              ${user.banned && html`<span class="tag stop">${t("users.closed")}</span>`}
              ${user.user_id !== me.value?.user_id &&
              (user.banned
                ? html`<button class="button small" type="button" aria-label=${t("users.open-whose", { name: user.name })} onClick=${() => change(api.unban(user.user_id))}>${t("users.open")}</button>`
                : html`<button class="button small" type="button" aria-label=${t("users.close-whose", { name: user.name })} onClick=${() => setClosing(user)}>${t("users.close")}</button>`)}
            </div>
          </li>`,
        )}
      </ul>
    </div>
    ${closing &&
    html`<${Dialog} title=${t("users.close-title", { name: closing.name })} action=${t("users.close-action")} stop=${true} onClose=${() => setClosing(null)} onAction=${() => change(api.ban(closing.user_id))}>
      <p>${t("users.close-text")}</p>
    <//>`}
  </main>`;
}
