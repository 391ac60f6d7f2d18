"""Which role a word names, and which words may be meant as one. Pure.

A role decides what somebody may do, so that a word that only resembles one is asked about.
"""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache

from django.conf import settings
from django.utils.translation import override

from responses.characters import normalised
from responses.enums import Role, complete

from .columns import ANY, kinds_of

# What a role is called besides its label, each written together.
_SYNONYMS: Mapping[Role, Sequence[str]] = complete(
    Role,
    {
        Role.COORDINATOR: ("총괄자", "코디네이터", "co-ordinator"),
        Role.CONTRIBUTOR: ("작성인", "writer"),
        Role.REVIEWER: ("검토인", "리뷰어"),
        Role.VIEWER: ("열람인", "뷰어"),
    },
)
# Whom the assignment names as a translator is a contributor.
_TRANSLATORS = dict.fromkeys(("번역자", "번역인", "번역가", "translator"), Role.CONTRIBUTOR)
_TRANSLATES = "번역"
_BETWEEN = re.compile(r"[\s,;/()<>]+")
# What a role does; in the midst of a line it may as well be of a department or post.
_ACTS: Mapping[str, Role] = {
    "총괄": Role.COORDINATOR,
    "작성": Role.CONTRIBUTOR,
    _TRANSLATES: Role.CONTRIBUTOR,
    "검토": Role.REVIEWER,
    "열람": Role.VIEWER,
}
_LIKE_ROLES = re.compile(
    r"(?:총괄|작성|검토|열람|결재|협조|승인|조회|편집|리뷰|뷰)(?:자|인|원|위원|(?:담당|책임)자?|요원|어|님)?"
    r"|(?:approv|author|consent|co-?ordinat|contribut|edit|observ|review|sign|view|writ)"
    r"(?:e|[aeo]rs?|s)?"
)
_LIKE_SIGNERS = re.compile(r"(?:결재|협조|승인)\w*|(?:approv|consent|sign)(?:e|[aeo]rs?|s)?")
_CLOSE = 0.8
"""From which likeness on a word may be a role that is misspelt."""
_WORDS_MOST = 2
"""How many words the name of a role has at most."""


def role_of(cell: str) -> Role | None:
    """Return the role that a column names, in any language."""
    word = _folded(cell)
    return _roles().get(word) or _TRANSLATORS.get(word)


def role_of_last(cell: str) -> Role | None:
    """Return the role that the last column of a line names, be it by what the role does."""
    return role_of(cell) or _ACTS.get(_folded(cell))


def roles_among(words: Sequence[str]) -> tuple[list[str], list[Role]]:
    """Return words without the names of roles, and these roles."""
    rest: list[str] = []
    roles: list[Role] = []
    at = 0
    while at < len(words):
        for count in range(_WORDS_MOST, 0, -1):
            if role := role_of(" ".join(words[at : at + count])):
                roles.append(role)
                at += count
                break
        else:
            rest.append(words[at])
            at += 1
    return rest, roles


def lines_of_translators(text: str) -> str:
    """Return the lines of a text that name a translator: that is no role, but asks for more."""
    return "\n".join(
        line
        for line in text.split("\n")
        for words in [[_folded(each) for each in _BETWEEN.split(line) if each]]
        if any(each in _TRANSLATORS for each in words) or words[-1:] == [_TRANSLATES]
    )


def is_like_a_role(cell: str) -> bool:
    """Return whether a column, or a word, that names no role may be meant as one."""
    word = _folded(cell)
    if word in _roles():
        return False
    if _LIKE_ROLES.fullmatch(word):
        return True
    return kinds_of(cell) == ANY and bool(get_close_matches(_letters(word), _spelt(), 1, _CLOSE))


def is_like_a_signer(cell: str) -> bool:
    """Return whether a word that names no role is of those who sign or consent."""
    return bool(_LIKE_SIGNERS.fullmatch(_folded(cell)))


@cache
def _roles() -> Mapping[str, Role]:
    """Return the roles by their names in every language, and by what else they are called."""
    found = {_folded(word): role for role, words in _SYNONYMS.items() for word in words}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.update({_folded(str(role.label)): role for role in Role})
    return found


@cache
def _spelt() -> Sequence[str]:
    return [*map(_letters, _roles())]


def _folded(cell: str) -> str:
    return "".join(cell.casefold().split()).strip(".")


def _letters(word: str) -> str:
    """Return a word by letters, as one letter of a Korean syllable may be wrong."""
    return normalised(word, "NFD")
