// What a form says, as pairs.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boxesWithLines,
  grouped,
  moved,
  rowCount,
  signature,
  withLines,
  withPasted,
} from "../../static/js/answer/pairs.js";

const EQUAL = [
  [[], [["a", ""]]],
  [
    [
      ["a", "1"],
      ["b", "2"],
    ],
    [
      ["b", "2"],
      ["a", "1"],
    ],
  ],
];
const DIFFERENT = [
  [[["a", "1"]], []],
  [[["a", "1"]], [["b", "1"]]],
  [[["a", " "]], [["a", ""]]],
  [[["a", "\uac00"]], [["a", "\u1100\u1161"]]],
  [
    [
      ["a", "1"],
      ["a", "2"],
    ],
    [
      ["a", "2"],
      ["a", "1"],
    ],
  ],
];

test("pairs that say the same have one signature", () => {
  for (const [one, other] of EQUAL) assert.equal(signature(one), signature(other));
  for (const [one, other] of DIFFERENT) assert.notEqual(signature(one), signature(other));
});

test("a signature leaves the pairs as they are", () => {
  const pairs = [
    ["b", "2"],
    ["a", ""],
  ];
  signature(pairs);
  assert.deepEqual(pairs, [
    ["b", "2"],
    ["a", ""],
  ]);
});

test("the values of one name stay in order", () => {
  const pairs = [
    ["a", "2"],
    ["b", ""],
    ["a", "1"],
  ];
  assert.deepEqual(
    [...grouped(pairs)],
    [
      ["a", ["2", "1"]],
      ["b", [""]],
    ],
  );
});

test("rows of links are counted by the highest, of their own list alone", () => {
  const names = ["q-1--links--0--label", "q-1--links--3--url", "q-1--link", "q-12--links--7--url"];
  assert.equal(rowCount("q-1--links", names), 4);
  assert.equal(rowCount("q-2--links", names), 0);
  assert.equal(rowCount("q-1--links", []), 0);
});

test("the caret stays beside the words it stood beside", () => {
  assert.equal(moved(2, "하나 둘", "하나 셋 둘"), 2);
  assert.equal(moved(3, "하나 둘", "새 줄\n하나 둘"), 7);
  assert.equal(moved(0, "하나", "둘"), 0);
  assert.equal(moved(2, "하나", "둘 하나"), 4);
  assert.equal(moved(4, "하나 둘", ""), 0);
});

test("what stands in a box for pasting stays there when others save", () => {
  const own = [
    ["q-1--links--0--url", "a.kr"],
    ["q-1--links--paste", "남은 줄"],
  ];
  const saved = [
    ["q-1--links--0--url", "b.kr"],
    ["q-1--links--paste", "다른 줄"],
    ["q-1--text", "글"],
  ];
  assert.deepEqual(withPasted(saved, own), [saved[0], own[1], saved[2]]);
  assert.deepEqual(withPasted(saved, []), saved);
});

test("lines come back behind those that stand in their box, and once", () => {
  const kept = [
    ["a", "old"],
    ["b--paste", "line"],
  ];
  for (const [before, after] of [
    ["", "line"],
    ["line", "line"],
    ["other", "other\nline"],
  ]) {
    const pairs = [
      ["a", "new"],
      ["b--paste", before],
    ];
    assert.deepEqual(withLines(pairs, kept), [
      ["a", "new"],
      ["b--paste", after],
    ]);
  }
  assert.deepEqual(boxesWithLines(kept), ["b--paste"]);
  assert.deepEqual(boxesWithLines([["b--paste", ""]]), []);
});
