"""Answering a section in a browser without scripts, alone and against somebody else."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.domain.snapshot.snapshot import read_snapshot
from responses.enums import Action, Refusal, Role, Source
from responses.models import Answer, Membership, RefusedText, Response, Revision, User
from tests.support.browser import Fields, focused, form_at, forms_of, words
from tests.support.factories import find, make_city, make_member, make_response, shape_of, write
from tests.support.section_page import SAVE, URL, content, fields, send_to_review, typed

pytestmark = pytest.mark.django_db

UNSAVED = f"{URL}unsaved/"
COMBINE = ("do", "combine")
TEXT = "\n □ 하나\n  ○ 둘 ※ <웅녀웅남을 찾습니다>\n\t*****개 실국** &amp; ¤t\n\n"
URLS = [
    "https://land.seoul.go.kr:444/land/",
    "data.seoul.go.kr",
    "https://map.seoul.go.kr/smgis2/seoulMap?searchWord=%25EC%25BD%2594",
    "https://bigdata.seoul.go.kr/noti.do?r_id=P260&bbs_seq=&sch_text=¤tPage=1",
    "https://서울.한국/위키/서울(도시)",
]
EVERYTHING: dict[str, str | list[str]] = {
    "q-a-1--yes-no": "no",
    "q-a-1--choices": ["plan", "staff"],
    "q-a-1--percentage": "23,1",
    "q-a-1--contact--name": "",
    "q-a-1--contact--title": "스마트도시기획관",
    "q-a-1--contact--agency": "서울시청 “디지털”",
    "q-a-1--contact--email": "cio@city.example",
    "q-a-1--text": TEXT.replace("\n", "\r\n"),
    **{f"q-a-1--links--{n}--label": f"링크 <{n}>" for n in range(5)},
    **{f"q-a-1--links--{n}--url": url for n, url in enumerate(URLS)},
}


@pytest.fixture
def writer(response: Response) -> User:
    return make_member(response.city, Role.CONTRIBUTOR, "Kim")


@pytest.fixture
def page_of(client: Client, writer: User) -> Client:
    """Return the writer's browser."""
    client.force_login(writer)
    return client


def test_section_saves_every_kind_of_part_to_the_byte(page_of: Client, writer: User) -> None:
    page = page_of.post(URL, form_at(page_of.get(URL), SAVE).typed(EVERYTHING), follow=True)

    assert page.redirect_chain == [(URL, 302)]
    assert "Saved 1 answer." in page.content.decode()
    assert content() == {
        "parts": {
            "yes-no": "no",
            "choices": ["plan", "staff"],
            "percentage": "23.1",
            "contact": {
                "name": "",
                "title": "스마트도시기획관",
                "agency": "서울시청 “디지털”",
                "email": "cio@city.example",
            },
            "text": TEXT,
            "links": [{"label": f"링크 <{n}>", "url": url} for n, url in enumerate(URLS)],
        }
    }
    revision = Revision.objects.get()
    assert (revision.author, revision.source, revision.version) == (writer, Source.FORM, 1)


def test_section_shows_what_was_saved_to_the_byte(page_of: Client) -> None:
    page_of.post(URL, form_at(page_of.get(URL), SAVE).typed(EVERYTHING))

    shown = fields(page_of)

    expected = EVERYTHING | {"q-a-1--percentage": "23.1", "version-a-1": "1"}
    assert {name: shown[name] for name in expected} == {
        name: [value] if isinstance(value, str) else value for name, value in expected.items()
    }


def test_section_saved_again_changes_nothing(page_of: Client) -> None:
    page_of.post(URL, form_at(page_of.get(URL), SAVE).typed(EVERYTHING))

    page = page_of.post(URL, fields(page_of), follow=True)

    assert "Nothing was changed, so there was nothing to save." in page.content.decode()
    assert Revision.objects.count() == 1


def test_section_answers_nothing_by_being_opened(page_of: Client) -> None:
    page_of.get(URL)
    page_of.post(URL, fields(page_of))

    assert not Answer.objects.exists()


