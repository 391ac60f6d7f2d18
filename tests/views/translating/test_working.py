"""The work of who translates: what is left, what is next, why it came back."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from responses.domain.auditing import Actor
from responses.domain.review.workflow import Move, perform
from responses.enums import Action, Role, State
from responses.models import (
    Response,
    SectionWork,
    User,
)
from tests.support.browser import Page, words
from tests.support.factories import (
    approve_all,
    assign,
    find,
    make_member,
    translate,
    write,
)
from tests.views.translating.pages import BOTH, LINKS, SECTION

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_who_translates_reads_why_the_section_came_back(
    browser: Client, client: Client, response: Response
) -> None:
    alpha, _ = find(response, "a-2")
    chief = make_member(response.city, Role.COORDINATOR, "Chief")
    approve_all(response, make_member(response.city, Role.REVIEWER))
    back = Move(Action.REOPEN, comment="Translate the rest.")
    perform(back, response, alpha, actor=Actor(chief))
    said = words(browser.get(BOTH))
    assert "Reopened by Chief: Translate the rest." in said


def test_who_reviews_a_section_comes_to_its_translations(
    browser: Client, response: Response
) -> None:
    assert f'href="{BOTH}"' in browser.get(f"{SECTION}review/").content.decode()
    response.city.submission_language = ""
    response.city.save()
    assert f'href="{BOTH}"' not in browser.get(f"{SECTION}review/").content.decode()


def test_what_is_to_be_translated_is_counted_where_work_is_planned(
    browser: Client,
    client: Client,
    response: Response,
    writer: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    assign(response, "alpha", writer)
    write(response, "a-1", writer, text="○ 둘", yes_no="yes")
    browser.get("/")
    with django_assert_num_queries(10):
        page = browser.get("/")
    assert "2 answers to translate" in words(page)
    assert f'href="{BOTH}"' in page.content.decode()
    translate(response, "a-1", writer, text="○ Two")
    assert "1 answer to translate" in words(browser.get("/"))
    write(response, "a-1", writer, text="○ 셋", yes_no="yes")
    assert "2 answers to translate" in words(browser.get("/"))
    overview = words(browser.get("/springfield/test-2030/"))
    assert "Translated into English: 1 of 2 answers with text, 1 outdated" in overview
    client.force_login(make_member(response.city, Role.COORDINATOR))
    dashboard = words(client.get("/springfield/test-2030/dashboard/"))
    assert "Translation into English 1 of 2 answers with text, 1 outdated" in dashboard
    # What is translated in part is outdated, too.
    translate(response, "a-2", writer, text="○ One")
    write(response, "a-2", writer, text="○ 하나 둘", links=LINKS)
    assert "1 of 2 answers with text, 2 outdated" in words(
        client.get("/springfield/test-2030/dashboard/")
    )
    assert "Partly translated, original changed since" in words(browser.get(BOTH))


def onward(page: Page) -> tuple[str, str]:
    """Return where the link to the next answer leads, and what it says."""
    links: list[tuple[str, str]]
    links = re.findall(r'<a href="([^"]*)" data-onward[^>]*>([^<]*)<', page.content.decode())
    [link] = dict.fromkeys(links)
    return link


def test_the_next_answer_to_translate_is_one_press_away(
    browser: Client, response: Response, writer: User
) -> None:
    write(response, "b-1", writer, text="○ 둘")
    words = "Next answer to translate"
    assert onward(browser.get(BOTH)) == ("#a-2_en", words)
    translate(response, "a-2", writer, text="○ One", links=[{"of": "응답소", "text": "E."}])
    there = f"{words}, in section B"
    beta = "/springfield/test-2030/beta/?show=both#b-1_en"
    assert onward(browser.get(BOTH)) == (beta, there)
    alone = beta.replace("both", "translation")
    assert onward(browser.get(f"{SECTION}?show=translation")) == (alone, there)
    # What is outdated counts, what others write does not.
    write(response, "a-2", writer, text="○ 셋", links=LINKS)
    assert onward(browser.get(BOTH)) == ("#a-2_en", words)
    translate(response, "a-2", writer, text="○ 3", links=[{"of": "응답소", "text": "E."}])
    assign(response, "beta", make_member(response.city, Role.CONTRIBUTOR))
    assert onward(browser.get(BOTH)) == ("#main", words)


def test_the_front_page_leads_on_to_translate_whom_it_lets(
    client: Client, response: Response, writer: User
) -> None:
    front = SECTION.removesuffix("alpha/")
    onward = f'href="{SECTION}?show=both">Continue translating'
    client.force_login(writer)
    assert onward in client.get(front).content.decode()
    SectionWork.objects.filter(section__key="alpha").update(state=State.IN_REVIEW)
    assert onward not in client.get(front).content.decode()
    SectionWork.objects.filter(section__key="alpha").update(state=State.DRAFT)
    client.force_login(make_member(response.city, Role.REVIEWER))
    assert onward not in client.get(front).content.decode()


def test_what_is_closed_says_why_it_cannot_be_translated_and_what_to_do(
    browser: Client, client: Client, response: Response, writer: User
) -> None:
    ways = "also be translated as it is, once reviews of translations are set to “Afterwards”"
    here = "This cannot be translated now. Why, and what can be done"
    approve_all(response, make_member(response.city, Role.REVIEWER, "Han"))
    said = words(browser.get(BOTH))
    assert "Approved: its translation can be changed once a reviewer or coordinator" in said
    assert "a coordinator can also have translations reviewed afterwards" in said
    assert said.count(here) == 1
    client.force_login(make_member(response.city, Role.COORDINATOR, "Chief"))
    said = words(client.get(BOTH))
    assert ways in said
    assert said.count(here) == 1
    SectionWork.objects.update(originals_alone=True)
    assert ways not in words(client.get(BOTH))
    # Who only reads it is told nothing of that.
    client.force_login(make_member(response.city, Role.VIEWER, "Guest"))
    assert here not in words(client.get(BOTH))
