// One file on its way, against a server and a clock of the tests' own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeQueue, Upload } from "../../static/js/rows/upload.js";
import { FakeClock, settled } from "./support/clock.js";

const ROW = { name: "map.png", digest: "d1" };
const TAKEN = { status: 200, said: { row: ROW, about: "PNG, 1.0 kB" } };
const NOTHING = { status: 0, said: null };

/** A server that replies what `plan` says, each once the test lets it. */
class FakeServer {
  flights = [];

  send = (file, onShare) => {
    let done;
    const flight = {
      file,
      onShare,
      isAborted: false,
      reply: new Promise((resolve) => {
        done = resolve;
      }),
      abort: () => {
        flight.isAborted = true;
        done(NOTHING);
      },
      answer: async (reply) => {
        done(reply);
        await settled();
      },
    };
    this.flights.push(flight);
    return flight;
  };
}

const made = ({ fault = () => "", signIn = async () => false } = {}) => {
  const [server, clock] = [new FakeServer(), new FakeClock()];
  const states = [];
  const asked = [];
  const uploadOf = (name) =>
    new Upload(
      { name, size: 10 },
      {
        send: server.send,
        fault,
        signIn: (state) => {
          asked.push(state);
          return signIn(state);
        },
        clock,
        onState: (upload) => states.push(`${upload.file.name} ${upload.state}`),
        onShare: ({ share }) => states.push(share),
      },
    );
  return { server, clock, states, asked, uploadOf, upload: uploadOf("map.png") };
};

test("a file is sent, how far is told, and its row comes back", async () => {
  const { server, states, upload } = made();
  const end = upload.start();
  server.flights[0].onShare(40);
  assert.ok(upload.isUnderWay);
  await server.flights[0].answer(TAKEN);
  await end;
  assert.deepEqual(states, ["map.png Adding", 40, "map.png Added"]);
  assert.deepEqual(upload.added, { row: ROW, about: "PNG, 1.0 kB" });
  assert.equal(upload.isUnderWay, false);
});

test("several go one after the other, and one that fails holds no other back", async () => {
  const { server, uploadOf, states } = made();
  const queue = makeQueue();
  for (const name of ["a", "b", "c"]) queue(uploadOf(name));
  await settled();
  assert.equal(server.flights.length, 1);
  await server.flights[0].answer(NOTHING);
  assert.equal(server.flights.length, 2);
  await server.flights[1].answer(TAKEN);
  await server.flights[2].answer(TAKEN);
  assert.deepEqual(states, ["a Adding", "a Broken", "b Adding", "b Added", "c Adding", "c Added"]);
});

for (const [status, message, state] of [
  [422, "This file is empty.", "Refused"],
  [409, "In review.", "Refused"],
  [413, "", "Rejected"],
  [400, "", "Rejected"],
  [500, "", "Broken"],
  [503, "", "Broken"],
  [429, "", "Broken"],
  [0, "", "Broken"],
]) {
  test(`a reply ${status}${message ? " with a sentence" : ""} leaves it ${state}`, async () => {
    const { server, upload } = made();
    upload.start();
    await server.flights[0].answer({ status, said: message ? { message } : null });
    assert.deepEqual([upload.state, upload.why], [state, message]);
    // It is sent as often as the person asks for it.
    upload.again();
    assert.equal(upload.state, "Waiting");
    upload.start();
    await server.flights[1].answer(TAKEN);
    assert.equal(upload.state, "Added");
  });
}

test("a reply that is none of a page of ours adds nothing", async () => {
  const { server, upload } = made();
  upload.start();
  await server.flights[0].answer({ status: 200, said: null });
  assert.deepEqual([upload.state, upload.added], ["Rejected", null]);
});

test("what need not be sent is refused where it stands", async () => {
  const { server, upload } = made({ fault: ({ size }) => (size > 9 ? "Too large." : "") });
  await upload.start();
  assert.deepEqual([upload.state, upload.why, server.flights], ["Refused", "Too large.", []]);
});

