"""Rules 1 and 2 of ARCHITECTURE.md, read off the source: each table is written by one module."""

import ast
from pathlib import Path

import pytest

from tests.domain.doors import (
    ASSIGNING,
    COMPILED,
    DOORS,
    DRAFTING,
    EDITIONS,
    LOAD,
    MEMBERS,
    MODULES,
    NOTICES,
    ONCE,
    REFUSED,
    RENDERINGS,
    ROOT,
    SAVING,
    SEALING,
    STARTING,
    STORING,
    WORKFLOW,
    imported_modules,
    writes,
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_answers_and_states_are_written_by_their_one_door_alone(path: Path) -> None:
    module = path.relative_to(ROOT).as_posix()
    assert list(writes(path.read_text(encoding="utf-8"), module)) == []


@pytest.mark.parametrize(
    "line",
    [
        "Answer.objects.create(version=1)",
        "Answer.objects.filter(pk=1).exclude(pk=2).update(version=2)",
        "Answer.objects.using('x').all().delete()",
        "Answer(version=1)",
        "response.answers.create(version=1)",
        "response.answers.filter(pk=1).update(version=2)",
        "answer.revisions.all().delete()",
        "Revision.objects.bulk_create([])",
        "RefusedText.objects.get_or_create(pk=1)",
        "response.refused_texts.all().delete()",
        "Event.objects.create(work=work)",
        "AuditRecord.objects.create(kind='seal')",
        "city.audit_records.create(kind='seal')",
        "ChainEntry.objects.bulk_create([])",
        "city.chain_entries.create(number=1)",
        "await Event.objects.acreate(work=work)",
        "work.events.create(action='send')",
        "SectionWork.objects.filter(pk=1).update(state='approved')",
        "SectionWork.objects.update(department='x', approval=None)",
        "SectionWork.objects.update(**fields)",
        "response.works.update(state='draft')",
        "found.update(state='draft')",
        "SectionWork.objects.create(response=response)",
        "Response.objects.filter(pk=1).delete()",
        "from responses.models import Answer\nanswer.save()",
        "from responses.models import Event\nevent.delete()",
        "from responses.models import SectionWork\nwork.save(update_fields=('due_on', 'state'))",
        "from responses.models import SectionWork\nwork.save(update_fields=fields)",
        "from responses.models import Answer\nform.save(commit=True)",
        "connection.cursor().execute('UPDATE')",
        "Answer.objects.raw('SELECT 1')",
        "Thread.objects.filter(pk=1).update(required=False)",
        "response.threads.all().delete()",
        "thread.remarks.create(text='x')",
        "Remark.objects.filter(pk=1).update(text='x')",
        "remark.mentioned.add(user)",
        "SectionWork.objects.filter(pk=1).update(department='x', due_on=None)",
        "found.update(approval_line=[])",
        "found.update(translations_open=True)",
        "from responses.models import SectionWork\nwork.save(update_fields=('due_on',))",
        "work.contributors.set([user])",
        "person.assigned_works.add(work)",
        "work.translators.set([user])",
        "person.translated_works.add(work)",
        "Delegation.objects.create(department='x')",
        "response.delegations.all().delete()",
        "Term.objects.filter(pk=1).delete()",
        "city.terms.create(original='x')",
        "Deputy.objects.filter(pk=1).delete()",
        "city.deputies.create(person=person)",
        "Invitation.objects.filter(pk=1).update(used_at=None)",
        "city.invitations.create(email='x')",
        "Notice.objects.filter(pk=1).update(mailed_at=None)",
        "person.notices.create(kind='sent')",
        "Submission.objects.create(number=1)",
        "response.submissions.create(number=1)",
        "Submission.objects.filter(pk=1).update(digest='')",
        "from responses.models import Submission\nsubmission.delete()",
        "SubmissionFile.objects.bulk_create([])",
        "submission.files.all().delete()",
        "RenderedDocument.objects.update_or_create(key='x')",
        "response.documents.all().delete()",
        "SpentForm.objects.filter(pk=1).delete()",
        "StoredFile.objects.filter(pk=1).delete()",
        "file.chunks.create(number=1)",
        "response.uploads.all().delete()",
        "Import.objects.create(name='x')",
        "response.imports.all().delete()",
        "Handout.objects.filter(pk=1).update(digest='')",
        "response.handouts.create(key='x')",
        "Return.objects.create(name='x')",
        "handout.returns.all().delete()",
        "KeptPage.objects.filter(pk=1).update(file=None)",
        "response.kept_pages.all().delete()",
        "Membership.objects.create(user=user)",
        "Membership(user=user)",
        "city.memberships.create(user=user)",
        "person.memberships.all().delete()",
        "from responses.models import Membership\nmembership.save()",
        "from responses.models import Membership\nformset.save()",
        "Edition.objects.filter(code='x').delete()",
        "Edition.objects.get_or_create(code='x')",
        "from responses.models import Edition\nedition.delete()",
        "edition.sections.all().delete()",
        "section.questions.create(key='x')",
        "Part.objects.bulk_create([])",
        "Update(Answer.objects.filter(pk=1), {'version': 2})",
        "Update(found, {'read_at': now})",
    ],
)
def test_the_search_finds(line: str) -> None:
    source = f"async def view():\n    {line.splitlines()[-1]}"
    assert len(list(writes(f"{line.rpartition(chr(10))[0]}\n{source}", "elsewhere.py"))) >= 1


@pytest.mark.parametrize(
    "line",
    [
        "Answer.objects.filter(pk=1).count()",
        "form.save()",
        "from responses.models import Answer\nform.save(commit=False)",
        "seen.update(pks)",
        "City.objects.filter(pk=1).update(name={})",
    ],
)
def test_the_search_lets_be(line: str) -> None:
    assert list(writes(line, "elsewhere.py")) == []


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("Answer.objects.create(version=1)", SAVING),
        ("RefusedText.objects.create(pk=1)", REFUSED),
        ("Event.objects.create(work=work)", WORKFLOW),
        ("SectionWork.objects.filter(pk=1).update(**fields)", WORKFLOW),
        ("SectionWork.objects.filter(pk=1).update(department='x')", ASSIGNING),
        ("SectionWork.objects.bulk_create([])", STARTING),
        ("Submission.objects.create(number=1)", SEALING),
        ("SubmissionFile.objects.bulk_create([])", SEALING),
        ("RenderedDocument.objects.update_or_create(key='x')", RENDERINGS),
        ("SpentForm.objects.get_or_create(digest=digest)", ONCE),
        ("FileChunk.objects.create(number=1)", STORING),
        ("Membership.objects.get_or_create(user=user)", MEMBERS),
        ("Edition.objects.create(code='x')", EDITIONS),
        ("Update(found, {'read_at': now})", NOTICES),
        ("Update(Notice.objects.all(), {'read_at': now})", NOTICES),
        ("database.cursor()", COMPILED),
    ],
)
def test_the_search_knows_the_doors(line: str, module: str) -> None:
    assert list(writes(line, module)) == []
    for other in {*DOORS.values(), DRAFTING} - {module}:
        assert len(list(writes(line, other))) == 1


@pytest.mark.parametrize("module", sorted(LOAD))
def test_what_is_measured_with_only_adds_and_chains_by_the_door(module: str) -> None:
    assert list(writes("Revision.objects.bulk_create([])", module)) == []
    for line in (
        "Revision.objects.filter(pk=1).delete()",
        "SectionWork.objects.filter(pk=1).update(state='draft')",
        "ChainEntry.objects.bulk_create([])",
        "Submission.objects.bulk_create([])",
    ):
        assert len(list(writes(line, module))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from .saving import Saving",
        "from . import saving",
        "from responses.domain.answers.saving import Saving",
        "from responses.domain.answers import saving",
        "import responses.domain.answers.saving",
    ],
)
def test_the_search_finds_who_imports_a_module(line: str) -> None:
    found = imported_modules(ast.parse(line), "responses.domain.answers")
    assert "responses.domain.answers.saving" in found
    elsewhere = imported_modules(ast.parse(line), "responses.views")
    assert ("responses.domain.answers.saving" in elsewhere) is ("answers" in line)
