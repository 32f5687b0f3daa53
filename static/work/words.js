import { locale, t } from "../strings/index.js";
/** @import { Document, Version, Work } from "../protocol.js" */

const KINDS = /** @type {const} */ ({ "application/pdf": "pdf", "image/png": "image", "image/jpeg": "image", "image/webp": "image", "text/plain": "text" });

/** @param {{ media_type: string }} version @returns {"pdf" | "image" | "text" | "office"} */
export const kindOf = ({ media_type }) => KINDS[/** @type {keyof typeof KINDS} */ (media_type)] ?? "office";

/** "214 kB" @param {number} bytes */
export function size(bytes) {
  const [value, unit] = bytes < 1e3 ? [bytes, "byte"] : bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: bytes < 1e3 ? "long" : "short", maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** "PDF, 6 pages, 214 kB" @param {{ media_type: string, pages: number, bytes: number }} version */
export function about(version) {
  const kind = kindOf(version);
  return [t(`document.${kind}`), kind === "pdf" && version.pages ? t("document.pages", { count: version.pages }) : null, size(version.bytes)].filter(Boolean).join(", ");
}

/** @param {Document} document @returns {Version} */
export const newest = (document) => document.versions[document.versions.length - 1];

/** Open before done, the newest change first. @param {Work[]} works */
export const inOrder = (works) => [...works].sort((a, b) => Number(a.status === "done") - Number(b.status === "done") || b.changed_at.localeCompare(a.changed_at));

/** @param {Work} work */
export const remarksOf = (work) => work.documents.reduce((sum, document) => sum + newest(document).remarks, 0);

/** @param {{ mentorship_id: string, work_id: string }} work */
export const pathOf = (work) => `/m/${work.mentorship_id}/work/${work.work_id}`;

/** @param {string} mentorshipId @param {string} documentId */
export const documentPath = (mentorshipId, documentId) => `/m/${mentorshipId}/documents/${documentId}`;
