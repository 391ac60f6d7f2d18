"""What nobody sees: the characters that print no ink, and where they carry something. Pure.

static/js/text/one-line.js has the same; tests/unseen.json and tests/characters.json hold both to
each other. All other modules take from here what prints nothing.
"""

import re
from collections.abc import Callable

# Default_Ignorable_Code_Point in DerivedCoreProperties.txt of Unicode: programs that do not know
# one of these show nothing.
_IGNORABLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
# By their names in UnicodeData.txt: the blank of braille, anchors of annotations and of pictures
# that were not copied, what puts hieroglyphs together and blanks among them, a filler, a note
# without a head.
_INKLESS = "\u2800\ufff9-\ufffc\U00013430-\U0001343f\U00013441\U00013442\U00016fe4\U0001d159"
UNSEEN = _IGNORABLE + _INKLESS
"""All that prints no ink beside white space and controls, as it stands in brackets of a pattern."""
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Those that look like a blank."""

# What of these carries something behind which letter.
_EMOJI = (
    "\xa9\xae\u203c\u2049\u2100-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff"
)
_HAN = (
    "\u3001\u3002\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01\uff0c\uff0e\uff1a\uff1b\uff1f"
    "\U00020000-\U000323af"
)
# The scripts that join letters: from Hebrew to Myanmar, from Khmer to Mongolian, and so on.
_JOINING = "\u0590-\u109f\u1780-\u18af\u1a20-\u1cff\ua800-\uabff\ufb50-\ufdff\U00010a00-\U00011fff"
_MARK = rf"(?![{UNSEEN}])[^\w\s\x00-\x7f]"
_CARRYING = "|".join(
    (
        "\U0001f3f4[\U000e0020-\U000e007f]+",  # the flag of a part of a country
        rf"[{_EMOJI}](?:[\ufe00\ufe0e\ufe0f](?:\u200d(?=[{_EMOJI}]))?|\u200d(?=[{_EMOJI}]))",
        "[#*0-9]\ufe0f(?=\u20e3)",
        f"[{_HAN}][\ufe00-\ufe0f\U000e0100-\U000e01ef]",
        "[\u1820-\u18aa][\u180b-\u180f\u200c\u200d]{1,2}",
        "[\u1780-\u17b3][\u17b4\u17b5]",
        "[\u1000-\u109f\ua840-\ua877]\ufe00",
        rf"(?![{UNSEEN}])[{_JOINING}][\u200c\u200d]{{1,2}}",
        # Syllables of old Hangul without an initial or a vowel.
        "[\u1100-\u115e\ua960-\ua97c]\u1160",
        "\u115f(?=[\u1161-\u11a7\ud7b0-\ud7c6])",
        "\u115f\u1160(?=[\u11a8-\u11ff\ud7cb-\ud7fb])",
        f"{_MARK}\u034f(?={_MARK})",
        "[\U00013000-\U0001342f][\U00013430-\U0001343f]{1,2}",
    )
)
_ANY = re.compile(f"[{UNSEEN}]")
_CARRIES = re.compile(_CARRYING)
_EACH = re.compile(f"(?:{_CARRYING})|(?P<unseen>[{UNSEEN}])")


def with_invisible(text: str, shown: Callable[[str], str]) -> str:
    """Return a line with what `shown` makes of each character that nobody sees.

    What carries something stays: the joiners of emoji and scripts, the selectors behind emoji and
    Chinese characters, the tags of flags, the fillers in syllables of old Hangul.
    """
    if text.isascii() or not _ANY.search(text):
        return text
    return _EACH.sub(lambda found: shown(found[0]) if found["unseen"] else found[0], text)


def without_invisible(text: str, *, filler: str = " ") -> str:
    """Return a line without what nobody sees and carries nothing.

    Fillers become the blanks that they look like; addresses, which have none, take `""` for one.
    """
    return with_invisible(text, lambda sign: filler if sign in FILLERS else "")


def strip_invisible(text: str) -> str:
    """Return a text without what nobody sees around it."""
    if text.isascii():
        return text
    start, end = 0, len(text)
    while start < end and _ANY.match(text, start):
        start += 1
    while end > start and _ANY.match(text, end - 1):
        end -= 1
    carries = _CARRIES.match(text, end - 1) if end > start else None
    return text[start : carries.end() if carries else end]