def test_section_counts_what_it_saved(page_of: Client) -> None:
    sent = typed(page_of, q_a_1__text="One", q_a_2__text="Two")

    assert "Saved 2 answers." in page_of.post(URL, sent, follow=True).content.decode()


def test_section_keeps_no_as_an_answer_and_not_answered_as_none(page_of: Client) -> None:
    page_of.post(URL, typed(page_of, q_a_1__yes_no="no"))
    assert content() == {"parts": {"yes-no": "no"}}

    page_of.post(URL, typed(page_of, q_a_1__yes_no=""))
    assert content() == {"parts": {}}


def test_section_declares_nothing_to_report(page_of: Client) -> None:
    sent = fields(page_of) | {"nothing-a-2": ["yes"], "reason-a-2": ["구청 소관"]}

    page_of.post(URL, sent)

    assert content("a-2") == {"parts": {}, "nothing_to_report": "구청 소관"}
    assert fields(page_of)["nothing-a-2"] == ["yes"]


def test_section_leads_to_sending_once_it_is_saved(page_of: Client) -> None:
    sent = typed(page_of, q_a_1__text="One") | {"then": ["send"]}

    page = page_of.post(URL, sent)

    assert (page.status_code, page["Location"]) == (302, f"{URL}send/")


def test_section_with_a_fault_stays_and_keeps_what_was_typed(page_of: Client) -> None:
    changes = {"q_a_1__percentage": "1000", "q_a_1__text": "  ○ One", "q_a_2__text": "Two"}
    sent = typed(page_of, **changes) | {"then": ["send"]}

    page = page_of.post(URL, sent)

    html = page.content.decode()
    shown = form_at(page, SAVE).fields
    assert page.status_code == 422
    assert "<title>Error: A. Alpha" in html
    assert shown["q-a-1--percentage"] == ["1000"]
    assert shown["q-a-1--text"] == ["  ○ One"]
    assert shown["version-a-1"] == ["0"]
    assert '<a href="#q-a-1--percentage">A.1: Enter a percentage from 0 to 100' in html
    control = re.search(r'<input[^>]* id="q-a-1--percentage"[^>]*>', html)
    assert control
    assert '--need q-a-1--percentage--problem" aria-invalid="true"' in control[0]
    assert 'id="q-a-1--percentage--problem"' in html
    assert focused(page) == [""]  # the summary, which has no id


def test_section_with_a_fault_saves_the_other_answers_meanwhile(page_of: Client) -> None:
    sent = typed(page_of, q_a_1__percentage="1000", q_a_2__text="Two")

    page = page_of.post(URL, sent)

    shown = form_at(page, SAVE).fields
    assert content("a-2") == {"parts": {"text": "Two"}}
    assert (shown["version-a-2"], shown["version-a-1"]) == (["1"], ["0"])
    assert "Saved 1 answer. The entries below are not saved yet." in page.content.decode()
    corrected = page_of.post(URL, shown | {"q-a-1--percentage": ["100"]})
    assert corrected.status_code == 302
    assert [content(key)["parts"] for key in ("a-1", "a-2")] == [
        {"percentage": "100"},
        {"text": "Two"},
    ]


def test_section_with_a_fault_keeps_the_version_that_the_faulty_text_started_from(
    page_of: Client, response: Response
) -> None:
    sent = typed(page_of, q_a_1__percentage="1000", q_a_1__text="Mine")
    write(response, "a-1", make_member(response.city, Role.CONTRIBUTOR), text="Theirs")

    shown = form_at(page_of.post(URL, sent), SAVE).fields
    page = page_of.post(URL, shown | {"q-a-1--percentage": ["10"]})

    assert page.status_code == 409
    assert content() == {"parts": {"text": "Theirs"}}


