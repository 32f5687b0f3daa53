import { go } from "../router.js";
import { t } from "../strings/index.js";
import { toast } from "../ui/toast.js";
import { canFloat, float } from "./floating.js";
import { LAYOUTS } from "./viewing.js";
/** @import { Desk } from "./desk.js" */
/** @import { Device, Media } from "./media.js" */
/** @import { PanelName } from "./panels.js" */

/**
 * What one can do in a call. The bar, the menu, the keys and the sheet that lists them all read this one table.
 * `key` alone does it unless one switched that off, `chord` together with Ctrl or ⌘.
 *
 * @typedef {{ icon: string, label: string, on?: boolean }} Look
 * @typedef {{ look: (desk: Desk) => Look, run: (desk: Desk) => void, may?: () => boolean, key?: string, chord?: string }} Command
 */

/** @param {PanelName} panel @param {string} icon @param {string} key @returns {Command} */
const opens = (panel, icon, key) => ({
  key,
  look: (desk) => ({ icon, label: t(`call.${panel}`), on: desk.panel.value === panel }),
  run: (desk) => desk.toggle(panel),
});

/** @param {"microphone" | "camera"} device @param {string} icon @param {string} key @param {string} chord @returns {Command} */
const turns = (device, icon, key, chord) => ({
  key,
  chord,
  look: ({ media }) => {
    const on = media.on.value.has(device);
    return { icon: on ? icon : `${icon}-off`, label: t(`call.${device}-${on ? "off" : "on"}`), on };
  },
  run: ({ media }) => void turn(media, device),
});

/** @typedef {"microphone" | "camera" | "share" | "react" | "hand" | "chat" | "agenda" | "people" | "devices" | "layout" | "self" | "float" | "help" | "leave"} CommandName */

/** @type {Readonly<Record<CommandName, Command>>} */
export const COMMANDS = {
  microphone: turns("microphone", "mic", "m", "d"),
  camera: turns("camera", "video", "v", "e"),
  share: {
    key: "s",
    may: () => Boolean(navigator.mediaDevices?.getDisplayMedia),
    look: ({ media }) => {
      const on = media.on.value.has("screen");
      return { icon: on ? "screen-share-off" : "screen-share", label: t("call.share"), on };
    },
    run: ({ media }) => {
      if (media.on.value.has("screen")) return media.stopSharing();
      void media.share().catch(() => toast(t("call.share-failed"), { icon: "screen-share-off" }));
    },
  },
  react: {
    key: "r",
    look: (desk) => ({ icon: "smile", label: t("call.react"), on: desk.reacting.value }),
    run: (desk) => (desk.reacting.value = !desk.reacting.value),
  },
  hand: {
    key: "h",
    look: ({ call }) => ({ icon: "hand", label: t("call.raise-hand"), on: call.handIsUp }),
    run: ({ call }) => call.raiseHand(!call.handIsUp),
  },
  chat: opens("chat", "message-circle", "c"),
  agenda: opens("agenda", "list-checks", "a"),
  people: opens("people", "users", "p"),
  devices: opens("devices", "settings", "o"),
  layout: {
    key: "l",
    look: (desk) => ({ icon: "layout-grid", label: t("call.layout-now", { now: t(`call.layout-${desk.viewing.value.layout}`) }) }),
    run: (desk) => desk.view({ layout: LAYOUTS[(LAYOUTS.indexOf(desk.viewing.value.layout) + 1) % LAYOUTS.length] }),
  },
  self: {
    key: "y",
    look: (desk) => ({ icon: desk.viewing.value.showsSelf ? "eye-off" : "eye", label: t(desk.viewing.value.showsSelf ? "call.hide-self" : "call.show-self") }),
    run: (desk) => desk.view({ showsSelf: !desk.viewing.value.showsSelf }),
  },
  float: {
    key: "i",
    may: canFloat,
    look: () => ({ icon: "picture-in-picture-2", label: t("call.float") }),
    run: () => void float().catch(() => toast(t("call.float-failed"), { icon: "picture-in-picture-2" })),
  },
  help: {
    key: "?",
    look: () => ({ icon: "keyboard", label: t("call.keys") }),
    run: (desk) => (desk.helping.value = true),
  },
  leave: {
    look: () => ({ icon: "phone-off", label: t("call.leave") }),
    run: ({ call }) => go(`/m/${call.mentorshipId}`),
  },
};

/** What cannot be opened says why when it is tried. @param {Media} media @param {Device} device */
async function turn(media, device) {
  const want = !media.wanted.value[device] || media.tracks.value[device] === null;
  await media.turn(device, want);
  const trouble = media.trouble.value[device];
  if (want && trouble) toast(t(`lobby.${device}-${trouble}`), { icon: "circle-alert" });
}
