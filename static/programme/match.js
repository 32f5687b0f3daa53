import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { toast } from "../ui/toast.js";
/** @import { Member, MentorShown } from "../protocol.js" */

/**
 * Bring two members together: at once, or as a suggestion to which both say yes.
 *
 * @param {{ programmeId: string, members: Member[], as: "pair" | "suggestion", onClose: () => void, onDone: () => void }} props
 */
export function MatchDialog({ programmeId, members, as, onClose, onDone }) {
  const [profiles, setProfiles] = useState(/** @type {MentorShown[]} */ ([]));
  useEffect(() => void api.mentors(programmeId).then(({ mentors }) => setProfiles(mentors), () => {}), [programmeId]);
  /** @param {string} role */
  const options = (role) =>
    members.filter((m) => m.role === role).map(({ person }) => ({ value: person.user_id, label: person.name })).sort((a, b) => a.label.localeCompare(b.label));
  const mentors = options("mentor").map((option) => ({ ...option, label: withPlaces(option.label, profiles.find((p) => p.person.user_id === option.value)) }));
  const mentees = options("mentee");
  const [mentor, setMentor] = useState(mentors[0]?.value ?? "");
  const [mentee, setMentee] = useState(mentees.find((o) => o.value !== mentor)?.value ?? "");
  const [why, setWhy] = useState("");
  const [error, setError] = useState("");
  const [clientId] = useState(newId);
  const title = t(as === "pair" ? "programme.new-pair" : "match.suggest");
  if (!mentors.length || !mentees.length)
    return html`<${Dialog} title=${title} action=${t("programme.understood")} noWayBack=${true} onClose=${onClose} onAction=${onClose}><p>${t("programme.too-few")}</p><//>`;
  const make = async () => {
    if (mentor === mentee) return setError(t("programme.same-person"));
    const two = { mentor_id: mentor, mentee_id: mentee };
    try {
      await (as === "pair" ? api.makePair(programmeId, two) : api.suggest(programmeId, { ...two, client_id: clientId, why: why.trim() }));
      toast(t(as === "pair" ? "programme.paired-toast" : "match.suggested-toast"));
      onDone();
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  const profile = profiles.find((p) => p.person.user_id === mentor);
  return html`<${Dialog} title=${title} action=${t(as === "pair" ? "programme.pair-action" : "match.action")} onClose=${onClose} onAction=${make}>
    <${Field} label=${t("role.mentor")} options=${mentors} value=${mentor} hint=${profile && placesOf(profile)} onChange=${(/** @type {any} */ event) => setMentor(event.currentTarget.value)} />
    <${Field} label=${t("role.mentee")} options=${mentees} value=${mentee} error=${error} onChange=${(/** @type {any} */ event) => setMentee(event.currentTarget.value)} />
    ${as === "suggestion" &&
    html`<${Field} label=${t("match.why")} hint=${t("match.why-readers")} maxlength="5000" value=${why} onInput=${(/** @type {any} */ event) => setWhy(event.currentTarget.value)} />`}
    <p class="small-text quiet-text">${t(as === "pair" ? "programme.pair-note" : "match.note")}</p>
  <//>`;
}

/** @param {string} name @param {MentorShown | undefined} shown */
const withPlaces = (name, shown) => (shown ? t("match.option", { name, places: t("match.places", { count: Math.max(0, shown.free_places) }) }) : name);

/** @param {MentorShown} shown */
function placesOf({ profile, free_places }) {
  if (!profile.taking_mentees) return t("match.takes-none");
  return free_places > 0 ? t("match.takes", { places: t("match.places", { count: free_places }), capacity: profile.capacity }) : t("match.full", { capacity: profile.capacity });
}
