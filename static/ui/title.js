import { useSignalEffect } from "@preact/signals";
import { unreadToTell } from "../notify/live.js";
import { t } from "../strings/index.js";

/** The page's name in the tab, with what is unread before it. @param {string} title */
export function useTitle(title) {
  useSignalEffect(() => {
    const count = unreadToTell.value;
    document.title = (count ? `(${count > 99 ? "99+" : count}) ` : "") + t("title", { page: title });
  });
}
