import { pathOf } from "../meetings/when.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { owed, setAside } from "./live.js";
/** @import { Owed } from "../protocol.js" */
/** @import { Route } from "../router.js" */

/** How was it? On every page but the meeting's own, until it is said or set aside. A call it leaves alone. @param {{ route: Route }} props */
export function Afterwards({ route: { page, params } }) {
  const [one] = owed.value;
  if (!one || (page === "meeting" && params.meeting === one.meeting_id)) return null;
  return html`<${Question} key=${one.meeting_id} owed=${one} />`;
}

/** @param {{ owed: Owed }} props */
function Question({ owed: one }) {
  const { title, other, what, meeting_id } = one;
  const name = firstName(other.name);
  const later = async () => {
    await setAside(meeting_id);
    if (document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
  };
  return html`<section class="reminder" aria-label=${t("after.label", { title })}>
    <${Icon} name="message-square-text" />
    <div class="reminder-body">
      <p><b>${t(`after.${what}`, { name })}</b></p>
      <p class="row-note" dir="auto">${title}</p>
    </div>
    <div class="reminder-end">
      <a class="button small" href=${pathOf(one)}>${t(`after.${what}-action`)}</a>
      <button class="button quiet only-icon small" type="button" aria-label=${t("after.aside", { title })} title=${t("after.aside-short")} onClick=${later}><${Icon} name="x" /></button>
    </div>
  </section>`;
}
