import { effect } from "@preact/signals";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { toast } from "../ui/toast.js";
import { watch } from "../watch.js";
import { areaShelf, goalShelf } from "./book.js";
/** @import { Area, Goal } from "../protocol.js" */

/** The goals and the levels of the person signed in, kept current by the socket. */
export const goals = goalShelf();
export const areas = areaShelf();

let owner = me.peek()?.user_id;

effect(() => {
  if (me.value?.user_id === owner) return;
  owner = me.value?.user_id;
  goals.clear();
  areas.clear();
});

on("goal_changed", (/** @type {{ goal: Goal }} */ { goal }) => goals.hear(goal));
on("goal_removed", (/** @type {{ goal_id: string }} */ { goal_id }) => goals.drop(goal_id));
on("area_changed", (/** @type {{ area: Area }} */ { area }) => areas.hear(area));

/** @param {string} mentorshipId */
async function load(mentorshipId) {
  const asker = owner;
  const [knownGoals, knownAreas] = [goals.ids, areas.ids];
  const [now, levels] = await Promise.all([api.goals(mentorshipId), api.areas(mentorshipId)]);
  if (asker !== owner) return;
  goals.take(mentorshipId, now.goals, knownGoals);
  areas.take(mentorshipId, levels.areas, knownAreas);
}

/** Have the goals of these mentorships here, and keep them current while this is on screen. */
export const useGoals = watch(load).use;

/** Do something to a goal: its newest state is the answer. What goes wrong is said in a toast. @param {Promise<Goal>} done */
export const changeGoal = (done) => told(done, (goal) => goals.hear(goal));

/** The same for a level. @param {Promise<Area>} done */
export const changeArea = (done) => told(done, (area) => areas.hear(area));

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
