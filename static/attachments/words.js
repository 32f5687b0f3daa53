import { plain } from "../chat/plain.js";
import { t } from "../strings/index.js";
import { about, size } from "../work/words.js";
/** @import { Attachment, Message } from "../protocol.js" */

/** "0:07", "4:31" @param {number} ms */
export function duration(ms) {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** "PDF, 6 pages, 214 kB" or "Voice note, 0:12" @param {Attachment} attachment */
export const aboutFile = (attachment) => (attachment.kind === "voice" ? t("files.voice-of", { time: duration(attachment.duration_ms) }) : about(attachment));

/** What files amount to where there is no text: "Image", "Voice note", "plan.pdf". @param {Attachment[]} attachments */
export const named = (attachments) => attachments.map((each) => (each.kind === "voice" ? t("files.voice") : each.kind === "image" ? t("document.image") : each.name)).join(", ");

/** @param {{ name: string, attachment?: Attachment }} file */
export const nameOf = ({ name, attachment }) => (attachment && attachment.kind !== "voice" ? attachment.name : name);

/** What a message says, in its words without markup or by its files. @param {Pick<Message, "body" | "html" | "attachments">} message */
export const saidBy = ({ body, html, attachments }) => (html ? plain(body ?? "") : body) || named(attachments ?? []);

export { size };