def test_section_names_the_faulty_row_of_links(page_of: Client) -> None:
    sent = fields(page_of) | {
        "q-a-2--links--0--label": ["A"],
        "q-a-2--links--0--url": ["a.kr"],
        "q-a-2--links--1--label": ["B"],
        "q-a-2--links--1--url": ["javascript:alert(1)"],
    }

    html = page_of.post(URL, sent).content.decode()

    assert '<a href="#q-a-2--links--1--url">A.2: Only addresses that begin with http' in html
    assert not Answer.objects.exists()


def test_section_makes_rows_of_what_stands_in_the_box_for_pasting(page_of: Client) -> None:
    sent = fields(page_of) | {"q-a-2--links--paste": ["A(a.kr), B(b.kr),"]}

    page_of.post(URL, sent)

    assert content("a-2")["parts"]["links"] == [
        {"label": "A", "url": "a.kr"},
        {"label": "B", "url": "b.kr"},
    ]


def test_an_address_that_is_given_twice_is_remarked_on_and_not_refused(
    page_of: Client, response: Response, writer: User
) -> None:
    urls = ["a.kr", "b.kr", "a.kr", "b.kr/"]
    write(response, "a-2", writer, links=[{"label": "L", "url": url} for url in urls])
    html = page_of.get(URL).content.decode()
    assert re.findall(r"The same address as that of link \d", html) == [
        "The same address as that of link 1"
    ]
    note = html.partition('id="q-a-2--links--2--note"')[2].partition("</div>")[0]
    assert "The same address as that of link 1." in note
    page_of.post(URL, fields(page_of))
    assert len(content("a-2")["parts"]["links"]) == 4


def test_section_saves_the_links_that_were_found_and_shows_the_other_lines(
    page_of: Client,
) -> None:
    sent = fields(page_of) | {"q-a-2--links--paste": ["A(a.kr)\n그냥 글자"]}

    page = page_of.post(URL, sent)

    assert page.status_code == 200
    assert content("a-2")["parts"]["links"] == [{"label": "A", "url": "a.kr"}]
    assert "Saved 1 answer." in words(page)
    assert "There is a problem" not in words(page)
    assert focused(page) == ["q-a-2--links--paste"]
    note = '<p class="lgq-hint lgq-left" id="q-a-2--links--left" data-left>'
    assert f"{note}The following words are in no link.</p>" in page.content.decode()
    shown = form_at(page, SAVE).fields
    assert shown["q-a-2--links--0--url"] == ["a.kr"]
    assert shown["q-a-2--links--paste"] == ["그냥 글자"]
    assert shown["version-a-2"] == ["1"]


def test_section_goes_to_be_sent_though_lines_are_left(page_of: Client) -> None:
    sent = fields(page_of) | {"q-a-2--links--paste": ["A(a.kr)\n그냥 글자"], "then": ["send"]}

    page = page_of.post(URL, sent)
    again = page_of.post(URL, form_at(page, SAVE).fields | {"then": ["send"]})

    assert page.status_code == 200
    # What no answer holds is named, word by word, on the page that asks before sending.
    html = again.content.decode()
    listed = html.partition('id="left"')[2].partition("</ul>")[0]
    assert again.status_code == 200
    assert f'href="{URL}#a-2"' in listed
    assert "그냥 글자" in listed
    assert f'action="{URL}send/"' in html


def test_section_shows_lines_that_are_left_beside_a_fault_elsewhere(page_of: Client) -> None:
    sent = fields(page_of) | {
        "q-a-1--percentage": ["250"],
        "q-a-2--links--paste": ["A(a.kr)\n그냥 글자"],
    }

    page = page_of.post(URL, sent)

    assert page.status_code == 422
    shown = form_at(page, SAVE).fields
    # How far an answer is, is not said of what is typed and faulty.
    cards = page.content.decode().split('data-question="')[1:]
    assert ["data-of-saved hidden>" in each for each in cards] == [False, True]
    assert shown["q-a-1--percentage"] == ["250"]
    assert (shown["q-a-2--links--paste"], shown["version-a-2"]) == (["그냥 글자"], ["1"])


