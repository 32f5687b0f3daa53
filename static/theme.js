/** Light, dark, or as the system has it. The server reads the cookie and writes `data-theme`, so nothing flashes. */

/** @typedef {"light" | "dark" | "system"} Theme */

/** @returns {Theme} */
export function theme() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

/** @param {Theme} chosen */
export function setTheme(chosen) {
  const lasting = chosen === "system" ? "max-age=0" : `max-age=${365 * 86_400}`;
  document.cookie = `theme=${chosen}; path=/; samesite=lax; ${lasting}`;
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
