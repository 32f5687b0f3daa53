import assert from "node:assert/strict";
import { test } from "node:test";
import { Outbox } from "../../static/chat/outbox.js";
import { Problem } from "../../static/problem.js";

/** A store that two tabs may share. */
function fakeStore() {
  const rows = new Map();
  return {
    rows,
    all: async () => [...rows.values()],
    put: async (entry) => void rows.set(entry.order, entry),
    remove: async (order) => void rows.delete(order),
  };
}

/** One lock for all tabs, like navigator.locks. */
function fakeLock() {
  let last = Promise.resolve();
  return (work) => (last = last.then(work));
}

function aTab({ store = fakeStore(), alone = fakeLock(), answer, upload, userId = "ines", now = 1_000 } = {}) {
  const asked = [];
  const delivered = [];
  const waits = [];
  let ids = 0;
  let seq = 0;
  const outbox = new Outbox(userId, {
    store,
    alone,
    ask: async (event, payload) => {
      asked.push({ event, ...payload });
      await answer?.(payload, asked.length);
      return { type: "message_sent", seq: (seq += 1), ...payload };
    },
    upload,
    delivered: (event) => delivered.push(event),
    changed: () => {},
    wait: async (ms) => (waits.push(ms), new Promise(setImmediate)),
    now: () => now,
    newId: () => `id-${(ids += 1)}`,
  });
  return { outbox, store, asked, delivered, waits };
}

const write = (outbox, body) => outbox.add({ conversation_id: "c", event: "send_message", body });
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test("what is written goes out in order, and then is gone from the queue", async () => {
  const { outbox, asked, delivered, store } = aTab();
  for (const body of ["one", "two", "three"]) write(outbox, body);
  assert.deepEqual(outbox.entries.value.map((e) => e.body), ["one", "two", "three"]);
  await settled();
  assert.deepEqual(asked.map((a) => a.body), ["one", "two", "three"]);
  assert.deepEqual(delivered.map((d) => d.body), ["one", "two", "three"]);
  assert.deepEqual(outbox.entries.value, []);
  assert.equal(store.rows.size, 0);
});

test("without an answer it is kept, and repeated with the same id", async () => {
  let online = false;
  const { outbox, asked } = aTab({ answer: () => { if (!online) throw Problem.unreachable(); } });
  write(outbox, "hello");
  write(outbox, "there");
  await settled();
  assert.equal(outbox.entries.value.length, 2);
  online = true;
  await outbox.flush();
  assert.deepEqual([...new Set(asked.map((a) => `${a.body} ${a.client_id}`))], ["hello id-1", "there id-2"]);
  assert.equal(asked.filter((a) => a.body === "there").length, 1); // nothing overtakes what waits before it
  assert.deepEqual(outbox.entries.value, []);
});

test("a lasting refusal is marked, and does not hold up what follows", async () => {
  const { outbox, delivered } = aTab({ answer: ({ body }) => { if (body === "no") throw new Problem({ code: "forbidden", message: "" }); } });
  write(outbox, "no");
  write(outbox, "yes");
  await settled();
  assert.deepEqual(outbox.entries.value.map((e) => [e.body, e.failed]), [["no", "forbidden"]]);
  assert.deepEqual(delivered.map((d) => d.body), ["yes"]);
});

test("a passing refusal waits as long as the server says, and keeps the order", async () => {
  const { outbox, asked, waits } = aTab({ answer: (_, time) => { if (time === 1) throw new Problem({ code: "rate_limited", message: "", retry_after_ms: 700 }); } });
  write(outbox, "one");
  write(outbox, "two");
  await settled();
  assert.deepEqual(waits, [700]);
  assert.deepEqual(asked.map((a) => a.body), ["one", "one", "two"]);
});

test("trying again keeps the id, unless the id itself was refused", async () => {
  let code = "forbidden";
  const { outbox, asked } = aTab({ answer: () => { if (code) throw new Problem({ code, message: "" }); } });
  const { order } = write(outbox, "hello");
  await settled();
  code = "id_reused";
  outbox.retry(order);
  await settled();
  code = "";
  outbox.retry(order);
  await settled();
  assert.deepEqual(asked.map((a) => a.client_id), ["id-1", "id-1", "id-2"]);
  assert.deepEqual(outbox.entries.value, []);
});

test("it survives a reload", async () => {
  const store = fakeStore();
  const before = aTab({ store, answer: () => { throw Problem.unreachable(); } });
  write(before.outbox, "kept");
  await settled();
  before.outbox.close();
  const after = aTab({ store });
  await after.outbox.load();
  assert.deepEqual(after.outbox.entries.value.map((e) => e.body), ["kept"]);
  await after.outbox.flush();
  assert.deepEqual(after.asked.map((a) => a.client_id), ["id-1"]);
});

test("two tabs say a thing once", async () => {
  const store = fakeStore();
  const alone = fakeLock();
  let online = false;
  const answer = () => { if (!online) throw Problem.unreachable(); };
  const [one, two] = [aTab({ store, alone, answer }), aTab({ store, alone, answer })];
  write(one.outbox, "hello");
  await settled();
  await two.outbox.load();
  online = true;
  one.asked.length = 0;
  await Promise.all([two.outbox.flush(), one.outbox.flush()]);
  assert.equal(one.asked.length + two.asked.length, 1);
  assert.deepEqual([one.outbox.entries.value, two.outbox.entries.value], [[], []]);
});

