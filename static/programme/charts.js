import { useId } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";

/** Drawings of figures. Every figure stands beside its mark, and once more in a table for those who read. */

/** @typedef {{ label: string, value: number, icon?: string, tone?: "series-1" | "series-1-soft" | "series-2" | "series-rest" | "hatched" }} Datum */

const TALLEST = 84; // per cent: the figure stands above the column

/**
 * The frame of a chart: its name, its unit in words, the drawing, the same figures as a table.
 *
 * @param {{ title: string, unit: string, summary: string, head: [string, string], data: { label: string, value: string | number }[], children?: any }} props
 */
export function Chart({ title, unit, summary, head, data, children }) {
  const id = useId();
  return html`<figure class="panel chart" aria-labelledby=${id}>
    <figcaption><h2 id=${id}>${title}</h2><span class="small-text quiet-text">${unit}</span></figcaption>
    <div role="img" aria-label=${summary}>${children}</div>
    <details>
      <summary>${t("chart.table")}</summary>
      <table>
        <thead><tr><th scope="col">${head[0]}</th><th scope="col">${head[1]}</th></tr></thead>
        <tbody>${data.map(({ label, value }) => html`<tr key=${label}><th scope="row">${label}</th><td>${value}</td></tr>`)}</tbody>
      </table>
    </details>
  </figure>`;
}

/** One column for each stretch of time; the last is not over, and hatched. @param {{ data: Datum[] }} props */
export function Columns({ data }) {
  const hatch = useId();
  const most = Math.max(1, ...data.map(({ value }) => value));
  return html`<ol class="columns-chart" aria-hidden="true">
    ${data.map(({ label, value }, i) => {
      const height = (value / most) * TALLEST;
      const unfinished = i === data.length - 1;
      return html`<li key=${label}>
        <svg class="drawing">
          ${unfinished && html`<${Hatch} id=${hatch} />`}
          ${value > 0 && html`<rect class=${unfinished ? "hatched" : "series-1"} x="12%" width="76%" y=${`${100 - height}%`} height="110%" rx="4" fill=${unfinished ? `url(#${hatch})` : undefined} />`}
          <text x="50%" y=${`${100 - height}%`} dy="-0.4em" text-anchor="middle">${value}</text>
        </svg>
        <span>${label}</span>
      </li>`;
    })}
  </ol>`;
}

/** One bar for each of a few things. @param {{ data: Datum[] }} props */
export function Bars({ data }) {
  const most = Math.max(1, ...data.map(({ value }) => value));
  return html`<ul class="bars-chart" role="list" aria-hidden="true">
    ${data.map(
      ({ label, value, icon }) => html`<li key=${label}>
        <span>${icon && html`<${Icon} name=${icon} />`}${label}</span>
        <svg class="drawing"><rect class="series-rest" width="100%" height="100%" rx="4" opacity="0.25" /><rect class="series-1" width=${`${(value / most) * 100}%`} height="100%" rx="4" /></svg>
        <b>${value}</b>
      </li>`,
    )}
  </ul>`;
}

/** The parts of a whole, in order, with their names below. @param {{ data: Datum[] }} props */
export function Stack({ data }) {
  const hatch = useId();
  const whole = data.reduce((sum, { value }) => sum + value, 0);
  let from = 0;
  const fill = `url(#${hatch})`; // a class with a colour of its own comes before it
  return html`<div class="stack-chart" aria-hidden="true">
    <svg class="drawing">
      <${Hatch} id=${hatch} />
      ${data.map(({ label, value, tone }) => {
        const width = whole ? (value / whole) * 100 : 0;
        const x = from;
        from += width;
        return width > 0 && html`<svg key=${label} x=${`${x}%`} width=${`${width}%`} height="100%"><rect class=${tone} width="100%" height="100%" fill=${fill} /><rect class="gap" x="100%" width="3" height="100%" transform="translate(-3)" /></svg>`;
      })}
    </svg>
    <ul class="legend" role="list">
      ${data.map(({ label, value, tone }) => html`<li key=${label}><svg class="drawing"><rect class=${tone} width="100%" height="100%" rx="2" fill=${fill} /></svg>${label} <b>${value}</b></li>`)}
    </ul>
  </div>`;
}

/** Up to the right of the middle, down to its left. @param {{ data: { label: string, note: string, value: number | null, word: string }[], most: number }} props */
export const Changes = ({ data, most }) =>
  html`<ul class="changes-chart" role="list" aria-hidden="true">
    ${data.map(({ label, note, value, word }) => {
      const width = value === null ? 0 : (Math.min(Math.abs(value), most) / most) * 50;
      return html`<li key=${label}>
        <span>${label}<small>${note}</small></span>
        ${value === null
          ? html`<em>${word}</em>`
          : html`<svg class="drawing"><rect class="series-1" x=${`${value < 0 ? 50 - width : 50}%`} width=${`${width}%`} y="20%" height="60%" rx="3" /><line class="middle" x1="50%" x2="50%" y1="0" y2="100%" /></svg><b>${word}</b>`}
      </li>`;
    })}
  </ul>`;

/** @param {{ id: string }} props */
const Hatch = ({ id }) =>
  html`<defs><pattern id=${id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="series-rest" width="3" height="6" /></pattern></defs>`;
