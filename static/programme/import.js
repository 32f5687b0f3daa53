import { useEffect, useId, useRef, useState } from "preact/hooks";
import { api } from "../api.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { csvOf } from "./csv.js";
/** @import { Imported, ImportPreview } from "../protocol.js" */

const MOST_BYTES = 1_000_000;
const SOON_MS = 500;

/** Invite many from a list: it is shown what would happen, then all of it happens or nothing. @param {{ programmeId: string, onDone: () => void }} props */
export function Import({ programmeId, onDone }) {
  const id = useId();
  const head = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  const [text, setText] = useState("");
  const [preview, setPreview] = useState(/** @type {ImportPreview | null} */ (null));
  const [done, setDone] = useState(/** @type {Imported | null} */ (null));
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const [clientId, setClientId] = useState(newId);
  useEffect(() => head.current?.focus(), []);
  useEffect(() => {
    setPreview(null);
    setError("");
    setClientId(newId());
    if (!text.trim()) return;
    let over = false;
    const timer = setTimeout(
      () => api.previewImport(programmeId, { text }).then((seen) => over || setPreview(seen), (problem) => over || setError(problem.code === "invalid" ? problem.message : problemText(problem))),
      SOON_MS,
    );
    return () => ((over = true), clearTimeout(timer));
  }, [text, programmeId]);
  const choose = async (/** @type {any} */ { currentTarget: input }) => {
    const file = /** @type {File | undefined} */ (input.files[0]);
    input.value = ""; // so that the same file, mended, can be chosen again
    if (!file) return;
    if (file.size > MOST_BYTES) return setError(t("import.too-large"));
    try {
      setText(new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()));
    } catch {
      setError(t("import.not-utf-8"));
    }
  };
  const run = async () => {
    if (busy || !preview || preview.errors || !preview.new) return;
    setBusy(true);
    try {
      setDone(await api.runImport(programmeId, { client_id: clientId, text }));
    } catch (problem) {
      setError(problemText(problem));
    }
    setBusy(false);
  };
  if (done) return html`<${Done} imported=${done} onDone=${onDone} />`;
  return html`<section class="stack close" aria-labelledby=${id}>
    <h2 id=${id} ref=${head} tabindex="-1">${t("import.title")}</h2>
    <p class="quiet-text">${t("import.how")}</p>
    <div class="actions"><label class="button import-file"><${Icon} name="upload" />${t("import.choose")}<input type="file" accept=".csv,.tsv,.txt,text/csv" onChange=${choose} /></label></div>
    <div class="field">
      <label for=${`${id}-text`}>${t("import.paste")}</label>
      <textarea class="input import-text" id=${`${id}-text`} rows="6" spellcheck=${false} placeholder=${"email,name,role"} aria-invalid=${error ? "true" : undefined} aria-describedby=${error ? `${id}-error` : undefined}
        value=${text} onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)}></textarea>
      ${error && html`<p class="field-error" id=${`${id}-error`} role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
    </div>
    ${preview && html`<${Preview} preview=${preview} />`}
    <div class="actions">
      <button class="button primary" type="button" aria-disabled=${!preview || preview.errors > 0 || preview.new === 0 || busy ? "true" : undefined} onClick=${run}>
        ${t("import.run", { people: t("import.people-count", { count: preview?.new ?? 0 }) })}
      </button>
      <button class="button quiet" type="button" onClick=${onDone}>${t("import.back")}</button>
    </div>
  </section>`;
}

/** Wrong lines first: they are what is to be done. @param {{ preview: ImportPreview }} props */
function Preview({ preview }) {
  const lines = [...preview.lines].sort((a, b) => Number(b.status === "error") - Number(a.status === "error") || a.line - b.line);
  return html`<div class="stack close">
    <p role="status">${preview.errors ? t("import.errors", { count: preview.errors }) : preview.new ? t("import.fine", { count: preview.new }) : t("import.nobody-new")}</p>
    ${preview.ignored.length > 0 && html`<p class="small-text quiet-text">${t("import.ignored", { columns: preview.ignored.join(", ") })}</p>`}
    <div class="long-list import-lines" role="region" aria-label=${t("import.preview")} tabindex="0">
      <table>
        <thead><tr><th scope="col">${t("import.line")}</th><th scope="col">${t("field.email")}</th><th scope="col">${t("import.who")}</th><th scope="col">${t("import.what")}</th></tr></thead>
        <tbody>
          ${lines.map(
            ({ line, email, name, role, status, errors }) => html`<tr key=${line} class=${status === "error" ? "wrong" : ""}>
              <th scope="row">${line}</th>
              <td dir="auto">${email}</td>
              <td dir="auto">${[name, role === "mentor" || role === "mentee" ? t(`role.${role}`) : role].filter(Boolean).join(", ")}</td>
              <td>
                ${status === "error"
                  ? errors.map((each, i) => html`<span class="field-error" key=${i}><${Icon} name="circle-alert" /><span>${each.column ? t("import.error-at", { column: each.column, message: each.message }) : each.message}</span></span>`)
                  : t(`import.${status}`)}
              </td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </div>`;
}

/** @param {{ imported: Imported, onDone: () => void }} props */
function Done({ imported: { invited, left }, onDone }) {
  const head = useRef(/** @type {HTMLHeadingElement | null} */ (null));
  useEffect(() => head.current?.focus(), []);
  const links = invited.filter(({ url }) => url);
  const keep = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csvOf([["email", "role", "link"], ...links.map(({ email, role, url }) => [email ?? "", role, url ?? ""])])], { type: "text/csv" }));
    link.download = "invitations.csv";
    link.click();
    URL.revokeObjectURL(link.href);
    toast(t("import.kept"));
  };
  return html`<section class="panel stack close" aria-labelledby="imported">
    <h2 id="imported" ref=${head} tabindex="-1">${t("import.done", { people: t("import.people-count", { count: invited.length }) })}</h2>
    ${left > 0 && html`<p>${t("import.left", { count: left })}</p>`}
    <p>${t(links.length ? "import.done-links" : "import.done-mail")}</p>
    <div class="actions">
      ${links.length > 0 && html`<button class="button primary" type="button" onClick=${keep}><${Icon} name="download" />${t("import.keep")}</button>`}
      <button class="button" type="button" onClick=${onDone}>${t("import.finish")}</button>
    </div>
  </section>`;
}
