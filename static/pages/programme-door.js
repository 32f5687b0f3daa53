import { programmes } from "../matching/live.js";
import { html } from "../ui/html.js";
import Mentors from "./mentors.js";
import Managed from "./programme.js";

/** A programme: whoever runs it sees how it is doing, everybody else its mentors. @param {{ programme: string, part?: string }} props */
export default function Programme({ programme: id, part }) {
  if (!programmes.value) return html`<main id="main" class="page" tabindex="-1"></main>`;
  const runs = programmes.value.find((mine) => mine.programme_id === id)?.roles.includes("manager");
  return runs ? html`<${Managed} programme=${id} part=${part} />` : html`<${Mentors} programme=${id} />`;
}
