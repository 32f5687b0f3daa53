import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { senderOf } from "../bots/sender.js";
import { day, dayAndClock, daysBetween } from "../dates.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Empty, Icon } from "../ui/parts.js";
import { arrange } from "./arrange.js";
import { Group, Waiting } from "./message.js";
import { watching } from "./watching.js";
/** @import { BotName, Me, Message, Person } from "../protocol.js" */
/** @import { Acts } from "./acts.js" */
/** @import { Conversation } from "./conversation.js" */
/** @import { Entry } from "./outbox.js" */

const NEAR_PX = 48;
const LOAD_BEFORE_PX = 500;

/**
 * The messages, newest at the bottom. It follows the newest only while one is there; otherwise what one reads
 * keeps its place, whatever is added above or below.
 *
 * @param {{
 *   conversation: Conversation, messages: Message[], entries: Entry[], self: Me, other: Person, bots?: BotName[], acts: Acts, canWrite: boolean,
 *   onRetry: (order: number) => void, onDiscard: (order: number) => void,
 * }} props
 */
export function Log({ conversation, messages, entries, self, other, bots, acts, canWrite, onRetry, onDiscard }) {
  const { timeline, newAfter } = conversation;
  const scroller = useRef(/** @type {HTMLDivElement | null} */ (null));
  const place = useRef(/** @type {{ seq: string, top: number } | null} */ (null)); // null: at the bottom
  const loadingMore = useRef(false);
  const leftAt = useSignal(/** @type {number | null} */ (null)); // the last seq when one scrolled away
  const last = messages.at(-1)?.seq ?? 0;
  const loaded = timeline.loaded.value;
  const seen = timeline.reads.value[self.user_id] ?? 0;
  const hasNew = messages.some((m) => m.seq > seen && m.sender_id !== self.user_id);

  // The "new" line: where one had read to when the page opened, or when one looked away.
  useEffect(() => {
    if (loaded && hasNew) newAfter.value = seen;
  }, [loaded]);
  useEffect(() => {
    if (loaded && hasNew && !watching.value) newAfter.value = seen;
    if (loaded && watching.value && leftAt.value === null) void conversation.markRead(self.user_id);
  }, [loaded, last, hasNew, watching.value, leftAt.value]);
  // One's own word is always followed.
  const waiting = entries.filter((entry) => entry.event === "send_message").length;
  useLayoutEffect(() => {
    if (waiting) toLatest();
  }, [waiting]);
  // What one asked to see comes into view once it is here, and says which it is.
  const { hasNewer } = timeline;
  const wanted = conversation.wanted.value;
  const found = wanted !== null && messages.some((message) => message.seq === wanted.seq);
  useLayoutEffect(() => {
    const box = scroller.current;
    const element = found ? box?.querySelector(`[data-seq="${wanted.seq}"]`) : null;
    if (!box || !(element instanceof HTMLElement)) return;
    conversation.wanted.value = null;
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
    place.current = placeIn(box);
    if (hasNewer.value) leftAt.value = last;
  }, [wanted, found]);
  useLayoutEffect(() => keepPlace(scroller.current, place.current));

  const toLatest = () => {
    void conversation.toLatest().then(() => {
      place.current = null;
      leftAt.value = null;
      scroller.current?.scrollTo({ top: 0 });
    });
  };
  const onScroll = () => {
    const box = scroller.current;
    if (!box) return;
    const away = -box.scrollTop > NEAR_PX || hasNewer.value;
    place.current = away ? placeIn(box) : null;
    if (away !== (leftAt.value !== null)) leftAt.value = away ? last : null;
    const above = box.scrollHeight - box.clientHeight + box.scrollTop;
    if (above < LOAD_BEFORE_PX && timeline.hasMore.value) loadMore(box, () => conversation.loadOlder());
    else if (-box.scrollTop < LOAD_BEFORE_PX && hasNewer.value) loadMore(box, () => conversation.loadNewer());
  };
  /** @param {HTMLElement} box @param {() => Promise<void>} load */
  const loadMore = (box, load) => {
    if (loadingMore.current) return;
    loadingMore.current = true;
    box.setAttribute("aria-live", "off"); // history is not news
    void load().then(() => {
      loadingMore.current = false;
      requestAnimationFrame(() => box.removeAttribute("aria-live"));
    });
  };

  const rows = arrange(messages, entries, { me: self.user_id, zone: self.time_zone, newAfter: newAfter.value });
  const arrived = leftAt.value === null ? 0 : messages.filter((m) => m.seq > Number(leftAt.value) && m.sender_id !== self.user_id).length;
  const name = firstName(other.name);
  // The bar at the foot of a small screen comes back when the box is left: nothing may move under the finger.
  const stay = (/** @type {Event} */ event) => event.target instanceof Element && event.target.closest("button") && event.preventDefault();
  const who = { self, other, bots };
  const find = (/** @type {number} */ seq) => messages.find((message) => message.seq === seq) ?? timeline.find(seq);
  const readUpTo = timeline.reads.value[other.user_id] ?? 0;

  return html`<div class="chat-log">
    <div class="chat-scroll" role="log" aria-label=${t("chat.log", { name })} aria-live=${loaded ? undefined : "off"} tabindex="0" ref=${scroller} onScroll=${onScroll} onMouseDown=${stay}>
      ${!loaded && (conversation.failed.value ? html`<${Failed} onRetry=${() => void conversation.open()} />` : html`<${Loading} />`)}
      ${loaded && rows.length === 0 && html`<${Empty} icon="coffee" title=${t("chat.empty-title")}>${canWrite && html`<p>${t("chat.empty-text", { name })}</p>`}<//>`}
      ${loaded && rows.length > 0 &&
      html`<ol class="messages" role="list">
        ${rows.map((row) => {
          if (row.kind === "day") return html`<li class="day-line" key=${row.key}><time datetime=${row.at.toISOString()} title=${dayAndClock(row.at, self.time_zone)}>${dayName(row.at, self.time_zone)}</time></li>`;
          if (row.kind === "new") return html`<li class="new-line" key=${row.key}>${t("chat.new")}</li>`;
          if (row.kind === "waiting") return html`<${Waiting} key=${row.key} entry=${row.entry} who=${who} find=${find} onRetry=${onRetry} onDiscard=${onDiscard} />`;
          return html`<${Group} key=${row.key} row=${row} self=${self} other=${row.mine ? other : senderOf({ other, bots }, row.sender_id)} readUpTo=${readUpTo} entries=${entries}
            who=${who} acts=${acts} find=${find} onRetry=${onRetry} onDiscard=${onDiscard} />`;
        })}
      </ol>`}
    </div>
    ${leftAt.value !== null &&
    html`<button class="button small jump" type="button" onClick=${toLatest}>
      <${Icon} name="chevron-down" />${arrived ? t("chat.jump", { count: arrived }) : t("chat.jump-plain")}
    </button>`}
  </div>`;
}

/** The first message that is fully in view, and where. @param {HTMLElement} box */
function placeIn(box) {
  const edge = box.getBoundingClientRect().top;
  for (const element of box.querySelectorAll("[data-seq]")) {
    const { top } = element.getBoundingClientRect();
    if (top >= edge) return { seq: /** @type {HTMLElement} */ (element).dataset.seq ?? "", top: top - edge };
  }
  return null;
}

/** @param {HTMLElement | null} box @param {{ seq: string, top: number } | null} place */
function keepPlace(box, place) {
  const element = place && box?.querySelector(`[data-seq="${place.seq}"]`);
  if (!box || !element) return;
  const moved = element.getBoundingClientRect().top - box.getBoundingClientRect().top - place.top;
  if (Math.abs(moved) > 0.5) box.scrollTop += moved;
}

/** @param {Date} at @param {string} zone */
function dayName(at, zone) {
  const ago = daysBetween(at, now.value, zone);
  return ago === 0 ? t("day.today") : ago === 1 ? t("day.yesterday") : day(at, zone, now.value);
}

const Loading = () =>
  html`<div class="messages" aria-hidden="true">
    ${[60, 34, 48].map((width, i) => html`<span key=${i} class=${`skeleton line-${width}`}></span>`)}
  </div>`;

/** @param {{ onRetry: () => void }} props */
const Failed = ({ onRetry }) =>
  html`<${Empty} icon="wifi-off" title=${t("chat.load-failed")}><button class="button" type="button" onClick=${onRetry}>${t("chat.load-again")}</button><//>`;
