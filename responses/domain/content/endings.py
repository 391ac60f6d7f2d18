"""Where an address ends in a sentence: the signs that end one, and words written on to it. Pure."""

import re

from responses.unseen import FILLERS, strip_invisible

NUMBERED = "\u2150-\u218f\u2460-\u24ff\u3200-\u32ff"
"""Signs that number items, such as ① and ㉠, within brackets. To Python they are words."""

# No address has these signs: blanks, brackets, quotes, arrows, bullets, all punctuation of full
# width, but for what may be a letter of a path: · and ・, the dash, and signs of damaged entities.
ENDS = (
    rf"\s{FILLERS}<>\"«»"
    r"\u2014-\u201f\u2021-\u2027\u2030-\u205e\u20a0-\u214f"
    rf"{NUMBERED}\u2190-\u2763\u2765-\u27ff\u2900-\u2bff"
    r"\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f"
    r"\ue000-\uf8ff\ufe10-\ufe1f\ufe30-\ufe6b"
    r"\uff01-\uff07\uff0a-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff64\uffe0-\uffee"
)
"""What ends an address wherever it stands, in brackets of a pattern."""

_LATIN = "(?<=[A-Za-z0-9/_=-])"
ENDING = (
    rf"\.\.\.|\\n|;[가-힣]|{_LATIN}(?:[,!|·ㆍ・･'`]|\*+)[가-힣]|(?<![-=])[-=]+>|–(?![A-Za-z0-9])|"
    # An e-mail address or a telephone number behind it; an emoji may be all that a path says.
    r"[,;·ㆍ・･](?:[A-Za-z0-9._+-]{1,64}@[a-z]|0[0-9]{1,2}-[0-9]{3})|"
    # The mark of a note; "m²" is a unit, and "†=" was a parameter.
    r"(?<!m)[†¹²³⁰⁴-⁹](?![A-Za-z0-9=&/%])|"
    r"(?<!/)[\u2764\U0001f000-\U0001faff]|&(?:[gl]t|quot|apos|nbsp|\#0*39|\#x27);"
)
"""What ends an address by what stands beside it, as a pattern."""

_STOPS = ".,;:!'`*·ㆍ・･•|｜"
# All the Hangul at an end. A tail that stands behind Latin letters belongs to the sentence if it is
# a particle, or one and a verb: "…/index를 통해", "…/index에서확인". One that is a word stays.
_TAIL = re.compile("(?<![가-힣])[가-힣]+$")
# Each is read in one way alone: 에서 as 에 and 서, or trying both would take ever so long.
_MORE = "(?:[는은도만의서이을를로에과와나]|부터|까지|으로|라도)*"
_PARTICLES = (
    rf"(?:[을를은는과와만]|등|임|에게|께서|마저|조차|[상내](?:의|에)|에의거|에(?:서|만|는|도|의)|한테|"
    rf"으로|로(?:만|도|의|는|부터|써|서)|"
    rf"[와과](?:의|같이)|까지|부터|처럼|보다|마다|대로|같이|하고|이?랑|이?든지|이나|이?라도|"
    rf"이?며|이고|이자|이지만|이므로|이?라[는고서]|이?란|및|뿐|밖에){_MORE}"
    rf"|(?:입니다|입니까|이다|이었|였|인데|이라|이어서)[가-힣]*"
)
_VERBS = "통해|통한|통하여|참고|참조|확인|접속|방문|클릭"
_OTHER_VERBS = (
    "이용|활용|대한|대해|관한|관해|있|없|나온|게재|탑재|신청|검색|입력|게시|공개|제공|안내|문의|"
    "따라|따른|의해|의한|연결|이동|들어가|등록"
)
_WRITTEN_ON = re.compile(
    rf"(?:{_PARTICLES}|(?:[을를로에]|에서[는도만]?|으로[도만]?)(?:{_VERBS}|{_OTHER_VERBS})[가-힣]*)"
)
_VERB = re.compile(rf"(?:{_VERBS}|관련|바로가기)[가-힣]*")
# These are believed only where the line goes on, and where nothing else ended the address.
_SHORT = re.compile("[이가에의로도나인외든라상내측쪽]")
# Behind a Korean word: what follows a syllable that ends in a consonant, or in none, or any. Words
# that end so are told by that: 마을, 가을, 겨울.
_ANY, _CLOSED, _OPEN = (True, False), (True,), (False,)
_BEHIND_KOREAN = {
    **dict.fromkeys(("을", "으로", "으로부터", "이며", "이다", "이라는", "이라고"), _CLOSED),
    "를": _OPEN,
    **dict.fromkeys(("에서", "에서는", "에서도", "에서의", "에서만", "에는", "에도"), _ANY),
    **dict.fromkeys(("까지", "부터", "처럼", "입니다", "및"), _ANY),
}
_BEHIND_KOREAN_WITHIN = {"은": _CLOSED, "는": _OPEN, "와": _OPEN, "에": _ANY}
_SYLLABLES, _FINALS = ord("가"), 28
# No top-level domain is half Latin and half Korean: "seoul.go.kr를".
_HOST_AND_WORDS = re.compile(
    r"((?:https?://)?[^/?#]+\.(?:[a-z]{2,}|한국|닷컴|닷넷)(?::\d+)?)[가-힣]+", re.IGNORECASE
)
# The question is of the sentence: nothing is asked for at a host alone.
_ASKED = re.compile(r"^((?:https?://)?[^/?#]+)\?$", re.IGNORECASE)
# "…/eng(영문)": what it is. A title of a wiki may end so.
_INSIDE = (
    r"(?:[^()（）\[\]{}\s]*[가-힣][^()（）\[\]{}\s]*|앱|웹|PC|Mobile|0\d{1,2}(?:-\d{3,4}){1,2}|"
    r"\d{1,6}(?:[.,]\d{1,3})?[KMGkmg]?[Bb]|PDF|HWPX?|XLSX?)"
)
_SAID_BEHIND = re.compile(
    rf"(?:(?<=[A-Za-z0-9/])(?:[(（]{_INSIDE}[)）]|\[{_INSIDE}\]|\{{{_INSIDE}\}})"
    r"|[(（](?:국문|영문|중문|일문|새\s?창)[)）])$"
)
# A form letter leaves the choice between particles: "을(를)".
_EITHER = re.compile(r"(?:을\(를|를\(을|은\(는|는\(은|이\(가|가\(이|와\(과|과\(와)\)$|\(으\)로$")
# A program or a file is all that its address says, but for what is asked of it.
_FILE_AND_WORDS = re.compile(
    r"([^?#]*\.(?:do|jsp|html?|php|aspx?|web|action|naver|nhn|pdf|hwpx?|docx?|xlsx?))[-:+~]?[가-힣].*",
    re.IGNORECASE | re.DOTALL,
)
# What a sentence does with it; behind capitals, as in "/SNS운영", it may be a name.
_DOING = re.compile(
    "(?:운영|활용|이용|제공|게시|공개|안내|링크)(?:함|중|됨|하[며고여는]|되[며고어는]|[은는이가을를])?|"
    "[하되][며고]|하여|되어"
)
_NAMED = re.compile(r"[a-z_]$|=[0-9]+$")
# The number of an article, and what is counted by one: "…?id=3번".
_ARTICLE = re.compile(r"[?&]\w*(?:id|no|seq|idx|num|sn|page)=\d+$", re.IGNORECASE)
_FIGURE, _COUNTED = re.compile(r"=\d+$"), re.compile("(?:번|쪽|페이지)[은는이가을를에의과와]?")
# Behind a stroke it tells what follows: "www.seoul.go.kr/전화 02-120".
_HOST_AND_CALL = re.compile(
    r"((?:https?://)?[^/?#]+)/(?:전화|팩스|이메일|전자우편|담당자?|연락처)(?:번호)?", re.IGNORECASE
)
_NEXT_SENTENCE = re.compile(r"((?:https?://)?[^/?#]+[/?#].*[A-Za-z0-9/_=-])\.[가-힣]+")
_CLOSED_BRACKET = "）"
_ROUNDS = 4
"""How often something is taken from the end of an address, such as a quote, then a particle."""


