// The machine that saves a question, against a server and a clock of the tests' own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { BOX, FakeClock, FakeServer, makeShelf, Page, settled, TEXT } from "./support/page.js";

const OUT = { status: 401, type: { "Content-Type": "application/json" } };
const signedOut = (state) => ({ ...OUT, body: JSON.stringify({ state, message: "out" }) });

test("a second after the last key one request goes out from the version", async () => {
  const page = new Page();
  page.type("서");
  await page.clock.pass(900);
  page.type("서울");
  assert.deepEqual(page.kept, ["서울"]);
  await page.clock.pass(999);
  assert.deepEqual(page.sent, []);
  await page.clock.pass(1);
  assert.deepEqual(page.sent, [["서울", 0]]);
  assert.equal(page.server.requests[0].sent.get("person"), "7");
  assert.equal(page.server.requests[0].token, "token");
  assert.equal(page.server.text, "서울");
  assert.equal(page.card.version, 1);
  assert.equal(page.card.saved, "<p>1</p>");
  assert.deepEqual(page.kept, []);
  assert.ok(page.question.isSaved);
  assert.deepEqual(
    page.card.shown.map(({ state }) => state),
    ["Saving", "Saved"],
  );
});

test("what is typed and taken back sends nothing", async () => {
  const page = new Page();
  page.type("서울");
  page.type("");
  await page.clock.pass(60_000);
  assert.deepEqual(page.sent, []);
  assert.deepEqual(page.kept, []);
});

test("leaving a field saves at once, and what is saved goes out no more", async () => {
  const page = new Page();
  page.type("서울");
  page.question.fieldLeft();
  await settled();
  page.question.fieldLeft();
  await page.clock.pass(60_000);
  assert.deepEqual(page.sent, [["서울", 0]]);
});

test("what is typed while a slow reply is awaited goes out behind it, from its version", async () => {
  const page = new Page();
  page.server.plan = ["held"];
  await page.typeAndWait("하나");
  await page.typeAndWait("하나 둘");
  await page.typeAndWait("하나 둘 셋");
  assert.deepEqual(page.sent, [["하나", 0]]);
  assert.deepEqual(page.kept, ["하나 둘 셋"]);
  page.server.release();
  await settled();
  assert.deepEqual(page.sent, [
    ["하나", 0],
    ["하나 둘 셋", 1],
  ]);
  assert.equal(page.card.text, "하나 둘 셋");
  assert.equal(page.server.text, "하나 둘 셋");
  assert.ok(page.question.isSaved);
  assert.deepEqual(page.kept, []);
});

test("what is typed just before a reply is kept from its version, and saved after the pause", async () => {
  const page = new Page();
  page.server.plan = ["held"];
  await page.typeAndWait("하나");
  page.type("하나 둘");
  page.server.release();
  await settled();
  assert.deepEqual(page.sent, [["하나", 0]]);
  assert.deepEqual(page.kept, ["하나 둘"]);
  assert.equal(page.store.ownAt(page.card.place).version, 1);
  await page.clock.pass(1000);
  assert.deepEqual(page.sent.at(-1), ["하나 둘", 1]);
  assert.ok(page.question.isSaved);
});

test("saving waits for all that was typed until then", async () => {
  const page = new Page();
  page.server.plan = ["held", "held"];
  await page.typeAndWait("하나");
  page.type("하나 둘");
  let isDone = false;
  const done = page.question.save({ isAsked: true }).then(() => {
    isDone = true;
  });
  page.server.release();
  await settled();
  assert.equal(isDone, false);
  page.server.release();
  await done;
  assert.equal(page.server.text, "하나 둘");
});

test("a reply that is not there after half a minute is waited for no more", async () => {
  const page = new Page();
  page.server.plan = ["held"];
  await page.typeAndWait("하나");
  await page.clock.pass(29_999);
  assert.equal(page.state, "Saving");
  await page.clock.pass(1);
  assert.equal(page.state, "Unreachable");
  // The server had it, so that the repetition changes nothing.
  await page.clock.pass(2000);
  assert.deepEqual(page.sent, [
    ["하나", 0],
    ["하나", 0],
  ]);
  assert.equal(page.server.version, 1);
  assert.ok(page.question.isSaved);
});

