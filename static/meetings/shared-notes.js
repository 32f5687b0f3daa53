import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { keepDraft, placesOfDrafts, readDraft } from "../chat/local-drafts.js";
import { Typing } from "../chat/typing.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { ask, connection, on, tell } from "../socket.js";
import { firstName, parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Banner, Icon, Readers } from "../ui/parts.js";
/** @import { Me, Meeting, NotesChanged, Person } from "../protocol.js" */
/** @import { SharedText } from "./shared-text.js" */

/**
 * What the two write of a meeting at once; on its page, and in the call's panel.
 *
 * @param {{ meeting: Meeting, self: Me, other: Person, canWrite: boolean, heading?: "h2" | "h3" }} props
 */
export function SharedNotes({ meeting, self, other, canWrite, heading = "h2" }) {
  const id = meeting.meeting_id;
  const shared = useSharedText(meeting, self);
  const typing = useMemo(() => new Typing((writing) => tell("set_writing", { meeting_id: id, writing })), [id]);
  useEffect(() => on("writing_changed", (heard) => heard.meeting_id === id && typing.heard(heard.user_id, heard.writing)), [typing]);
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const isLoading = !shared || shared.state.value === "loading";
  useEffect(() => {
    if (isLoading || !canWrite || !field.current) return;
    const [element, text] = [field.current, shared];
    let unbind = () => {};
    void import("./bound-textarea.js").then(({ bind }) => element.isConnected && (unbind = bind(element, text, () => typing.pressed())));
    return () => unbind();
  }, [shared, isLoading, canWrite]);
  const name = firstName(other.name);
  const words = shared?.words.value ?? "";
  return html`<section class="panel stack close" aria-labelledby="shared-notes">
    <${heading} id="shared-notes">${t("notes.shared")}<//>
    ${canWrite
      ? html`<div class="field">
          <textarea class="input" ref=${field} rows="6" dir="auto" maxlength="20000" aria-label=${t("notes.shared")} aria-describedby="shared-notes-readers" disabled=${isLoading} onBlur=${() => typing.stopped()}></textarea>
          <${Readers} id="shared-notes-readers">${parts("notes.shared-readers", { both: html`<b>${t("agenda.you-and", { name })}</b>` })}<//>
        </div>`
      : html`<p class=${words ? "kept-text" : "quiet-text"} dir="auto">${words || (isLoading ? "" : t("notes.none"))}</p>`}
    ${canWrite && html`<p class="note-state" role="status">${typing.who.value.length ? html`<${Icon} name="pencil" />${t("notes.is-writing", { name })}` : shared && html`<${State} shared=${shared} />`}</p>`}
    ${shared?.state.value === "refused" && html`<${Banner} tone="stop" icon="wifi-off"><div><p>${problemText(shared.problem.value)}</p><p>${t("notes.refused")}</p></div><//>`}
  </section>`;
}

/** Whether the server has it. @param {{ shared: SharedText }} props */
function State({ shared }) {
  const state = shared.state.value;
  if (state === "waiting" || (state === "changed" && connection.value === "lost")) return html`<${Icon} name="wifi-off" />${t("notes.offline")}`;
  if (state === "changed") return t("notes.saving");
  return state === "kept" && shared.words.value ? html`<${Icon} name="check" />${t("notes.kept")}` : null;
}

/** The text of this meeting, live until the page goes; null while its library loads. @param {Meeting} meeting @param {Me} self */
function useSharedText(meeting, self) {
  const id = meeting.meeting_id;
  const [shared, setShared] = useState(/** @type {SharedText | null} */ (null));
  useEffect(() => {
    let isGone = false;
    let close = () => {};
    void import("./shared-text.js").then(({ SharedText }) => {
      if (isGone) return;
      const [places, own] = [placesOfDrafts(self.user_id, `notes:${id}:`), `notes:${id}:${newId()}`];
      const text = new SharedText({
        role: meeting.attendance[0].user_id === self.user_id ? "mentor" : "mentee",
        sync: (state) => ask("sync_notes", { meeting_id: id, state }),
        send: (update) => ask("change_notes", { meeting_id: id, update }),
        later: (work, ms) => {
          const timer = setTimeout(work, ms);
          return () => clearTimeout(timer);
        },
        kept: places.map((place) => readDraft(self.user_id, place)),
        keep: (unsent) => {
          for (const place of places.splice(0)) keepDraft(self.user_id, place, "");
          keepDraft(self.user_id, own, unsent);
        },
      });
      const leave = () => text.close();
      const stop = [
        on("notes_changed", (/** @type {NotesChanged} */ changed) => changed.meeting_id === id && text.hear(changed)),
        ...["welcome", "resync"].map((event) => on(event, () => void text.open())),
      ];
      addEventListener("pagehide", leave);
      close = () => {
        removeEventListener("pagehide", leave);
        leave();
        for (const undo of stop) undo();
      };
      setShared(text);
      void text.open();
    });
    return () => {
      isGone = true;
      close();
      setShared(null);
    };
  }, [id, self.user_id]);
  return shared;
}
