import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
/** @import { Offer } from "./mentions.js" */

/** What the word being written may become. The box keeps the focus and says which is chosen. @param {{ offers: Offer[], chosen?: Offer, onTake: (offer: Offer) => void }} props */
export const Offers = ({ offers, chosen, onTake }) =>
  html`<div class="offers-place">
    <p class="only-for-screen-readers" role="status">${chosen ? t("words.offered", { count: offers.length }) : ""}</p>
    ${chosen &&
    html`<ul class="offers" id="composer-offers" role="listbox" aria-label=${t("words.offers")}>
      ${offers.map(
        (offer, i) =>
          html`<li key=${offer.key} id=${`offer-${i}`} role="option" aria-selected=${offer === chosen} onPointerDown=${(/** @type {Event} */ event) => (event.preventDefault(), onTake(offer))}>
            <span aria-hidden="true">${offer.sign}</span><span dir="auto">${offer.words}</span>
          </li>`,
      )}
    </ul>`}
  </div>`;
