"""How characters are read that nobody sees, and what is nothing. Pure, and known to all.

static/js/text/characters.js and one-line.js read the same while it is typed; tests/characters.json
holds both to each other.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Literal

from .unseen import UNSEEN, without_invisible

# Line ends of other programs: vertical tab (Word's Shift+Enter), form feed, NEL and the like.
_BREAKS = "\r\v\f\x1c\x1d\x85\u2028\u2029"
_CP1252 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
# No database or document can carry these. Word copies the end of a cell as U+0007 and a hyphen
# that does not break as U+001E; what stands from U+0080 on was Windows-1252, as HTML reads it too.
_READ_AS: dict[int, str] = (
    dict.fromkeys((*range(0x20), 0x7F, *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF), "")
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    | _CP1252
    | {0x07: "\t", 0x09: "\t", 0x0A: "\n", 0x1E: "-"}
    | dict.fromkeys(map(ord, _BREAKS), "\n")
)
# What word processors write for signs that they have by themselves: Word by its symbol fonts
# (Wingdings, and of Symbol what nobody types in that), Hancom by a table of its own. Ranges
# count on.
_PRIVATE = """
    f028=☎ f02a=✉ f045=☜ f046=☞ f047=☝ f048=☟ f04a=☺ f06c=● f06d=❍ f06e=■ f06f=□
    f070=□ f071=❑ f072=❒ f073=◆ f074=◆ f075=◆ f076=❖ f077=◆ f080=⓪ f081-f08a=①
    f08b=⓿ f08c-f095=❶ f09e=· f09f=• f0a0=▪ f0a1=○ f0a2=○ f0a3=○ f0a4=◉ f0a5=◎
    f0a7=▪ f0a8=□ f0aa=✦ f0ab=★ f0ac=✶ f0ad=✴ f0ae=✹ f0b7=• f0d8=➢ f0df=← f0e0=→
    f0e1=↑ f0e2=↓ f0e8=➔ f0ef=⇦ f0f0=⇨ f0f1=⇧ f0f2=⇩ f0fb=✗ f0fc=✔ f0fd=☒ f0fe=☑
    f022=✂ f052=☼ f054=❄ f0b0=° f0b1=± f0b3=≥ f0b4=× f0b8=÷ f0b9=≠ f0bb=≈ f0d6=√
    f0d7=· f0e3=↖ f0e4=↗ f0e5=↙ f0e6=↘ f0e7=← f0e9=↑ f0ea=↓ f0f3=↔ f0f4=↕
    f003b=↓ f0090=✺ f00e1=(인) f012b=(인) f0288=⓪ f0289-f0291=① f02b1-f02c4=①
    f02ce-f02d7=❶ f02d8-f02e1=⓫ f02ec=◇ f02ef=· f02fb=▸ f02fc=► f031c=■ f03a0=↵
    f03a7=⊟ f03a8=⊞ f03c5=□ f03da=□ f03ef=한 f03f0=글 f03f1=과 f03f2=컴 f03f3=퓨
    f03f4=터 f03ff=□ f0806=┌ f0807=┬ f0808=┐ f080c=└ f080e=┘ f080f=━ f0810=│
    f0811=┌ f0817=└ f081a=─ f081c=┈ f0832=═ f0848=━ f0854=《 f0855=》
