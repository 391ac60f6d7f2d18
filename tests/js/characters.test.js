// How characters are read that nobody sees: the same cases as on the server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { normaliseText, saysNothing } from "../../static/js/text/characters.js";
import { oneLine } from "../../static/js/text/one-line.js";

/** @type {{ typed: string, text: string, line: string, nothing?: boolean }[]} */
const CASES = JSON.parse(readFileSync(new URL("../characters.json", import.meta.url), "utf8"));

for (const { typed, text, line, nothing } of CASES) {
  test(`reads ${JSON.stringify(typed)}`, () => {
    assert.equal(normaliseText(typed), text);
    if (line) assert.equal(oneLine(typed), line);
    assert.equal(saysNothing(typed), nothing ?? false);
  });
}

test("removes what prints no ink, and nothing else", () => {
  /** @type {string[]} */
  const ranges = JSON.parse(readFileSync(new URL("../unseen.json", import.meta.url), "utf8"));
  const unseen = new Set();
  for (const range of ranges) {
    const [first = 0, last = first] = range.split("-").map((code) => Number.parseInt(code, 16));
    for (let code = first; code <= last; code += 1) unseen.add(code);
  }
  // Controls are read before, and white space becomes one blank.
  for (const [start, end] of [
    [0xa1, 0xd800],
    [0xe000, 0xfdd0],
    [0xfdf0, 0x20000],
    [0xe0000, 0xe1000],
  ]) {
    for (let code = Number(start); code < Number(end); code += 1) {
      const sign = String.fromCodePoint(code);
      if (/\s/u.test(sign) && sign !== "\ufeff") continue;
      const isGone = ["ab", "a b"].includes(oneLine(`a${sign}b`));
      assert.equal(
        isGone && sign !== "\ufffe" && sign !== "\uffff",
        unseen.has(code),
        code.toString(16),
      );
    }
  }
});
