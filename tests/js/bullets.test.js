// Bullets and numbers, and what Enter makes of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  bulletOf,
  continuation,
  movedIn,
  movedOut,
  replacement,
  steppedOut,
} from "../../static/js/text/bullets.js";

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
  assert.equal(enter("  ▶ 서울"), "\n  ▶ ");
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
  const empty = ["나. ", "다)", "□", "□ ", "1)", "(1)", "①", "◆", "✓"];
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
  assert.equal(enter("|  1. 서울"), null);
});

test("Enter before an indented bullet leaves it as far in as it was", () => {
  assert.equal(enter("  |1. 서울"), "\n  ");
  assert.equal(enter(" | ○ 서울"), "\n ");
});

test("Enter before a bullet adds none", () => {
  assert.equal(enter("□ 새 줄|□ 홈페이지 이용자"), "\n");
  assert.equal(enter("  ○ 새 줄| - 홈페이지"), "\n");
  assert.equal(enter("1. 하나|2. 둘"), "\n");
  assert.equal(enter("□ 새 줄|-3.5% 감소"), "\n□ ");
});

/** What a line comes to once something follows its automatic bullet. */
const followed = (head, rest, above = []) => {
  const found = replacement(above, head, rest);
  return found && found !== "text" ? found.indent + (head + rest).slice(found.length) : found;
};

test("a bullet behind an automatic one takes its place", () => {
  const markers = [
    "○ ",
    "- ",
    "· ",
    "* ",
    "※ ",
    "1. ",
    "1) ",
    "가. ",
    "가) ",
    "(1) ",
    "(가) ",
    "① ",
  ];
  for (const rest of [...markers, "○ 인공지능", "-챗봇", "1)추진"]) {
    assert.equal(followed("□ ", rest), rest);
    assert.equal(followed("  ○ ", rest), `  ${rest}`);
  }
  assert.equal(followed("2. ", "가. "), "가. ");
});

test("it is indented as its kind is above, as it was typed, or as the automatic one", () => {
  const above = ["□ 하나", "   ○ 둘", "     - 셋"];
  assert.equal(followed("     - ", "○ ", above), "   ○ ");
  assert.equal(followed("     - ", "□ 넷", above), "□ 넷");
  assert.equal(followed("□ ", " ○ ", above), " ○ ");
  assert.equal(followed("   ○ ", "※ ", above), "   ※ ");
});

test("an automatic bullet stays until it is clear what follows, and before text for good", () => {
  for (const rest of ["", " ", "○", "-", "(12)", "가.", "1.5"]) {
    assert.equal(followed("□ ", rest), null, rest);
  }
  for (const rest of ["서울 ", "서울시청은", "○○구 ", "-3.5% ", "1.5배 ", "예) "]) {
    assert.equal(followed("□ ", rest), "text", rest);
  }
});

test("lines move by two spaces, and by a tab outwards", () => {
  assert.equal(movedIn("서울"), "  서울");
  assert.equal(movedIn("  "), "  ");
  assert.equal(movedIn("* 서울"), "  * 서울");
  assert.equal(movedIn("※ 서울"), "  ※ 서울");
  assert.equal(movedOut("   서울"), " 서울");
  assert.equal(movedOut(" * 서울"), "* 서울");
  assert.equal(movedOut("\t※ 서울"), "※ 서울");
  assert.equal(movedOut("- 서울"), "- 서울");
});

test("a bullet that moves takes the marker of its new level, and back", () => {
  const symbols = ["□ 서울", "  ○ 서울", "    - 서울", "      · 서울", "        · 서울"];
  const numbers = ["1. 서울", "  가. 서울", "    1) 서울", "      가) 서울"];
  const deeper = ["        (1) 서울", "          (가) 서울", "            ① 서울"];
  for (const chain of [symbols, [...numbers, ...deeper]]) {
    chain.slice(1).forEach((line, index) => {
      assert.equal(movedIn(chain[index]), line);
    });
  }
  for (const chain of [symbols.slice(0, 4), [...numbers, ...deeper]]) {
    chain.slice(1).forEach((line, index) => {
      assert.equal(movedOut(line), chain[index]);
    });
  }
  assert.equal(movedIn("□ "), "  ○ ");
  assert.equal(movedOut("\t○ 서울"), "□ 서울");
});

test("it takes after its neighbours, and counts on", () => {
  assert.equal(movedIn("■ 둘", ["■ 하나", "  ● 가운데"]), "  ● 둘");
  assert.equal(movedIn("2. 둘", ["1. 하나", "  가. 첫째", "    1) 더"]), "  나. 둘");
  assert.equal(movedIn("3. 셋", ["1. 하나", "  가. 첫째", "2. 둘"]), "  가. 셋");
  assert.equal(movedOut("  가. 둘", ["1. 하나"]), "2. 둘");
  assert.equal(movedOut("- 셋", ["□ 하나", "○ 둘"]), "○ 셋");
  assert.equal(movedIn("◆ 둘", ["◆ 하나", "  ◎ 가운데"]), "  ◎ 둘");
  assert.equal(movedOut("○ 둘", ["- 하나"]), "○ 둘");
});

test("dashes and numbers of other languages keep their markers", () => {
  assert.equal(movedIn("- Seoul"), "  - Seoul");
  assert.equal(movedOut("  - Seoul"), "- Seoul");
  assert.equal(movedIn("1. Seoul"), "  1. Seoul");
  assert.equal(movedIn("□ Seoul"), "  ○ Seoul");
  assert.equal(movedIn("▶ 서울"), "  ▶ 서울");
  assert.equal(movedIn("- Seoul", ["□ City"]), "  · Seoul");
});

// The caret stands where the line says "|".
const back = (line, above) => steppedOut(line.replace("|", ""), line.indexOf("|"), above);

test("Backspace behind a bullet steps out, and takes the outermost away", () => {
  assert.equal(back("    - |서울"), "  ○ 서울");
  assert.equal(back("  ○ |"), "□ ");
  assert.equal(back("□ |서울"), "서울");
  assert.equal(back("- |", ["□ 하나"]), "○ ");
  assert.equal(back("- |"), "");
  assert.equal(back("  * |서울"), "* 서울");
});

test("Backspace elsewhere is the browser's, and so it is behind what is being typed", () => {
  for (const line of ["서울|", "□ 서|울", "□| 서울", "|□ 서울", "(1)|", "□|", "가.|", "  |"]) {
    assert.equal(back(line), null, line);
  }
});
