import assert from "node:assert/strict";
import { test } from "node:test";
import { joins, withGap } from "../../static/js/text/name-gap.js";

test("a name gets the one space that is not there yet", () => {
  assert.deepEqual(withGap("@오지훈", ""), { put: "@오지훈 ", over: 0 });
  for (const after of ["\n다음", "확인"]) {
    assert.deepEqual(withGap("@오지훈", after), { put: "@오지훈 ", over: 0 });
  }
  assert.deepEqual(withGap("@오지훈", " 확인"), { put: "@오지훈", over: 1 });
  for (const after of ["님, 확인", ", 확인", "에게"]) {
    assert.deepEqual(withGap("@오지훈", after), { put: "@오지훈", over: 0 });
  }
});

test("signs and what Korean writes together with a name go without it", () => {
  for (const text of [",", ".", ")", "?", "님", "님, 확인", "에게", "한테", "께서"]) {
    assert.ok(joins(text), text);
  }
  for (const text of ["", "확인", "이 문장", "에너지", "한 번", "□ 답", "(안)"]) {
    assert.ok(!joins(text), text);
  }
});
