// Names of rows, and what pasted text holds.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  firstOf,
  isLabelled,
  isSeveral,
  renamedInLine,
  renamedInLinks,
} from "../../static/js/rows/numbering.js";

test("the ids of a row of links say its place", () => {
  const renamed = (ids) => renamedInLinks(ids, "q-iii-1--links", 12);
  assert.equal(renamed("q-iii-1--links--0--url"), "q-iii-1--links--12--url");
  assert.equal(renamed("pattern--0--label"), "q-iii-1--links--12--label");
  assert.equal(
    renamed("q-iii-1--links--3--note q-iii-1--links--3--url--limit"),
    "q-iii-1--links--12--note q-iii-1--links--12--url--limit",
  );
  assert.equal(renamed("elsewhere"), "elsewhere");
});

test("the ids of a step say its place, and leave alone who is chosen in it", () => {
  const renamed = (id) => renamedInLine(id, "strategy--line", 2);
  assert.equal(renamed("pattern--line--0--people--41"), "strategy--line--2--people--41");
  assert.equal(renamed("strategy--line--1--title"), "strategy--line--2--title");
  assert.equal(renamed("posts"), "posts");
});

test("several lines or several addresses are several", () => {
  const several = ["a\nb", "a.kr b.kr", "서울(https://a.kr), https://b.go.kr"];
  several.push("https://a.kr/x·https://b.kr", "https://a.kr|b.kr", '<a href="https://a.kr">A</a>');
  several.push("https://a.kr/bhttps://c.kr/d", "https://a.kr/b및https://c.kr");
  several.push(...[..."ᆞ・･•∙‧⋅；：＋"].map((sign) => `www.a.kr${sign}www.b.kr`));
  several.push("a.kr/x와b.go.kr/y", "a.kr/x;b.go.kr", "a.kr/x및b.kr", "a.go.kr/b.go.kr/y");
  const single = ["", "서울", "a.kr", "서울 https://a.kr/x", "a.kr\n", "1.5 2.5", "3. 4."];
  single.push("https://a.kr/?url=https://b.kr", "https://archive.org/web/https://b.kr");
  single.push(
    "facebook.com/seoul.kr",
    "https://a.kr/x;v=1.2",
    "https://a.go.kr/r/b.go.kr",
    "a와b.kr",
  );
  assert.deepEqual(
    several.filter((text) => !isSeveral(text)),
    [],
  );
  assert.deepEqual(single.filter(isSeveral), []);
});

// Lines as the server reads them, in Python, too.
const LINES = JSON.parse(readFileSync(new URL("../pasted.json", import.meta.url), "utf-8"));

test("what the server makes several rows of is never left in one field", () => {
  const several = LINES.filter(({ links }) => links.length > 1);
  assert.ok(several.length > 8);
  assert.deepEqual(
    several.filter(({ text }) => !isSeveral(text)),
    [],
  );
});

test("a label that is marked as that of an address is seen", () => {
  const labelled = [
    "[서울](https://a.kr/x)",
    "[서울](a.kr)",
    '"서울" https://a.kr',
    "“서울”: www.a.kr",
  ];
  labelled.push("서울 <https://a.kr>", "[서울] https://a.kr");
  const plain = [
    "",
    "서울",
    "https://a.kr/x",
    "<https://a.kr>",
    "서울 https://a.kr/x",
    "[1] 서울",
    "a(b.kr)",
  ];
  assert.deepEqual(
    labelled.filter((text) => !isLabelled(text)),
    [],
  );
  assert.deepEqual(plain.filter(isLabelled), []);
});

test("an address that stands again has the number of the first, and empty ones have none", () => {
  assert.deepEqual(firstOf(["a", "", "b", "a", "", "a", "b"]), [0, 0, 0, 1, 0, 1, 3]);
});