def test_lines_that_are_left_are_shown_beside_texts_that_are_refused(
    page_of: Client, response: Response
) -> None:
    sent = fields(page_of) | {
        "q-a-1--text": ["○ Mine"],
        "q-a-2--links--paste": ["A(a.kr)\n그냥 <글자>"],
    }
    write(response, "a-1", make_member(response.city, Role.CONTRIBUTOR), text="○ Theirs")

    page = page_of.post(URL, sent)

    assert page.status_code == 409
    assert content("a-2")["parts"]["links"] == [{"label": "A", "url": "a.kr"}]
    html = page.content.decode()
    assert "A.2: these words are in no link" in html
    assert re.findall(r"<textarea[^>]* readonly>\s*([^<]*)</textarea>", html) == [
        "그냥 &lt;글자&gt;"
    ]


@pytest.mark.parametrize(
    ("operation", "urls", "focus"),
    [
        ("add q-a-2--links", ["a.kr", "b.kr", ""], "q-a-2--links--2--label"),
        ("remove q-a-2--links 0", ["b.kr"], "q-a-2--links--0--label"),
        ("up q-a-2--links 1", ["b.kr", "a.kr"], "q-a-2--links--0--down"),
        ("down q-a-2--links 0", ["b.kr", "a.kr"], "q-a-2--links--1--up"),
    ],
)
def test_section_changes_rows_without_saving_or_judging(
    operation: str, urls: list[str], focus: str, page_of: Client
) -> None:
    sent = fields(page_of) | {
        "q-a-2--links--0--url": ["a.kr"],
        "q-a-2--links--1--url": ["b.kr"],
        "q-a-1--percentage": ["1000"],
        "q-a-1--text": ["\r\n  ○ Typed"],
    }

    page = page_of.post(URL, sent | {"rows": [operation]})

    shown = form_at(page, SAVE).fields
    found = [values[0] for name, values in shown.items() if re.fullmatch(r"q-a-2.*--url", name)]
    assert (page.status_code, found, focused(page)) == (200, urls, [focus])
    assert (shown["q-a-1--percentage"], shown["q-a-1--text"]) == (["1000"], ["\r\n  ○ Typed"])
    assert "There is a problem" not in page.content.decode()
    assert not Answer.objects.exists()


def test_a_row_that_was_removed_comes_back_without_scripts(page_of: Client) -> None:
    sent = fields(page_of) | {
        "q-a-2--links--0--label": ["공개 & 개방 = 1"],
        "q-a-2--links--0--url": ["a.kr"],
        "q-a-2--links--1--url": ["b.kr"],
    }
    for place, urls in ((0, ["b.kr"]), (1, ["a.kr"])):
        page = page_of.post(URL, sent | {"rows": [f"remove q-a-2--links {place}"]})
        assert "Link removed. Not saved yet" in words(page)
        form = form_at(page, SAVE)
        assert links_in(form.fields) == urls
        [undo] = [value for name, value in form.buttons if value.startswith("restore ")]
        again = page_of.post(URL, form.fields | {"rows": [undo]})
        shown = form_at(again, SAVE).fields
        assert links_in(shown) == ["a.kr", "b.kr"]
        assert shown["q-a-2--links--0--label"] == ["공개 & 개방 = 1"]
        assert focused(again) == [f"q-a-2--links--{place}--label"]
        assert "Link removed." not in words(again)
    only = {"q-a-2--links--0--label": ["A"], "q-a-2--links--0--url": ["a.kr"]}
    page = page_of.post(URL, fields(page_of) | only | {"rows": ["remove q-a-2--links 0"]})
    form = form_at(page, SAVE)
    [undo] = [value for name, value in form.buttons if value.startswith("restore ")]
    again = page_of.post(URL, form.fields | {"rows": [undo]})
    assert links_in(form_at(again, SAVE).fields) == ["a.kr"]
    assert not Answer.objects.exists()


