import re
from dataclasses import replace
from html import unescape
from io import BytesIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.documents.exports import FORMATS
from responses.documents.extract import Extract
from responses.domain.auditing import Actor
from responses.domain.content.kinds.files import row_of
from responses.domain.files.stored import stream
from responses.domain.files.storing import bring
from responses.domain.incoming.placed import Decision, FileProposal, PlacedLines, Suggested
from responses.domain.incoming.receiving import receive
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import BOTH, State
from responses.models import (
    Answer,
    City,
    Import,
    IncomingFile,
    RefusedText,
    Remark,
    Response,
    Revision,
    SectionWork,
    User,
)
from responses.reading_jobs import read_incoming
from tests.support.factories import (
    make_city,
    make_definition,
    make_edition,
    make_member,
    make_response,
    translate,
    wording,
    write,
)
from tests.support.files import picture
from tests.support.incoming import ONE_TWO, PLACED, make_incoming

pytestmark = pytest.mark.django_db


@pytest.fixture
def incoming(client: Client, response: Response, coordinator: User) -> IncomingFile:
    client.force_login(coordinator)
    return make_incoming(response, coordinator)


def address(found: IncomingFile) -> str:
    return f"/springfield/test-2030/import/{found.pk}/"


def placed(found: IncomingFile) -> PlacedLines:
    found.refresh_from_db()
    return PlacedLines.from_json(found.placed or {})


def seen(found: IncomingFile, key: str) -> str:
    return f"{key} {placed(found).of(key).seen}"


