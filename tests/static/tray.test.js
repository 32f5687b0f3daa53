import assert from "node:assert/strict";
import { test } from "node:test";
import { MOST_FILES, Tray } from "../../static/attachments/tray.js";
import { Problem } from "../../static/problem.js";

const file = (name = "plan.txt", size = 3) => new File(["x".repeat(size)], name);
const up = (file_id) => ({ file_id, kind: "document", name: `${file_id}.txt`, media_type: "text/plain", bytes: 3, pages: 0, width: 0, height: 0, duration_ms: 0 });
const settled = () => new Promise((resolve) => setTimeout(resolve, 1));

/** A tray whose uploads end when they are told to. */
function aTray({ kept = [], unused = [], most_bytes = 100 } = {}) {
  const uploads = [];
  const discarded = [];
  const store = { kept };
  let ids = 0;
  const tray = new Tray({
    upload: (what) => {
      const one = { ...what, cancelled: false };
      uploads.push(one);
      return { done: new Promise((resolve, reject) => Object.assign(one, { resolve, reject })), cancel: () => (one.cancelled = true) };
    },
    discard: async (fileId) => void discarded.push(fileId),
    load: async () => ({ unused, most_bytes }),
    read: () => store.kept,
    keep: (waiting) => (store.kept = waiting),
    newId: () => `id-${(ids += 1)}`,
  });
  return { tray, uploads, discarded, store };
}

test("a file goes up at once, and what is up survives a reload", async () => {
  const { tray, uploads, store } = aTray();
  tray.add([file("a.txt"), file("b.txt")]);
  assert.deepEqual(uploads.map((one) => one.name), ["a.txt", "b.txt"]);
  uploads[1].resolve(up("f2"));
  await settled();
  assert.deepEqual(store.kept, [{ client_id: "id-2", name: "b.txt", attachment: up("f2") }]);
  const after = aTray({ kept: store.kept, unused: [up("f2")] }).tray;
  await after.open();
  assert.deepEqual(after.all.value.map((one) => one.attachment.file_id), ["f2"]);
});

test("what the server no longer has is gone from the tray, too", async () => {
  const { tray, store } = aTray({ kept: [{ client_id: "id-0", name: "a.txt", attachment: up("f1") }] });
  await tray.open();
  assert.deepEqual(tray.all.value, []);
  assert.deepEqual(store.kept, []);
});

test("one that is removed is cancelled on its way, and taken back once it is up", async () => {
  const { tray, uploads, discarded } = aTray();
  tray.add([file(), file()]);
  tray.remove("id-1");
  assert.equal(uploads[0].cancelled, true);
  uploads[1].resolve(up("f2"));
  await settled();
  tray.remove("id-2");
  assert.deepEqual(discarded, ["f2"]);
  assert.deepEqual(tray.all.value, []);
});

test("a refused one stays behind with its reason, and can be tried again under the same id", async () => {
  const { tray, uploads } = aTray();
  tray.add([file("a.txt"), file("b.txt")]);
  uploads[0].reject(Problem.unreachable());
  await settled();
  assert.deepEqual(tray.take().map((one) => one.name), ["b.txt"]);
  assert.equal(tray.all.value[0].problem.code, "unreachable");
  tray.again("id-1");
  assert.deepEqual([uploads[2].client_id, tray.all.value[0].problem], ["id-1", undefined]);
});

test("what cannot go is said before it is sent", async () => {
  const { tray, uploads } = aTray();
  await tray.open();
  tray.add([file("large.txt", 101), file("empty.txt", 0)]);
  assert.deepEqual(tray.all.value.map((one) => one.problem.code), ["too_large", "empty"]);
  assert.equal(uploads.length, 0);
});

test("a message takes so many and no more", () => {
  const { tray } = aTray();
  tray.add(Array.from({ length: MOST_FILES + 1 }, () => file()));
  assert.equal(tray.all.value.length, MOST_FILES);
  assert.equal(tray.tooMany.value, true);
});