def test_each_removed_row_comes_back_without_scripts(page_of: Client) -> None:
    """In any order each stands where it was, as the page carries what was removed before."""
    sent = fields(page_of) | {
        f"q-a-2--links--{place}--url": [f"{name}.kr"] for place, name in enumerate("abcd")
    }
    page = page_of.post(URL, sent | {"rows": ["remove q-a-2--links 1"]})
    for place in (0, 0):
        page = page_of.post(
            URL, form_at(page, SAVE).fields | {"rows": [f"remove q-a-2--links {place}"]}
        )
    assert links_in(form_at(page, SAVE).fields) == ["d.kr"]
    said = words(page)
    assert [said.index(f"{name}.kr: Link removed. Not saved yet") for name in "abc"] == sorted(
        said.index(f"{name}.kr: Link removed.") for name in "abc"
    )
    for name, urls in (("b", "bd"), ("c", "bcd"), ("a", "abcd")):
        form = form_at(page, SAVE)
        [undo] = [each for _rows, each in form.buttons if f"url={name}.kr" in each]
        page = page_of.post(URL, form.fields | {"rows": [undo]})
        assert links_in(form_at(page, SAVE).fields) == [f"{each}.kr" for each in urls]
    assert "Link removed." not in words(page)


def links_in(shown: Fields) -> list[str]:
    return [texts[0] for name, texts in shown.items() if re.fullmatch(r"q-a-2.*--url", name)]


def test_section_has_a_button_for_every_operation_on_rows(page_of: Client) -> None:
    page = page_of.get(URL)

    buttons = [value for name, value in form_at(page, SAVE).buttons if name == "rows"]
    assert [value for value in buttons if "q-a-2--links" in value] == [
        "up q-a-2--links 0",
        "down q-a-2--links 0",
        "remove q-a-2--links 0",
        "add q-a-2--links",
        "paste q-a-2--links",
    ]


def test_section_previews_a_text_without_scripts(page_of: Client) -> None:
    sent = typed(page_of, q_a_2__text="○ One") | {"rows": ["preview q-a-2--text"]}

    page = page_of.post(URL, sent)

    assert '<span class="outline-marker">○</span> One' in page.content.decode()
    assert focused(page) == ["q-a-2--text--preview"]


def test_section_first_button_saves(page_of: Client) -> None:
    """Enter in a line presses the first button of a form, which must not move a row."""
    html = page_of.get(URL).content.decode()

    form = html[html.index("data-section-form") :]
    first = re.search(r"<button[^>]*>", form)
    assert first
    assert "name=" not in first[0]


@pytest.mark.parametrize(
    ("role", "why"),
    [
        (Role.REVIEWER, "discuss them, and sign or request changes on the review page."),
        (Role.VIEWER, "Your role in this city lets you read the answers, but not write them."),
    ],
)
def test_section_is_for_reading_in_a_role_that_does_not_write(
    role: Role, why: str, client: Client, response: Response, writer: User
) -> None:
    write(response, "a-1", writer, text="○ One", links=[{"label": "A", "url": "a.kr"}])
    client.force_login(make_member(response.city, role))

    page = client.get(URL)

    html = page.content.decode()
    assert why in html
    assert 'href="https://a.kr"' in html
    assert [form.action for form in forms_of(page) if form.action == URL] == []
    assert client.post(URL, {"q-a-1--text": "x", "version-a-1": "1"}).status_code == 403
    assert not RefusedText.objects.exists()


def test_section_in_review_is_for_reading(
    page_of: Client, response: Response, writer: User
) -> None:
    send_to_review(response, writer)

    page = page_of.get(URL)

    assert "In review: answers cannot be changed now." in page.content.decode()
    assert f'href="{URL}review/"' in page.content.decode()
    assert [form.action for form in forms_of(page) if form.action == URL] == []


def test_section_shows_each_question_with_its_number_help_and_indicators(page_of: Client) -> None:
    html = page_of.get(URL).content.decode()

    card = html[html.index('id="a-2"') : html.index("</section>", html.index('id="a-2"'))]
    said = " ".join(re.sub(r"<[^>]+>", " ", card).split())
    assert "Not answered A.2 Explain In short." in said
    assert (
        "Nothing saved yet Counts for #7 of the UN's index of cities' online services (LOSI)"
        in said
    )


