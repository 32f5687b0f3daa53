import { useEffect, useState } from "preact/hooks";
import { date } from "../dates.js";
import { on } from "../socket.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { afterEntry, findBreak } from "./chain.js";
/** @import { Me, Person } from "../protocol.js" */
/** @import { Entry, Ledger } from "./chain.js" */

const FEW = 5;

/** What was agreed to and taken back, the newest first, to be checked here and taken along. @param {{ chain: string, load: () => Promise<Ledger>, path: string, self: Me, other?: Person, what: string }} props */
export function Consents({ chain, load, path, self, other, what }) {
  const [all, setAll] = useState(false);
  const ledger = useLedger(chain, load);
  const broken = useCheck(ledger);
  if (!ledger) return null;
  const { entries } = ledger;
  const shown = [...entries].reverse().slice(0, all ? undefined : FEW);
  return html`<section class="stack close" aria-labelledby="consents">
    <div class="stack closer">
      <h2 id="consents">${t("consents.title")}</h2>
      <p class="small-text quiet-text">${what}</p>
    </div>
    ${entries.length === 0 && html`<p class="quiet-text">${t("consents.none")}</p>`}
    ${entries.length > 0 &&
    html`<ol class="timeline" role="list">
        ${shown.map(
          (entry) => html`<li class=${entry.body.given ? "done" : ""} key=${entry.hash}>
            <p dir="auto">${words(entry, self, other)}</p>
            <p class="row-note"><time datetime=${entry.body.at}>${date(new Date(entry.body.at), self.time_zone, now.value)}</time></p>
          </li>`,
        )}
      </ol>
      ${broken !== null &&
      html`<p class="readers" role="status"><${Icon} name=${broken ? "circle-alert" : "check-check"} /><span>${broken ? t("consents.broken", { place: broken }) : t("consents.whole", { count: entries.length })}</span></p>`}
      <div class="actions">
        ${entries.length > FEW && !all && html`<button class="button small quiet" type="button" onClick=${() => setAll(true)}>${t("consents.all", { count: entries.length })}</button>`}
        <a class="button small" href=${path} download="consents.json"><${Icon} name="download" />${t("consents.export")}</a>
      </div>`}
  </section>`;
}

/** The ledger as it grows. @param {string} chain @param {() => Promise<Ledger>} load */
function useLedger(chain, load) {
  const [ledger, setLedger] = useState(/** @type {Ledger | null} */ (null));
  useEffect(() => {
    let over = false;
    let newest = /** @type {Ledger | null} */ (null);
    const show = (/** @type {Ledger} */ next) => {
      if (over || next.entries.length < (newest?.entries.length ?? 0)) return; // an event has overtaken the answer
      setLedger((newest = next));
    };
    const again = () => void load().then(show, () => {}); // the next welcome asks again
    const hear = (/** @type {{ entry: Entry }} */ { entry }) => {
      if (entry.body.chain !== chain) return;
      const next = newest && afterEntry(newest, entry);
      if (next) show(next);
      else again();
    };
    const stop = [on("welcome", again), on("resync", again), on("consent_noted", hear)];
    again();
    return () => {
      over = true;
      stop.forEach((undo) => undo());
    };
  }, [chain]);
  return ledger;
}

/** Where it breaks, 0 for nowhere, as this browser finds; null where browsers do not compute hashes, or not yet. @param {Ledger | null} ledger */
function useCheck(ledger) {
  const [broken, setBroken] = useState(/** @type {number | null} */ (null));
  useEffect(() => {
    if (!ledger || !globalThis.crypto?.subtle) return undefined; // plain http
    let over = false;
    void findBreak(ledger).then((place) => over || setBroken(place));
    return () => void (over = true);
  }, [ledger]);
  return broken;
}

/** @param {Entry} entry @param {Me} self @param {Person} [other] */
function words({ body: { user_id, consent, given, about }, words: said }, self, other) {
  const name = user_id === self.user_id ? t("consents.you") : user_id === other?.user_id ? firstName(other.name) : said ? firstName(said.who) : t("consents.somebody");
  const kind = consent === "mail" ? `mail-${about}` : consent;
  return t(/** @type {"consent.bot-given"} */ (`consent.${kind}-${given ? "given" : "withdrawn"}`), { name, what: said?.what || t("consents.erased") });
}
