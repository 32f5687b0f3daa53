import { useEffect, useMemo } from "preact/hooks";
import { api } from "../api.js";
import { connection, on } from "../socket.js";
import { parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Banner, Icon, Readers } from "../ui/parts.js";
import { NoteKeeper } from "./note-keeper.js";
/** @import { Notes as Kept } from "../protocol.js" */

/**
 * One's own notes of a meeting, which keep themselves; also when one writes on two devices.
 *
 * @param {{ meetingId: string, name: string, canWrite: boolean }} props
 */
export function Notes({ meetingId, name, canWrite }) {
  const keeper = useMemo(
    () =>
      new NoteKeeper({
        load: () => api.ownNotes(meetingId),
        save: (notes) => api.keepOwnNotes(meetingId, notes),
        later: (work, ms) => {
          const timer = setTimeout(work, ms);
          return () => clearTimeout(timer);
        },
      }),
    [meetingId],
  );
  useEffect(() => {
    void keeper.open();
    const stop = [on("private_notes_changed", (/** @type {Kept} */ notes) => notes.meeting_id === meetingId && keeper.hear(notes)), on("welcome", () => void keeper.open())];
    return () => {
      keeper.close();
      for (const undo of stop) undo();
    };
  }, [keeper]);
  const state = keeper.state.value;
  const theirs = keeper.theirs.value;
  const text = keeper.text.value;
  const offline = connection.value === "lost" || state === "failed";
  return html`<section class="panel stack close" aria-labelledby="own-notes">
    <h2 id="own-notes">${t("notes.own")}</h2>
    ${canWrite
      ? html`<div class="field">
          <textarea class="input" rows="4" dir="auto" maxlength="20000" aria-label=${t("notes.own")} aria-describedby="own-notes-readers" disabled=${state === "loading"} value=${text}
            onInput=${(/** @type {any} */ event) => keeper.write(event.currentTarget.value)} onBlur=${() => keeper.save()}></textarea>
          <${Readers} icon="eye-off" id="own-notes-readers">${parts("notes.own-readers", { you: html`<b>${t("clock.you")}</b>`, name })}<//>
        </div>`
      : html`<p class=${text ? "kept-text" : "quiet-text"} dir="auto">${text || (state === "loading" ? "" : t("notes.none"))}</p>`}
    ${theirs
      ? html`<${Banner} tone="wait" icon="pencil">
          <div class="stack closer">
            <p>${t("notes.crossed")}</p>
            <blockquote class="kept-text" dir="auto">${theirs.text || t("notes.emptied")}</blockquote>
            <div class="actions">
              <button class="button small" type="button" onClick=${() => keeper.choose("mine")}>${t("notes.keep-mine")}</button>
              <button class="button small quiet" type="button" onClick=${() => keeper.choose("theirs")}>${t("notes.take-theirs")}</button>
            </div>
          </div>
        <//>`
      : canWrite &&
        html`<p class="note-state" role="status">
          ${offline && state !== "kept" ? html`<${Icon} name="wifi-off" />${t("notes.waiting")}` : state === "kept" && text ? html`<${Icon} name="check" />${t("notes.kept")}` : (state === "changed" || state === "saving") && t("notes.saving")}
        </p>`}
  </section>`;
}
