import assert from "node:assert/strict";
import { test } from "node:test";
import { fitting, typedName } from "../../static/js/text/names.js";

const people = ["오지훈", "신채영", "Kim Min-su", "박하늘".normalize("NFD")].map((name) => ({
  name,
  hint: "",
}));

test("a name begins behind an @ that stands in no address", () => {
  assert.deepEqual(typedName("확인 @오", 5), { at: 3, typed: "오" });
  assert.deepEqual(typedName("@", 1), { at: 0, typed: "" });
  assert.deepEqual(typedName("(@Kim Mi", 8), { at: 1, typed: "Kim Mi" });
  for (const text of ["kim@busan", "오지훈", "@오\n그리고"]) {
    assert.equal(typedName(text, text.length), null);
  }
  assert.deepEqual(typedName("@오지훈 님", 2), { at: 0, typed: "오" });
  assert.deepEqual(typedName("확인 ＠오", 5), { at: 3, typed: "오" });
  assert.deepEqual(typedName("@Kim\u00a0M\u200bi", 8), { at: 0, typed: "Kim Mi" });
});

test("people fit by the beginning of a word of their name, composed or not", () => {
  const names = (/** @type {string} */ typed) => fitting(people, typed).map(({ name }) => name);
  assert.deepEqual(names("오"), ["오지훈"]);
  assert.deepEqual(names("min"), ["Kim Min-su"]);
  assert.deepEqual(names("박하"), ["박하늘".normalize("NFD")]);
  assert.deepEqual(names("오지훈 님"), []);
  assert.equal(names("").length, people.length);
});
