// Bullets and numbers, and what Enter makes of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bulletOf, continuation, movedIn, movedOut } from "../../static/js/text/bullets.js";

const LINES = JSON.parse(readFileSync(new URL("../bullets.json", import.meta.url), "utf-8"));

// The caret stands at the end of each line, or where it says "|".
const enter = (line) => continuation(line.replace("|", ""), `${line}|`.indexOf("|"));

test("every line is read as pages and documents read it", () => {
  for (const { line, ...expected } of LINES) {
    const bullet = bulletOf(line);
    const { marker, level, text } = bullet ?? { marker: null };
    assert.deepEqual(bullet ? { marker, level, text } : { marker }, expected, line);
  }
});

test("a bullet is the whole line, taken apart", () => {
  const marked = LINES.filter(({ marker }) => marker !== null);
  for (const { line } of marked) {
    const { indent, marker, gap, text } = bulletOf(line);
    assert.equal(indent + marker + gap + text, line.trimEnd());
  }
});

test("Enter begins the next line with the same bullet", () => {
  assert.equal(enter("□ 서울"), "\n□ ");
  assert.equal(enter("    - 서울"), "\n    - ");
  assert.equal(enter("\t·서울"), "\n\t·");
  assert.equal(enter("※  서울"), "\n※  ");
  assert.equal(enter("○ 서울| 부산"), "\n○ ");
});

test("Enter counts on", () => {
  const next = { "1.": "2.", "9)": "10)", "(12)": "(13)", "가.": "나.", "(타)": "(파)" };
  const signs = { "①": "②", "㉮": "㉯", "⑳": "⑳", "㉻": "㉻" };
  const scripts = { "９.": "１０.", "٣)": "٤)" };
  for (const [marker, after] of Object.entries({ ...next, ...signs, ...scripts })) {
    assert.equal(enter(`  ${marker} 서울`), `\n  ${after} `);
  }
  assert.equal(enter("하) 서울"), "\n가) ");
});

test("Enter leaves alone what only resembles a bullet", () => {
  const plain = LINES.filter(({ line, marker }) => marker === null && line.trim() !== "");
  const empty = ["나. ", "다)", "□", "□ ", "1)", "(1)", "①"];
  for (const { line } of plain) assert.equal(enter(line), empty.includes(line) ? "" : null, line);
});

test("Enter ends the list on an empty bullet", () => {
  for (const line of ["- ", "  ○ ", "1. ", "가) ", "(가)", "* ", "㉮ "]) {
    assert.equal(enter(line), "", line);
  }
});

test("Enter before the text breaks the line and nothing else", () => {
  assert.equal(enter("|- 서울"), null);
  assert.equal(enter("-| 서울"), null);
  assert.equal(enter("  |1. 서울"), null);
});

test("lines move by two spaces, and by a tab outwards", () => {
  assert.equal(movedIn("- 서울"), "  - 서울");
  assert.equal(movedIn("  "), "  ");
  assert.equal(movedOut("   - 서울"), " - 서울");
  assert.equal(movedOut(" - 서울"), "- 서울");
  assert.equal(movedOut("\t- 서울"), "- 서울");
  assert.equal(movedOut("- 서울"), "- 서울");
});
