import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { locale, t } from "../strings/index.js";
import { html } from "../ui/html.js";

/** All that a mentor ever learns of ratings, and why it is so little. */
export function RatingMean() {
  const [found, setFound] = useState(/** @type {{ mean: number | null } | null} */ (null));
  useEffect(() => void api.myRating().then(setFound, () => {}), []); // without it, the page is whole
  if (!found) return null;
  return html`<section class="panel stack close" aria-labelledby="rating-mean">
    <h2 id="rating-mean">${t("rating-mean.title")}</h2>
    <p>${found.mean === null ? t("rating-mean.none") : html`<b>${t("rating-mean.is", { mean: found.mean.toLocaleString(locale, { minimumFractionDigits: 1 }) })}</b>`}</p>
    <p class="quiet-text small-text">${t("rating-mean.why")}</p>
  </section>`;
}
