import assert from "node:assert/strict";
import { test } from "node:test";

import { written } from "../../static/js/page/written-day.js";

test("a day of the calendar is written as the page's language does", () => {
  assert.equal(written("2026-12-31", "ko"), "2026. 12. 31.");
  assert.equal(written("2026-01-05", "en"), "5 Jan 2026");
  assert.equal(written("2026-09-30", "en"), "30 Sep 2026");
});
