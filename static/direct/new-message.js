import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { go } from "../router.js";
import { listed, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Avatar } from "../ui/parts.js";
/** @import { Fellow } from "../protocol.js" */

const PAUSE_MS = 150; // between two keys of who types

/** @typedef {{ of: string, fellows: Fellow[], cursor: string | null }} Found `of` is what was looked for */

/** Whom to write to: everybody in one's programmes, found by name. Enter takes the first. @param {{ onClose: () => void }} props */
export function NewMessage({ onClose }) {
  const [q, setQ] = useState("");
  const [found, setFound] = useState(/** @type {Found | null} */ (null));
  const [error, setError] = useState("");
  useEffect(() => {
    let isNewest = true;
    const ask = () =>
      api.fellows(q, null).then(
        ({ fellows, next_cursor }) => isNewest && (setFound({ of: q, fellows, cursor: next_cursor }), setError("")),
        (problem) => isNewest && setError(problemText(problem)),
      );
    const timer = setTimeout(ask, q ? PAUSE_MS : 0);
    return () => {
      isNewest = false;
      clearTimeout(timer);
    };
  }, [q]);
  const more = async () => {
    if (!found) return;
    const page = await api.fellows(found.of, found.cursor).catch(() => null);
    if (page) setFound((now) => (now === found ? { ...now, fellows: [...now.fellows, ...page.fellows], cursor: page.next_cursor } : now));
  };
  const first = found && found.of === q ? found.fellows[0] : undefined;
  const open = (/** @type {Fellow | undefined} */ fellow) => {
    if (!fellow) return;
    onClose();
    go(`/direct/${fellow.person.user_id}`);
  };
  return html`<${Dialog} title=${t("direct.new-title")} onClose=${onClose} onAction=${() => open(first)}>
    <${Field} label=${t("direct.search")} type="search" name="q" autocomplete="off" maxlength="100" value=${q} error=${error}
      onInput=${(/** @type {any} */ event) => setQ(event.currentTarget.value)} />
    <p class="small-text quiet-text" role="status">${found && words(found)}</p>
    ${found && found.fellows.length > 0 &&
    html`<ul class="rows people-found" role="list" aria-label=${t("direct.new-title")}>
      ${found.fellows.map(
        (fellow) => html`<li key=${fellow.person.user_id}>
          <button class="row" type="button" onClick=${() => open(fellow)}>
            <${Avatar} person=${fellow.person} />
            <span class="row-body"><span class="row-title" dir="auto">${fellow.person.name}</span><span class="row-note" dir="auto">${listed(fellow.programmes)}</span></span>
          </button>
        </li>`,
      )}
      ${found.cursor && html`<li><button class="button small" type="button" onClick=${more}>${t("direct.more")}</button></li>`}
    </ul>`}
  <//>`;
}

/** @param {Found} found */
function words({ of, fellows, cursor }) {
  if (!fellows.length) return t(of ? "direct.found-nobody" : "direct.nobody");
  return t(cursor ? "direct.found-more" : "direct.found", { count: fellows.length });
}
