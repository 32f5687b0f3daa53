import { effect, signal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Reminders } from "./reminders/banner.js";
import { follow, go, route } from "./router.js";
import { me, resume, serverVersion } from "./session.js";
import { t } from "./strings/index.js";
import { html } from "./ui/html.js";
import { loadIcons } from "./ui/icons.js";
import { Banner, Icon } from "./ui/parts.js";
import { Shell } from "./ui/shell.js";
import { toast, Toasts } from "./ui/toast.js";
/** @import { Route } from "./router.js" */

/** The start: who is here, which page, and nothing else. Each page is fetched when it is first wanted. */

/** @type {Record<string, () => Promise<{ default: import("preact").ComponentType<any> }>>} */
const LOAD = {
  "sign-in": () => import("./pages/sign-in.js"),
  setup: () => import("./pages/setup.js"),
  invite: () => import("./pages/invite.js"),
  unsubscribe: () => import("./pages/unsubscribe.js"),
  home: () => import("./pages/home.js"),
  mentorship: () => import("./pages/mentorship.js"),
  directs: () => import("./pages/directs.js"),
  direct: () => import("./pages/direct.js"),
  meetings: () => import("./pages/meetings.js"),
  meeting: () => import("./pages/meeting.js"),
  goals: () => import("./pages/goals.js"),
  work: () => import("./pages/work.js"),
  "work-item": () => import("./pages/work-item.js"),
  document: () => import("./pages/document.js"),
  about: () => import("./pages/about.js"),
  lobby: () => import("./pages/lobby.js"),
  call: () => import("./pages/call.js"),
  programme: () => import("./pages/programme-door.js"),
  mentors: () => import("./pages/mentors.js"),
  profile: () => import("./pages/profile.js"),
  pitch: () => import("./pages/pitch.js"),
  search: () => import("./pages/search.js"),
  users: () => import("./pages/users.js"),
  account: () => import("./pages/account.js"),
  bots: () => import("./pages/bots.js"),
  docs: () => import("./pages/docs.js"),
  missing: () => import("./pages/missing.js"),
};
const FOR_EVERYBODY = new Set(["sign-in", "setup", "invite", "unsubscribe", "docs"]);
const WITHOUT_SHELL = new Set(["sign-in", "setup", "invite", "unsubscribe", "lobby", "call", "docs"]);

const AGAIN_MS = 3_000;

const shown = signal(/** @type {{ route: Route, page: string, Page: import("preact").ComponentType<any> } | null} */ (null));
const unreachable = signal(false);
/** The server answers, and yet the page does not come: Firefox never asks again for a part that it could not fetch. */
const stuck = signal(false);

function App() {
  const now = shown.value;
  const earlier = useRef("");
  const here = now ? placeOf(now.page, now.route) : "";
  useEffect(() => {
    // After a change of page the keyboard goes on in the new one; the very first begins at its top.
    if (earlier.current && document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
    earlier.current = here;
  }, [here]);
  if (!now) return unreachable.value ? html`<main class="setup"><h1>MentorPitch</h1><${Banner} tone="wait" icon="wifi-off"><div>${t("boot.waiting")}</div><//></main>` : null;
  const page = html`<${now.Page} key=${JSON.stringify(now.route.params)} ...${now.route.params} />`;
  const at = { ...now.route, page: now.page };
  const inside = now.page === "lobby" || now.page === "call";
  const framed = WITHOUT_SHELL.has(now.page) ? html`${page}${inside && html`<${Reminders} route=${at} floating=${true} />`}` : html`<${Shell} route=${at}>${page}<//>`;
  return html`${framed}<${Toasts}><${NewVersion} />${stuck.value && html`<${Reload} icon="wifi-off" text=${t("boot.stuck")} button=${t("boot.reload")} />`}<//>`;
}

/** What one looks at. @param {string} page @param {Route} route */
const placeOf = (page, { params }) => JSON.stringify([page, params]);

/** The server was updated while this page was open. */
const NewVersion = () =>
  serverVersion.value && serverVersion.value.first !== serverVersion.value.now ? html`<${Reload} icon="sprout" text=${t("version.is-here")} button=${t("version.reload")} />` : null;

/** What a reload would mend, once it suits. @param {{ icon: string, text: string, button: string }} props */
const Reload = ({ icon, text, button }) =>
  html`<div class="toast"><${Icon} name=${icon} /><span>${text}</span><button type="button" onClick=${() => location.reload()}>${button}</button></div>`;

// The old page stays until the new one is here.
let wanted = 0;
effect(() => {
  const at = route.value;
  const person = me.value;
  if (!at.page || person === undefined) return;
  if (person && at.page === "sign-in") return go("/", { replace: true });
  const page = person || FOR_EVERYBODY.has(at.page) ? at.page : "sign-in";
  const ticket = (wanted += 1);
  void fetchPage(page, () => ticket === wanted).then((found) => {
    if (!found || ticket !== wanted) return;
    const { default: Page } = found;
    const before = shown.peek();
    // One meeting's page may lead to another's: that begins at its top, too.
    if (!before || placeOf(before.page, before.route) !== placeOf(page, at)) scrollTo(0, 0);
    shown.value = { route: at, page, Page };
    if (person) fetchLater();
  });
});

/** While a page cannot be fetched the old one stays, one is told, and it is tried again. @param {string} page @param {() => boolean} isWanted */
async function fetchPage(page, isWanted) {
  stuck.value = false;
  for (let told = false, answers = false; isWanted(); told = true) {
    try {
      const found = await LOAD[page]();
      stuck.value = false;
      return found;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it is here, and broken
      console.warn(error); // a part that is here and throws one of these looks the same
      if (!shown.peek()) unreachable.value = true;
      else if (!told) toast(t("boot.waiting"), { icon: "wifi-off" });
      stuck.value = answers;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      answers = await fetch("/healthz").then(({ ok }) => ok, () => false);
    }
  }
  return null;
}

/** What can wait until nothing else is to do: how one is told of what happens, and the pages that are likely wanted next. */
function fetchLater() {
  (window.requestIdleCallback ?? setTimeout)(() => {
    for (const part of [import("./notify/announce.js"), import("./notify/favicon.js")]) void part.catch(() => {});
    if (/** @type {any} */ (navigator).connection?.saveData) return; // W3C Save Data API: a click may cost a wait then
    for (const page of ["mentorship", "meetings", "meeting", "goals", "work", "work-item", "document", "search", "lobby", "call"]) void LOAD[page]().catch(() => {});
  });
}

async function start() {
  const icons = loadIcons().catch(() => {}); // without them the words still stand
  try {
    await Promise.all([resume(), icons]);
    unreachable.value = false;
  } catch {
    unreachable.value = true;
    setTimeout(start, AGAIN_MS);
  }
}

render(html`<${App} />`, /** @type {HTMLElement} */ (document.getElementById("app")));
follow();
void start();