def without_sentence(candidate: str, *, goes_on: bool) -> str:
    """Return a candidate without the stops and particles of the text around it, if it goes on."""
    url = strip_invisible(candidate)
    for _round in range(_ROUNDS):
        shorter = _shorter(url, goes_on=goes_on, is_whole=url == candidate)
        if shorter == url:
            break
        url = shorter
    return url


def _shorter(url: str, *, goes_on: bool, is_whole: bool) -> str:
    stopped = _EITHER.sub(
        "", _ASKED.sub(r"\1", strip_invisible(url).rstrip(_STOPS + "~" * goes_on))
    )
    is_whole = is_whole and stopped == url
    url = stopped if "wiki" in stopped else _SAID_BEHIND.sub("", stopped)
    for pattern in (_HOST_AND_WORDS, _HOST_AND_CALL, _FILE_AND_WORDS, _NEXT_SENTENCE):
        if found := pattern.fullmatch(url):
            return found[1]
    # Most have none, which one look at the end tells.
    if not "가" <= url[-1:] <= "힣" or not (tail := _TAIL.search(url)):
        return url
    before = url[: tail.start()]
    return before + _kept(before, tail[0], goes_on=goes_on, is_short=goes_on and is_whole)


def _kept(before: str, tail: str, *, goes_on: bool, is_short: bool) -> str:
    """Return what of the Hangul behind an address is part of it."""
    last = strip_invisible(before)[-1:]
    if (last.isascii() or last in _CLOSED_BRACKET) and last != "=":
        is_verb = last not in "/#" and _VERB.fullmatch(tail)
        if is_verb or _WRITTEN_ON.fullmatch(tail) or (is_short and _SHORT.fullmatch(tail)):
            return ""
        is_counted = _COUNTED.fullmatch(tail) and _FIGURE.search(before)
        is_done = _DOING.fullmatch(tail) and _NAMED.search(before)
        if is_counted or is_done or _ARTICLE.search(before):
            return ""
    within = _BEHIND_KOREAN_WITHIN if goes_on else {}
    for particle, follows in {**_BEHIND_KOREAN, **within}.items():
        stem = tail.removesuffix(particle)
        if stem != tail and stem and ((ord(stem[-1]) - _SYLLABLES) % _FINALS > 0) in follows:
            return stem
    return tail