test("with several conversations, a reload and somebody else in between, everything goes out once and in order", async () => {
  const store = fakeStore();
  const unreachable = () => { throw Problem.unreachable(); };
  const before = aTab({ store, answer: unreachable });
  const say = (outbox, conversation_id, body) => outbox.add({ conversation_id, event: "send_message", body });
  for (const [where, body] of [["a", "1"], ["b", "2"], ["a", "3"]]) say(before.outbox, where, body);
  await settled();
  before.outbox.close(); // the session ended elsewhere
  const other = aTab({ store, userId: "samuel" });
  await other.outbox.load();
  say(other.outbox, "c", "mine");
  await settled();
  assert.deepEqual(other.asked.map((a) => a.body), ["mine"]);
  other.outbox.close();
  const reloaded = aTab({ store, answer: unreachable });
  await reloaded.outbox.load();
  say(reloaded.outbox, "b", "4");
  await settled();
  reloaded.outbox.close();
  const after = aTab({ store });
  await after.outbox.load();
  await after.outbox.flush();
  assert.deepEqual(after.asked.map((a) => `${a.conversation_id}${a.body}`), ["a1", "b2", "a3", "b4"]);
  assert.equal(store.rows.size, 0);
});

test("a clock that is set back does not change the order", async () => {
  const store = fakeStore();
  const before = aTab({ store, now: 9_000, answer: () => { throw Problem.unreachable(); } });
  write(before.outbox, "first");
  await settled();
  before.outbox.close();
  const after = aTab({ store, now: 1_000 });
  await after.outbox.load();
  write(after.outbox, "second");
  await settled();
  assert.deepEqual(after.asked.map((a) => a.body), ["first", "second"]);
});

test("a conversation that the server stumbles over does not hold up the others", async () => {
  let stumbles = true;
  const { outbox, delivered, waits } = aTab({ answer: ({ conversation_id }) => { if (conversation_id === "a" && stumbles) throw new Problem({ code: "internal", message: "" }); } });
  outbox.add({ conversation_id: "a", event: "send_message", body: "1" });
  outbox.add({ conversation_id: "b", event: "send_message", body: "2" });
  outbox.add({ conversation_id: "a", event: "send_message", body: "3" });
  stumbles = true;
  setTimeout(() => (stumbles = false), 2);
  await outbox.flush();
  assert.ok(waits.length > 0);
  assert.deepEqual(delivered.map((d) => d.body), ["2", "1", "3"]);
});

test("who is signed out in the midst loses nothing", async () => {
  let signedIn = false;
  const { outbox, asked } = aTab({ answer: () => { if (!signedIn) throw new Problem({ code: "unauthenticated", message: "" }); } });
  write(outbox, "hello");
  await settled();
  assert.deepEqual(outbox.entries.value.map((e) => e.failed), [null]);
  assert.equal(outbox.waiting, 1);
  signedIn = true;
  await outbox.flush();
  assert.deepEqual(asked.map((a) => a.client_id), ["id-1", "id-1"]);
  assert.equal(outbox.waiting, 0);
});

test("what is discarded is neither sent nor kept", async () => {
  const { outbox, store, delivered } = aTab({ answer: () => { throw Problem.unreachable(); } });
  const { order } = write(outbox, "better not");
  await settled();
  outbox.discard(order);
  await settled();
  assert.deepEqual([outbox.entries.value, store.rows.size, delivered], [[], 0, []]);
});

test("another person's queue stays untouched", async () => {
  const store = fakeStore();
  await store.put({ order: 1, client_id: "x", user_id: "samuel", conversation_id: "c", event: "send_message", body: "his", written_at: "", failed: null });
  const { outbox, asked } = aTab({ store });
  await outbox.load();
  await outbox.flush();
  await outbox.clear();
  assert.deepEqual([outbox.entries.value, asked, store.rows.size], [[], [], 1]);
});

test("a message waits until its files are up; those behind it wait, too", async () => {
  const up = [];
  let isDown = true;
  const upload = async (_, { client_id }) => {
    if (client_id === "f2" && isDown) throw Problem.unreachable();
    up.push(client_id);
    return { file_id: `file of ${client_id}` };
  };
  const { outbox, asked, store } = aTab({ upload });
  const files = [{ client_id: "f1", name: "a", blob: new Blob(["a"]) }, { client_id: "f2", name: "b", blob: new Blob(["b"]) }];
  outbox.add({ conversation_id: "c", event: "send_message", body: "", files });
  write(outbox, "and then");
  await settled();
  assert.deepEqual(asked, []);
  assert.deepEqual([...store.rows.values()][0].files.map((file) => [file.attachment?.file_id, Boolean(file.blob)]), [["file of f1", false], [undefined, true]]);
  isDown = false;
  await outbox.flush();
  assert.deepEqual(up, ["f1", "f2"]);
  assert.deepEqual(asked.map((one) => [one.body, one.attachments]), [["", ["file of f1", "file of f2"]], ["and then", undefined]]);
});

test("a file that is refused for good fails its message alone", async () => {
  const upload = async () => {
    throw new Problem({ code: "too_large", message: "" });
  };
  const { outbox, asked } = aTab({ upload });
  outbox.add({ conversation_id: "c", event: "send_message", body: "", files: [{ client_id: "f1", name: "a", blob: new Blob(["a"]) }] });
  write(outbox, "without");
  await settled();
  assert.deepEqual(asked.map((one) => one.body), ["without"]);
  assert.equal(outbox.entries.value[0].failed, "too_large");
});
