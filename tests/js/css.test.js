// Style sheets: what browsers would pass over in silence.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const FOLDER = new URL("../../static/css/", import.meta.url);
const PRINT = "document.css"; // for WeasyPrint alone, where nothing stands beside it
const SHEETS = readdirSync(FOLDER)
  .filter((name) => name !== PRINT)
  .map((name) => {
    const text = readFileSync(new URL(name, FOLDER), "utf-8").replace(/\/\*.*?\*\//gs, "");
    return { name, text };
  });

/** The blocks and statements of a sheet that stand in no other: [head, body]. */
const outermost = (text) => {
  const found = [];
  for (let rest = text.trim(); rest; ) {
    const [head] = /^[^{;]*/.exec(rest);
    let end = head.length + 1;
    for (let depth = rest[head.length] === "{" ? 1 : 0; depth > 0; end += 1) {
      depth += { "{": 1, "}": -1 }[rest[end]] ?? 0;
    }
    found.push([head.trim(), rest.slice(head.length, end)]);
    rest = rest.slice(end).trim();
  }
  return found;
};

test("every rule stands in a layer, and no layer is unknown", () => {
  const known = ["@layer base", "@layer components", "@layer pages"];
  const statements = ["@layer base, components, pages"];
  for (const { name, text } of SHEETS) {
    const heads = outermost(text).map(([head]) => head);
    const others = heads.filter((head) => !known.includes(head) && !head.startsWith("@import"));
    assert.deepEqual(others, name === "app.css" ? statements : [], name);
  }
});

test("important rules stand in the layer of Bootstrap's", () => {
  for (const { name, text } of SHEETS) {
    const places = outermost(text).filter(([, body]) => body.includes("!important"));
    assert.deepEqual(
      [...new Set(places.map(([head]) => head))].join(),
      places.length ? "@layer base" : "",
      name,
    );
  }
});

test("a rule of some length stands once", () => {
  const seen = new Map();
  for (const { name, text } of SHEETS) {
    for (const [, selector, body] of text.matchAll(/([^{};]+)\{([^{}]*)\}/g)) {
      const rule = body.replace(/\s+/g, " ").trim();
      if (rule.split(";").length > 7) {
        seen.set(rule, [...(seen.get(rule) ?? []), `${name}: ${selector.trim()}`]);
      }
    }
  }
  assert.ok(seen.size > 20);
  assert.deepEqual(
    [...seen.values()].filter((places) => places.length > 1),
    [],
  );
});

test("every variable of ours that is used is defined, and the other way round", () => {
  const all = SHEETS.map(({ text }) => text).join("\n");
  const defined = new Set([...all.matchAll(/(--lgq-[\w-]+):/g)].map(([, name]) => name));
  const used = new Set([...all.matchAll(/var\((--lgq-[\w-]+)/g)].map(([, name]) => name));
  assert.deepEqual(
    [...used].filter((name) => !defined.has(name)),
    [],
  );
  assert.deepEqual(
    [...defined].filter((name) => !used.has(name)),
    [],
  );
});
