import { untilWords } from "../meetings/when.js";
import { t } from "../strings/index.js";
/** @import { Reminder } from "../protocol.js" */

const MINUTE = 60_000;

/** "Tomorrow", "Today", "In 8 minutes", "Now" @param {Reminder} reminder @param {Date} now @param {string} zone */
export function whenWords(reminder, now, zone) {
  const minutes = Math.ceil((Date.parse(reminder.starts_at) - now.getTime()) / MINUTE);
  if (minutes <= 0) return t("meeting.now");
  if (minutes <= 90) return t("reminder.in-minutes", { count: minutes });
  return untilWords({ state: "upcoming", starts_at: reminder.starts_at }, now, zone);
}

/** What is not over. @param {readonly Reminder[]} reminders @param {Date} now */
export const standing = (reminders, now) => reminders.filter((each) => Date.parse(each.ends_at) > now.getTime());
