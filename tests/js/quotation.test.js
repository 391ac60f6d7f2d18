import assert from "node:assert/strict";
import { test } from "node:test";

import { quotation } from "../../static/js/text/quotation.js";

test("what is selected stands in quotation marks on one line", () => {
  assert.equal(quotation("  a budget\n\tof 3 "), "\u201ca budget of 3\u201d\n");
});

test("nothing that can be seen is no quotation", () => {
  assert.equal(quotation(""), "");
  assert.equal(quotation(" \n\t"), "");
});

test("what is long is cut between letters", () => {
  const long = quotation("\u{1f5c2}".repeat(301));
  assert.equal([...long].length, 300 + 4);
  assert.ok(long.endsWith("\u{1f5c2}\u2026\u201d\n"));
  assert.equal(quotation("x".repeat(300)), `\u201c${"x".repeat(300)}\u201d\n`);
});
