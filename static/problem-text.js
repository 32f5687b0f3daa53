import { t } from "./strings/index.js";
/** @import { Key } from "./strings/index.js" */

const KNOWN = new Set(["unreachable", "internal", "unavailable", "storage_full", "not_found"]);

/** What to tell a person about a Problem: our own words where we have them, else the server's. @param {any} error */
export function problemText(error) {
  const code = error?.code ?? "internal";
  if (code === "rate_limited") return t("problem.rate_limited", { count: Math.max(1, Math.ceil((error.retryAfterMs ?? 60_000) / 60_000)) });
  if (KNOWN.has(code)) return t(/** @type {Key} */ (`problem.${code}`));
  return error?.message || t("problem.internal");
}
