import { effect, signal } from "@preact/signals";
import { api } from "../api.js";
import { go } from "../router.js";
import { me } from "../session.js";
/** @import { PushSettings } from "../protocol.js" */

/** Notices on this device while no page is open (Web Push). They belong to the session: who signs out gets none. */

/** @typedef {"missing" | "off" | "on"} Pushing missing: this browser or this server knows none */

export const pushing = signal(/** @type {Pushing} */ ("missing"));

const isKnown = "serviceWorker" in navigator && "PushManager" in window && isSecureContext;
const WORKER = "/sw.js";

const registered = async () => (isKnown ? navigator.serviceWorker.getRegistration(WORKER) : undefined);
const subscribed = async () => (await registered())?.pushManager.getSubscription();

/** What stands, and name this device anew, should its address have changed. */
async function look() {
  if (!isKnown) return;
  const person = me.value;
  const [settings, subscription] = await Promise.all([/** @type {Promise<PushSettings>} */ (api.push()), subscribed()]);
  if (me.value !== person || !settings.key) return;
  if (subscription && !settings.is_on) await subscription.unsubscribe(); // of a session that is over
  else if (subscription) await api.pushTo(shape(subscription));
  pushing.value = subscription && settings.is_on ? "on" : "off";
}

/** Call after notices were allowed. Raises what the browser or the server says against it. */
export async function turnOn() {
  const { key } = await api.push();
  const registration = await navigator.serviceWorker.register(WORKER);
  await navigator.serviceWorker.ready;
  await (await registration.pushManager.getSubscription())?.unsubscribe(); // it may be bound to an earlier key
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  await api.pushTo(shape(subscription));
  pushing.value = "on";
}

export async function turnOff() {
  await api.endPush();
  await (await subscribed())?.unsubscribe();
  pushing.value = "off";
}

/** What was told here of a thing is seen. @param {string} tag */
export async function clear(tag) {
  for (const notice of (await (await registered())?.getNotifications({ tag })) ?? []) notice.close();
}

/** @param {PushSubscription} subscription */
function shape(subscription) {
  const { endpoint = "", keys = {} } = subscription.toJSON();
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth };
}

let owner = "";
effect(() => {
  const now = me.value?.user_id ?? "";
  if (now === owner) return;
  const left = owner;
  owner = now;
  pushing.value = "missing";
  if (now) void look().catch(() => {}); // the next page asks again
  else if (left) void subscribed().then((subscription) => subscription?.unsubscribe(), () => {});
});
if (isKnown)
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (typeof data?.go === "string") go(data.go);
  });