test("where a reply was lost the same goes out once more, then what was typed since", async () => {
  const page = new Page();
  page.server.plan = ["unheard"];
  await page.typeAndWait("하나");
  assert.equal(page.state, "Unreachable");
  page.type("하나 둘");
  assert.deepEqual(page.kept, ["하나 둘"]);
  await page.clock.pass(2000);
  assert.deepEqual(page.sent, [
    ["하나", 0],
    ["하나", 0],
    ["하나 둘", 1],
  ]);
  assert.equal(page.card.text, "하나 둘");
  assert.deepEqual(
    page.server.versions.map(({ text }) => text),
    ["", "하나", "하나 둘"],
  );
  assert.ok(page.question.isSaved);
  assert.deepEqual(page.kept, []);
});

test("a server that fails is asked ever more seldom, and once more when all is well", async () => {
  const page = new Page();
  page.server.plan = Array.from({ length: 8 }, () => ({ status: 500 }));
  await page.typeAndWait("하나");
  assert.equal(page.state, "Broken");
  const waits = [];
  for (let before = page.clock.now; page.state === "Broken"; ) {
    const { length } = page.sent;
    while (page.sent.length === length) await page.clock.pass(1000);
    waits.push((page.clock.now - before) / 1000);
    before = page.clock.now;
  }
  assert.deepEqual(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
  assert.ok(page.question.isSaved);
  assert.deepEqual(page.card.shown.at(-1), {
    state: "Saved",
    words: "Saved at 10:00",
    brief: "Saved at 10:00",
    compare: "",
    way: "",
    target: "",
    mended: true,
  });
  page.server.plan = ["lost"];
  await page.typeAndWait("둘");
  await page.clock.pass(2000);
  assert.equal(page.server.text, "둘");
});

test("words say whether the browser keeps a text that cannot be sent", async () => {
  const page = new Page();
  page.server.plan = ["lost", "lost"];
  await page.typeAndWait("하나");
  assert.equal(page.card.shown.at(-1).words, "words for Unreachable");
  page.shelf.setItem = () => {
    throw new DOMException("", "QuotaExceededError");
  };
  page.store.forgetOwn(page.card.place);
  await page.clock.pass(2000);
  assert.equal(page.card.shown.at(-1).words, "words for UnreachableUnkept");
});

for (const status of [408, 429, 500, 502, 503]) {
  test(`status ${status} passes, and is tried again`, async () => {
    const page = new Page();
    page.server.plan = [{ status }];
    await page.typeAndWait("하나");
    assert.equal(page.state, "Broken");
    await page.clock.pass(2000);
    assert.ok(page.question.isSaved);
  });
}

for (const status of [400, 403, 404, 413]) {
  test(`status ${status} is final until something is typed or asked for`, async () => {
    const page = new Page();
    const type = { "Content-Type": "application/json; charset=utf-8" };
    page.server.plan = [{ status, type, body: '{"state": "no", "message": "Not this."}' }];
    await page.typeAndWait("하나");
    assert.equal(page.state, "Rejected");
    const { number, brief } = page.question.trouble;
    assert.deepEqual([number, brief], ["III.1", "Not this."]);
    assert.deepEqual(page.kept, ["하나"]);
    assert.ok(page.question.wouldBeLost);
    await page.clock.pass(600_000);
    assert.equal(page.sent.length, 1);
    await page.question.save({ isAsked: true });
    assert.ok(page.question.isSaved);
  });
}

test("a 403 page is about the token, which is read once more", async () => {
  const page = new Page();
  page.server.plan = [{ status: 403, type: { "Content-Type": "text/html" } }];
  await page.typeAndWait("하나");
  assert.equal(page.server.requests.length, 2);
  assert.ok(page.question.isSaved);
});

test("409: what somebody else saved is not written over, nor is the text sent again", async () => {
  const page = new Page();
  page.server.write("남의 글", "8");
  await page.typeAndWait("내 글");
  assert.equal(page.state, "Refused");
  assert.equal(page.server.text, "남의 글");
  assert.equal(page.card.text, "내 글");
  assert.equal(page.card.version, 0);
  assert.deepEqual([...page.server.refused.values()], [{ text: "내 글", version: 0 }]);
  assert.deepEqual(page.card.shown.at(-1), {
    state: "Refused",
    words: "Somebody else saved this.",
    brief: "Somebody was first.",
    compare: "/unsaved/",
    way: "Compare",
    target: "",
    mended: false,
  });
  assert.deepEqual(page.kept, []);
  await page.clock.pass(600_000);
  page.question.fieldLeft();
  await page.clock.pass(600_000);
  assert.equal(page.sent.length, 1);
  assert.equal(page.question.wouldBeLost, false);
});

test("409: what is typed after it takes the place of the refused text", async () => {
  const page = new Page();
  page.server.write("남의 글", "8");
  await page.typeAndWait("내 글");
  await page.typeAndWait("내 글 더");
  assert.deepEqual(page.sent, [
    ["내 글", 0],
    ["내 글 더", 0],
  ]);
  assert.equal(page.server.requests[1].sent.get("continues"), "1");
  assert.deepEqual([...page.server.refused.values()], [{ text: "내 글 더", version: 0 }]);
});

test("409: what is typed while the request is under way is kept, and goes on from the refused text", async () => {
  const page = new Page();
  page.server.plan = ["held"];
  page.server.write("남의 글", "8");
  await page.typeAndWait("내 글");
  await page.typeAndWait("내 글 더");
  page.server.release();
  await settled();
  assert.deepEqual([...page.server.refused.values()], [{ text: "내 글 더", version: 0 }]);
  assert.deepEqual(page.kept, []);
});

test("409: what the answer says anyway is no conflict", async () => {
  const page = new Page();
  page.server.write("같은 글", "8");
  page.server.isOpen = false;
  await page.typeAndWait("같은 글");
  assert.equal(page.state, "Saved");
  assert.equal(page.card.version, 1);
  assert.deepEqual(page.kept, []);
});

test("409: once a text is taken, later ones go on from no refused text", async () => {
  const page = new Page();
  page.server.write("남의 글", "8");
  await page.typeAndWait("내 글");
  await page.typeAndWait("남의 글");
  assert.ok(page.question.isSaved);
  await page.typeAndWait("남의 글, 내 글");
  assert.equal(page.server.text, "남의 글, 내 글");
  assert.equal(page.server.requests.at(-1).sent.get("continues"), null);
});

test("428: what the answer says anyway is no conflict", async () => {
  const page = new Page();
  page.server.write("같은 글", "8");
  page.card.version = Number.NaN;
  await page.typeAndWait("같은 글");
  assert.equal(page.state, "Saved");
  assert.equal(page.card.shown.at(-1).words, "words for Same");
  assert.equal(page.card.version, 1);
});

test("428: a page without a version is refused and its text kept by the server", async () => {
  const page = new Page();
  page.card.version = Number.NaN;
  await page.typeAndWait("내 글");
  assert.equal(page.state, "Refused");
  assert.deepEqual(
    [...page.server.refused.values()].map(({ text }) => text),
    ["내 글"],
  );
});

test("422: a faulty part is kept here and told at once, and sent again only if changed", async () => {
  const page = new Page();
  await page.typeAndWait("[faulty]");
  assert.equal(page.state, "Faulty");
  assert.deepEqual(page.kept, ["[faulty]"]);
  assert.deepEqual(page.card.problems, [{ target: "id", message: "This is faulty." }]);
  const { number, brief, target, compare } = page.question.trouble;
  assert.deepEqual([number, brief, target, compare], ["III.1", "This is faulty.", "id", ""]);
  page.question.cardLeft();
  assert.deepEqual(page.card.problems, [{ target: "id", message: "This is faulty." }]);
  assert.ok(page.question.wouldBeLost);
  await page.clock.pass(600_000);
  assert.equal(page.sent.length, 1);
  await page.typeAndWait("sound");
  assert.equal(page.server.text, "sound");
  assert.deepEqual(page.card.problems, []);
  assert.deepEqual(page.kept, []);
});

test("422: a tab that ends before the reply has kept the text, and what it was typed over", async () => {
  const page = new Page();
  await page.typeAndWait("sound");
  page.server.plan = ["held"];
  await page.typeAndWait("[faulty]");
  assert.equal(page.sent.length, 2);
  const [kept] = new Page({ shelf: page.shelf, tab: "b" }).store.keptAt(page.card.place);
  assert.equal(kept.pairs[0][1], "[faulty]");
  assert.equal(kept.base?.[0][1], "sound");
  assert.equal(kept.version, 1);
});

test("422: the sound parts raise the version", async () => {
  const page = new Page();
  const has = [[TEXT, "sound"]];
  const said = { state: "faulty", version: 5, problems: [], saved: "<p>5</p>", fields: null, has };
  page.server.plan = [{ ...OUT, status: 422, body: JSON.stringify(said) }];
  await page.typeAndWait("half");
  assert.equal(page.card.version, 5);
  assert.equal(page.card.saved, "<p>5</p>");
  assert.deepEqual(page.question.saved, { pairs: has, version: 5 });
  assert.deepEqual(page.store.ownAt(page.card.place).base, has);
});

test("401: once the person is signed in again the same text is saved", async () => {
  const page = new Page();
  page.server.plan = [signedOut("signed_out")];
  page.signsIn = async () => true;
  await page.typeAndWait("하나");
  await settled();
  assert.deepEqual(page.asked, ["signed_out"]);
  assert.deepEqual(page.sent, [
    ["하나", 0],
    ["하나", 0],
  ]);
  assert.ok(page.question.isSaved);
  assert.deepEqual(page.kept, []);
});

test("401: what is typed meanwhile goes along once they are signed in", async () => {
  const page = new Page();
  page.server.plan = [signedOut("other_person")];
  let back = () => {};
  page.signsIn = () =>
    new Promise((resolve) => {
      back = resolve;
    });
  await page.typeAndWait("하나");
  await page.typeAndWait("하나 둘");
  assert.equal(page.sent.length, 1);
  back(true);
  await settled();
  assert.deepEqual(page.sent.at(-1), ["하나 둘", 0]);
  assert.ok(page.question.isSaved);
});

test("401: who puts it off keeps everything here, and nothing goes out until they ask", async () => {
  const page = new Page();
  page.server.plan = [signedOut("signed_out")];
  await page.typeAndWait("하나");
  assert.equal(page.state, "SignedOut");
  assert.deepEqual(page.kept, ["하나"]);
  await page.typeAndWait("하나 둘");
  page.question.fieldLeft();
  page.question.saveOnLeaving();
  await page.clock.pass(600_000);
  assert.equal(page.sent.length, 1);
  assert.deepEqual(page.kept, ["하나 둘"]);
  await page.question.save({ isAsked: true });
  assert.equal(page.server.text, "하나 둘");
  assert.deepEqual(page.kept, []);
});

test("401: once they ask, typing is saved by itself again", async () => {
  const page = new Page();
  page.server.plan = [signedOut("signed_out")];
  await page.typeAndWait("하나");
  await page.question.save({ isAsked: true });
  await page.typeAndWait("하나 둘");
  assert.equal(page.server.text, "하나 둘");
});

test("401: what is taken back to what the server has needs no signing in", async () => {
  const page = new Page();
  page.server.plan = [signedOut("signed_out")];
  await page.typeAndWait("하나");
  page.type("");
  assert.ok(page.question.isSaved);
  assert.equal(page.question.wouldBeLost, false);
  assert.deepEqual(page.kept, []);
});

test("401: signing in elsewhere saves what waits", async () => {
  const page = new Page();
  page.server.plan = [signedOut("signed_out")];
  await page.typeAndWait("하나");
  page.session.isPostponed = false;
  page.question.retry();
  await settled();
  assert.ok(page.question.isSaved);
});

test("offline: the text waits in the browser, and goes out when the connection is back", async () => {
  const page = new Page();
  page.isOnline = false;
  page.server.plan = ["lost", "lost"];
  await page.typeAndWait("하나");
  assert.equal(page.state, "Offline");
  assert.equal(page.card.shown.at(-1).words, "words for Offline");
  page.type("하나 둘");
  page.question.fieldLeft();
  await page.clock.pass(999);
  assert.deepEqual(page.kept, ["하나 둘"]);
  assert.equal(page.sent.length, 1);
  page.isOnline = true;
  page.server.plan = [];
  page.question.retry();
  await settled();
  assert.equal(page.server.text, "하나 둘");
  assert.ok(page.question.isSaved);
  assert.deepEqual(page.kept, []);
});

test("a second window: both texts are combined, and each shows it", async () => {
  const [server, clock, shelf] = [new FakeServer(), new FakeClock(), makeShelf()];
  const one = new Page({ server, clock, shelf, tab: "a" });
  const other = new Page({ server, clock, shelf, tab: "b" });
  await one.typeAndWait("하나");
  await other.typeAndWait("둘");
  assert.equal(server.text, "하나\n둘");
  assert.equal(other.card.text, "하나\n둘");
  assert.equal(other.card.version, 2);
  one.question.adopt(other.news[0]);
  assert.equal(one.card.text, "하나\n둘");
  assert.equal(one.card.version, 2);
  assert.deepEqual(other.news[0].question, "iii-1");
  await one.typeAndWait("하나\n둘\n셋");
  assert.equal(server.text, "하나\n둘\n셋");
  assert.deepEqual(one.kept, []);
});

test("a second window: who types on while both are combined loses nothing", async () => {
  const [server, clock] = [new FakeServer(), new FakeClock()];
  const one = new Page({ server, clock, tab: "a" });
  const other = new Page({ server, clock, tab: "b" });
  await one.typeAndWait("하나");
  server.plan = ["held"];
  await other.typeAndWait("둘");
  other.type("둘\n셋");
  server.release();
  await settled();
  assert.equal(other.card.text, "둘\n셋");
  await clock.pass(1000);
  assert.deepEqual(server.text.split("\n").sort(), ["둘", "셋", "하나"]);
  assert.equal(other.card.text, server.text);
  assert.ok(other.question.isSaved);
});

test("a second window: nothing is written into a syllable that is being composed", async () => {
  const page = new Page();
  page.server.write("하나", "7");
  page.card.composing = true;
  await page.typeAndWait("둘");
  assert.equal(page.card.text, "둘");
});

test("nothing is taken over into a syllable that is being composed", async () => {
  const page = new Page();
  page.card.composing = true;
  const fields = [["q-iii-1--text", "새 글"]];
  page.question.adopt({ version: 9, fields, saved: "", status: "", answered: true });
  assert.equal(page.card.text, "");
  assert.equal(page.card.version, 0);
});

test("what others saved is taken over where nothing is unsaved, and only if it is newer", async () => {
  const page = new Page();
  const news = (version, text) => ({
    version,
    fields: [["q-iii-1--text", text]],
    saved: `<p>${version}</p>`,
    status: "",
    answered: true,
  });
  page.question.adopt(news(2, "새 글"));
  assert.deepEqual([page.card.version, page.card.text, page.card.saved], [2, "새 글", "<p>2</p>"]);
  assert.ok(page.question.isSaved);
  page.question.adopt(news(1, "옛 글"));
  assert.equal(page.card.text, "새 글");
  page.type("내 글");
  page.question.adopt(news(3, "또 새 글"));
  assert.deepEqual([page.card.version, page.card.text], [2, "내 글"]);
  page.server.plan = ["held"];
  page.type("새 글");
  page.type("내 글");
  page.question.save();
  page.question.adopt(news(3, "또 새 글"));
  assert.equal(page.card.text, "내 글");
});

test("leaving the page sends what is not saved in a request that outlives it", async () => {
  const page = new Page();
  page.type("하나");
  page.question.saveOnLeaving();
  await settled();
  assert.equal(page.server.requests[0].keepalive, true);
  assert.equal(page.store.ownAt(page.card.place), null);
});

test("leaving the page notes that the text is on its way, while nobody knows of its arrival", async () => {
  const page = new Page();
  page.server.plan = ["held", "held"];
  await page.typeAndWait("하나");
  page.type("하나 둘");
  page.question.saveOnLeaving();
  assert.equal(page.store.ownAt(page.card.place).handed, true);
  assert.deepEqual(page.sent.at(-1), ["하나 둘", 0]);
});

test("a request that was ended for the next one says nothing any more", async () => {
  const page = new Page();
  page.server.plan = ["held", "held"];
  await page.typeAndWait("하나");
  page.type("하나 둘");
  page.question.saveOnLeaving();
  await page.clock.pass(20_000);
  assert.equal(page.state, "Saving");
  assert.equal(page.sent.length, 2);
});

test("what is too long to outlive the page would be lost, and is kept", async () => {
  const page = new Page();
  page.type("가".repeat(10_000));
  assert.ok(page.question.wouldBeLost);
  page.server.plan = ["held"];
  page.question.saveOnLeaving();
  await settled();
  assert.equal(page.server.requests[0].keepalive, false);
  assert.equal(page.store.ownAt(page.card.place).handed, false);
});

test("a kept text is gone on with from the version it started from", async () => {
  const page = new Page();
  page.server.write("남의 글", "8");
  page.card.version = 1;
  page.store.keep(page.card.place, { pairs: [["q-iii-1--text", "옛 글"]], version: 0 }, "old");
  const [record] = page.store.keptAt(page.card.place);
  assert.equal(page.question.resume(record), null);
  assert.equal(page.card.text, "옛 글");
  assert.deepEqual(page.kept, ["옛 글"]);
  await page.clock.pass(1000);
  assert.deepEqual(page.sent, [["옛 글", 0]]);
  assert.equal(page.state, "Refused");
});

test("going on with a kept text puts aside what was typed, with its version", async () => {
  const page = new Page();
  page.type("지금 글");
  page.store.keep(page.card.place, { pairs: [["q-iii-1--text", "옛 글"]], version: 0 }, "old");
  const record = page.store.keptAt(page.card.place).at(-1);
  const aside = page.question.resume(record);
  assert.equal(aside.pairs[0][1], "지금 글");
  assert.deepEqual(page.kept.sort(), ["옛 글", "지금 글"]);
  await page.clock.pass(1000);
  assert.equal(page.server.text, "옛 글");
  assert.deepEqual(page.kept, ["지금 글"]);
});

test("a page that came back unsaved from the server is unsaved whatever it says", async () => {
  const page = new Page();
  assert.ok(page.question.isSettled);
  page.card.cameTyped = true;
  const { Question } = await import("../../static/js/answer/question.js");
  assert.equal(new Question(page.card, {}).isSettled, false);
});

test("lines that are left are no fault, and kept until there are none", async () => {
  const page = new Page();
  page.server.left = ["paste"];
  await page.typeAndWait("남은 줄");
  assert.deepEqual(page.card.left, ["paste"]);
  assert.ok(page.question.isSaved && !page.question.wouldBeLost);
  assert.deepEqual(page.kept, ["남은 줄"]);
  page.type("남은 줄");
  page.type("남은 줄 더");
  page.type("남은 줄");
  assert.deepEqual(page.kept, ["남은 줄"]);
  page.server.left = [];
  await page.typeAndWait("");
  assert.deepEqual(page.card.left, []);
  assert.deepEqual(page.kept, []);
});

/** Pastes an address and a line without one; returns what the next visit finds. */
const leaveLine = async () => {
  const page = new Page();
  page.server.left = [BOX];
  page.card.box = "주소 없는 줄";
  await page.typeAndWait("저장된 답변");
  const later = new Page({ server: page.server, shelf: page.shelf, clock: page.clock, tab: "b" });
  return { later, record: later.store.keptAt(later.card.place)[0] };
};

test("a line that is left comes back into its box, and is no unsaved answer", async () => {
  const { later, record } = await leaveLine();
  assert.ok(record.left);
  later.question.putBack(record);
  assert.equal(later.card.box, "주소 없는 줄");
  assert.deepEqual(later.card.left, [BOX]);
  assert.ok(later.question.isSaved && !later.question.wouldBeLost);
  await later.clock.pass(60_000);
  assert.equal(later.server.requests.length, 1);
  // The visit after that finds it the same way, until the line is gone.
  const kept = later.store.keptAt(later.card.place);
  assert.deepEqual(
    kept.map(({ left }) => left),
    [true],
  );
  later.server.left = [];
  later.card.box = "";
  await later.typeAndWait("저장된 답변");
  assert.deepEqual(later.kept, []);
});

test("what is kept beside a line that is left is what others saved since", async () => {
  const page = new Page();
  page.server.left = [BOX];
  page.card.box = "주소 없는 줄";
  await page.typeAndWait("저장된 답변");
  const fields = [
    [TEXT, "동료의 답변"],
    [BOX, ""],
  ];
  page.question.adopt({ version: 2, fields, saved: "" });
  const [record] = page.store.keptAt(page.card.place);
  assert.deepEqual(record.pairs, [
    [TEXT, "동료의 답변"],
    [BOX, "주소 없는 줄"],
  ]);
});

test("a translation goes out with the version of its original, and nothing else does", async () => {
  for (const of of ["", "4"]) {
    const page = new Page();
    page.card.of = of;
    await page.typeAndWait("Seoul");
    assert.equal(page.server.requests[0].sent.get(`of-${page.card.key}`), of || null);
  }
});

test("a line that is left comes back beside an answer that others changed since", async () => {
  const { later, record } = await leaveLine();
  later.card.text = later.card.first = "남이 고친 답변";
  later.question.putBack(record);
  assert.equal(later.card.text, "남이 고친 답변");
  assert.equal(later.card.box, "주소 없는 줄");
});

test("what is typed beside a line that is left is unsaved as long as it is", async () => {
  const { later, record } = await leaveLine();
  later.question.putBack(record);
  later.type("더 쓴 답변");
  assert.ok(!later.store.ownAt(later.card.place).left);
});

test("a line that comes back while something is typed is saved with it", async () => {
  const { later, record } = await leaveLine();
  later.type("더 쓴 답변");
  later.question.putBack(record);
  assert.ok(later.store.keptAt(later.card.place).every(({ left }) => !left));
  await later.clock.pass(1000);
  assert.equal(later.server.text, "더 쓴 답변");
  assert.equal(later.card.box, "주소 없는 줄");
  assert.deepEqual(later.card.left, [BOX]);
});

test("what is half said waits for the other half, and goes out when its field is left", async () => {
  const page = new Page();
  page.card.halfSaid = true;
  page.type("해당 없음");
  page.question.fieldLeft();
  await page.clock.pass(60_000);
  assert.deepEqual(page.sent, []);
  assert.deepEqual(page.kept, ["해당 없음"]);
  assert.ok(!page.question.isTroubled);
  page.card.halfSaid = false;
  page.question.fieldLeft();
  await settled();
  assert.deepEqual(page.sent, [["해당 없음", 0]]);
});

test("what the server cannot save in full is known as such on the next visit", async () => {
  const page = new Page();
  await page.typeAndWait("[faulty]");
  assert.equal(page.state, "Faulty");
  assert.equal(page.store.ownAt(page.card.place).faulty, true);
  page.type("고친 글");
  assert.equal(page.store.ownAt(page.card.place).faulty, false);
});

test("what is half said is known as such, however the page is left", () => {
  const page = new Page();
  page.card.halfSaid = true;
  page.type("이유를 쓰려는 글");
  assert.equal(page.store.ownAt(page.card.place).faulty, true);
  page.question.saveOnLeaving();
  assert.equal(page.store.ownAt(page.card.place).faulty, true);
});

test("what is half said is known as such when its field was left before the server answered", () => {
  const page = new Page();
  page.card.halfSaid = true;
  page.type("이유가 없는 글");
  page.card.halfSaid = false;
  page.card.reasonless = true;
  page.question.fieldLeft();
  assert.equal(page.store.ownAt(page.card.place).faulty, true);
});

test("that the reason is missing is told on leaving its field, whether the server is there or not", async () => {
  const page = new Page();
  page.server.plan = ["lost"];
  page.card.halfSaid = true;
  page.type("이유가 없는 글");
  page.question.fieldLeft();
  assert.deepEqual(page.card.problems, []);
  assert.ok(page.question.wouldBeLost);
  page.card.halfSaid = false;
  page.card.reasonless = true;
  page.question.fieldLeft();
  assert.deepEqual(page.card.problems, [{ target: "reason", message: "Say why." }]);
  await settled();
  page.card.clearProblems();
  page.question.reveal();
  assert.deepEqual(page.card.problems, [{ target: "reason", message: "Say why." }]);
  page.card.reasonless = false;
  page.type("");
  assert.deepEqual(page.card.problems, []);
});