def text_of(client: Client, path: str) -> str:
    """Return what a page says, without tags, each white space as one."""
    page = client.get(path).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_lines_stand_beside_what_they_propose(
    client: Client, incoming: IncomingFile, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(address(incoming))
    with django_assert_num_queries(5):
        page = client.get(address(incoming)).content.decode()
    assert "- two &lt;b&gt;" in page
    assert page.count('type="checkbox"') == 7
    said = text_of(client, address(incoming))
    assert "2 proposals to decide on. 1 line of the file is in no answer." in said
    assert "Accept the 1 that is sure" in said
    assert "Sure From lines 3–4" in said
    why = "Only the question number says which question it is. What stands behind the number may"
    assert f"Unsure: look at it From line 6 {why}" in said
    assert "with tracked changes, read as accepted" in said
    assert "a stray line header or footer" in said
    assert "Comment: Kim: sure?" in said
    assert "Nothing was found for these questions A.1 Everything" in said


def test_a_page_waits_for_the_worker(client: Client, incoming: IncomingFile) -> None:
    IncomingFile.objects.update(lines=None, placed=None)
    page = client.get(address(incoming))
    assert page.status_code == 202
    assert "The server cannot read files at the moment." in page.content.decode()
    assert f'data-address="{address(incoming)}"' in page.content.decode()
    assert client.post(address(incoming), {"do": "finish"}).status_code == 404
    assert client.get(f"{address(incoming)}a-2/").status_code == 404


def test_what_nobody_can_read_leads_back_to_the_field(
    client: Client, incoming: IncomingFile
) -> None:
    IncomingFile.objects.update(lines=None, placed=None, refusal="damaged")
    page = client.get(address(incoming), headers={"accept-language": "ko"})
    assert page.status_code == 422
    assert 'id="file--fault">filled.txt: 파일이 손상' in page.content.decode()


def test_accepting_saves_and_leads_back(client: Client, incoming: IncomingFile) -> None:
    form = {"do": "accept", "seen": seen(incoming, "b-1")}
    page = client.post(f"{address(incoming)}?lines=1", form, follow=True)
    assert page.redirect_chain == [(f"{address(incoming)}?lines=1#p-b-1", 302)]
    assert "1 answer is saved." in page.content.decode()
    assert Answer.objects.get().content == {"parts": {"text": "three"}}
    # Twice the same changes nothing.
    client.post(address(incoming), form)
    assert (Revision.objects.count(), Import.objects.count()) == (1, 1)


def test_accepting_one_takes_so_many_queries(
    client: Client, incoming: IncomingFile, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    form = {"do": "accept", "seen": seen(incoming, "b-1")}
    client.get(address(incoming))
    with django_assert_num_queries(22):
        client.post(address(incoming), form)


def test_all_that_are_sure_are_accepted_at_once(client: Client, incoming: IncomingFile) -> None:
    page = client.get(address(incoming)).content.decode()
    first_form = page[page.index("<form", page.index("</h1>")) :]
    sure = re.findall(r'name="seen" value="([^"]+)"', first_form[: first_form.index("</form>")])
    assert sure == [seen(incoming, "a-2")]
    client.post(address(incoming), {"do": "accept", "seen": sure})
    assert Answer.objects.get().content == {"parts": {"text": ONE_TWO}}
    assert Remark.objects.get().text.endswith("Kim: sure?")


def test_another_answer_is_compared_and_kept_to_be_combined(
    client: Client, incoming: IncomingFile, writer: User
) -> None:
    write(incoming.response, "b-1", writer, text="four")
    page = client.get(address(incoming)).content.decode()
    assert "<del" in page
    assert "four" in page
    form = {"do": "accept", "seen": seen(incoming, "b-1")}
    page = client.post(address(incoming), form, follow=True).content.decode()
    assert '<a href="/springfield/test-2030/beta/unsaved/">Compare and combine</a>' in page
    assert RefusedText.objects.get().content == {"parts": {"text": "three"}}
    assert placed(incoming).of("b-1").decision is Decision.KEPT


def test_what_changed_since_is_not_accepted(client: Client, incoming: IncomingFile) -> None:
    form = {"do": "accept", "seen": seen(incoming, "b-1")}
    client.post(address(incoming), {"do": "move", "line": "7", "to": "b-1"})
    page = client.post(address(incoming), form, follow=True).content.decode()
    assert "B.1: changed since you opened the page, so not accepted." in page
    assert not Answer.objects.exists()
    assert placed(incoming).of("b-1").lines == (6, 7)
    assert placed(incoming).of("b-1").said.parts == {"text": "three\na stray line"}


def test_lines_move_to_a_question_and_away(client: Client, incoming: IncomingFile) -> None:
    move = {"do": "move", "line": ["3", "4", "x", "999999999"]}
    client.post(address(incoming), move | {"to": "-"})
    assert placed(incoming).not_placed == (3, 4, 7)
    client.post(address(incoming), move | {"to": "a-2"})
    assert placed(incoming).not_placed == (7,)
    assert placed(incoming).of("a-2").said.parts == {"text": ONE_TWO}
    assert "Placed by hand From lines 3–4" in text_of(client, address(incoming))
    for form, words in (
        ({"do": "move", "to": "b-1"}, "Tick the lines that belong elsewhere first."),
        ({"do": "move", "line": "7", "to": "z"}, "Choose the question that the lines belong to."),
    ):
        assert words in client.post(address(incoming), form, follow=True).content.decode()


def test_lines_that_an_accepted_answer_did_not_take_have_a_box(
    client: Client, response: Response, coordinator: User
) -> None:
    client.force_login(coordinator)
    said = Suggested({"text": "○ one"}, 0.9, left=(4,))
    found = make_incoming(
        response, coordinator, PLACED.having(FileProposal("a-2", (3, 4), (2,), said)), "left.txt"
    )
    client.post(address(found), {"do": "accept", "seen": seen(found, "a-2")})
    page = client.get(address(found)).content.decode()
    assert re.findall(r'id="line-(\d)"', page) == ["1", "2", "4", "5", "6", "7"]
    client.post(address(found), {"do": "move", "line": "4", "to": "b-1"})
    assert (placed(found).of("a-2").lines, placed(found).of("b-1").lines) == ((3,), (4, 6))
    assert Answer.objects.get(question__key="a-2").content == {"parts": {"text": "○ one"}}


def test_lines_of_a_proposal_can_be_ticked_without_scripts(
    client: Client, incoming: IncomingFile
) -> None:
    page = client.get(f"{address(incoming)}?select=a-2").content.decode()
    assert re.findall(r'id="line-(\d)" checked', page) == ["3", "4"]
    assert " checked" not in client.get(f"{address(incoming)}?select=x").content.decode()


def test_a_whole_proposal_moves_to_the_question_beside_it(
    client: Client, incoming: IncomingFile
) -> None:
    page = client.get(address(incoming)).content.decode()
    said = re.findall(r'value="move_(\w+)">Move to ([\w.]+)<', page)
    assert said == [("before", "A.1"), ("after", "B.1"), ("before", "A.2")]
    # The last has none after it, and what was seen as it is no longer stays.
    form = {"question": "b-1", "seen": seen(incoming, "b-1")}
    assert client.post(address(incoming), form | {"do": "move_after"}).status_code == 404
    stale = {"do": "move_before", "question": "b-1", "seen": "b-1 x"}
    page = client.post(address(incoming), stale, follow=True).content.decode()
    assert "B.1: changed since you opened the page, so not moved." in page
    moved = client.post(address(incoming), form | {"do": "move_before"}, follow=True)
    assert moved.redirect_chain[0][0].endswith("#p-a-2")
    assert "What was proposed to B.1 now belongs to A.2." in moved.content.decode()
    assert (placed(incoming).of("a-2").lines, placed(incoming).of("b-1").lines) == ((3, 4, 6), ())


def test_rejecting_is_taken_back(client: Client, incoming: IncomingFile) -> None:
    client.post(address(incoming), {"do": "reject", "question": "a-2"})
    assert "Rejected From lines 3–4" in text_of(client, address(incoming))
    client.post(address(incoming), {"do": "take_back", "question": "a-2"})
    assert placed(incoming) == PLACED
    assert client.post(address(incoming), {"do": "reject", "question": "x"}).status_code == 404


def test_finishing_tells_what_is_left(client: Client, incoming: IncomingFile) -> None:
    page = client.post(address(incoming), {"do": "finish"}, follow=True).content.decode()
    said = "The import of “filled.txt” is finished. 4 lines of the file are in no answer."
    assert said in page
    assert "Finished" in page
    client.post(address(incoming), {"do": "resume"})
    incoming.refresh_from_db()
    assert incoming.finished_at is None


def test_a_file_of_another_edition_says_so(client: Client, incoming: IncomingFile) -> None:
    IncomingFile.objects.update(edition="lgq-2024")
    assert "This file seems to be of LGQ 2024, not of TEST 2030." in text_of(
        client, address(incoming)
    )


def test_a_proposal_is_edited_and_accepted(client: Client, incoming: IncomingFile) -> None:
    path = f"{address(incoming)}b-1/"
    page = client.get(path).content.decode()
    assert ">\nthree</textarea>" in page
    name = re.findall(r'<textarea[^>]* name="([^"]+)"', page)[0]
    form = {"do": "accept", "seen": seen(incoming, "b-1"), name: "three and more"}
    assert client.post(path, form | {name: ""}).status_code == 422
    too_long = client.post(path, form | {name: "x" * 20_001})
    assert too_long.status_code == 422
    assert "x" * 20_001 in too_long.content.decode()
    reply = client.post(path, form)
    assert reply["Location"] == f"{address(incoming)}#p-b-1"
    assert Answer.objects.get().content == {"parts": {"text": "three and more"}}


def test_what_was_typed_stays_where_the_proposal_has_changed(
    client: Client, incoming: IncomingFile
) -> None:
    path = f"{address(incoming)}b-1/"
    page = client.get(path).content.decode()
    name = re.findall(r'<textarea[^>]* name="([^"]+)"', page)[0]
    form = {"do": "accept", "seen": seen(incoming, "b-1"), name: "typed"}
    client.post(address(incoming), {"do": "reject", "question": "b-1"})
    reply = client.post(path, form)
    assert reply.status_code == 409
    assert ">\ntyped</textarea>" in reply.content.decode()
    assert not Answer.objects.exists()


def test_history_says_where_an_answer_is_from(
    client: Client, incoming: IncomingFile, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.post(address(incoming), {"do": "accept", "seen": seen(incoming, "a-2")})
    path = "/springfield/test-2030/alpha/a-2/history/"
    client.get(path)
    with django_assert_num_queries(8):
        page = client.get(path).content.decode()
    link = f'<a href="/springfield/test-2030/import/{incoming.file_id}" download>filled.txt</a>'
    assert f"{link}, lines 3–4" in page
    assert f"{link}, lines 3–4" in client.get(f"{path}?from=0&to=1").content.decode()


@pytest.fixture
def own(client: Client, response: Response, coordinator: User, writer: User) -> IncomingFile:
    """Return a file of ours, as read: an answer of another city with its translation."""
    other = make_response(make_city("shelbyville"), response.edition)
    write(other, "a-2", writer_of(other), text="하나")
    for each in (other, response):
        each.city.submission_language = "en"
        each.city.save()
    translate(other, "a-2", writer_of(other), text="one")
    content = FORMATS["response.docx"].make(Extract(read_snapshot(other), BOTH, figures=stream))
    client.force_login(coordinator)
    found = receive(response, "ours.docx", BytesIO(content), actor=Actor(coordinator))
    read_incoming.func(found.pk)
    found.refresh_from_db()
    return found


def writer_of(response: Response) -> User:
    return make_member(response.city, "coordinator", "else@example.org")


def saved(response: Response) -> dict[str, object]:
    """Return what the translation of A.2 says, which version it is of, and the original."""
    rows = Answer.objects.filter(response=response, question__key="a-2")
    return {each.language: (each.content["parts"], each.translates) for each in rows}


def test_a_translation_in_a_file_of_ours_is_proposed_and_saved_with_its_original(
    client: Client, own: IncomingFile
) -> None:
    said = text_of(client, address(own))
    assert "A.2 EN" in said
    sure = re.findall(r'name="seen" value="([^"]+)"', client.get(address(own)).content.decode())
    page = client.post(address(own), {"do": "accept", "seen": sorted(set(sure))}, follow=True)
    assert "2 answers are saved." in page.content.decode()
    assert saved(own.response) == {"": ({"text": "하나"}, None), "en": ({"text": "one"}, 1)}
    assert '/alpha/?show=translation#a-2_en">' in page.content.decode()


def test_a_translation_that_is_accepted_after_its_original_is_of_it(
    client: Client, own: IncomingFile
) -> None:
    for key in ("a-2", "a-2_en"):
        client.post(address(own), {"do": "accept", "seen": seen(own, key)})
    assert saved(own.response)["en"] == ({"text": "one"}, 1)


def test_a_translation_of_another_original_is_outdated(
    client: Client, own: IncomingFile, writer: User
) -> None:
    write(own.response, "a-2", writer, text="둘")
    client.post(address(own), {"do": "accept", "seen": seen(own, "a-2_en")})
    assert saved(own.response)["en"] == ({"text": "one"}, 0)
    write(own.response, "a-2", writer, text="셋")
    page = client.post(address(own), {"do": "accept", "seen": seen(own, "a-2")}, follow=True)
    assert "A.2: kept beside the current answer" in page.content.decode()


def test_a_translation_is_kept_to_be_combined_with_the_one_there_is(
    client: Client, own: IncomingFile, writer: User
) -> None:
    write(own.response, "a-2", writer, text="하나")
    translate(own.response, "a-2", writer, text="another")
    page = client.post(address(own), {"do": "accept", "seen": seen(own, "a-2_en")}, follow=True)
    assert "A.2 EN: kept beside the current answer" in page.content.decode()
    assert RefusedText.objects.get().language == "en"


def test_a_translation_is_edited_rejected_and_moved(client: Client, own: IncomingFile) -> None:
    page = client.get(f"{address(own)}a-2_en/").content.decode()
    assert ">\none</textarea>" in page
    assert 'lang="en"' in page
    client.post(address(own), {"do": "reject", "question": "a-2_en"})
    assert placed(own).of("a-2_en").decision is Decision.REJECTED
    [line] = placed(own).of("a-2_en").lines
    client.post(address(own), {"do": "move", "line": line, "to": "b-1"})
    assert placed(own).of("b-1").said.parts == {"text": "one"}
    client.post(address(own), {"do": "move", "line": line, "to": "a-2_en"})
    assert placed(own).of("a-2_en").said.parts == {"text": "one"}
    name = re.findall(r'<textarea[^>]* name="([^"]+)"', page)[0]
    form = {"do": "accept", "seen": seen(own, "a-2_en"), name: "one and more"}
    assert client.post(f"{address(own)}a-2_en/", form).status_code == 302
    assert saved(own.response) == {"en": ({"text": "one and more"}, 0)}


def test_a_translation_into_what_is_no_longer_submitted_is_in_no_answer(
    client: Client, own: IncomingFile
) -> None:
    own.response.city.submission_language = ""
    own.response.city.save()
    assert "A.2 EN" not in text_of(client, address(own))
    assert client.get(f"{address(own)}a-2_en/").status_code == 404
    form = {"do": "accept", "seen": [seen(own, "a-2_en"), "a-2_zz x"]}
    page = client.post(address(own), form, follow=True).content.decode()
    assert "A.2 EN: changed since you opened the page, so not accepted." in page
    assert not Answer.objects.filter(response=own.response).exists()


def test_a_translation_whose_original_was_edited_in_the_file_says_so(
    client: Client, own: IncomingFile
) -> None:
    outdated = replace(placed(own).of("a-2_en"), is_outdated=True)
    IncomingFile.objects.update(placed=placed(own).having(outdated).to_json())
    assert "In the file the original has changed since it was translated." in text_of(
        client, address(own)
    )
    for key in ("a-2", "a-2_en"):
        client.post(address(own), {"do": "accept", "seen": seen(own, key)})
    assert saved(own.response)["en"] == ({"text": "one"}, 0)


def test_files_that_are_nowhere_to_be_had_are_named(client: Client, city: City) -> None:
    definition = make_definition()
    files = {"key": "files", "kind": "files", "label": wording("Figures"), "required": False}
    [question] = definition["sections"][1]["questions"]
    question["parts"] = [*question["parts"], files]
    response = make_response(city, make_edition(definition))
    other = make_response(make_city("shelbyville"), response.edition)
    facts = bring(other, BytesIO(picture("PNG")), author=writer_of(other), named=())
    said = Suggested({"text": "three", "files": [row_of("그림.png", facts)]}, 0.9, sure=True)
    proposal = FileProposal("b-1", (6,), (5,), said)
    coordinator = make_member(city, "coordinator")
    incoming = make_incoming(response, coordinator, PLACED.having(proposal))
    client.force_login(coordinator)
    form = {"do": "accept", "seen": seen(incoming, "b-1")}
    page = client.post(address(incoming), form, follow=True).content.decode()
    assert "Left out, as neither the file nor another response has them: 그림.png." in page
    assert Answer.objects.get().content == {"parts": {"text": "three"}}


def test_what_was_placed_by_hand_is_no_part_of_all_that_are_sure(
    client: Client, incoming: IncomingFile
) -> None:
    assert "Accept the 1 that is sure" in text_of(client, address(incoming))
    client.post(address(incoming), {"do": "move", "line": ["7"], "to": "a-2"})
    assert placed(incoming).of("a-2").said.sure
    page = text_of(client, address(incoming))
    assert "Placed by hand" in page
    assert "that is sure" not in page
    assert "2 proposals to decide on." in page


def test_file_in_which_nothing_was_recognised_says_what_to_do(
    client: Client, response: Response, coordinator: User
) -> None:
    client.force_login(coordinator)
    nothing = PlacedLines({}, not_placed=(1, 2, 3, 4, 5, 6, 7))
    page = text_of(client, address(make_incoming(response, coordinator, nothing)))
    assert "Nothing in this file was recognized as an answer." in page
    assert "such as A.1" in page
    assert "Every proposal is decided." not in page


def test_section_that_is_closed_is_told_before_anything_is_accepted(
    client: Client, incoming: IncomingFile
) -> None:
    assert "The section is closed for writing." not in text_of(client, address(incoming))
    works = SectionWork.objects.filter(response=incoming.response, section__key="beta")
    assert works.update(state=State.IN_REVIEW) == 1
    page = text_of(client, address(incoming))
    assert page.count("The section is closed for writing.") == 1


def test_what_is_answered_just_so_is_nothing_to_decide(
    client: Client, incoming: IncomingFile, writer: User
) -> None:
    write(incoming.response, "a-2", writer, text=ONE_TWO)
    said = text_of(client, address(incoming))
    assert "1 proposal to decide on." in said
    assert "that is sure" not in said
    assert "Same as the current answer From lines 3–4" in said
    page = client.post(address(incoming), {"do": "finish"}, follow=True).content.decode()
    # Those of B.1 and the stray one.
    assert "2 lines of the file are in no answer." in page


@pytest.mark.usefixtures("english")
def test_what_contradicts_itself_is_asked_about_and_never_sure(
    client: Client, response: Response, coordinator: User
) -> None:
    said = Suggested({"text": ONE_TWO}, 0.9, sure=True, nothing_to_report="No project.")
    placed = PlacedLines({"a-2": FileProposal("a-2", (3, 4), (2,), said)})
    client.force_login(coordinator)
    page = text_of(client, address(make_incoming(response, coordinator, placed)))
    assert "“Nothing to report” is ticked, but there is an answer, too: text." in page
    assert "Unsure: look at it From lines 3–4" in page
    assert "that is sure" not in page


def test_what_is_accepted_into_a_closed_section_says_what_can_be_done(
    client: Client, incoming: IncomingFile, writer: User
) -> None:
    write(incoming.response, "a-2", writer, text="another")
    SectionWork.objects.filter(section__key="alpha").update(state=State.IN_REVIEW)
    page = client.post(
        address(incoming), {"do": "accept", "seen": seen(incoming, "a-2")}, follow=True
    ).content.decode()
    assert "have the section (In review) opened again on its review page first." in unescape(page)
    assert 'href="/springfield/test-2030/alpha/review/">To the review page</a>' in page
    assert "Compare and combine" not in page
    assert "Read what is kept" in page
