// Tables in a text, read as pages and documents read them, and written cleanly.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  readCell,
  tableAt,
  tablesIn,
  withCleanTables,
  written,
  writtenCell,
} from "../../static/js/text/tables.js";

const CASES = JSON.parse(readFileSync(new URL("../tables.json", import.meta.url), "utf-8"));

test("every text is read as pages and documents read it", () => {
  for (const { text, tables } of CASES) {
    assert.deepEqual(
      tablesIn(text).map(({ rows }) => rows),
      tables,
      text,
    );
  }
});

test("a table knows where its lines stand", () => {
  const text = '□ 조사\n구분\t내용\n"방역\n대책"\t끝\n□ 다음';
  const [{ start, end }] = tablesIn(text);
  assert.equal(text.slice(start, end), '구분\t내용\n"방역\n대책"\t끝');
  assert.equal(tableAt(text, start - 1), null);
  assert.equal(tableAt(text, start)?.start, start);
  assert.equal(tableAt(text, end)?.start, start);
  assert.equal(tableAt(text, end + 1), null);
});

test("a cell that is written is read as what it says", () => {
  const plain = ["서울", "", "3,208명", '"나"', '5" 화면', '설명 "인용" 문장', "- 가"];
  for (const value of plain) assert.equal(writtenCell(value), value);
  const quoted = {
    "방역\n대책": '"방역\n대책"',
    '"': '""""',
    '"가': '"""가"',
    '"가" "나"': '"""가"" ""나"""',
  };
  for (const [value, text] of Object.entries(quoted)) {
    assert.equal(writtenCell(value), text);
    assert.equal(readCell(text.replaceAll("\n", "\x02")), value);
  }
  assert.equal(writtenCell(" 가\t나 "), "가 나");
  assert.equal(writtenCell("\n 가 \n  나\n"), '"가\n나"');
});

test("rows are written equally long, without empty rows and columns", () => {
  assert.equal(
    written([["가", "", "나", ""], ["다"], ["", ""], ["", "", "라"]]),
    "가\t나\n다\t\n\t라",
  );
  assert.equal(written([]), "");
});

test("tables become clean, and what stands beside them stays", () => {
  const cases = {
    '□ 표\n구분\t내용\t\n"방역"\t"설명 ""인용"" 문장"\t\n끝':
      '□ 표\n구분\t내용\n"방역"\t설명 "인용" 문장\n끝',
    "가 \t 나\n다\t라\t마": "가\t나\t\n다\t라\t마",
    '앞\n\n구분\t"여러\n줄"\n가\t나': '앞\n\n구분\t"여러\n줄"\n가\t나',
    "- 가\t나 \n  끝 ": "- 가\t나 \n  끝 ",
    "": "",
  };
  for (const [text, clean] of Object.entries(cases)) {
    assert.equal(withCleanTables(text), clean);
    assert.equal(withCleanTables(clean), clean);
  }
});

test("reading what is clean changes nothing, whatever the cells say", () => {
  const values = [
    "가",
    "",
    '"',
    '"나"',
    "다\n라",
    '마 "바"',
    "- 사",
    "3",
    '""',
    '"- 사"',
    '○ "아"',
  ];
  for (let seed = 0; seed < 500; seed += 1) {
    const at = (place) => values[(seed * 7 + place * place * 5 + place) % values.length];
    const rows = [["머리", "둘", "셋"], [0, 1, 2].map(at), [3, 4, 5].map(at)];
    const said = rows.filter((row) => row.some(Boolean));
    const [table] = tablesIn(written(rows));
    assert.deepEqual(table.rows, said);
  }
});

test("a table is one whatever its first cells look like", () => {
  const rows = [
    ["○ 서울", "1"],
    ["- 부산", "2"],
    ["합계", ""],
  ];
  assert.equal(written(rows), '"○ 서울"\t1\n- 부산\t2\n합계\t');
  assert.deepEqual(tablesIn(written(rows))[0].rows, rows);
  // What is none needs no quotes.
  assert.equal(written(rows.slice(0, 1)), "○ 서울\t1");
  assert.equal(written([["구분", "값"], ...rows]), "구분\t값\n○ 서울\t1\n- 부산\t2\n합계\t");
});

test("a long text is read in no time", () => {
  const started = performance.now();
  for (const piece of ['\t"a\n""b"', '\t\n"""a\n', "a\t\n", "a\tb\n", '"\n', "- a\tb\n"]) {
    withCleanTables(piece.repeat(20_000 / piece.length));
  }
  assert.ok(performance.now() - started < 2000);
});
