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

test("an offer shows the longest text whole, and all links", () => {
  const pairs = [
    ["q-1--yes", "yes"],
    ["q-1--text", "□ 하나\n○ 둘"],
    ["nothing-1", "This is longer than the text, and is not shown."],
    ["q-1--links--0--label", "서울"],
    ["q-1--links--0--url", "seoul.go.kr"],
    ["q-1--links--1--label", ""],
  ];
  assert.equal(excerpt(pairs), "□ 하나\n○ 둘\n서울\nseoul.go.kr");
  assert.equal(excerpt([]), "");
});
