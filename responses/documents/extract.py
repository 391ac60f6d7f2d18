"""What a file that is made to be worked on tells of a response: all or a section, in a language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from responses.domain.coverage.purposes import Chosen
from responses.domain.glossary.glossary import Glossary
from responses.domain.snapshot.section import SectionSnapshot
from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.sealing import Reopened
from responses.domain.talk.transcript import TranscriptRow
from responses.enums import BOTH, LATIN
from responses.wording.files import unsealed_words
from responses.wording.originals import translation_words

from .figures import Source, no_figures


@dataclass(frozen=True, slots=True)
class Extract:
    """A snapshot, and which of its sections, by its key, if it is not all; in which language.

    `sealed` is the number of the submission that says the same, or 0; `after` says after which one
    it was reopened, if it was; `said` is what was said of it; `latin` is how those who wrote all
    that write their names in Latin letters, by their names; `figures` gives the pictures. `chosen`
    says for which indicators writers chose links to be; it is None where nobody asked.
    """

    snapshot: Snapshot
    language: str
    section: str = ""
    sealed: int = 0
    after: Reopened | None = None
    said: Sequence[TranscriptRow] = ()
    latin: Mapping[str, str] = field(default_factory=dict)
    figures: Source = no_figures
    chosen: Chosen | None = None

    @property
    def first(self) -> str:
        """The language of the file, of one in both the one in which the city works."""
        return self.snapshot.language if self.language == BOTH else self.language

    @property
    def only(self) -> str:
        """The language of a table that is in one alone, or nothing."""
        return "" if self.language == BOTH else self.language

    @property
    def languages(self) -> Sequence[str]:
        """The languages of its answers."""
        other = self.snapshot.submission_language
        return (self.first, other) if self.language == BOTH else (self.first,)

    def sections(self, language: str) -> Sequence[SectionSnapshot]:
        """Return its sections as they are read in a language."""
        found = self.snapshot.in_language(language).sections
        return [each for each in found if self.section in {"", each.section.key}]

    def translation_words(self, *, every_name: bool) -> str:
        """Return how far what it has in the submission language is translated, if not wholly."""
        sections = self.sections(self.languages[-1])
        return translation_words(sections, self.glossary, every_name=every_name)

    @property
    def glossary(self) -> Glossary:
        """What a reader of its last language is told beside the answers."""
        return self.snapshot.glossary_in(self.languages[-1])

    def person(self, name: str) -> str:
        """Return what the language of the file calls who wrote something, by their name."""
        known = self.latin.get(name, "") if self.first in LATIN else ""
        return known or self.snapshot.glossary_in(self.first).term(name)

    @property
    def note(self) -> str:
        """That the file is not the sealed one, which stands on each of its pages."""
        return unsealed_words(self.sealed, self.after)