def test_section_says_what_a_half_finished_answer_lacks_and_who_saved_it(
    page_of: Client, response: Response, writer: User
) -> None:
    write(response, "a-2", writer, links=[{"label": "A", "url": "a.kr"}])
    write(response, "a-1", writer, text="○ One", percentage="10")

    html = page_of.get(URL).content.decode()

    words = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "by Kim History A.1 Missing: yes_no, choices, contact, links" in words
    assert "1 of 2 answered" in words


def test_section_stale_answer_is_refused_and_kept_beside_the_other(
    page_of: Client, response: Response
) -> None:
    sent = typed(page_of, q_a_1__text="Mine", q_a_2__text="Also mine")
    write(response, "a-1", make_member(response.city, Role.CONTRIBUTOR), text="Theirs")

    page = page_of.post(URL, sent)

    html = page.content.decode()
    assert page.status_code == 409
    assert (content(), content("a-2")) == (
        {"parts": {"text": "Theirs"}},
        {"parts": {"text": "Also mine"}},
    )
    assert "Saved 1 answer." in html
    assert "This answer was saved in the meantime." in html
    assert form_at(page, COMBINE).fields["text"] == [str(RefusedText.objects.get().pk)]
    assert page_of.get(URL).content.decode().count("1 of your texts in this section could not") == 1


def test_section_stale_answer_beside_a_faulty_one_loses_neither(
    page_of: Client, response: Response
) -> None:
    sent = typed(page_of, q_a_1__text="Mine", q_a_2__text="x" * 20_001)
    write(response, "a-1", make_member(response.city, Role.CONTRIBUTOR), text="Theirs")

    page = page_of.post(URL, sent)

    shown = form_at(page, SAVE).fields
    assert page.status_code == 422
    assert RefusedText.objects.get().content == {"parts": {"text": "Mine"}}
    assert (shown["q-a-1--text"], shown["version-a-1"]) == (["Theirs"], ["1"])
    assert shown["q-a-2--text"] == ["x" * 20_001]
    assert "Compare and combine" in page.content.decode()


def test_section_without_version_is_refused_and_kept(page_of: Client) -> None:
    sent = typed(page_of, q_a_1__text="Mine")
    del sent["version-a-1"]

    page = page_of.post(URL, sent)

    assert page.status_code == 428
    assert not Answer.objects.exists()
    assert RefusedText.objects.get().refusal == Refusal.UNVERSIONED
    assert "Mine" in page.content.decode()


def test_section_closed_meanwhile_keeps_what_was_typed(
    page_of: Client, response: Response, writer: User
) -> None:
    sent = typed(page_of, q_a_1__text="Mine")
    send_to_review(response, writer)

    page = page_of.post(URL, sent)

    html = page.content.decode()
    assert page.status_code == 409
    assert "The section was no longer open for writing." in html
    assert "combine them with the answers once you can write there again" in html
    assert [form.buttons for form in forms_of(page) if form.action == UNSAVED] == [
        [("do", "discard")]
    ]


def test_section_closed_meanwhile_still_shows_what_was_typed_when_a_row_is_added(
    page_of: Client, response: Response, writer: User
) -> None:
    sent = typed(page_of, q_a_2__text="Mine") | {"rows": ["add q-a-2--links"]}
    send_to_review(response, writer)

    page = page_of.post(URL, sent)

    assert form_at(page, SAVE).fields["q-a-2--text"] == ["Mine"]
    assert "In review: answers cannot be changed now." in page.content.decode()


def test_section_of_someone_who_left_the_city_is_gone(page_of: Client, writer: User) -> None:
    sent = typed(page_of, q_a_1__text="Mine")
    Membership.objects.filter(user=writer).delete()

    assert page_of.post(URL, sent).status_code == 404


