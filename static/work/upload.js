import { signal } from "@preact/signals";
import { sendFile } from "../attachments/send.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { mostBytes, works } from "./live.js";
import { size } from "./words.js";
/** @import { Work } from "../protocol.js" */

/**
 * A file on its way up. `sent` is the share of it that has left, 0–1; at 1 the server looks at it.
 *
 * @typedef {{ id: string, name: string, sent: number, error: string, again: (() => void) | null, cancel: () => void }} Sending
 */

/** The files that somebody is sending to one place, in the order in which they were chosen. */
export class Uploads {
  all = signal(/** @type {Sending[]} */ ([]));
  #path;

  /** @param {string} path where they are sent to */
  constructor(path) {
    this.#path = path;
  }

  /** @param {Iterable<File>} files @param {(work: Work) => void} onDone */
  add(files, onDone) {
    for (const file of files) this.#send(file, newId(), onDone);
  }

  /** @param {File} file @param {string} clientId the same at each try, so that it arrives once @param {(work: Work) => void} onDone */
  #send(file, clientId, onDone) {
    const name = file.name || "file";
    const change = (/** @type {Partial<Sending>} */ to) => (this.all.value = this.all.value.map((one) => (one.id === clientId ? { ...one, ...to } : one)));
    const drop = () => (this.all.value = this.all.value.filter((one) => one.id !== clientId));
    /** @type {Sending} */
    const sending = { id: clientId, name, sent: 0, error: "", again: null, cancel: drop };
    drop();
    this.all.value = [...this.all.value, sending];
    const most = mostBytes.peek();
    if (most && file.size > most) return change({ error: t("upload.too-large", { most: size(most) }) });
    if (!file.size) return change({ error: t("upload.empty") });
    const { done, cancel } = sendFile(`${this.#path}?${new URLSearchParams({ client_id: clientId, name })}`, file, (sent) => change({ sent }));
    change({ cancel: () => (cancel(), drop()) });
    done.then(
      (work) => {
        works.hear(work);
        drop();
        onDone(work);
      },
      (problem) => change({ error: problemText(problem), cancel: drop, again: RETRIED.has(problem.code) ? () => this.#send(file, clientId, onDone) : null }),
    );
  }
}

const RETRIED = new Set(["unreachable", "unavailable", "rate_limited", "internal"]);
