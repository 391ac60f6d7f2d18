// A percentage is read as the server reads it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readPercentage } from "../../static/js/text/read-percentage.js";

const SAID = JSON.parse(readFileSync(new URL("../percentages.json", import.meta.url), "utf-8"));

test("a percentage is read as people write it", () => {
  const read = Object.keys(SAID.read).map((text) => [text, readPercentage(text)]);
  assert.deepEqual(Object.fromEntries(read), SAID.read);
});

test("what is none, or could be two, is left as it was typed", () => {
  assert.deepEqual(
    [...SAID.refused, ...SAID.asked].filter((text) => readPercentage(text)),
    [],
  );
});
