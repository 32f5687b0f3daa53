import { useEffect, useRef, useState } from "preact/hooks";
import { me } from "../session.js";
import { on } from "../socket.js";
import { emojiNames, firstName, t } from "../strings/index.js";
import { useFocusBack } from "../ui/focus-back.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
/** @import { Desk } from "./desk.js" */

/** The server takes no others. Drawn, because not every machine has a font for them. */
const REACTIONS = /** @type {Readonly<Record<string, string>>} */ ({ "👍": "thumbs-up", "❤️": "heart", "💡": "lightbulb", "🙏": "hand-heart", "🎉": "party-popper", "👀": "eye" });
const SHOWN_MS = 4_000;
const AT_ONCE = 12;

/** @typedef {{ id: number, emoji: string, who: string, place: number }} Floating */

/** What somebody shows, floating up for a moment and said to who cannot see it. @param {{ desk: Desk }} props */
export function Reactions({ desk }) {
  const [shown, setShown] = useState(/** @type {Floating[]} */ ([]));
  const { call } = desk;
  useEffect(() => {
    /** @type {Set<ReturnType<typeof setTimeout>>} */
    const timers = new Set();
    let count = 0;
    const stop = on("reaction_shown", ({ room_id, peer_id, emoji }) => {
      const room = call.room.peek();
      const peer = room?.peers[peer_id];
      if (!peer || room?.roomId !== room_id || !(emoji in REACTIONS)) return;
      const id = (count += 1);
      const who = peer.subject === me.peek()?.user_id ? t("call.you") : firstName(desk.mentorship.other.name);
      setShown((now) => [...now, { id, emoji, who, place: id % 5 }].slice(-AT_ONCE));
      timers.add(setTimeout(() => setShown((now) => now.filter((one) => one.id !== id)), SHOWN_MS));
    });
    return () => {
      stop();
      timers.forEach(clearTimeout);
    };
  }, [call]);
  return html`<div class="floating-reactions" role="status">
    ${shown.map(({ id, emoji, who, place }) => html`<p key=${id} class="reaction" data-place=${place}>
      <${Icon} name=${REACTIONS[emoji]} /><small aria-hidden="true">${who}</small><span class="only-for-screen-readers">${t("call.reacted", { who, what: emojiNames[emoji] })}</span>
    </p>`)}
  </div>`;
}

/** The six, above the bar, until one closes them: who claps, claps twice. @param {{ desk: Desk }} props */
export function ReactionTray({ desk }) {
  const ref = useRef(/** @type {HTMLDivElement | null} */ (null));
  useFocusBack(ref);
  useEffect(() => ref.current?.querySelector("button")?.focus(), []);
  const onKeyDown = (/** @type {KeyboardEvent} */ event) => {
    const all = [...(ref.current?.querySelectorAll("button") ?? [])];
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (event.key === "Escape") desk.reacting.value = false;
    else if (step) all[(all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)) + step + all.length) % all.length].focus();
    else return;
    event.preventDefault();
  };
  return html`<div class="reaction-tray" role="group" aria-label=${t("call.react")} ref=${ref} onKeyDown=${onKeyDown}>
    ${Object.entries(REACTIONS).map(([emoji, icon]) => html`<button type="button" key=${emoji} aria-label=${emojiNames[emoji]} title=${emojiNames[emoji]} onClick=${() => desk.call.react(emoji)}><${Icon} name=${icon} /></button>`)}
  </div>`;
}
