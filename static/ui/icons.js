/**
 * Bring the drawings of all icons into the page, once. Then an icon that first shows while the network is gone,
 * such as the one that says so, is there.
 */
export async function loadIcons() {
  const answer = await fetch(new URL("../vendor/icons.svg", import.meta.url));
  const drawings = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  if (drawings.nodeName !== "svg") return;
  for (const symbol of drawings.children) symbol.id = `icon-${symbol.id}`;
  drawings.setAttribute("aria-hidden", "true");
  drawings.setAttribute("class", "icon-drawings");
  document.body.append(document.adoptNode(drawings));
}
