// Merged cells laid out, and what is pasted between other text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { laidOut, onOwnLines, pastedRows, pastedText } from "../../static/js/text/pasted-table.js";

const cell = (text, across = 1, down = 1) => ({ text, across, down });

test("merged cells become empty ones", () => {
  assert.deepEqual(
    laidOut([
      [cell("구분", 1, 2), cell("만족도", 2)],
      [cell("2020"), cell("2021")],
      [cell("합계", 3)],
    ]),
    [
      ["구분", "만족도", ""],
      ["", "2020", "2021"],
      ["합계", "", ""],
    ],
  );
  assert.deepEqual(laidOut([[cell("가", 2, 2), cell("나")], [cell("다")]]), [
    ["가", "", "나"],
    ["", "", "다"],
  ]);
  assert.deepEqual(laidOut([]), []);
});

test("a cell that goes over far more than there is goes over itself alone", () => {
  assert.deepEqual(laidOut([[cell("가", 1000), cell("나")], [cell("다", 1, 1000)]]), [
    ["가", "나"],
    ["다"],
  ]);
});

test("a cell that goes down farther than its table ends with it", () => {
  assert.deepEqual(laidOut([[cell("가", 1, 5), cell("나")]]), [["가", "나"]]);
});

const clipboard = (text) => ({ getData: (kind) => (kind === "text/plain" ? text : "") });

test("plain text of a spreadsheet becomes clean rows, and other text is the browser's", () => {
  const copied = '구분\t내용\t\r\n"방역\r\n대책"\t"설명 ""인용"""\t\r\n';
  assert.equal(pastedText(clipboard(copied)), '구분\t내용\n"방역\n대책"\t설명 "인용"\n');
  for (const text of ["", "서울", "가\t나", "가\t나\n다\t라", '"첫 줄\n둘째"']) {
    assert.equal(pastedText(clipboard(text)), null);
  }
});

test("a table stands on lines of its own, and other text where the caret is", () => {
  const table = "가\t나\n다\t라";
  assert.equal(onOwnLines(table, "", ""), table);
  assert.equal(onOwnLines(table, "  ", " "), table);
  assert.equal(onOwnLines(table, "- 조사", ""), `\n${table}`);
  assert.equal(onOwnLines(table, "앞", "뒤"), `\n${table}\n`);
  assert.equal(onOwnLines(`○ 표\n${table}\n끝`, "앞", "뒤"), `○ 표\n${table}\n끝`);
  assert.equal(onOwnLines("가", "앞", "뒤"), "가");
});

test("signs of symbol fonts are pasted as they will be saved, with tables and without", () => {
  const bullets = "\uf06d 첫째\r\n\uf0a7 둘째 \u{f02b1}";
  assert.equal(pastedText(clipboard(bullets)), "❍ 첫째\n▪ 둘째 ①");
  assert.equal(pastedText(clipboard('"\uf06d\n첫째"\t나\n다\t라\t')), '"❍\n첫째"\t나\n다\t라');
  assert.deepEqual(pastedRows(clipboard("\uf0a7\t나\n다\t라")), [
    ["▪", "나"],
    ["다", "라"],
  ]);
  // What no table knows stays as it is, and the browser's.
  assert.equal(pastedText(clipboard("\uf8ff")), null);
});
