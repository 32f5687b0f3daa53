import assert from "node:assert/strict";
import { test } from "node:test";
import { plain } from "../../static/chat/plain.js";

const READ = {
  "**count to five** before": "count to five before",
  "_so_ and *so* and ~~not so~~ and `code`": "so and so and not so and code",
  "1. first\n2. second": "1. first\n2. second",
  "- one\n* two\n+ three": "one\ntwo\nthree",
  "> she said\n> so": "she said\nso",
  "## A heading": "A heading",
  "```js\nlet a;\n```": "\nlet a;\n",
  "[the plan](https://example.org/a_b_c) and ![a crane](x.png)": "the plan and a crane",
  "snake_case_name stays, and 2 * 3 * 4": "snake_case_name stays, and 2 * 3 * 4",
  "\\*not bold\\*": "*not bold*",
  "#tag and 5 > 3": "#tag and 5 > 3",
};

test("a line of Markdown reads as it would be said", () => {
  for (const [written, read] of Object.entries(READ)) assert.equal(plain(written), read, written);
});

test("a long text of marks is read in no time", () => {
  for (const mark of ["*", "_", "`", "[", "> ", "\\", "!["]) assert.ok(plain(mark.repeat(5_000)).length <= 10_000);
});
