"""One response with everybody who may or may not touch it, as they write: a part of a machine.

It is put together in `tests/machine/test_machine.py`.
"""

import re
import unicodedata
from collections.abc import Callable
from contextlib import ExitStack, nullcontext
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from responses.characters import is_blank, one_line, says_nothing
from responses.domain.answers import drafting, refused
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Outcome, Write
from responses.domain.content.content import Content, canonical
from responses.domain.definition.loading import Loaded, load
from responses.domain.edition.shapes import QuestionShape, SectionShape
from responses.domain.permissions import NotAllowedError
from responses.enums import Refusal, Role, Source
from responses.models import Membership, RefusedText, Response, User
from responses.validators import TEXT_MAX
from tests.machine.files import FILES_MAX, asked, rows_of
from tests.machine.model import CAST, WHERE, Kept, Model, Plain, Said, original
from tests.support import invariants
from tests.support.factories import find
from tests.support.strategies import texts, typed_parts

people = st.sampled_from(list(CAST))
# None is one of those who may write.
writers = st.none() | st.none() | people
keys = st.sampled_from(list(WHERE))
TRANSLATIONS = [key for key in WHERE if original(key) != key]
bases = st.sampled_from([*["right"] * 5, "stale", "stale", "absent", "impossible"])
numbers = st.integers(0, 100)
# Two of them are more than a text can hold.
longs = st.sampled_from("가나다").map(lambda letter: letter * (TEXT_MAX // 2 + 1))


class WritingDesk(RuleBasedStateMachine):
    """The writing: by form, while typing, by restoring and by combining."""

    response: ClassVar[Response]
    cast: ClassVar[dict[str, User]]
    clients: ClassVar[dict[str, Client]]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.written = True
        # Each run begins with the response as it was made, and leaves it so.
        self.undone = ExitStack()
        self.undone.enter_context(transaction.atomic())
        self.undone.enter_context(connection.execute_wrapper(self._watch))

    def teardown(self) -> None:
        definition = asked()
        definition["sections"][0]["questions"][0]["wording"]["en"] = "Nothing"
        assert load(definition) is Loaded.KEPT
        transaction.set_rollback(True)
        self.undone.close()

    # Writing

    @rule(data=st.data(), who=writers, key=keys, base=bases)
    def save(self, data: st.DataObject, who: str | None, key: str, base: str) -> None:
        who = who or self._writer(data, key)
        self._save(who, self._write(data, key, base))

    def _save(self, who: str, write: Write) -> None:
        key = write.question.key
        with self._unless(self._writes(who, key), NotAllowedError):
            outcome = drafting.save_answer(
                self.response, self._section(key), write, author=self.cast[who]
            )
            self._take(who, write, outcome, Source.FORM)

    @rule(data=st.data(), who=writers, key=keys, base=bases)
    def autosave(self, data: st.DataObject, who: str | None, key: str, base: str) -> None:
        who = who or self._writer(data, key)
        self._type(who, self._write(data, key, base, continues=self._own(data, who)))

    @rule(data=st.data(), key=keys, texts=st.lists(longs, min_size=2, max_size=2))
    def write_much_in_two_windows(self, data: st.DataObject, key: str, texts: list[str]) -> None:
        question, base = find(self.response, key)[1], self._base(key, "right")
        who = self._writer(data, key)
        for text in texts:
            content = self._typed(question, {"text": text})
            self._type(who, Write(question, content, base, translates=self._newest(key)))

    def _type(self, who: str, write: Write) -> None:
        key = write.question.key
        place = AnswerRef(self.response.city.slug, self.response.edition.code, WHERE[key], key)
        with self._unless(self._writes(who, key), NotAllowedError, LookupError):
            outcome = drafting.autosave(self.cast[who], place, lambda _opened: write)
            assert outcome
            self._take(who, write, outcome, Source.AUTOSAVE)

    @precondition(lambda self: any(self.model.answers.values()))
    @rule(who=people, key=keys, base=bases, number=numbers)
    def restore(self, who: str, key: str, base: str, number: int) -> None:
        section, question = find(self.response, key)
        version = number % (len(self.model.answers[key]) + 2)
        there = 1 <= version <= len(self.model.answers[key])
        started = self._base(key, base)
        try:
            outcome = drafting.restore(
                *(self.response, section, question, version),
                base_version=started,
                author=self.cast[who],
            )
        except LookupError:
            assert not there
        except NotAllowedError:
            assert not self._writes(who, key)
        else:
            content = Content.from_json(self.model.says(key, version))
            assert there
            of = self.model.answers[key][version - 1].of
            write = Write(question, content, started, translates=of)
            self._take(who, write, outcome, Source.RESTORE)

    @precondition(lambda self: any(map(self.model.is_outdated, TRANSLATIONS)))
    @rule(data=st.data(), who=writers)
    def confirm(self, data: st.DataObject, who: str | None) -> None:
        """Say that a translation is still right, though the words of its original have changed."""
        key = data.draw(st.sampled_from([*filter(self.model.is_outdated, TRANSLATIONS)]))
        who, version = who or self._writer(data, key), len(self.model.answers[key])
        content = Content.from_json(self.model.says(key, version))
        question, of = find(self.response, key)[1], self._newest(key)
        write = Write(question, content, version, translates=of)
        with self._unless(self._writes(who, key), NotAllowedError):
            outcome = drafting.save_answer(
                self.response, self._section(key), write, author=self.cast[who]
            )
            self._take(who, write, outcome, Source.FORM)
            assert self.model.is_outdated(key) == (outcome.refusal is not None)

    @precondition(lambda self: self.model.kept)
    @rule(data=st.data(), base=bases)
    def combine(self, data: st.DataObject, base: str) -> None:
        pk = data.draw(st.sampled_from(sorted(self.model.kept)))
        text = self.model.kept[pk]
        write = self._write(data, text.key, base)
        with self._unless(self._writes(text.author, text.key), NotAllowedError):
            outcome = drafting.combine(
                *(self.response, self._section(text.key), write),
                settles=RefusedText.objects.get(pk=pk),
                author=self.cast[text.author],
            )
            self._take(text.author, write, outcome, Source.COMBINATION)
            if outcome.refusal is None:
                del self.model.kept[pk]

    @precondition(lambda self: self.model.kept)
    @rule(data=st.data(), who=people)
    def discard(self, data: st.DataObject, who: str) -> None:
        """Only one's own texts can be discarded."""
        pk = data.draw(st.sampled_from(sorted(self.model.kept)))
        own = self.model.kept[pk].author == who
        assert refused.discard_refused(self.response, self.cast[who], [pk]) == own
        if own:
            del self.model.kept[pk]

    # Helpers

    def _appoint(self, who: str, role: Role) -> None:
        Membership.objects.filter(user=self.cast[who]).update(role=role)
        self.model.roles[who] = role

    def _section(self, key: str) -> SectionShape:
        return find(self.response, key)[0]

    def _base(self, key: str, kind: str) -> int | None:
        """Return a version to start from; "stale" is any but the last where there is one."""
        version = len(self.model.answers[key])
        return {"right": version, "stale": version // 2, "impossible": version + 1}.get(kind)

    def _write(
        self, data: st.DataObject, key: str, base: str, continues: int | None = None
    ) -> Write:
        """Return something typed into an answer, by chance or as an addition to what it says."""
        question = find(self.response, key)[1]
        started = self._base(key, base)
        typed = data.draw(typed_parts(question))
        if data.draw(st.booleans()):
            version = min(started or 0, len(self.model.answers[key]))
            before = self.model.says(key, version)["parts"]
            longer = f"{before.get('text', '')}\n{data.draw(texts)}"
            typed = before | {"text": longer[:TEXT_MAX]}
        content, of = self._typed(question, typed), self._newest(key)
        if of is not None and data.draw(st.booleans()):
            # As a page has it that was opened before.
            of = data.draw(st.integers(0, of))
        return Write(question, content, started, continues, of)

    def _newest(self, key: str) -> int | None:
        """Return the version of what a translation is of, and nothing for an original."""
        of = original(key)
        return None if of == key else len(self.model.answers[of])

    def _typed(self, question: QuestionShape, typed: Plain) -> Content:
        """Return what was typed as it is handed in; nothing else may have become of it."""
        content = canonical(question, typed)
        plain = content.to_json()["parts"]
        text = re.sub("\r\n|[\r\u2028\u2029]", "\n", typed.get("text", ""))
        read = "" if says_nothing(text) else unicodedata.normalize("NFC", text)
        assert plain.get("text", "") == read
        if question.language:
            of_phrases = ("contact", "links", "files")
            said = [row["text"] for key in of_phrases for row in typed.get(key, ())]
            rows = [row["text"] for key in of_phrases for row in plain.get(key, ())]
            assert rows == [one_line(each) for each in said if not is_blank(each)]
            return content
        urls = [row["url"].strip() for row in typed.get("links", ())]
        assert [row["url"] for row in plain.get("links", ()) if row["url"]] == [
            url for url in urls if not is_blank(url)
        ]
        return content

    def _own(self, data: st.DataObject, who: str) -> int | None:
        """Return one of the person's refused texts, now and then, to go on from."""
        own = [pk for pk, text in self.model.kept.items() if text.author == who]
        return data.draw(st.none() | st.sampled_from(own)) if own else None

    def _watch(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Note whether the database is written to."""
        self.written |= not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"))
        return execute(sql, *rest)

    def _writes(self, who: str, key: str) -> bool:
        return self.model.writes(who, WHERE[key], key)

    def _writer(self, data: st.DataObject, key: str) -> str:
        """Return somebody who may write; Fay always may."""
        return data.draw(st.sampled_from([each for each in CAST if self._writes(each, key)]))

    def _unless(self, may: bool, *errors: type[Exception]) -> Any:  # noqa: FBT001 - read aloud
        """Expect one of the errors unless something may be done, and no error otherwise."""
        return nullcontext() if may else pytest.raises(errors)

    def _take(self, who: str, write: Write, outcome: Outcome, source: Source) -> None:
        """Compare an outcome with the model's, and bring the model up to it."""
        key, base = write.question.key, write.base_version
        plain, before = write.content.to_json(), len(self.model.answers[key])
        if source is Source.AUTOSAVE and base is not None and base < before:
            since = {said.author for said in self.model.answers[key][base:]}
            if since == {who}:
                self._take_combined(who, write, outcome)
                return
        said = Said(who, plain, source, write.translates)
        judged = self.model.judged(key, said, base)
        assert outcome.refusal == (judged if isinstance(judged, Refusal) else None)
        assert outcome.changed == (judged is True)
        if judged is True:
            self.model.answers[key].append(said)
        elif isinstance(judged, Refusal):
            self._keep(who, write, outcome)
        assert outcome.version == len(self.model.answers[key])

    def _take_combined(self, who: str, write: Write, outcome: Outcome) -> None:
        """An autosave after nobody's revisions but one's own: both stand, where both have room."""
        key, before = write.question.key, len(self.model.answers[write.question.key])
        if outcome.refusal is Refusal.STALE:
            said = [write.content.to_json(), self.model.says(key, before)]
            texts = sum(len(each["parts"].get("text", "")) for each in said)
            assert texts >= TEXT_MAX or sum(map(len, map(rows_of, said))) > FILES_MAX
            assert outcome.version == before
            self._keep(who, write, outcome)
            return
        meant = invariants.meant(write, outcome)
        started = Content.from_json(self.model.says(key, write.base_version or 0))
        if outcome.refusal:
            assert not self.model.takes(key)
            assert outcome.refusal == Refusal.CLOSED
            assert outcome.refused
            meant = Content.from_json(outcome.refused.content)
            meant_write = Write(
                write.question, meant, outcome.refused.base_version, write.continues
            )
            self._keep(who, meant_write, outcome)
        elif outcome.changed:
            assert self.model.takes(key)
            self.model.answers[key].append(
                Said(who, meant.to_json(), Source.AUTOSAVE, self._of_both(write))
            )
        assert outcome.version == before + outcome.changed
        if not outcome.changed and not outcome.refusal:
            meant = Content.from_json(self.model.says(key, before))
        assert invariants.stand(invariants.added(started, write.content), meant)

    def _of_both(self, write: Write) -> int | None:
        """Return of which version a translation is that two windows of one person come to."""
        before = self.model.answers[write.question.key][-1].of
        return None if before is None or write.translates is None else min(before, write.translates)

    def _keep(self, who: str, write: Write, outcome: Outcome) -> None:
        key, plain = write.question.key, write.content.to_json()
        if plain == self.model.says(key, len(self.model.answers[key])):
            assert outcome.refused is None
            return
        assert outcome.refused
        assert outcome.refusal
        base = None if outcome.refusal is Refusal.UNVERSIONED else write.base_version
        text, pk = Kept(who, key, base, plain, outcome.refusal), outcome.refused.pk
        there = self.model.kept.get(pk)
        if pk == write.continues and there and (there.key, there.base) == (key, base):
            self.model.kept[pk] = text
        elif there:
            # The same text, refused again, is kept once and says why it was refused at first.
            assert (there.author, there.key, there.base, there.content) == (who, key, base, plain)
        else:
            self.model.kept[pk] = text
