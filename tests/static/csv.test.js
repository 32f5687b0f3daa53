import assert from "node:assert/strict";
import { test } from "node:test";
import { csvOf } from "../../static/programme/csv.js";

test("a cell with commas, quotation marks or lines is one cell", () => {
  assert.equal(csvOf([["a,b", 'say "hi"', "two\nlines", "plain"]]), '"a,b","say ""hi""","two\nlines",plain\r\n');
});

test("no cell is a formula", () => {
  for (const start of ["=", "+", "-", "@", "\t", "＝"]) assert.match(csvOf([[`${start}1`]]), /^"?'/);
});
