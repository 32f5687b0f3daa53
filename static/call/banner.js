import { me } from "../session.js";
import { t } from "../strings/index.js";
import { useMonologueHint } from "../talk/meter.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { LadderNotice } from "./ladder-notice.js";
import { useMutedHint } from "./muted-hint.js";
import { MODIFIER } from "./shortcuts.js";
/** @import { Desk } from "./desk.js" */

/** The one thing worth saying above the pictures; the most pressing first. @param {{ desk: Desk, lost: boolean }} props */
export function CallBanner({ desk, lost }) {
  const { call, media, panel } = desk;
  const speaksMuted = useMutedHint(media);
  const hasSpokenLong = useMonologueHint(call.mentorshipId, me.value?.user_id ?? "");
  if (call.rung.value === "note" || call.rung.value === "text") return html`<${LadderNotice} desk=${desk} />`;
  if (lost)
    return html`<div class="banner wait call-banner" role="status">
      <${Icon} name="refresh-cw" /><div><b>${t("call.finding-back")}</b> ${t("call.place-kept")}</div>
      ${panel.value !== "chat" && html`<button class="button small" type="button" onClick=${() => (panel.value = "chat")}>${t("call.use-chat")}</button>`}
    </div>`;
  if (media.pictureHeld.value || call.starved.value.size)
    return html`<div class="banner wait call-banner" role="status"><${Icon} name="video-off" /><div><b>${t("call.weak-network")}</b> ${t("call.pictures-paused")}</div></div>`;
  if (speaksMuted)
    return html`<div class="banner call-banner" role="status"><${Icon} name="mic-off" /><div><b>${t("call.muted-hint")}</b> ${t("call.muted-keys", { keys: `${MODIFIER}D` })}</div></div>`;
  if (hasSpokenLong)
    return html`<div class="banner call-banner" role="status"><${Icon} name="clock" /><div><b>${t("talk.long")}</b> ${t("talk.long-ask")}</div></div>`;
  return null;
}
