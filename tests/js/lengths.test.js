// How long a text is, as the server counts it.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  format,
  isFarTooMuch,
  lengthOf,
  stateOf,
  storedLength,
} from "../../static/js/text/lengths.js";

test("a syllable and a sign is one character", () => {
  assert.equal(lengthOf("서울 👍"), 4);
  assert.equal(storedLength("text", "서울".normalize("NFD")), 2);
});

test("white space counts as it is stored", () => {
  assert.equal(storedLength("text", " 서울 \n"), 5);
  assert.equal(storedLength("line", "  서울 \t 시 "), 4);
  assert.equal(storedLength("url", " https://a.kr "), 12);
});

test("nine tenths of a limit are near, and one more than it is over", () => {
  assert.deepEqual(
    [0, 89, 90, 100, 101].map((count) => stateOf(count, 100)),
    ["", "", "Near", "Near", "Over"],
  );
});

test("a paste that makes a field five times its limit is refused", () => {
  assert.equal(isFarTooMuch(500, 0, 100), false);
  assert.equal(isFarTooMuch(501, 0, 100), true);
  assert.equal(isFarTooMuch(101, 400, 100), true);
  assert.equal(isFarTooMuch(-10, 9000, 100), false);
});

test("numbers stand in the words as the language writes them", () => {
  const numbers = { count: 12_345, limit: 10_000 };
  assert.equal(format("{count} of {limit}", numbers, "en"), "12,345 of 10,000");
  assert.equal(format("{limit}자 중 {count}자", numbers, "ko"), "10,000자 중 12,345자");
});