test("one that is cancelled on its way is broken off, and what comes then is nothing", async () => {
  const { server, states, clock, upload } = made();
  const end = upload.start();
  upload.cancel();
  assert.ok(server.flights[0].isAborted);
  await end;
  server.flights[0].onShare(80);
  await clock.pass(120_000);
  assert.deepEqual(states, ["map.png Adding", "map.png Cancelled"]);
  upload.cancel();
  assert.equal(states.length, 2);
});

test("one that is cancelled while it waits is never sent", async () => {
  const { server, uploadOf } = made();
  const queue = makeQueue();
  const [first, second] = [uploadOf("a"), uploadOf("b")];
  queue(first);
  queue(second);
  await settled();
  second.cancel();
  await server.flights[0].answer(TAKEN);
  assert.deepEqual([server.flights.length, second.state], [1, "Cancelled"]);
});

test("a minute without a byte more breaks it off, however long it takes in all", async () => {
  const { server, clock, upload } = made();
  upload.start();
  for (const share of [10, 20, 30]) {
    await clock.pass(59_000);
    server.flights[0].onShare(share);
  }
  assert.equal(upload.state, "Adding");
  await clock.pass(59_999);
  assert.equal(upload.state, "Adding");
  await clock.pass(1);
  assert.deepEqual([upload.state, server.flights[0].isAborted], ["Broken", true]);
});

test("who is signed out signs in, and the file goes once more by itself", async () => {
  const { server, asked, upload } = made({ signIn: async () => true });
  upload.start();
  await server.flights[0].answer({ status: 401, said: { state: "other_person", message: "x" } });
  assert.deepEqual(asked, ["other_person"]);
  await server.flights[1].answer(TAKEN);
  assert.equal(upload.state, "Added");
});

test("who signs in later sends it later", async () => {
  const { server, upload } = made();
  upload.start();
  await server.flights[0].answer({ status: 401, said: { state: "signed_out", message: "x" } });
  assert.deepEqual([upload.state, server.flights.length], ["SignedOut", 1]);
});

test("a token that has changed is not told, and asked for once more", async () => {
  const { server, upload } = made();
  upload.start();
  await server.flights[0].answer({ status: 403, said: null });
  assert.equal(server.flights.length, 2);
  await server.flights[1].answer({ status: 403, said: null });
  assert.deepEqual([upload.state, server.flights.length], ["Rejected", 2]);
});

test("a picture that others are before is sent again by itself, and told meanwhile", async () => {
  const { server, clock, states, upload } = made();
  const busy = { status: 503, said: { message: "Pictures of others", after: 4 } };
  upload.start();
  await server.flights[0].answer(busy);
  assert.deepEqual([upload.state, upload.isUnderWay], ["Busy", true]);
  await clock.pass(3_999);
  assert.equal(server.flights.length, 1);
  await clock.pass(1);
  await server.flights[1].answer(busy);
  await clock.pass(4_000);
  await server.flights[2].answer(TAKEN);
  const said = ["Adding", "Busy", "Adding", "Busy", "Adding", "Added"];
  assert.deepEqual(
    states,
    said.map((state) => `map.png ${state}`),
  );
});

test("one that is sent again by itself can be cancelled, and ends at some time", async () => {
  const { server, clock, upload } = made();
  const busy = { status: 503, said: { message: "Pictures of others", after: 4 } };
  upload.start();
  await server.flights[0].answer(busy);
  upload.cancel();
  await clock.pass(60_000);
  assert.deepEqual([upload.state, server.flights.length], ["Cancelled", 1]);
  upload.again();
  upload.start();
  for (let tries = 1; tries <= 60; tries += 1) {
    await server.flights[tries].answer(busy);
    await clock.pass(4_000);
  }
  assert.deepEqual([upload.state, server.flights.length], ["Broken", 61]);
});
