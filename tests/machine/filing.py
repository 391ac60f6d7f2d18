"""Files of answers: brought, described, moved, taken out, put back, tidied: a part of a machine.

It is put together in `tests/machine/test_machine.py`.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any, ClassVar

import pytest
from django.db.models import F
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from responses.domain.answers import drafting
from responses.domain.answers.known_files import UnknownFileError
from responses.domain.answers.writes import Write
from responses.domain.content.combining import combined
from responses.domain.content.content import EMPTY, Content
from responses.domain.content.identity import row_ids
from responses.domain.content.kinds.files import row_of
from responses.domain.files.storing import bring, remove_unused
from responses.domain.files.unfit import Unfit, UnfitError
from responses.domain.permissions import NotAllowedError
from responses.domain.snapshot.snapshot import Snapshot
from responses.enums import Source
from responses.models import Answer, FileChunk, RefusedText, StoredFile, Upload
from tests.machine.files import (
    FILES_MAX,
    LARGE,
    SMALL,
    WITH_FILES,
    Brought,
    Stocked,
    Store,
    named_in,
    rows_of,
)
from tests.machine.writing import WritingDesk, bases, people, writers
from tests.support import invariants
from tests.support.factories import find
from tests.support.strategies import one_lines

keys = st.sampled_from(WITH_FILES)
# Few of the small ones and all the large ones, so that what one brings another has brought, too.
places = st.sampled_from([0, 1, 2, *range(SMALL, SMALL + LARGE)])
captions = st.sampled_from(["Map", "Map", "Table", ""]) | one_lines
changes = st.sampled_from(["add", "add", "add", "describe", "move", "take out"])
ages = st.sampled_from([0, 1, 15, 30, 30])

WORDS = ("caption", "alternative")

Row = dict[str, str]


class FilingDesk(WritingDesk):
    """The files: bringing and tidying them, and naming them in answers."""

    stock: ClassVar[Mapping[str, Stocked]]

    def __init__(self) -> None:
        self.stored = True
        super().__init__()
        self.store = Store({digest: each.facts.size for digest, each in self.stock.items()})

    # Bringing and tidying

    @rule(data=st.data(), who=people)
    def bring(self, data: st.DataObject, who: str) -> None:
        """Bring a file that no answer names yet; what there is no room for leaves nothing."""
        self._bring(who, self._any(data).facts.digest)

    @precondition(lambda self: self.store.brought)
    @rule(days=ages)
    def tidy(self, days: int) -> None:
        """Let time pass, and remove what nothing has named for thirty days."""
        ago = timedelta(days=days)
        Upload.objects.update(at=F("at") - ago, unnamed_since=F("unnamed_since") - ago)
        self.store.grow_older(days)
        gone = self.store.tidy(self._named())
        assert remove_unused(timezone.now()) == len(gone)

    def _bring(self, who: str, digest: str) -> None:
        named = {each for key in WITH_FILES for each in named_in(self._now(key))}
        given, author = BytesIO(self.stock[digest].content), self.cast[who]
        if self.store.has_room(digest, named):
            facts = bring(self.response, given, author=author, named=named)
            assert facts == self.stock[digest].facts
            self.store.bring(who, digest)
            return
        with pytest.raises(UnfitError) as refusal:
            bring(self.response, given, author=author, named=named)
        assert refusal.value.why is Unfit.FULL

    # Naming them in answers

    @rule(data=st.data(), who=writers, key=keys, base=bases, by_form=st.booleans())
    def file(
        self, data: st.DataObject, who: str | None, key: str, base: str, *, by_form: bool
    ) -> None:
        """Add, describe, move and take out files of an answer, by the form or while typing.

        Those that are new are brought before; what no one brought cannot be named.
        """
        who, started = who or self._writer(data, key), self._base(key, base)
        version = min(started or 0, len(self.model.answers[key]))
        before = self.model.says(key, version)
        rows = self._changed(data, rows_of(before))
        if data.draw(st.sampled_from([*[True] * 7, False])):
            for digest in sorted({row["digest"] for row in rows} - self.store.brought.keys()):
                self._bring(who, digest)
        write = self._filed(key, before["parts"] | {"files": rows}, started)
        self._hand_in(who, write, by_form=by_form)

    @rule(data=st.data(), key=keys)
    def add_many_in_two_windows(self, data: st.DataObject, key: str) -> None:
        """Add more files in two windows than an answer can have: what is refused is kept."""
        who, base, before = self._writer(data, key), self._base(key, "right"), self._now(key)
        small = [*self.stock.values()][:SMALL]
        for digest in (each.facts.digest for each in small):
            if digest not in self.store.brought:
                self._bring(who, digest)
        for some in (small[: SMALL // 2], small[SMALL // 2 :]):
            rows = [*rows_of(before), *(row_of(each.name, each.facts) for each in some)]
            write = self._filed(key, before["parts"] | {"files": rows[:FILES_MAX]}, base)
            self._hand_in(who, write, by_form=False)

    def _hand_in(self, who: str, write: Write, *, by_form: bool) -> None:
        strays = named_in(write.content.to_json()) - self.store.brought.keys()
        hand_in = self._save if by_form else self._type
        if strays and self._writes(who, write.question.key):
            with pytest.raises(UnknownFileError):
                hand_in(who, write)
        else:
            hand_in(who, write)

    @rule(data=st.data(), who=writers, key=keys)
    def translate_captions(self, data: st.DataObject, who: str | None, key: str) -> None:
        """Say captions and alternative texts in English, each perhaps."""
        who = who or self._writer(data, key)
        said = {row[name] for row in rows_of(self._now(key)) for name in WORDS} - {""}
        rows = [
            {"of": phrase, "text": f"In English: {phrase}"[:300]}
            for phrase in sorted(said)
            if data.draw(st.booleans())
        ]
        if data.draw(st.booleans()):
            # As the page sends them: each at its place, also those that say the same.
            rows = [
                {"of": row[name], "text": f"{at}.{name}: {row[name]}"[:300], "at": f"{at}.{name}"}
                for at, row in self._rows(key)
                for name in WORDS
                if row[name] and data.draw(st.booleans())
            ]
        into = f"{key}_en"
        parts = self._now(into)["parts"] | {"files": rows}
        self._save(who, self._filed(into, parts, self._base(into, "right")))

    @precondition(lambda self: any(text.base is not None for text in self.model.kept.values()))
    @rule(data=st.data())
    def combine_as_proposed(self, data: st.DataObject) -> None:
        """Take what the product makes of a refused text and of what the answer says now.

        Of the files that both sides have added, changed or taken out nothing is lost.
        """
        kept = {pk: text for pk, text in self.model.kept.items() if text.base is not None}
        pk = data.draw(st.sampled_from(sorted(kept)))
        text, key = kept[pk], kept[pk].key
        question, now = find(self.response, key)[1], self._base(key, "right")
        based, mine, theirs = (
            Content.from_json(each)
            for each in (self.model.says(key, text.base or 0), text.content, self._now(key))
        )
        made = combined(question, based, mine, theirs)
        assert len(rows_of(made.content.to_json())) <= FILES_MAX or question.language
        wanted = invariants.added(based, mine)
        if not {"files"} & (made.overlaps | made.full):
            wanted |= invariants.added(based, theirs)
        if "files" not in made.full:
            filed = {piece for piece in wanted if piece[0] == "files"}
            assert filed <= invariants.pieces(made.content)
        write = Write(question, made.content, now, translates=self._newest(key))
        with self._unless(self._writes(text.author, key), NotAllowedError):
            outcome = drafting.combine(
                *(self.response, self._section(key), write),
                settles=RefusedText.objects.get(pk=pk),
                author=self.cast[text.author],
            )
            self._take(text.author, write, outcome, Source.COMBINATION)
            if outcome.refusal is None:
                del self.model.kept[pk]

    # What must hold

    @invariant()
    def the_store_says_what_the_model_says(self) -> None:
        """And what anything names is there, to the byte; looked at whenever files were."""
        if not self.stored:
            return
        names, now = {user.pk: name for name, user in self.cast.items()}, timezone.now()
        brought = {
            digest: Brought(names[by], (now - at).days, (now - since).days if since else None)
            for digest, by, at, since in Upload.objects.values_list(
                "file", "by", "at", "unnamed_since"
            )
        }
        assert brought == self.store.brought
        assert self._named() <= brought.keys()
        contents: dict[str, bytes] = {}
        for digest, content in FileChunk.objects.order_by("file", "number").values_list(
            "file", "content"
        ):
            contents[digest] = contents.get(digest, b"") + bytes(content)
        assert contents == {digest: self.stock[digest].content for digest in brought}
        assert set(StoredFile.objects.values_list("pk", flat=True)) == brought.keys()
        assert invariants.named_in(self.response) <= brought.keys()
        self.stored = False

    def assert_captions_are_translated(self, snapshot: Snapshot) -> None:
        """Each row says in English what its translation says of its words, and else as it is."""
        for each in snapshot.translations:
            key = each.original.question.key
            if key not in WITH_FILES:
                continue
            said = rows_of(self._now(f"{key}_en"))
            placed = {row["at"]: row for row in said if "at" in row}
            behind = []
            told = zip(self._rows(key), rows_of(each.result.to_json()), strict=True)
            for (at, row), result in told:
                assert {**row, **dict.fromkeys(WORDS)} == {**result, **dict.fromkeys(WORDS)}
                for name in WORDS:
                    alike = [other["text"] for other in said if other["of"] == row[name]]
                    own = placed.get(f"{at}.{name}")
                    if own and row[name]:
                        assert result[name] == own["text"]
                        behind += [f"{at}.{name}"] if own["of"] != row[name] else []
                    else:
                        assert result[name] in ((alike if row[name] else []) or [row[name]])
            assert [*each.behind.get("files", ())] == behind
            assert each.is_outdated == (each.has_old_texts or bool(behind))

    # Helpers

    def _watch(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.stored |= '"responses_upload"' in sql
        return super()._watch(execute, sql, *rest)

    def _take(self, who: str, write: Write, *rest: Any) -> None:
        self.store.name(named_in(write.content.to_json()))
        super()._take(who, write, *rest)

    def _rows(self, key: str) -> list[tuple[str, Row]]:
        """Return the rows of an answer, each with its identity."""
        found = Answer.objects.filter(
            response=self.response, question=find(self.response, key)[1].pk, language=""
        )
        content = Content.from_json(found[0].content) if found else EMPTY
        assert content.alone.to_json() == self._now(key)
        rows: list[Row] = list(content.parts.get("files", ()))  # type: ignore[arg-type]
        return list(zip(row_ids(content, "files"), rows, strict=True))

    def _now(self, key: str) -> dict[str, Any]:
        """Return what an answer says now."""
        return self.model.says(key, len(self.model.answers[key]))

    def _named(self) -> set[str]:
        """Return the digests that anything names, or ever named."""
        said = (said.content for past in self.model.answers.values() for said in past)
        kept = (text.content for text in self.model.kept.values())
        return {digest for plain in (*said, *kept) for digest in named_in(plain)}

    def _any(self, data: st.DataObject) -> Stocked:
        place: int = data.draw(places)
        return [*self.stock.values()][place]

    def _filed(self, key: str, parts: Mapping[str, Any], base: int | None) -> Write:
        question = find(self.response, key)[1]
        content = self._typed(question, dict(parts))
        return Write(question, content, base, translates=self._newest(key))

    def _changed(self, data: st.DataObject, before: Iterable[Row]) -> list[Row]:
        """Return rows as somebody leaves them who was at them some times."""
        rows = [dict(row) for row in before]
        for _ in range(data.draw(st.integers(1, 3))):
            change = data.draw(changes)
            if change == "add" or not rows:
                if len(rows) < FILES_MAX:
                    file = self._any(data)
                    place = data.draw(st.integers(0, len(rows)))
                    said = {"caption": data.draw(captions), "alternative": data.draw(captions)}
                    rows.insert(place, row_of(file.name, file.facts) | said)
                continue
            row = rows.pop(data.draw(st.integers(0, len(rows) - 1)))
            if change == "describe":
                row["caption"] = data.draw(captions)
            if change != "take out":
                place = data.draw(st.integers(0, len(rows)))
                rows.insert(place, row)
        return rows
