// What an offer says of a kept text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { excerpt, moment } from "../../static/js/kept/excerpt.js";

const NOON = Date.UTC(2026, 10, 28, 3, 0); // noon in Seoul
const HOUR = 3_600_000;
const seoul = { now: NOON, language: "en", zone: "Asia/Seoul" };

test("a moment of today has no day, in the zone of the site", () => {
  assert.equal(moment(NOON - 11.5 * HOUR, seoul), "00:30");
  assert.equal(moment(NOON - 12.5 * HOUR, seoul), "Nov 27, 2026 23:30");
  assert.equal(moment(NOON - 12.5 * HOUR, { ...seoul, zone: "UTC" }), "Nov 27, 2026 14:30");
});

test("a moment is written in the language of the page", () => {
  assert.equal(moment(NOON - 24 * HOUR, { ...seoul, language: "ko" }), "2026년 11월 27일 12:00");
});

test("an offer shows all that was typed whole, and what was ticked in its words", () => {
  const pairs = [
    ["q-1--yes", "yes"],
    ["q-1--percentage", "칠십"],
    ["q-1--text", "□ 하나\n○ 둘"],
    ["q-1--links--0--label", "서울"],
    ["q-1--links--0--url", "seoul.go.kr"],
    ["q-1--links--1--label", ""],
  ];
  const wordsOf = (_name, value) => (value === "yes" ? "예" : value);
  assert.equal(excerpt(pairs, wordsOf), "예\n칠십\n□ 하나\n○ 둘\n서울\nseoul.go.kr");
  assert.equal(excerpt([], wordsOf), "");
});
