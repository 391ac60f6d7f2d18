// How characters are read that nobody sees: the same cases as on the server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { normaliseText, oneLine } from "../../static/js/text/characters.js";

/** @type {{ typed: string, text: string, line: string, nothing?: boolean }[]} */
const CASES = JSON.parse(readFileSync(new URL("../characters.json", import.meta.url), "utf8"));

for (const { typed, text, line, nothing } of CASES) {
  test(`reads ${JSON.stringify(typed)}`, () => {
    assert.equal(normaliseText(typed), text);
    if (!nothing) assert.equal(oneLine(typed), line);
  });
}
