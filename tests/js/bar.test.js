import assert from "node:assert/strict";
import { test } from "node:test";

import { barOf } from "../../static/js/answer/bar.js";

const trouble = (number, more = {}) => ({
  number,
  words: "Long words.",
  brief: "Brief words.",
  compare: "",
  way: "",
  target: "",
  ...more,
});

test("nothing is said where nothing is in trouble", () => {
  assert.equal(barOf([], "Not saved yet"), null);
});

test("one question is named, with its few words and its way out", () => {
  assert.deepEqual(
    barOf([trouble("V.2", { compare: "/unsaved/", way: "Read" })], "Not saved yet"),
    {
      words: "V.2: Brief words.",
      compare: "/unsaved/",
      way: "Read",
      target: "",
      saves: false,
    },
  );
});

test("saving is offered as long as it can help any of them", () => {
  const refused = trouble("III.2", { compare: "/u/" });
  const lost = trouble("V.2");
  for (const [troubles, saves] of [
    [[refused], false],
    [[refused, refused], false],
    [[refused, lost], true],
    [[lost], true],
  ]) {
    assert.equal(barOf(troubles, "Not saved yet").saves, saves);
  }
});

test("several are named in their order, and the way leads out of the first", () => {
  const troubles = [trouble("III.2", { target: "q-iii-2" }), trouble("V.2", { compare: "/u/" })];
  assert.deepEqual(barOf(troubles, "Not saved yet"), {
    words: "III.2, V.2: Not saved yet",
    compare: "",
    way: "",
    target: "q-iii-2",
    saves: true,
  });
});