def test_section_unknown_is_not_found(page_of: Client) -> None:
    assert page_of.get("/springfield/test-2030/gamma/").status_code == 404


def test_section_shows_the_changes_that_were_requested_until_they_are_sent(
    page_of: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    section, _ = find(response, "a-1")
    reviewer = make_member(response.city, Role.REVIEWER, "Park")
    send_to_review(response, writer)
    comment = "○ Give the share\n○ Add <b>links</b>"
    perform(Move(Action.REQUEST_CHANGES, comment=comment), response, section, actor=Actor(reviewer))

    # One more for the notice of it, which is read with it.
    with django_assert_num_queries(11):
        shown = page_of.get(URL).text
    assert "Changes requested by Park:" in shown
    assert "Add &lt;b&gt;links&lt;/b&gt;" in shown

    send_to_review(response, writer)
    assert "Changes requested by Park:" not in page_of.get(URL).text


@pytest.mark.parametrize("filled", [1, 3])
def test_section_takes_nine_queries_however_much_is_answered(
    filled: int,
    page_of: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for key in ("a-1", "a-2", "b-1")[:filled]:
        write(response, key, writer, text="○ One")
    other = make_response(make_city("shelbyville"))
    write(other, "a-1", make_member(other.city, Role.CONTRIBUTOR), text="Elsewhere")
    shape_of(response)  # the edition is known to the process

    with django_assert_num_queries(9):
        page_of.get(URL)


def test_a_request_leads_to_the_questions_that_it_names(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    section = find(response, "a-2")[0]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    asks = Move(Action.REQUEST_CHANGES, "A.2의 링크가 없습니다.\nB.1도 봐 주십시오.")
    perform(asks, response, section, actor=Actor(reviewer))
    client.force_login(writer)
    html = client.get("/springfield/test-2030/alpha/").content.decode()
    assert '<a href="#a-2">A.2</a>의 링크가' in html
    assert '<a href="/springfield/test-2030/beta/#b-1">B.1</a>' in html
    assert html.count("Named in the request for changes") == 1
    assert "Reviewer: “A.2의 링크가 없습니다.”" in client.get("/").content.decode()
    for action in (Action.SEND, Action.WITHDRAW):
        perform(Move(action), response, section, actor=Actor(writer))
    again = client.get("/springfield/test-2030/alpha/").content.decode()
    asked = re.compile(r'<div class="lgq-note lgq-asked">.*?</div>', re.DOTALL)
    assert asked.findall(again) == asked.findall(html) != []
    assert again.count("Named in the request for changes") == 1
    work = client.get("/").content.decode()
    assert "Make the requested changes" in work
    assert "Reviewer: “A.2의 링크가 없습니다.”" in work


def test_a_reopened_section_says_why_and_leads_to_the_questions_that_are_named(
    client: Client, response: Response, writer: User, reviewer: User
) -> None:
    for key in ("a-1", "a-2"):
        write(response, key, writer, text="Done")
    section = find(response, "a-2")[0]
    perform(Move(Action.SEND), response, section, actor=Actor(writer))
    seen = read_snapshot(response).sections_by_key["alpha"].digest
    perform(Move(Action.APPROVE, seen=seen), response, section, actor=Actor(reviewer))
    perform(Move(Action.REOPEN, "A.2의 수치"), response, section, actor=Actor(reviewer))
    client.force_login(writer)
    html = " ".join(client.get("/springfield/test-2030/alpha/").content.decode().split())
    assert "<p> Reopened by Reviewer: </p>" in html
    assert '<a href="#a-2">A.2</a>의 수치' in html
    assert html.count("Named in the reason for reopening") == 1
    work = " ".join(client.get("/").content.decode().split())
    assert "Revise the reopened section" in work
    assert re.search(r"Reopened \d", work)
    assert "Reviewer: “A.2의 수치”" in work
    review = client.get("/springfield/test-2030/alpha/review/").content.decode()
    assert re.search(r"Reopened \d", review)
