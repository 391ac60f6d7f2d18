"""The help of each role exists in each language, names what there is, and is led to."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.conf import settings
from django.contrib.admin import site
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django import DjangoAssertNumQueries

from responses.enums import Role
from responses.models import Response
from responses.pages.guides import (
    ADMINISTRATOR,
    GUIDES,
    PARAGRAPHS,
    PICTURES,
    TRANSLATION,
    TRANSLATOR,
    paragraph,
)
from tests.pictures.pages import GUIDES as SHOWN
from tests.support.browser import words
from tests.support.factories import (
    assign,
    make_city,
    make_member,
    make_response,
    make_user,
    name_translators,
)
from tests.test_translations import CATALOGUE, ROOT, UNWANTED, messages_of
from tests.views.test_access import CASES, names, prepared

LANGUAGES = [code for code, _name in settings.LANGUAGES]
FOLDER = ROOT / "templates" / "responses" / "guides"
TEXTS = [FOLDER / language / f"{name}.html" for language in LANGUAGES for name in GUIDES]


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def ids_of(path: Path) -> list[str]:
    return re.findall(r'<h2 id="([a-z]+)">', text_of(path))


def test_every_role_has_its_guide_in_every_language() -> None:
    assert set(GUIDES) == {*Role.values, TRANSLATOR, ADMINISTRATOR}
    assert sorted(FOLDER.glob("*/*.html")) == sorted(TEXTS)


def test_every_guide_has_its_picture_in_every_language() -> None:
    assert PICTURES.keys() == SHOWN.keys() == GUIDES.keys()
    there = {path.stem for path in (ROOT / "static" / "guides").glob("*.png")}
    assert there == {f"{name}-{language}" for name in GUIDES for language in LANGUAGES}


@pytest.mark.parametrize("name", GUIDES)
def test_languages_tell_the_same_paragraphs(name: str) -> None:
    told = [ids_of(FOLDER / language / f"{name}.html") for language in LANGUAGES]
    assert told == told[:1] * len(LANGUAGES)
    assert (told[0][0], told[0][-1]) == ("mine", "asking")
    assert set(PARAGRAPHS[name].values()) <= set(told[0])


def test_paragraphs_speak_of_pages_that_exist() -> None:
    assert PARAGRAPHS.keys() == GUIDES.keys()
    told = {guide: set(pages) - {TRANSLATION} for guide, pages in PARAGRAPHS.items()}
    models = {str(each._meta.model_name) for each in site._registry} | {"admin:app_list"}
    known = set(names(get_resolver().url_patterns))
    assert told.pop(ADMINISTRATOR) - known == models - known
    assert set().union(*told.values()) - known == set()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_guide_quotes_only_what_the_product_says(path: Path) -> None:
    text, known = text_of(path), messages_of(ROOT / CATALOGUE)
    quoted = re.findall(r'\{% label "([^"]+)" %\}', text)
    assert quoted
    assert [label for label in quoted if f"\x04{label}" not in known] == []
    # Nothing is quoted by other means, which nobody would hold to the catalogue.
    rest = re.sub(r"\{%.*?%\}|<h2 id=\"[a-z]+\">|<a href=\"[^\"]*\">", "", text)
    assert re.findall(r"[“”‘’\"「」『』]|<(?:b|strong|em|i|kbd)\b", rest) == []


@pytest.mark.parametrize("name", GUIDES)
def test_korean_guide_has_no_word_that_made_people_stumble(name: str) -> None:
    text = text_of(FOLDER / "ko" / f"{name}.html")
    assert [word for word in UNWANTED if word in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GUIDES)
def test_links_of_a_guide_lead_somewhere(admin_client: Client, name: str, language: str) -> None:
    page = admin_client.get(f"/help/{name}/", headers={"accept-language": language})
    html = page.content.decode().partition("<main")[2].partition("</main>")[0]
    links = re.findall(r'<a href="([^"]+)"', html)
    assert len(links) > len(GUIDES)
    for link in links:
        address, _hash, place = link.partition("#")
        led = admin_client.get(address)
        assert led.status_code == 200
        assert not place or f'id="{place}"' in led.content.decode()


@pytest.mark.django_db
def test_guide_is_read_by_the_invited_without_a_query(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        page = client.get("/help/contributor/", headers={"accept-language": "ko"})
    assert "첫날 안내: 작성자" in words(page)
    assert "검토 요청 버튼을 눌러 주십시오." in words(page).replace("  ", " ")


@pytest.mark.parametrize(
    ("role", "about", "place"),
    [
        (Role.CONTRIBUTOR, "section", "contributor/#writing"),
        (Role.REVIEWER, "section", "reviewer/#reading"),
        (Role.COORDINATOR, "assignment", "coordinator/#assigning"),
        (Role.VIEWER, "verify", "viewer/#files"),
        (Role.VIEWER, "my_work", "viewer/#mine"),
        (Role.CONTRIBUTOR, "evidence", "contributor/#links"),
        (Role.COORDINATOR, "coverage", "coordinator/#links"),
        (Role.CONTRIBUTOR, "section translation", "contributor/#translating"),
        (Role.REVIEWER, "section translation", "reviewer/#signing"),
        (Role.VIEWER, "section translation", "viewer/#reading"),
        (Role.VIEWER, "nonsense", "viewer/"),
        (Role.VIEWER, "", "viewer/"),
    ],
)
@pytest.mark.django_db
def test_help_leads_to_the_paragraph_of_the_role(
    client: Client, response: Response, role: Role, about: str, place: str
) -> None:
    client.force_login(make_member(response.city, role))
    led = client.get("/help/", {"about": about, "city": response.city.slug})
    assert led.headers["Location"] == f"/help/{place}"


@pytest.mark.django_db
def test_who_has_several_roles_gets_that_of_the_city_or_chooses(
    client: Client, response: Response
) -> None:
    person = make_member(response.city, Role.REVIEWER)
    person.memberships.create(city=make_city("shelbyville"), role=Role.VIEWER)
    client.force_login(person)
    assert client.get("/help/", {"city": "shelbyville"}).headers["Location"] == "/help/viewer/"
    assert 'href="/help/reviewer/"' in client.get("/help/").content.decode()


@pytest.mark.django_db
def test_an_administrator_without_a_city_gets_their_own(admin_client: Client) -> None:
    assert admin_client.get("/help/").headers["Location"] == "/help/administrator/"


@pytest.mark.django_db
def test_who_has_no_role_yet_chooses(client: Client) -> None:
    client.force_login(make_user())
    html = client.get("/help/").content.decode()
    assert [name for name in GUIDES if f'href="/help/{name}/"' not in html] == []


@pytest.mark.django_db
def test_translators_get_their_guide_and_writers_both(client: Client, response: Response) -> None:
    """Whoever is named to translate and to write is led by what the page shows."""
    translator = make_member(response.city, Role.CONTRIBUTOR)
    assign(response, "alpha", make_member(response.city, Role.CONTRIBUTOR))
    name_translators(response, "alpha", translator)
    client.force_login(translator)
    page = client.get("/springfield/test-2030/alpha/?show=both").content.decode()
    [address, _narrow] = re.findall(r'href="(/help/\?[^"]+)"', page)
    assert address == "/help/?about=section+translation&amp;city=springfield"
    places = []
    for address in ("/springfield/test-2030/alpha/", "/springfield/test-2030/alpha/?show=both"):
        found = re.search(r'href="(/help/\?[^"]+)"', client.get(address).content.decode())
        assert found
        places.append(client.get(unescape(found[1])).headers["Location"])
    assert places == ["/help/translator/#translating"] * 2
    assign(response, "beta", translator)
    assert client.get("/help/?about=my_work").headers["Location"] == "/help/contributor/#mine"
    both = client.get("/help/?about=section+translation").headers["Location"]
    assert both == "/help/translator/#translating"
    response.city.submission_language = ""
    response.city.save()
    assert client.get("/help/?about=section+translation").headers["Location"] == (
        "/help/contributor/#translating"
    )


HTML = "text/html; charset=utf-8"
# What is a part of another page, what is help itself, and what leads to signing in.
PARTS = {"people", "guides", "guide", "sign_in_again", "response_schema"}
PARTS |= {each.name for each in CASES if each.name.startswith("password_reset")}


@pytest.mark.django_db
def test_every_page_of_every_role_leads_to_what_its_guide_says_of_it(client: Client) -> None:
    """The table names every page that a role can open, and no other; each place exists."""
    untold = []
    # Of cities and editions that this has none of, and pages that a button leads to.
    elsewhere = {"indicators", "coverage", "services", "evidence_link", "handout", "act"}
    unread = {role: set(PARAGRAPHS[role]) - elsewhere - {TRANSLATION} for role in Role}
    for case in CASES:
        if case.method != "get" or case.name in PARTS:
            continue
        with transaction.atomic():
            city = prepared(case).city if 200 in case.statuses[2:] else None
            for role, status in zip(Role, case.statuses[2:], strict=True):
                if status != 200 or not city:
                    continue
                client.force_login(make_member(city, role))
                page = client.get(reverse(case.name, kwargs=case.kwargs), case.data)
                if page.headers["Content-Type"] != HTML:
                    break
                led = re.search(r'href="/help/\?([^"]+)"', page.content.decode())
                about = parse_qs(unescape(led[1]))["about"][0] if led else ""
                unread[role].discard(case.name)
                if not paragraph(str(role), about):
                    untold.append((role, case.name))
            transaction.set_rollback(True)
    assert untold == []
    assert unread == {role: set() for role in Role}


@pytest.mark.django_db
def test_every_page_of_the_administration_leads_to_its_guide(admin_client: Client) -> None:
    response = make_response()
    models = {
        "": "mine",
        "responses/": "mine",
        **{f"responses/{model}/": "mine" for model in ("city",)},
        **{f"responses/{model}/": "accounts" for model in ("user", "membership")},
        **{f"responses/{model}/": "editions" for model in ("edition", "section", "question")},
        "responses/response/": "records",
        **{f"responses/{name}/": "records" for name in ("answer", "revision", "event")},
        "responses/auditrecord/": "records",
        "responses/city/add/": "mine",
        f"responses/city/{response.city.pk}/change/": "mine",
        f"responses/city/{response.city.pk}/history/": "mine",
        "responses/user/add/": "accounts",
    }
    registered = {each._meta.model_name for each in site._registry}
    assert {f"responses/{name}/" for name in registered} <= set(models)
    led = {}
    for place in models:
        html = admin_client.get(f"/admin/{place}").content.decode()
        found = re.search(r'href="/help/administrator/#([a-z]+)"', html)
        led[place] = found and found[1]
    assert led == models


@pytest.mark.django_db
def test_every_page_leads_to_help_of_its_own(client: Client, response: Response) -> None:
    client.force_login(make_member(response.city, Role.COORDINATOR))
    html = client.get("/springfield/test-2030/assignment/").content.decode()
    assert html.count('href="/help/?about=assignment&amp;city=springfield"') == 2
    assert 'href="/help/"' in client.get("/nowhere/").content.decode()
