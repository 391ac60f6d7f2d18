// A question's card without a page, and the machine over it with a server, a clock and a storage.
import { makePost } from "../../../static/js/answer/post.js";
import { Question } from "../../../static/js/answer/question.js";
import { makeStore } from "../../../static/js/kept/store.js";
import { FakeClock, settled } from "./clock.js";
import { FakeServer, KEY, TEXT } from "./server.js";
import { makeShelf } from "./shelf.js";

const BOX = `${TEXT}--paste`;
const PLACE = `/seoul/lgq-2022/strategy/ ${KEY}`;

class FakeCard {
  key = KEY;
  place = PLACE;
  person = "7";
  address = new URL(`http://desk.example/seoul/lgq-2022/strategy/${KEY}/save/`);
  cameTyped = false;
  number = "III.1";
  composing = false;
  halfSaid = false;
  reasonless = false; // half said, and nobody is about to say the rest
  box = ""; // lines in a box for pasting
  shown = [];
  problems = [];
  onInput = () => {};

  constructor(version, text) {
    this.version = version;
    this.first = text;
    this.text = text;
  }

  isComposing = () => this.composing;
  isHalfSaid = () => this.halfSaid;
  lacksReason = () => this.halfSaid || this.reasonless;
  reasonProblem = () => ({ target: "reason", message: "Say why." });
  read = () => [
    [TEXT, this.text],
    [BOX, this.box],
  ];
  readFirst = () => [[TEXT, this.first]];
  wordsFor = (state) => `words for ${state}`;
  showState = (state, how) => this.shown.push({ state, ...how });
  showSaved = ({ saved }) => {
    this.saved = saved;
  };
  showProblems = (problems) => {
    this.problems = problems;
  };
  renewProblems = (problems) => {
    this.problems = problems;
  };
  showLeft = (fields) => {
    this.left = fields;
  };
  clearProblems = () => {
    this.problems = [];
  };

  // As fields do, it says of everything that is written into them that something was typed.
  write = ([[, text], [, box] = [BOX, ""]]) => {
    this.text = text;
    this.box = box;
    this.onInput();
  };
}

export class Page {
  isOnline = true;
  /** What the person says to each question whether they sign in again. */
  signsIn = async () => false;
  asked = [];
  news = [];
  changes = 0;

  constructor({
    server = new FakeServer(),
    shelf = makeShelf(),
    clock = new FakeClock(),
    tab = "a",
  } = {}) {
    Object.assign(this, { server, shelf, clock });
    this.card = new FakeCard(server.version, server.text);
    this.store = makeStore({ shelf: () => this.shelf, person: "7", tab, now: () => clock.now });
    this.session = {
      isPostponed: false,
      signIn: async (state) => {
        this.asked.push(state);
        return this.signsIn(state);
      },
    };
    const { fetch } = server;
    const post = makePost({ fetch, token: () => "token", isOnline: () => this.isOnline, clock });
    this.question = new Question(this.card, {
      post,
      clock,
      store: this.store,
      session: this.session,
      onChange: () => {
        this.changes += 1;
      },
      onSaved: (news) => this.news.push(news),
    });
    this.card.onInput = () => this.question.typed();
  }

  /** The person has typed until the field says `text`. */
  type(text) {
    this.card.text = text;
    this.question.typed();
  }

  /** Types, and lets the pause pass after which it is saved. */
  async typeAndWait(text) {
    this.type(text);
    await this.clock.pass(1000);
  }

  get state() {
    return this.question.state;
  }

  /** What was sent, from which version. */
  get sent() {
    return this.server.requests.map(({ sent }) => [
      sent.get(TEXT),
      Number(sent.get(`version-${KEY}`)),
    ]);
  }

  get kept() {
    return this.store.keptAt(PLACE).map(({ pairs }) => pairs[0][1]);
  }
}

export { BOX, FakeClock, FakeServer, KEY, makeShelf, PLACE, settled, TEXT };
