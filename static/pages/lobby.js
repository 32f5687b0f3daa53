import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { closeCall, openCall } from "../call/current.js";
import { Toggle, useShortcuts } from "../call/toggles.js";
import { day, inBothPlaces } from "../dates.js";
import { useCountdown } from "../lobby/countdown.js";
import { Devices } from "../lobby/devices.js";
import { book, useMeetings } from "../meetings/live.js";
import { mayMeet } from "../mentorship/may.js";
import { problemText } from "../problem-text.js";
import { go } from "../router.js";
import { calls, me, mentorshipOf, mentorships } from "../session.js";
import { connection } from "../socket.js";
import { firstName, parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Banner, Icon, Readers } from "../ui/parts.js";
import { useLasting } from "../ui/lasting.js";
import { useTitle } from "../ui/title.js";
import { Video } from "../ui/video.js";
import Missing from "./missing.js";
/** @import { Media } from "../call/media.js" */
/** @import { Me, Mentorship, Person } from "../protocol.js" */

/** @param {{ mentorship: string }} props */
export default function Lobby({ mentorship: id }) {
  const mentorship = mentorshipOf(id);
  if (mentorship && mayMeet(mentorship)) return html`<${Room} mentorship=${mentorship} />`;
  return mentorships.value ? html`<${Missing} />` : html`<main id="main" tabindex="-1"></main>`;
}

/** @param {{ mentorship: Mentorship }} props */
function Room({ mentorship }) {
  const self = /** @type {Me} */ (me.value);
  const { mentorship_id, other } = mentorship;
  const name = firstName(other.name);
  useTitle(t("lobby.page"));
  const { call, media } = useMemo(() => openCall(mentorship_id), [mentorship_id]);
  const [error, setError] = useState("");
  const joined = useRef(false);
  useShortcuts(media);
  useRetryWhenAllowed(media);
  useEffect(() => () => void (joined.current || closeCall()), []);

  useMeetings([mentorship_id]);
  const here = calls.value[mentorship_id] ?? [];
  const [meeting] = book.upcoming(mentorship_id);
  const begins = meeting?.state === "upcoming" ? new Date(meeting.starts_at) : null;
  const countdown = useCountdown(begins);
  const at = begins && countdown ? begins : now.value;
  const isHere = here.includes(other.user_id);
  const elsewhere = here.includes(self.user_id); // in another tab, or on another device
  const offline = useLasting(connection.value === "lost", 1_500);
  const join = async (/** @type {boolean} */ bare) => {
    setError("");
    if (bare) media.without();
    try {
      await call.join();
      joined.current = true;
      go(`/m/${mentorship_id}/call`, { replace: true });
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  const busy = call.phase.value === "joining";

  return html`<main id="main" class="lobby" tabindex="-1">
    <div class="lobby-scroll">
      <header class="stack closer">
        <a class="crumb" href=${`/m/${mentorship_id}`}><${Icon} name="chevron-left" class="turns" />${t("lobby.back")}</a>
        <h1>${isHere ? t("lobby.is-here", { name }) : countdown ? parts("lobby.begins-in", { time: html`<${Left} of=${countdown} />` }) : t("lobby.title")}</h1>
        <p class="quiet-text">
          ${countdown && html`<bdi>${meeting.title}</bdi>: `}${t("lobby.when", { day: day(at, self.time_zone), times: inBothPlaces(at, self.time_zone, other.time_zone) })}
          ${countdown && " "}${countdown && (isHere ? parts("lobby.begins-in-text", { time: html`<${Left} of=${countdown} />` }) : t("lobby.is-open"))}
        </p>
      </header>
      <div class="stack close">
        <${Preview} media=${media} self=${self} name=${name} />
        ${elsewhere && html`<${Banner} tone="wait" icon="copy"><div>${t("lobby.already-here")}</div><//>`}
        ${offline && html`<${Banner} tone="wait" icon="wifi-off"><div>${t("problem.unreachable")}</div><//>`}
        ${error && html`<${Banner} tone="stop" icon="circle-alert" role="alert"><div>${error}</div><//>`}
      </div>
      <div class="lobby-side">
        <${Devices} media=${media} />
        <${Readers}>${parts("lobby.readers", { both: html`<b>${t("chat.you-and", { name })}</b>` })}<//>
      </div>
    </div>
    <div class="stack closer lobby-join">
      <button class="button primary wide" type="button" aria-busy=${busy ? "true" : undefined} onClick=${() => join(false)}>${t(elsewhere ? "lobby.move-here" : "lobby.join")}</button>
      ${elsewhere
        ? html`<a class="button quiet wide" href=${`/m/${mentorship_id}`}>${t("lobby.stay-there")}</a>`
        : html`<button class="button quiet wide" type="button" onClick=${() => join(true)}>${t("lobby.join-bare")}</button>`}
    </div>
  </main>`;
}

/** @param {{ of: { text: string, duration: string } }} props */
const Left = ({ of: { text, duration } }) => html`<time class="figures" datetime=${duration}>${text}</time>`;

/** @param {{ media: Media, self: Person, name: string }} props */
function Preview({ media, self, name }) {
  const { camera } = media.tracks.value;
  const stream = useMemo(() => camera && new MediaStream([camera]), [camera]);
  const trouble = media.trouble.value.camera;
  const wanted = media.wanted.value.camera;
  return html`<div class="tile self on-stage lobby-preview">
    ${stream && html`<${Video} stream=${stream} /><span class="tile-label">${t("lobby.as-seen", { name })}</span>`}
    ${!camera && trouble && wanted
      ? html`<div class="lobby-trouble" role="status">
          <${Icon} name="video-off" /><p>${t(`lobby.camera-${trouble}`)}</p>
          ${trouble !== "insecure" && html`<button class="button small" type="button" onClick=${() => void media.open()}>${t("lobby.look-again")}</button>`}
        </div>`
      : !camera && !(media.opening.value && wanted) && html`<${Avatar} person=${self} size="huge" />`}
    <div class="call-bar" role="group" aria-label=${t("lobby.controls")}>
      <div class="call-group"><${Toggle} media=${media} device="microphone" /><${Toggle} media=${media} device="camera" /></div>
    </div>
  </div>`;
}

/** When one allows a device beside the address, nothing more needs to be pressed. @param {Media} media */
function useRetryWhenAllowed(media) {
  useEffect(() => {
    /** @type {PermissionStatus[]} */
    const watched = [];
    const look = () => watched.some((status) => status.state === "granted") && Object.values(media.trouble.value).includes("denied") && void media.open();
    for (const name of ["camera", "microphone"])
      void navigator.permissions?.query({ name: /** @type {PermissionName} */ (name) }).then(
        (status) => {
          watched.push(status);
          status.addEventListener("change", look);
        },
        () => {},
      );
    return () => watched.forEach((status) => status.removeEventListener("change", look));
  }, [media]);
}
