import { effect, signal } from "@preact/signals";

/** How this browser tells of messages. It is the device's, not the person's: another one may be in a bag. */

/** @param {string} name */
function kept(name) {
  const isOn = signal(localStorage.getItem(name) !== "off");
  effect(() => (isOn.value ? localStorage.removeItem(name) : localStorage.setItem(name, "off")));
  return isOn;
}

export const sound = kept("notify:sound");
export const notices = kept("notify:notices");

/** What the browser says of notices: "default" is "nobody has asked yet". @typedef {NotificationPermission | "missing"} Permission */

const ask = () => /** @type {Permission} */ ("Notification" in window && isSecureContext ? Notification.permission : "missing");
export const permission = signal(ask());

/** Only ever after a click, beside the reason. */
export async function askPermission() {
  await Notification.requestPermission();
  permission.value = ask();
}
