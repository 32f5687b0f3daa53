import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { date } from "../dates.js";
import { problemText } from "../problem-text.js";
import { on } from "../socket.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
/** @import { Block, Me } from "../protocol.js" */

/** Whom I have blocked, with the way back. Nothing stands here when it is nobody. @param {{ self: Me }} props */
export function Blocks({ self }) {
  const [blocks, setBlocks] = useState(/** @type {Block[]} */ ([]));
  useEffect(() => {
    const load = () => void api.blocks().then((answer) => setBlocks(answer.blocks), () => {}); // the next welcome asks again
    const stop = ["blocks_changed", "welcome", "resync"].map((event) => on(event, load));
    load();
    return () => stop.forEach((undo) => undo());
  }, []);
  const undo = async (/** @type {string} */ userId) => {
    try {
      setBlocks((await api.unblock(userId)).blocks);
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  if (!blocks.length) return null;
  return html`<section class="panel stack close" aria-labelledby="blocks">
    <h2 id="blocks">${t("block.list-title")}</h2>
    <p class="quiet-text small-text">${t("block.list-text")}</p>
    <ul class="rows" role="list">
      ${blocks.map(
        ({ person, at }) => html`<li class="row" key=${person.user_id}>
          <${Avatar} person=${person} />
          <div class="row-body">
            <p class="row-title" dir="auto">${person.name}</p>
            <p class="row-note">${t("block.since", { day: date(new Date(at), self.time_zone, now.value) })}</p>
          </div>
          <div class="row-end"><button class="button small" type="button" aria-label=${t("block.undo", { name: person.name })} onClick=${() => undo(person.user_id)}>${t("block.undo-short")}</button></div>
        </li>`,
      )}
    </ul>
  </section>`;
}
