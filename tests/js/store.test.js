// What the browser keeps of texts that are not saved yet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { attempt, makeStore } from "../../static/js/kept/store.js";
import { makeShelf } from "./support/shelf.js";

const PAIRS = [["q-1--text", "서울"]];

const made = ({ shelf = makeShelf(), person = "7", tab = "a", at = 1 } = {}) => {
  const time = { now: at };
  const store = makeStore({ shelf: () => shelf, person, tab, now: () => time.now });
  return { shelf, store, time };
};

test("a text is kept under its person, place and tab, with its time", () => {
  const { shelf, store } = made({ at: 5 });
  assert.equal(store.keep("/page/ 1", { pairs: PAIRS, version: 3 }), true);
  const key = "lgq-kept 7 /page/ 1 a";
  assert.deepEqual(Object.keys(shelf), [key]);
  assert.equal(store.ownKey("/page/ 1"), key);
  assert.deepEqual(store.ownAt("/page/ 1"), { pairs: PAIRS, version: 3, at: 5, key });
});

test("each tab keeps its own, and sees all of a place, the oldest first", () => {
  const shelf = makeShelf();
  const one = made({ shelf, tab: "a", at: 2 }).store;
  const other = made({ shelf, tab: "b", at: 1 }).store;
  one.keep("/page/ 1", { pairs: PAIRS });
  other.keep("/page/ 1", { pairs: [["q-1--text", "부산"]] });
  other.keep("/page/ 12", { pairs: PAIRS });
  assert.deepEqual(
    one.keptAt("/page/ 1").map(({ pairs }) => pairs[0][1]),
    ["부산", "서울"],
  );
  one.forgetOwn("/page/ 1");
  assert.equal(one.ownAt("/page/ 1"), null);
  assert.equal(one.keptAt("/page/ 1").length, 1);
});

test("another person sees nothing of it", () => {
  const shelf = makeShelf();
  made({ shelf }).store.keep("/page/ 1", { pairs: PAIRS });
  const { store } = made({ shelf, person: "70" });
  store.keep("/page/ 2", { pairs: PAIRS });
  assert.equal(made({ shelf }).store.countKept(), 1);
  assert.deepEqual([...made({ shelf }).store.pathsKept()], ["/page/"]);
  store.forgetOwn("/page/ 2");
  assert.deepEqual(store.keptAt("/page/ 1"), []);
  assert.equal(store.countKept(), 0);
  store.forgetAll();
  assert.equal(Object.keys(shelf).length, 1);
});

test("without a person nothing is kept", () => {
  const shelf = makeShelf();
  const store = makeStore({ shelf: () => shelf, person: undefined, tab: "a", now: () => 1 });
  assert.equal(store.keep("/page/ 1", { pairs: PAIRS }), false);
  assert.deepEqual(Object.keys(shelf), []);
});

test("a storage that is forbidden or full is done without", () => {
  const forbidden = () => {
    throw new DOMException("", "SecurityError");
  };
  const store = makeStore({ shelf: forbidden, person: "7", tab: "a", now: () => 1 });
  assert.equal(store.keep("/page/ 1", { pairs: PAIRS }), false);
  assert.equal(store.ownAt("/page/ 1"), null);
  assert.deepEqual(store.keptAt("/page/ 1"), []);
  assert.equal(store.countKept(), 0);
  assert.equal(store.setAside("/page/ 1", { pairs: PAIRS }), null);
  store.forgetOwn("/page/ 1");
  store.forgetAll();
  assert.equal(attempt(forbidden, "else"), "else");
});

test("what cannot be read is passed over", () => {
  const { shelf, store } = made();
  shelf.setItem("lgq-kept 7 /page/ 1 b", "{");
  shelf.setItem("lgq-kept 7 /page/ 1 c", '{"pairs": 1}');
  shelf.setItem("lgq-kept 7 /page/ 1 d", "null");
  assert.deepEqual(store.keptAt("/page/ 1"), []);
});

test("what was set aside stands beside what is kept next", () => {
  const { store, time } = made();
  const aside = store.setAside("/page/ 1", { pairs: PAIRS, version: 2 });
  assert.equal(aside.version, 2);
  time.now = 2;
  store.keep("/page/ 1", { pairs: [["q-1--text", "부산"]] });
  assert.deepEqual(
    store.keptAt("/page/ 1").map(({ at }) => at),
    [1, 2],
  );
});

test("what was forgotten can be kept again as it was", () => {
  const { store } = made();
  store.keep("/page/ 1", { pairs: PAIRS, continues: 4 });
  const record = store.ownAt("/page/ 1");
  store.forget(record.key);
  assert.equal(store.countKept(), 0);
  store.keepAgain(record);
  assert.deepEqual(store.ownAt("/page/ 1"), record);
});

test("who forgets all keeps nothing more on the page", () => {
  const { shelf, store } = made();
  store.keep("/page/ 1", { pairs: PAIRS });
  store.keep("/other/ 2", { pairs: PAIRS });
  shelf.setItem("lgq-theme", "dark");
  assert.equal(store.countKept(), 2);
  store.forgetAll();
  assert.equal(store.keep("/page/ 1", { pairs: PAIRS }), false);
  assert.deepEqual(Object.keys(shelf), ["lgq-theme"]);
});
