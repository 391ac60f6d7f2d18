// A day is read as the server reads it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readDay } from "../../static/js/page/read-day.js";

const DAYS = JSON.parse(readFileSync(new URL("../days.json", import.meta.url), "utf-8"));

test("a day is read as people write it", () => {
  const read = Object.keys(DAYS.read).map((text) => [text, readDay(text, DAYS.today)]);
  assert.deepEqual(Object.fromEntries(read), DAYS.read);
});

test("a day without its year is the next such day", () => {
  const read = Object.keys(DAYS.near).map((text) => [text, readDay(text, DAYS.today)]);
  assert.deepEqual(Object.fromEntries(read), DAYS.near);
});

test("what is no day, or could be two, is none", () => {
  assert.deepEqual(
    ["", ...DAYS.refused].filter((text) => readDay(text, DAYS.today)),
    [],
  );
});
