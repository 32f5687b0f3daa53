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

function aTab({ store = fakeStore(), alone = fakeLock(), answer, upload } = {}) {
  const asked = [];
  const delivered = [];
  const waits = [];
  let ids = 0;
  let seq = 0;
  const outbox = new Outbox("ines", {
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
    wait: async (ms) => void waits.push(ms),
    now: () => 1_000,
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