"""


def _private() -> Iterator[tuple[int, str]]:
    for first, last, sign in re.findall(r"(\w+)(?:-(\w+))?=(\S+)", _PRIVATE):
        start = int(first, 16)
        for place in range(int(last or first, 16) - start + 1):
            yield start + place, chr(ord(sign) + place) if last else sign


_SIGNS_OF = dict(_private())
_OWN = re.compile("[\uf020-\uf0ff\U000f0000-\U000f0fff]")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet program takes for the beginning of a formula or a command."""
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Finds what no database or document can carry."""
_UNREAD = re.compile(f"{UNPRINTABLE.pattern}|[\u2028\u2029]")

# What prints no ink, and the bullets, which say nothing alone.
_BLANKS = rf"\s\x00-\x1f\x7f-\x9f{UNSEEN}"
BULLETS = r"□■▣❑❒◇◆❖○◯◦●❍◎▶▷►▸‣➢\-–—―－·•∙・*▪ㆍ※"
"""The signs that begin items, as they stand in brackets of a pattern; ✓ may be an answer."""
_SAYS = re.compile(f"[^{_BLANKS}{BULLETS}]|[{BULLETS}]{{2}}")
# A letter that is typed for a bullet, and a numbering with its sign. "A." and "Ⅲ" may be chosen.
_HANGUL = "가나다라마바사아자차카타파하"
_BULLET = re.compile(f"[ㅇㅁo{BULLETS}]")
_NUMBERING = re.compile(
    rf"[(（]?(?:\d{{1,2}}|[{_HANGUL}])[)）]|(?:\d{{1,2}}|[{_HANGUL}])[.．]|"
    "[①-⒵⓪-⓾❶-➓㈀-㈛㉠-㉻]"
)
_WORD = re.compile(f"[^{_BLANKS}]+")
# More marks on one letter than any script has; putting them in order takes their number's square.
_MARKS_MAX = 30
_FIRST_MARK, _LAST_MARK = 0x300, 0x1EFFF
# Each is two marks in every normal form.
_TWO_MARKS = {
    0x344: "\u0308\u0301",
    0xF73: "\u0f71\u0f72",
    0xF75: "\u0f71\u0f74",
    0xF81: "\u0f71\u0f80",
}
_SIGNS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MARKS_MAX + 1},}}")
# As many as a text may have. Of more no line is made, so that it is refused without being read.
_LINE_READ = 20_000
# What Korean is written with: letters and syllables of Hangul in all their forms, alone, of half
# the width, in brackets and circles, and Hanja. Without the letters that print nothing, ㆍ, which
# is a point between words, and ㅇ before a blank, which is a bullet.
_KOREAN = re.compile(
    "[\u1100-\u115e\u1161-\u11ff\u3131-\u3146\u3148-\u3163\u3165-\u318c\u318e\u3200-\u321e\u3220-"
    "\u3247\u3260-\u327f\u3280-\u32b0\u32c0-\u32cb\u32ff\u3358-\u3370\u337b-\u337f\u33e0-\u33fe"
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uffa1-\uffdc"
    "\U00020000-\U0003ffff]|\u3147(?!\\s)|(?<=\\S)\u3147"
)


def without_controls(text: str) -> str:
    """Return `text` with newline line ends and without what no database can carry."""
    return text.replace("\r\n", "\n").translate(_READ_AS) if _UNREAD.search(text) else text


def normalise_text(text: str) -> str:
    """Return `text` in NFC with newline line ends and without what no database can carry.

    The signs of symbol fonts, which no other font has, become those that they mean.
    """
    return normalised(with_signs(without_controls(text)))


def with_signs(text: str) -> str:
    """Return `text` with the signs of word processors' symbol fonts as everybody has them."""
    return text.translate(_SIGNS_OF) if _OWN.search(text) else text


def normalised(text: str, form: Literal["NFC", "NFD", "NFKC"] = "NFC") -> str:
    """Return `text` in a normal form of Unicode, in time that grows with its length.

    Where more than thirty marks stand on one letter, U+034F, which nobody sees, holds each thirty
    apart from the next, as UAX #15 does with streams.
    """
    return unicodedata.normalize(form, _apart(text))  # noqa: TID251 - see above


def _apart(text: str) -> str:
    if text.isascii() or max(map(len, text.split()), default=0) <= _MARKS_MAX:
        return text
    return _SIGNS.sub(lambda run: _pile().sub("\\g<0>\u034f", run[0].translate(_TWO_MARKS)), text)


@cache
def _pile() -> re.Pattern[str]:
    """Return what finds as many marks as one letter may have, where another one follows."""
    marks = "".join(filter(unicodedata.combining, map(chr, range(_FIRST_MARK, _LAST_MARK))))
    return re.compile(f"[{marks}]{{{_MARKS_MAX}}}(?=[{marks}])")


def one_line(text: str) -> str:
    """Return `text` in one line as `normalise_text` does, empty if it is blank.

    White space becomes single spaces, and what nobody sees and carries nothing goes. What is longer
    than any text stays as it is, as too long for whoever asks.
    """
    if len(text) > _LINE_READ:
        return text
    line = " ".join(as_seen(text).split())
    return "" if is_blank(line) else line


def as_seen(text: str) -> str:
    """Return a line as `normalise_text` does, without what nobody sees and carries nothing."""
    line = normalise_text(text)
    seen = without_invisible(line)
    # What goes may have held marks apart from their letter.
    return line if seen == line else normalised(seen)


def is_blank(text: str) -> bool:
    """Return whether `text` holds no sign to read: but blanks of any kind, or lone bullets.

    That is what is no value in one line; a name, an address or a figure may be a numbering alone.
    """
    return not _SAYS.search(text)


def says_nothing(text: str) -> bool:
    """Return whether `text` says nothing: blanks, and lines of lone bullets or numberings."""
    return is_blank(text) or all(map(_is_bare, text.split("\n")))


def _is_bare(line: str) -> bool:
    """Return whether a line holds but bullets, and one numbering: "3. 1." is a day."""
    words = (word[0] for word in _WORD.finditer(line))
    others = (word for word in words if not _BULLET.fullmatch(word))
    first = next(others, None)
    return first is None or (bool(_NUMBERING.fullmatch(first)) and next(others, None) is None)


def holds_korean(text: str) -> bool:
    """Return whether a text has letters that only Korean is written with here: Hangul or Hanja."""
    return not text.isascii() and bool(_KOREAN.search(text))
