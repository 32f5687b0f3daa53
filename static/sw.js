/**
 * Shows notices that come while no page is open, and opens the page they are about. It keeps nothing and stands
 * between no page and its server.
 */
const worker = /** @type {any} */ (self);

worker.addEventListener("push", (/** @type {any} */ event) => {
  const { title = "MentorPitch", body = "", path = "/", tag = "" } = read(event.data);
  // Always shown: browsers take the permission from a page whose pushes are not.
  event.waitUntil(worker.registration.showNotification(title, { body, tag, icon: "/static/icon-192.png", data: { path } }));
});

worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  event.waitUntil(open(new URL(event.notification.data.path, worker.location.origin)));
});

/** In a window that is there, unless there is a call in it. @param {URL} url */
async function open(url) {
  if (url.origin !== worker.location.origin) return;
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const free = windows.filter((/** @type {any} */ one) => !new URL(one.url).pathname.endsWith("/call"));
  const chosen = free.find((/** @type {any} */ one) => one.visibilityState === "visible") ?? free[0];
  if (!chosen) return worker.clients.openWindow(url.pathname);
  chosen.postMessage({ go: url.pathname });
  await chosen.focus().catch(() => {}); // without a click of today's, browsers refuse
}

/** @param {any} data @returns {{ title?: string, body?: string, path?: string, tag?: string }} */
function read(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}
