import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { en } from "../../static/strings/en.js";

const ROOT = fileURLToPath(new URL("../../static", import.meta.url));
const page = readFileSync(join(ROOT, "index.html"), "utf8");

/** Every module that is needed before the first page shows. */
function needed(path, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, to] of readFileSync(path, "utf8").matchAll(/^import\s[^;]*?from\s+"(\.[^"]+)"/gm)) needed(normalize(join(dirname(path), to)), found);
  return found;
}

test("the page preloads exactly what the start imports, so that nothing waits for a second round", () => {
  const preloaded = [...page.matchAll(/modulepreload" href="\/static\/((?!vendor)[^"]+)"/g)].map((match) => match[1]);
  const start = join(ROOT, "app.js");
  const wanted = [...needed(start)].filter((path) => path !== start).map((path) => relative(ROOT, path));
  assert.deepEqual(preloaded.sort(), wanted.sort());
});

test("every page of the router has its file", () => {
  for (const [, file] of readFileSync(join(ROOT, "app.js"), "utf8").matchAll(/import\("\.\/(pages\/[^"]+)"\)/g)) assert.ok(existsSync(join(ROOT, file)), file);
});

test("every style sheet of the page is there", () => {
  for (const [, file] of page.matchAll(/stylesheet" href="\/static\/([^"]+)"/g)) assert.ok(existsSync(join(ROOT, file)), file);
});

test("for home screens there is an icon of each size that the manifest names", () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, /rel="manifest" href="\/static\/([^"]+)"/.exec(page)?.[1] ?? ""), "utf8"));
  const drawn = manifest.icons.filter(({ type }) => type === "image/png");
  assert.deepEqual(drawn.map(({ sizes, purpose }) => [sizes, purpose]), [["192x192", "any"], ["512x512", "any"], ["512x512", "maskable"]]);
  for (const { src, sizes } of drawn) {
    const png = readFileSync(join(ROOT, src));
    assert.equal(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, sizes);
  }
  const [, touch] = /rel="apple-touch-icon" href="\/static\/([^"]+)"/.exec(page) ?? [];
  assert.ok(existsSync(join(ROOT, touch)));
});

test("every text of the catalogue is used", () => {
  const files = ["app.js", "problem-text.js", "dates.js"].map((file) => readFileSync(join(ROOT, file), "utf8"));
  for (const folder of readdirSync(ROOT, { withFileTypes: true }))
    if (folder.isDirectory() && !["css", "strings", "vendor"].includes(folder.name)) files.push(...sources(folder.name));
  const source = files.join("\n");
  // Keys made of parts, such as `lobby.camera-${trouble}`: the part before the hole.
  const built = [...source.matchAll(/`([\w-]+\.[\w-]*)\$\{/g)].map((match) => match[1]);
  const unused = Object.keys(en).filter((key) => !source.includes(`"${key}"`) && !built.some((start) => start && key.startsWith(start)));
  // `${device}-…` has its hole before the dot's word ends.
  assert.deepEqual(unused.filter((key) => !/^(lobby|call)\.(camera|microphone)-/.test(key)), []);
});

function sources(folder) {
  return readdirSync(join(ROOT, folder)).map((file) => readFileSync(join(ROOT, folder, file), "utf8"));
}
