import { signal } from "@preact/signals";
/** @import { Area, Goal } from "../protocol.js" */

/** Things of mentorships by their newest revision, in the order in which they were made; what is gone stays gone. @template {{ mentorship_id: string, revision: number, created_at: string }} T */
export class Shelf {
  all = signal(/** @type {Readonly<Record<string, T>>} */ ({}));
  listed = signal(/** @type {ReadonlySet<string>} */ (new Set()));

  #idOf;
  /** @type {Set<string>} */
  #gone = new Set();

  /** @param {(thing: T) => string} idOf */
  constructor(idOf) {
    this.#idOf = idOf;
  }

  /** @param {T} thing */
  hear(thing) {
    const id = this.#idOf(thing);
    if (this.#gone.has(id) || (this.all.value[id]?.revision ?? -1) > thing.revision) return;
    this.all.value = { ...this.all.value, [id]: thing };
  }

  /** All there are of a mentorship. What is no longer among them, and is not newer than the asking, is gone. @param {string} mentorshipId @param {T[]} things @param {ReadonlySet<string>} before the ids that were known when it was asked */
  take(mentorshipId, things, before) {
    for (const thing of things) this.hear(thing);
    const here = new Set(things.map(this.#idOf));
    for (const thing of this.of(mentorshipId)) if (before.has(this.#idOf(thing)) && !here.has(this.#idOf(thing))) this.drop(this.#idOf(thing));
    this.listed.value = new Set([...this.listed.value, mentorshipId]);
  }

  /** @param {string} id */
  drop(id) {
    this.#gone.add(id);
    const { [id]: _, ...rest } = this.all.value;
    this.all.value = rest;
  }

  /** Oldest first. @param {string} mentorshipId @returns {T[]} */
  of(mentorshipId) {
    return Object.values(this.all.value).filter((thing) => thing.mentorship_id === mentorshipId).sort((a, b) => a.created_at.localeCompare(b.created_at));
  }

  /** The ids that are known now. */
  get ids() {
    return new Set(Object.keys(this.all.value));
  }

  clear() {
    this.all.value = {};
    this.listed.value = new Set();
    this.#gone.clear();
  }
}

/** @returns {Shelf<Goal>} */
export const goalShelf = () => new Shelf((goal) => goal.goal_id);

/** @returns {Shelf<Area>} */
export const areaShelf = () => new Shelf((area) => area.area_id);
