// What of a kept text is not saved, and what it goes on from.
import assert from "node:assert/strict";
import { test } from "node:test";
import { restOf } from "../../static/js/kept/rest.js";

const answer = (text, share, ...urls) => [
  ["q-1--text", text],
  ["q-1--share", share],
  ...urls.map((url, row) => [`q-1--links--${row}--url`, url]),
];
const kept = (pairs, more = {}) => ({
  key: "k",
  at: 0,
  version: 1,
  base: answer("가", ""),
  pairs,
  ...more,
});
const saved = (pairs, version = 2) => ({ pairs, version });

test("only the wrong value is offered beside what was saved since, and goes on from that", () => {
  const { record, typed } = restOf(kept(answer("가", "칠십")), saved(answer("나", "")));
  assert.deepEqual(typed, [["q-1--share", "칠십"]]);
  assert.deepEqual(
    [Object.fromEntries(record.pairs), record.version, record.base],
    [{ "q-1--text": "나", "q-1--share": "칠십" }, 2, answer("나", "")],
  );
});

test("what was saved since in the same field is met from the version it was typed over", () => {
  const { record, typed } = restOf(kept(answer("가", "칠십")), saved(answer("나", "50")));
  assert.deepEqual(typed, [["q-1--share", "칠십"]]);
  assert.deepEqual(
    [Object.fromEntries(record.pairs), record.version, record.base],
    [{ "q-1--text": "나", "q-1--share": "칠십" }, 1, answer("가", "")],
  );
});

test("nothing is offered once all of it is saved, whatever else was", () => {
  assert.equal(restOf(kept(answer("가", "70")), saved(answer("나", "70"))).typed, null);
  assert.equal(restOf(kept(answer("가", "")), saved(answer("나", "70"))).typed, null);
});

test("rows of links are one thing", () => {
  const { record, typed } = restOf(
    kept(answer("가", "", "a.kr", "b.kr"), { base: answer("가", "", "a.kr") }),
    saved(answer("나", "", "a.kr")),
  );
  assert.deepEqual(
    typed.map(([, value]) => value),
    ["a.kr", "b.kr"],
  );
  assert.equal(record.pairs.length, 4);
});

test("a text of which nobody knows what it was typed over, or that was refused, stays whole", () => {
  for (const more of [{ base: undefined }, { base: null }, { continues: 3 }]) {
    const before = kept(answer("가", "칠십"), more);
    const { record, typed } = restOf(before, saved(answer("나", "")));
    assert.equal(record, before);
    assert.equal(typed, before.pairs);
  }
  const before = kept(answer("가", "칠십"));
  assert.equal(restOf(before, saved(null)).record, before);
});

test("a file and what is said of it are one thing", () => {
  const file = (digest, caption) => [
    ["q-1--files--0--caption", caption],
    ["q-1--files--0--digest", digest],
    ["q-1--files--0--size", "7"],
  ];
  const { typed } = restOf(
    kept([...answer("가", ""), ...file("a", "계획")], {
      base: [...answer("가", ""), ...file("a", "")],
    }),
    saved([...answer("나", ""), ...file("a", "")]),
  );
  assert.deepEqual(typed, file("a", "계획"));
});
