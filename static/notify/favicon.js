import { effect } from "@preact/signals";
import { unreadToTell } from "./live.js";

/** The mark in the tab, with a dot while something is unread. */
effect(() => {
  const link = document.querySelector("link[rel='icon']");
  const href = unreadToTell.value ? "/static/icon-unread.svg" : "/static/icon.svg";
  if (link && link.getAttribute("href") !== href) link.setAttribute("href", href);
});
