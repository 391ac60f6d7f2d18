"""The help of each role exists in each language, names what there is, and is led to."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from pytest_django import DjangoAssertNumQueries

from responses.enums import Role
from responses.models import Response
from responses.pages.guides import ADMINISTRATOR, GUIDES, PARAGRAPHS, PICTURES, TRANSLATOR
from tests.pictures.pages import GUIDES as SHOWN
from tests.support.browser import words
from tests.support.factories import make_city, make_member, make_user
from tests.test_translations import CATALOGUE, ROOT, UNWANTED, messages_of
from tests.views.test_access import names

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
    about = {page for pages in PARAGRAPHS.values() for page in pages}
    assert about - set(names(get_resolver().url_patterns)) == set()


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
        (Role.VIEWER, "my_work", "viewer/"),
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
def test_every_page_leads_to_help_of_its_own(client: Client, response: Response) -> None:
    client.force_login(make_member(response.city, Role.COORDINATOR))
    html = client.get("/springfield/test-2030/assignment/").content.decode()
    assert html.count('href="/help/?about=assignment&amp;city=springfield"') == 2
    assert 'href="/help/"' in client.get("/nowhere/").content.decode()
