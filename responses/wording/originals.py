"""What stays in the original where a response is read in its submission language, in words.

Texts that are not translated, posts, departments and names that the glossary lacks, names of files
and addresses: every format marks them by these words, and counts them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import gettext

from responses.domain.content.content import written
from responses.domain.content.finding import addresses_in
from responses.domain.content.translating import TranslationStatus
from responses.domain.glossary.glossary import Glossary
from responses.domain.snapshot.answer import AnswerSnapshot
from responses.domain.snapshot.section import SectionSnapshot
from responses.enums import Language

from .translations import translated_count, translation_note

# Those whose note says already that words of the original are among the others.
_SAID = frozenset(
    {
        TranslationStatus.UNTRANSLATED,
        TranslationStatus.PARTLY,
        TranslationStatus.PARTLY_OUTDATED,
    }
)


class Originals(NamedTuple):
    """How much stays in the original: answers that are translated, and what is named, each once."""

    answers: int
    files: int
    addresses: int
    names: int = 0
    notes: int = 0


def original_mark(text: str, glossary: Glossary) -> str:
    """Return what stands behind a text that is in the original, such as [Korean], or nothing."""
    return f"[{Language(glossary.original).label}]" if glossary.keeps(text) else ""


def as_original(text: str, glossary: Glossary) -> str:
    """Return a text, marked if it is in the original."""
    return " ".join(filter(None, (text, original_mark(text, glossary))))


def answer_note(answer: AnswerSnapshot, glossary: Glossary) -> str:
    """Return what a reader of a translated document has to know of one answer, if anything.

    `answer` is as it is read in the language of the document.
    """
    if not glossary.original or answer.translation is None:
        return ""
    notes = [translation_note(answer.translation)]
    language = {"language": Language(glossary.original).label}
    if _keeps_words(answer, glossary):
        notes.append(gettext("Some words are in %(language)s.") % language)
    if any(_addresses(answer, glossary)):
        notes.append(addresses_note(glossary))
    return " ".join(filter(None, notes))


def addresses_note(glossary: Glossary) -> str:
    """Return that some addresses are in the original: nobody can translate one."""
    language = {"language": Language(glossary.original).label}
    return gettext("Some addresses have letters of %(language)s.") % language


def originals(
    sections: Iterable[SectionSnapshot],
    glossary: Glossary,
    addresses: Iterable[str] = (),
    *,
    every_name: bool = False,
) -> Originals:
    """Return how much in the answers of some sections stays in the original.

    They are as they are read in the language of the document, whose other `addresses` count, too.
    Of a picture that words say something of, its name counts where a document has `every_name` of
    a file.
    """
    answers = [answer for section in sections for answer in section.answers]
    return Originals(
        sum(_keeps_words(answer, glossary) for answer in answers),
        len(
            kept(
                (
                    file.name
                    for answer in answers
                    for file in answer.files
                    if every_name or file.shows_name
                ),
                glossary,
            )
        ),
        len(
            {
                *filter(glossary.keeps, addresses),
                *(url for answer in answers for url in _addresses(answer, glossary)),
            }
        ),
    )


def translation_words(
    sections: Sequence[SectionSnapshot],
    glossary: Glossary,
    names: Iterable[str] = (),
    notes: Iterable[str] = (),
    addresses: Iterable[str] = (),
    *,
    every_name: bool = False,
) -> str:
    """Return how far a document is translated, or nothing if it is wholly so.

    `names` are the posts, departments and people that it has beside its answers, `notes` what
    people noted of its links and services, and `addresses` those of its services; see `originals`.
    """
    if not glossary.original:
        return ""
    translations = [each for section in sections for each in section.translations]
    lacking = any(each.is_due for each in translations)
    found = originals(sections, glossary, addresses, every_name=every_name)
    found = found._replace(names=len(kept(names, glossary)), notes=len(kept(notes, glossary)))
    said = (translated_count(translations) if lacking else "", _counted(found, glossary))
    return "; ".join(filter(None, said))


def _counted(found: Originals, glossary: Glossary) -> str:
    counts = (
        (found.answers, gettext("words in answers (%(count)s)")),
        (found.files, gettext("names of files (%(count)s)")),
        (found.addresses, gettext("addresses (%(count)s)")),
        (found.names, gettext("posts, departments and names (%(count)s)")),
        (found.notes, gettext("notes (%(count)s)")),
    )
    listed = " · ".join(words % {"count": count} for count, words in counts if count)
    if not listed:
        return ""
    told = {"language": Language(glossary.original).label, "counts": listed}
    return gettext("in %(language)s: %(counts)s") % told


def kept(texts: Iterable[str], glossary: Glossary) -> frozenset[str]:
    """Return which texts a document keeps in the original: those that its cover counts."""
    return frozenset(filter(glossary.keeps, texts))


def _keeps_words(answer: AnswerSnapshot, glossary: Glossary) -> bool:
    """Return whether an answer that is translated still has words of the original."""
    translation = answer.translation
    if translation is None or translation.translation_status in _SAID:
        return False
    beside = {link.url for link in answer.links} | {file.name for file in answer.files}
    # Whether there is any is found far more quickly than addresses are.
    texts = (text for text in written(answer.content) if text not in beside)
    return any(glossary.keeps(_without_addresses(text)) for text in filter(glossary.keeps, texts))


def _without_addresses(text: str) -> str:
    words, place = [], 0
    for found in addresses_in(text):
        words.append(text[place : found.start])
        place = found.stop
    return "".join((*words, text[place:]))


def _addresses(answer: AnswerSnapshot, glossary: Glossary) -> Iterator[str]:
    """Yield the addresses of an answer that are in the original, each perhaps several times."""
    texts = filter(glossary.keeps, written(answer.content))
    found = (text[place] for text in texts for place in addresses_in(text))
    yield from filter(glossary.keeps, (*(link.url for link in answer.links), *found))
