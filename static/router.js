import { signal } from "@preact/signals";

/**
 * Paths and what they show. `match` and `PAGES` know no DOM; `follow` binds them to the address bar.
 *
 * @typedef {{ page: string, params: Record<string, string> }} Route
 */

/** Path pattern → page; the first that fits wins. */
export const PAGES = /** @type {const} */ ([
  ["/", "home"],
  ["/sign-in", "sign-in"],
  ["/setup", "setup"],
  ["/invite/:token", "invite"],
  ["/unsubscribe/:token", "unsubscribe"],
  ["/m/:mentorship", "mentorship"],
  ["/m/:mentorship/meetings", "meetings"],
  ["/m/:mentorship/meetings/:meeting", "meeting"],
  ["/m/:mentorship/goals", "goals"],
  ["/m/:mentorship/work", "work"],
  ["/m/:mentorship/work/:work", "work-item"],
  ["/m/:mentorship/documents/:document", "document"],
  ["/m/:mentorship/about", "about"],
  ["/m/:mentorship/lobby", "lobby"],
  ["/m/:mentorship/call", "call"],
  ["/direct", "directs"],
  ["/direct/:person", "direct"],
  ["/programmes/:programme", "programme"],
  ["/programmes/:programme/mentors", "mentors"],
  ["/programmes/:programme/profile", "profile"],
  ["/programmes/:programme/:part", "programme"],
  ["/pitches/:pitch", "pitch"],
  ["/search", "search"],
  ["/users", "users"],
  ["/account", "account"],
  ["/account/bots", "bots"],
  ["/api/docs", "docs"],
]);

/**
 * @param {string} path
 * @returns {Route}
 */
export function match(path) {
  const parts = path.split("/").filter(Boolean);
  for (const [pattern, page] of PAGES) {
    const wanted = pattern.split("/").filter(Boolean);
    if (wanted.length !== parts.length) continue;
    /** @type {Record<string, string>} */
    const params = {};
    const fits = wanted.every((want, i) => {
      if (!want.startsWith(":")) return want === parts[i];
      const value = decode(parts[i]);
      if (value === null) return false;
      params[want.slice(1)] = value;
      return true;
    });
    if (fits) return { page, params };
  }
  return { page: "missing", params: {} };
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return null; // "%" alone is no address of ours
  }
}

export const route = signal(/** @type {Route} */ ({ page: "", params: {} }));

/** @param {string} path @param {{ replace?: boolean }} [how] */
export function go(path, { replace = false } = {}) {
  if (replace) history.replaceState(null, "", path);
  else history.pushState(null, "", path);
  route.value = match(location.pathname);
}

/** Follow the address bar and every plain click on a link of our own. */
export function follow() {
  addEventListener("popstate", () => (route.value = match(location.pathname)));
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.target || link.origin !== location.origin || link.hasAttribute("download")) return;
    if (link.hash && link.pathname === location.pathname) return; // a place on this page
    if (link.pathname.startsWith("/api/") || link.pathname.startsWith("/static/")) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
  route.value = match(location.pathname);
}
