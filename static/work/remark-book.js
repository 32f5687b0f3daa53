import { signal } from "@preact/signals";
/** @import { Remark } from "../protocol.js" */

/** @typedef {{ first: Remark, replies: Remark[] }} Thread */

/** What was said of versions, by the newest revision of each remark: answers and events in any order come to the same. */
export class RemarkBook {
  all = signal(/** @type {Readonly<Record<string, Remark>>} */ ({}));
  /** The versions that were asked about. */
  listed = signal(/** @type {ReadonlySet<string>} */ (new Set()));

  /** @param {Remark} remark */
  hear(remark) {
    if ((this.all.value[remark.remark_id]?.revision ?? -1) > remark.revision) return;
    this.all.value = { ...this.all.value, [remark.remark_id]: remark };
  }

  /** @param {string} versionId @param {Remark[]} remarks */
  take(versionId, remarks) {
    for (const remark of remarks) this.hear(remark);
    this.listed.value = new Set([...this.listed.value, versionId]);
  }

  /** Threads in the order in which they began. One of which nothing is left but the places is none. @param {string} versionId @returns {Thread[]} */
  threads(versionId) {
    const said = Object.values(this.all.value).filter((one) => one.version_id === versionId).sort((a, b) => a.number - b.number);
    return said
      .filter((one) => !one.reply_to)
      .map((first) => ({ first, replies: said.filter((one) => one.reply_to === first.remark_id && one.body !== null) }))
      .filter(({ first, replies }) => first.body !== null || replies.length > 0);
  }

  clear() {
    this.all.value = {};
    this.listed.value = new Set();
  }
}
