// Whatever happens on the way, nothing typed is lost: two windows of one person, a server that is
// slow, fails or signs them out, and somebody else who saves in between, in random order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeClock, FakeServer, makeShelf, Page } from "./support/page.js";

const ROUNDS = 60;
const STEPS = 40;
const FATES = ["held", "lost", "unheard", { status: 500 }, { status: 403 }, undefined, undefined];

// Numbers that are the same in each run: mulberry32.
const randomFrom = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
  return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
};

const releaseAll = (server) => {
  while (server.isHolding) server.release();
};

const livedThrough = async (seed, { isShared }) => {
  const random = randomFrom(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const [server, clock, shelf] = [new FakeServer(), new FakeClock(), makeShelf()];
  const pages = ["a", "b"].map((tab) => new Page({ server, clock, shelf, tab }));
  const lines = [];
  for (const page of pages) page.signsIn = async () => random() < 0.5;

  const type = (page) => {
    lines.push(`line ${lines.length}`);
    page.type([page.card.text, lines.at(-1)].filter(Boolean).join("\n"));
  };
  const signInAndOut = () => {
    server.signedIn = server.signedIn === null ? "7" : null;
    if (server.signedIn === null) return;
    for (const page of pages) {
      page.session.isPostponed = false;
      page.question.retry();
    }
  };
  const acts = [
    type,
    type,
    type,
    (page) => page.question.fieldLeft(),
    (page) => page.question.save({ isAsked: true }),
    (page) => page.question.saveOnLeaving(),
    (page) => page.question.retry(),
    () => server.plan.push(pick(FATES)),
    () => server.plan.push(pick(FATES)),
    () => server.isHolding && server.release(),
    (page) => {
      const news = pages.find((each) => each !== page).news.at(-1);
      if (news) page.question.adopt(news);
    },
    (page) => {
      page.card.composing = !page.card.composing;
    },
    signInAndOut,
    ...(isShared ? [() => server.write(`${server.text}\nother ${server.version}`, "8")] : []),
  ];
  for (let step = 0; step < STEPS; step += 1) {
    pick(acts)(pick(pages));
    await clock.pass(pick([0, 0, 1, 500, 1000, 5000, 31_000]));
  }
  server.plan = [];
  server.signedIn = "7";
  for (const page of pages) page.card.composing = false;
  releaseAll(server);
  for (let round = 0; round < 4; round += 1) {
    for (const page of pages) page.question.save({ isAsked: true });
    await clock.pass(120_000);
  }
  return { lines, pages, server };
};

const isIn = (text, line) => text.split("\n").includes(line);

test("alone, everything ends in the answer, and both windows say so", async () => {
  for (let seed = 0; seed < ROUNDS; seed += 1) {
    const { lines, pages, server } = await livedThrough(seed, { isShared: false });
    const lost = lines.filter((line) => !isIn(server.text, line));
    assert.deepEqual(lost, [], `seed ${seed}`);
    for (const page of pages) {
      assert.ok(page.question.isSaved, `seed ${seed}: ${page.state}`);
    }
    assert.deepEqual(pages[0].kept, [], `seed ${seed}`);
  }
});

test("beside somebody else, everything ends in the answer or in what was refused", async () => {
  for (let seed = 0; seed < ROUNDS; seed += 1) {
    const { lines, pages, server } = await livedThrough(seed, { isShared: true });
    const texts = [server.text, ...[...server.refused.values()].map(({ text }) => text)];
    const lost = lines.filter((line) => !texts.some((text) => isIn(text, line)));
    assert.deepEqual(lost, [], `seed ${seed}`);
    const others = server.versions.filter(({ author }) => author === "8").length;
    const kept = server.text.split("\n").filter((line) => line.startsWith("other "));
    assert.equal(kept.length, others, `seed ${seed}: a line of somebody else is gone`);
    assert.deepEqual(pages[0].kept, [], `seed ${seed}`);
  }
});
