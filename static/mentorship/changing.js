import { problemText } from "../problem-text.js";
import { loadMentorships } from "../session.js";
import { toast } from "../ui/toast.js";

/** Do something to a mentorship; what goes wrong is said in a toast. @param {Promise<unknown>} done */
export async function changing(done) {
  try {
    await done;
    await loadMentorships();
    return true;
  } catch (problem) {
    toast(problemText(problem), { icon: "circle-alert" });
    return false;
  }
}
