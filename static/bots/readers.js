import { listed, t } from "../strings/index.js";
/** @import { BotName } from "../protocol.js" */
/** @import { Scope } from "./shapes.js" */

/**
 * The words for who reads what is written here: the two, and every bot that reads it with them.
 *
 * @param {"chat.you-and" | "agenda.you-and"} key @param {string} name @param {BotName[] | undefined} bots @param {Scope} scope
 */
export function youAnd(key, name, bots, scope) {
  const reading = (bots ?? []).filter((bot) => bot.reads.includes(scope)).map((bot) => bot.name);
  return t(key, { name: reading.length ? t("bots.with", { name, count: reading.length, bots: listed(reading) }) : name });
}
