import assert from "node:assert/strict";
import { test } from "node:test";
import * as Y from "yjs";
import { difference, endOf, moved } from "../../static/meetings/difference.js";
import { SharedText, toBase64, toBytes } from "../../static/meetings/shared-text.js";

/** A server of one text, that can be out of reach, and pages that hear each other through it. */
function aServer() {
  const doc = new Y.Doc();
  const pages = [];
  const server = { doc, pages, isThere: true, revision: 0, text: () => doc.getText("notes").toString() };
  server.page = (role, kept = []) => {
    const timers = [];
    const unreachable = () => Object.assign(new Error(), { code: "unreachable" });
    const page = new SharedText({
      role,
      kept,
      keep: (unsent) => (page.kept = unsent),
      later: (work) => (timers.push(work), () => void timers.splice(timers.indexOf(work), 1)),
      sync: async (state) => {
        if (!server.isThere) throw unreachable();
        return { meeting_id: "m", update: toBase64(Y.encodeStateAsUpdate(doc, toBytes(state))), revision: server.revision };
      },
      send: async (update) => {
        if (!server.isThere) throw unreachable();
        Y.applyUpdate(doc, toBytes(update));
        server.revision += 1;
        for (const other of pages) if (server.isThere) other.hear({ revision: server.revision, update });
      },
    });
    page.tick = async () => {
      for (const work of timers.splice(0)) work();
      await new Promise((done) => setImmediate(done));
    };
    pages.push(page);
    return page;
  };
  return server;
}

test("what two write at once into one line stands on both pages and on the server", async () => {
  const server = aServer();
  const [mentor, mentee] = [server.page("mentor"), server.page("mentee")];
  await Promise.all([mentor.open(), mentee.open()]);
  for (const letter of "Agreed") mentor.write(mentor.text.toString() + letter, mentor.text.length + 1);
  for (const letter of "Done") mentee.write(mentee.text.toString() + letter, mentee.text.length + 1);
  await mentor.tick();
  await mentee.tick();
  assert.equal(mentor.words.value, server.text());
  assert.equal(mentee.words.value, server.text());
  assert.equal([...server.text()].sort().join(""), [..."AgreedDone"].sort().join(""));
  assert.deepEqual([mentor.doc.clientID & 3, mentee.doc.clientID & 3], [1, 2]);
});

test("what is written without a line goes out when there is one, also by a page that was opened anew", async () => {
  const server = aServer();
  const [mentor, mentee] = [server.page("mentor"), server.page("mentee")];
  await Promise.all([mentor.open(), mentee.open()]);
  server.isThere = false;
  mentee.write("Offline", 7);
  await mentee.tick();
  assert.equal(mentee.state.value, "waiting");
  server.isThere = true;
  mentor.write("Meanwhile ", 10);
  await mentor.tick();
  const again = server.page("mentee", [mentee.kept]);
  await again.open();
  await again.tick();
  assert.ok(server.text().includes("Offline") && server.text().includes("Meanwhile"));
  await mentee.open(); // the first page comes back, too: nothing twice
  await mentee.tick();
  assert.equal(mentee.words.value, server.text());
  assert.equal(server.text().length, "OfflineMeanwhile ".length);
  assert.equal(again.kept, "");
});

test("undo takes back one's own alone", async () => {
  const server = aServer();
  const [mentor, mentee] = [server.page("mentor"), server.page("mentee")];
  await Promise.all([mentor.open(), mentee.open()]);
  mentor.write("Mine ", 5);
  await mentor.tick();
  mentee.write("Mine Theirs", 11);
  await mentee.tick();
  mentor.undo.undo();
  assert.equal(mentor.words.value, "Theirs");
});

test("while a word is composed, nothing of the other's comes in", async () => {
  const server = aServer();
  const [mentor, mentee] = [server.page("mentor"), server.page("mentee")];
  await Promise.all([mentor.open(), mentee.open()]);
  mentee.hold();
  mentor.write("Hello", 5);
  await mentor.tick();
  assert.equal(mentee.words.value, "");
  mentee.release();
  assert.equal(mentee.words.value, "Hello");
});

test("a change is found where the caret stands, and never inside a character", () => {
  assert.deepEqual(difference("aaa", "aaaa", 2), { at: 1, gone: 0, put: "a" });
  assert.deepEqual(difference("abc", "ac", 1), { at: 1, gone: 1, put: "" });
  assert.deepEqual(difference("", "x", 1), { at: 0, gone: 0, put: "x" });
  assert.deepEqual(difference("a🎉b", "a🎊b", 3), { at: 1, gone: 2, put: "🎊" });
  assert.deepEqual(difference("a🎉b", "a🏉b", 3), { at: 1, gone: 2, put: "🏉" });
});

test("a caret stays with its letters", () => {
  assert.equal(moved(5, [{ insert: "abc" }]), 8);
  assert.equal(moved(5, [{ retain: 5 }, { insert: "abc" }]), 5);
  assert.equal(moved(5, [{ retain: 3 }, { delete: 4 }]), 3);
  assert.equal(moved(9, [{ retain: 3 }, { delete: 4 }, { insert: "x" }]), 6);
  assert.equal(endOf([{ retain: 3 }, { insert: "ab" }, { delete: 1 }]), 5);
});
