/**
 * Which tile stands where. Pure.
 *
 * Auto: the others side by side and oneself in a corner; a shared screen or a pinned tile takes the room, and
 * everybody stands beside it. Tile: all alike. Spotlight: one alone. Sidebar: one large, the others beside it.
 *
 * @typedef {"auto" | "tile" | "spotlight" | "sidebar"} Layout
 * @typedef {"main" | "strip" | "corner"} Place several are main in a grid, one is where there is a strip or in the spotlight
 * @typedef {{ layout: Layout, screens: readonly string[], peers: readonly string[], pinned: string | null, showsSelf: boolean }} Given ids of tiles; oneself is "self"
 */

export const SELF = "self";

/** @param {Given} given @returns {Map<string, Place>} what is not in it is not shown */
export function arrange({ layout, screens, peers, pinned, showsSelf }) {
  const others = [...screens, ...peers];
  const chosen = pinned !== null && (others.includes(pinned) || (pinned === SELF && showsSelf)) ? pinned : null;
  const large = chosen ?? (layout === "auto" ? screens[0] : layout === "tile" ? undefined : (others[0] ?? SELF));
  const shown = showsSelf || large === SELF ? [...others, SELF] : others;
  /** @type {Map<string, Place>} */
  const places = new Map();
  for (const id of shown) {
    const isSelf = id === SELF;
    if (id === large) places.set(id, "main");
    else if (large === undefined) places.set(id, isSelf && layout !== "tile" ? "corner" : "main");
    else if (layout !== "spotlight") places.set(id, "strip");
    else if (isSelf) places.set(id, "corner");
  }
  return places;
}
