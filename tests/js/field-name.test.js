import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldName } from "../../static/js/page/field-name.js";

test("the asterisk of a required field is no part of its name", () => {
  assert.equal(fieldName("\n  시작일*\n"), "시작일");
  assert.equal(fieldName(" First day * "), "First day");
});

test("a name stays as it is", () => {
  assert.equal(fieldName(" 종료일 "), "종료일");
  assert.equal(fieldName("A * B"), "A * B");
  assert.equal(fieldName(""), "");
});
