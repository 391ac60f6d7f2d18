"""Files that imported answers name: brought to the response, or left out of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from responses.domain.content.content import Content, files_in
from responses.domain.content.files import FileFacts, FileValue
from responses.domain.content.kinds import KINDS
from responses.domain.edition.shapes import QuestionShape
from responses.domain.files.stored import brought
from responses.domain.files.storing import bring, bring_again
from responses.domain.files.unfit import UnfitError
from responses.models import Response, SectionWork, User


@dataclass(frozen=True, slots=True)
class ImportedFiles:
    """By the digests that imported answers give them, what the files are that can be named."""

    known: Mapping[str, FileFacts] = field(default_factory=dict)

    def fitting(self, question: QuestionShape, content: Content) -> tuple[Content, list[FileValue]]:
        """Return an answer with those of its files that can be named, and the others."""
        lost = [each for each in files_in(question, content) if not self._has(each.facts)]
        parts = dict(content.parts)
        for part in question.parts:
            rows: Any = parts.get(part.key)
            if rows is not None and KINDS[part.kind].takes_files:
                parts[part.key] = [
                    {**row, **_plain(self.known[row["digest"]])}
                    for row, file in zip(rows, KINDS[part.kind].files(rows), strict=True)
                    if self._has(file.facts)
                ]
                if not parts[part.key]:
                    del parts[part.key]
        return replace(content, parts=parts), lost

    def _has(self, facts: FileFacts) -> bool:
        # What is made anew as it is brought is another file than its answer says, of one type.
        found = self.known.get(facts.digest)
        return found is not None and (found == facts or found.digest != facts.digest)


def _plain(facts: FileFacts) -> Mapping[str, str]:
    return {key: str(value) for key, value in facts._asdict().items()}


def bring_imported(
    response: Response, wanted: set[FileFacts], given: Mapping[str, bytes], *, author: User
) -> ImportedFiles:
    """Bring to a response the files that it lacks, and return those that its answers can name.

    From the bytes that are `given` by digest, or as another response of the city has them. In the
    transaction that writes the answers; one query where no file is wanted that is not there.
    """
    if not wanted:
        return ImportedFiles()
    known = {each.digest: each for each in brought(response.pk, {each.digest for each in wanted})}
    lacking = {each.digest for each in wanted} - known.keys()
    if lacking:
        # Who brings and writes takes the locks in the order in which files are let go.
        list(SectionWork.objects.select_for_update().filter(response=response).order_by("pk"))
        again = bring_again(response, lacking, author=author)
        known |= {each.digest: each for each in again}
    named = set(response.uploads.values_list("file_id", flat=True)) if lacking else set()
    for digest in sorted(lacking & given.keys() - known.keys()):
        try:
            known[digest] = bring(response, BytesIO(given[digest]), author=author, named=named)
        except UnfitError:
            continue
        named.add(known[digest].digest)
    return ImportedFiles(known)
