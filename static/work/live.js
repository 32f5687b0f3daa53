import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api } from "../api.js";
import { Shelf } from "../goals/book.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { toast } from "../ui/toast.js";
import { RemarkBook } from "./remark-book.js";
/** @import { Remark, Work } from "../protocol.js" */

/** What the person signed in works on, kept current by the socket. @type {Shelf<Work>} */
export const works = new Shelf((work) => work.work_id);
export const remarks = new RemarkBook();
/** How large a file may be; said before somebody chooses one. */
export const mostBytes = signal(0);

/** @type {Map<string, number>} */
const watched = new Map();
let owner = me.peek()?.user_id;

effect(() => {
  if (me.value?.user_id === owner) return;
  owner = me.value?.user_id;
  works.clear();
  remarks.clear();
});

on("work_changed", (/** @type {{ work: Work }} */ { work }) => works.hear(work));
on("work_removed", (/** @type {{ work_id: string }} */ { work_id }) => works.drop(work_id));
on("work_feedback_changed", (/** @type {{ remark: Remark }} */ { remark }) => remarks.hear(remark));
const again = () => watched.forEach((_, id) => void load(id).catch(() => {})); // the next welcome asks again
on("welcome", again);
on("resync", again);

/** @param {string} mentorshipId */
async function load(mentorshipId) {
  const [asker, known] = [owner, works.ids];
  const now = await api.work(mentorshipId);
  if (asker !== owner) return;
  mostBytes.value = now.most_bytes;
  works.take(mentorshipId, now.work, known);
}

/** Have what a pair works on here, and keep it current while this is on screen. @param {string} mentorshipId @param {(problem: unknown) => void} [onProblem] */
export function useWork(mentorshipId, onProblem = () => {}) {
  useEffect(() => {
    watched.set(mentorshipId, (watched.get(mentorshipId) ?? 0) + 1);
    load(mentorshipId).catch(onProblem);
    return () => {
      const left = (watched.get(mentorshipId) ?? 1) - 1;
      if (left) watched.set(mentorshipId, left);
      else watched.delete(mentorshipId);
    };
  }, [mentorshipId]);
}

/** Have what was said of a version here, and keep it current while this is on screen. @param {string} versionId @param {(problem: unknown) => void} onProblem */
export function useRemarks(versionId, onProblem) {
  useEffect(() => {
    const ask = () => void api.remarks(versionId).then((answer) => remarks.take(versionId, answer.remarks), onProblem);
    ask();
    const stop = [on("welcome", ask), on("resync", ask)];
    return () => stop.forEach((undo) => undo());
  }, [versionId]);
}

/** Do something to a work item: its newest state is the answer. What goes wrong is said in a toast. @param {Promise<Work>} done */
export const changeWork = (done) => told(done, (work) => works.hear(work));

/** The same for a remark. @param {Promise<Remark>} done */
export const changeRemark = (done) => told(done, (remark) => remarks.hear(remark));

/** @template T @param {Promise<T>} done @param {(answer: T) => void} hear @returns {Promise<T | null>} */
async function told(done, hear) {
  try {
    const answer = await done;
    hear(answer);
    return answer;
  } catch (problem) {
    toast(problemText(problem), { icon: "circle-alert" });
    return null;
  }
}
