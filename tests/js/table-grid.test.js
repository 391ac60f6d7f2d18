// A table that is changed by its cells, and written back.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addColumn,
  addRow,
  blankGrid,
  cellAt,
  changeOf,
  fill,
  gridOf,
  moveColumn,
  moveRow,
  newPlace,
  removeColumn,
  removeRow,
  textOf,
  widthOf,
} from "../../static/js/text/table-grid.js";
import { tablesIn } from "../../static/js/text/tables.js";

const open = (text) => gridOf(tablesIn(text)[0]);
const TABLE = "구분\t2020\t2021\n서울\t10\t20\n부산\t30\t40";

/** What a table comes to once something is done with it. */
const after = (text, act) => {
  const grid = open(text);
  act(grid);
  return textOf(grid);
};

test("a table that nothing was changed in is the same to the byte", () => {
  const texts = [
    TABLE,
    "  가 \t 나\n\t다\t라  ",
    "\t가\t나\n\t다\t라\t마",
    '가\t"나\n다"\t\n"라"\t""""\t',
    "가\t\t나\n다\t\t라\t",
    "제목\t\t\n가\t나\t다",
  ];
  for (const text of texts) assert.equal(textOf(open(text)), text);
});

test("a cell that is changed changes nothing else", () => {
  const set = (grid) => {
    grid.rows[1].cells[1].value = "1,000명";
  };
  assert.equal(
    after("  가 \t 나\t 다\n 라\t마\t 바 \n사 \t아\t자", set),
    "  가 \t 나\t 다\n 라\t1,000명\t 바 \n사 \t아\t자",
  );
  assert.equal(after('가\t나\n다\t"라\n마"\n바\t사', set), "가\t나\n다\t1,000명\n바\t사");
  assert.equal(after("\t가\t나\n\t다\t라", set), "\t가\t나\n\t다\t1,000명");
});

test("a cell may have lines and quotes", () => {
  const grid = open(TABLE);
  grid.rows[1].cells[0].value = '서울\n"특별시"';
  assert.equal(textOf(grid), '구분\t2020\t2021\n"서울\n""특별시"""\t10\t20\n부산\t30\t40');
  assert.deepEqual(tablesIn(textOf(grid))[0].rows[1], ['서울\n"특별시"', "10", "20"]);
});

test("rows and columns are added, removed and moved", () => {
  assert.equal(
    after(TABLE, (grid) => moveRow(grid, 2, 1)),
    "구분\t2020\t2021\n부산\t30\t40\n서울\t10\t20",
  );
  assert.equal(
    after(TABLE, (grid) => moveColumn(grid, 2, 1)),
    "구분\t2021\t2020\n서울\t20\t10\n부산\t40\t30",
  );
  assert.equal(
    after(TABLE, (grid) => removeRow(grid, 1)),
    "구분\t2020\t2021\n부산\t30\t40",
  );
  assert.equal(
    after(TABLE, (grid) => removeColumn(grid, 0)),
    "2020\t2021\n10\t20\n30\t40",
  );
  const added = (grid) => {
    addRow(grid, 1);
    addColumn(grid, 1);
    grid.rows[1].cells[0].value = "합계";
    grid.rows[0].cells[1].value = "2019";
  };
  assert.equal(
    after(TABLE, added),
    "구분\t2019\t2020\t2021\n합계\t\t\t\n서울\t\t10\t20\n부산\t\t30\t40",
  );
});

test("nothing moves beyond the table", () => {
  const grid = open(TABLE);
  assert.equal(moveRow(grid, 0, -1), false);
  assert.equal(moveRow(grid, 2, 3), false);
  assert.equal(moveColumn(grid, 0, -1), false);
  assert.equal(moveColumn(grid, 2, 3), false);
  assert.equal(textOf(grid), TABLE);
});

test("rows and columns that say nothing are not written", () => {
  const grid = open(TABLE);
  addRow(grid, 3);
  addColumn(grid, 3);
  assert.equal(textOf(grid), TABLE);
  for (const cell of grid.rows[1].cells) cell.value = " ";
  assert.equal(textOf(grid), "구분\t2020\t2021\n부산\t30\t40");
  assert.equal(textOf(blankGrid(2, 3)), "");
  assert.equal(widthOf(blankGrid(2, 3)), 3);
});

test("a new row is indented as the one above", () => {
  const added = (grid) => {
    addRow(grid, 2);
    fill(grid, { row: 2, column: 0 }, [["마", "바"]]);
  };
  assert.equal(after("\t가\t나\n\t다\t라", added), "\t가\t나\n\t다\t라\n\t마\t바");
  assert.equal(after("  가\t나\n  다\t라", added), "  가\t나\n  다\t라\n  마\t바");
});

test("what is written reads as what the cells say, however ragged it was", () => {
  const ragged = "가\t나\n다\t라\t마\n\t바\t\t사";
  const grid = open(ragged);
  grid.rows[0].cells[1].value = "";
  assert.deepEqual(tablesIn(textOf(grid))[0].rows, [
    ["가", "", "", ""],
    ["다", "라", "마", ""],
    ["", "바", "", "사"],
  ]);
});

test("a table grows with what is filled in", () => {
  const pasted = (grid) => fill(grid, { row: 2, column: 2 }, [["1", "2"], ["3"]]);
  assert.equal(after(TABLE, pasted), "구분\t2020\t2021\t\n서울\t10\t20\t\n부산\t30\t1\t2\n\t\t3\t");
});

test("a place of the text is in a cell", () => {
  const [table] = tablesIn("\t가\t나\n\t다\t라");
  assert.deepEqual(cellAt(table, 0), { row: 0, column: 0 });
  assert.deepEqual(cellAt(table, 3), { row: 0, column: 1 });
  assert.deepEqual(cellAt(table, 4), { row: 0, column: 1 });
  assert.deepEqual(cellAt(table, 6), { row: 1, column: 0 });
  assert.deepEqual(cellAt(table, 99), { row: 0, column: 0 });
});

test("a change is as small as can be", () => {
  assert.deepEqual(changeOf("가나다", "가라다"), { start: 1, end: 2, text: "라" });
  assert.deepEqual(changeOf("aa", "aaa"), { start: 2, end: 2, text: "a" });
  assert.deepEqual(changeOf("", "가"), { start: 0, end: 0, text: "가" });
  assert.deepEqual(changeOf("가", ""), { start: 0, end: 1, text: "" });
  assert.deepEqual(changeOf("a😀", "a😁"), { start: 1, end: 3, text: "😁" });
  assert.deepEqual(changeOf("\ud83d\ude00", "\ud83c\ude00"), {
    start: 0,
    end: 2,
    text: "\ud83c\ude00",
  });
});

test("a new table goes on a line of its own, and apart from rows beside it", () => {
  const put = (text, place) => {
    const { start, end, around } = newPlace(text, place);
    return `${text.slice(0, start)}${around[0]}T${around[1]}${text.slice(end)}`;
  };
  assert.equal(put("", 0), "T");
  assert.equal(put("가\n나", 0), "가\nT\n나");
  assert.equal(put("가\n\n나", 2), "가\nT\n나");
  assert.equal(put("가\t나\n\n다", 4), "가\t나\n\nT\n다");
  assert.equal(put("가\t나", 1), "가\t나\n\nT");
  assert.equal(put("가\n나\t다", 0), "가\nT\n\n나\t다");
});
