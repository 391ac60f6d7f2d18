import assert from "node:assert/strict";
import { test } from "node:test";
import { gapBefore } from "../../static/js/text/term-gap.js";

test("a term gets a space behind a word and its sign alone", () => {
  for (const before of ["the", "the city,", "end.", "(a)", "시", "2"]) {
    assert.equal(gapBefore(before), " ", before);
  }
  for (const before of ["", "the ", "line\n", "(", "“", "○ ", "-"]) {
    assert.equal(gapBefore(before), "", before);
  }
});
