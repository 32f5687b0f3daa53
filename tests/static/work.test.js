import assert from "node:assert/strict";
import { test } from "node:test";
import { RemarkBook } from "../../static/work/remark-book.js";
import { about, inOrder, size } from "../../static/work/words.js";

const remark = (number, more = {}) => ({ remark_id: `r${number}`, version_id: "v", number, user_id: "u", reply_to: null, body: `word ${number}`, revision: number, ...more });
const shown = (book) => book.threads("v").map(({ first, replies }) => [first.body, ...replies.map((one) => one.body)]);

test("threads stand in the order in which they began, whatever comes first or twice", () => {
  const book = new RemarkBook();
  for (const one of [remark(3, { reply_to: "r1" }), remark(2), remark(1), remark(2)]) book.hear(one);
  assert.deepEqual(shown(book), [["word 1", "word 3"], ["word 2"]]);
});

test("the newest revision of a remark stands", () => {
  const book = new RemarkBook();
  book.hear(remark(1, { revision: 5, body: "new" }));
  book.hear(remark(1, { revision: 4, body: "old" }));
  assert.deepEqual(shown(book), [["new"]]);
});

test("a deleted remark keeps its place while somebody has answered it", () => {
  const book = new RemarkBook();
  book.take("v", [remark(1, { body: null }), remark(2, { reply_to: "r1" }), remark(3, { body: null })]);
  assert.deepEqual(shown(book), [[null, "word 2"]]);
  book.hear(remark(2, { reply_to: "r1", body: null, revision: 9 }));
  assert.deepEqual(shown(book), []);
});

test("sizes are said in words that one knows", () => {
  assert.deepEqual([size(1), size(999), size(214_300), size(25_000_000)], ["1 byte", "999 bytes", "214 kB", "25 MB"]);
  assert.equal(about({ media_type: "application/pdf", pages: 6, bytes: 214_300 }), "PDF, 6 pages, 214 kB");
  assert.equal(about({ media_type: "application/zip", pages: 0, bytes: 1_000 }), "Office document, 1 kB");
});

test("what is open stands before what is done, the newest change first", () => {
  const of = (work_id, status, changed_at) => ({ work_id, status, changed_at });
  const all = [of("a", "done", "2026-09-03"), of("b", "open", "2026-09-01"), of("c", "open", "2026-09-02")];
  assert.deepEqual(inOrder(all).map((one) => one.work_id), ["c", "b", "a"]);
});
