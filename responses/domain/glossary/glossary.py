"""What stands beside answers in another language: posts, departments and people's names. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from responses.characters import holds_korean
from responses.enums import LATIN

_TOLD_APART = re.compile(r"(.*\S)\(([^()]+)\)")
"""A name with what tells it apart, as `people.labels` writes it."""
Terms = Mapping[str, str]
"""Fixed terms of the city's working language, each with its translation."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """How a response says in another language what it says beside its answers.

    `terms` are translated into `language`, in which the city submits; it is empty without any.
    `names` are those of people in Latin letters as they write them, by their accounts' keys.
    `original` is the language of what it has no words for, in a document that marks that.
    """

    language: str = ""
    terms: Terms = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    original: str = ""

    def into(self, language: str) -> "Glossary":
        """Return what of it a document in `language` uses."""
        return Glossary(
            language,
            self.terms if language == self.language else {},
            self.names if language in LATIN else {},
        )

    def term(self, text: str) -> str:
        """Return a post or department, translated if it can be."""
        return self.terms.get(text, text)

    def name(self, person: int, name: str) -> str:
        """Return a person's name: in Latin letters, else as a term is, else as it is.

        What the person is told apart by, in brackets behind the name, is a term of its own.
        """
        found = _TOLD_APART.fullmatch(name)
        if not found or name in self.terms:
            return self.names.get(person) or self.term(name)
        return f"{self.names.get(person) or self.term(found[1])} ({self.term(found[2])})"

    def keeps(self, text: str) -> bool:
        """Return whether a document has a text in the original, in letters of no use to it."""
        is_marked = self.original and self.original not in LATIN and self.language in LATIN
        return bool(is_marked) and holds_korean(text)

    def to_json(self) -> dict[str, Any]:
        """Return it as it is sealed; nothing at all if it says nothing, as none once did."""
        if not self.terms and not self.names:
            return {}
        names = {str(person): name for person, name in self.names.items()}
        return {"language": self.language, "terms": dict(self.terms), "names": names}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Glossary":
        """Return the glossary that `to_json` gave."""
        if not stored:
            return NO_GLOSSARY
        names = {int(person): name for person, name in stored["names"].items()}
        return cls(stored["language"], stored["terms"], names)


NO_GLOSSARY = Glossary()
"""Everything stays as it is written."""
