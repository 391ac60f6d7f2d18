import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gapBefore } from "../../static/js/text/term-gap.js";

const SAID = JSON.parse(readFileSync(new URL("../term_gaps.json", import.meta.url), "utf-8"));

test("a term gets a space behind a word and its sign alone", () => {
  for (const before of SAID.gap) {
    assert.equal(gapBefore(before), " ", before);
  }
  for (const before of SAID.none) {
    assert.equal(gapBefore(before), "", before);
  }
});
