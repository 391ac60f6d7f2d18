// The addresses of linked words that are pasted stay with the words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { unseen, withAddresses } from "../../static/js/text/linked-words.js";

const PAGE = "https://pf.kakao.com/_xab";

test("an address stands behind its words, where they do not show it", () => {
  for (const [text, links, expected] of [
    ["자세히: 채널 참고", [["채널", PAGE]], `자세히: 채널 (${PAGE}) 참고`],
    // Each once, in their order, over line breaks.
    [
      "가 나 가",
      [
        ["가", PAGE],
        ["가", "http://a.kr/x"],
      ],
      `가 (${PAGE}) 나 가 (http://a.kr/x)`,
    ],
    ["카카오\n  채널", [["카카오 채널", PAGE]], `카카오\n  채널 (${PAGE})`],
    ["a (b)* c", [["(b)*", PAGE]], `a (b)* (${PAGE}) c`],
    // The words show it, or it is none of the web.
    ["www.a.kr", [["www.a.kr", "http://www.a.kr/"]], "www.a.kr"],
    ["x", [["x", "mailto:a@b.kr"]], "x"],
    ["x", [["x", "/menu"]], "x"],
    ["x", [["x", "javascript:alert(1)"]], "x"],
    // Words that are not there: nothing is lost.
    ["그림", [["다른 말", PAGE]], `그림\n다른 말 (${PAGE})`],
    ["x", [["", PAGE]], "x"],
  ]) {
    const pairs = links.map(([words, address]) => ({ words, address }));
    assert.equal(withAddresses(text, pairs), expected);
  }
});

test("shortened words do not show an address", () => {
  assert.equal(unseen("https://pf.kakao.com/…", PAGE), PAGE);
  assert.equal(unseen(`보기: ${PAGE}`, PAGE), "");
});
