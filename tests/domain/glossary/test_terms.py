import pytest

from responses.domain.glossary.terms import read_terms, read_translations
from responses.models import City
from tests.support.factories import make_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    city = make_city()
    city.submission_language = "en"
    city.save()
    pairs = {"팀장": "Team Leader", "응답소": "Eungdapso", "교통과": "Transport Team"}
    for original, translation in pairs.items():
        city.terms.create(language="en", original=original, translation=translation)
    other = make_city("shelbyville")
    other.terms.create(language="en", original="팀장", translation="Chief")
    return city


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["교통과", "응답소", "팀장"]),
        ("TEAM", ["교통과", "팀장"]),
        ("team lead", ["팀장"]),
        ("답소", ["응답소"]),
        ("응답소 team", []),
        ("%", []),
    ],
)
def test_terms_are_found_in_both_languages(city: City, words: str, found: list[str]) -> None:
    assert [each.original for each in read_terms(city, words)] == found


def test_translations_are_those_of_the_city_in_its_language(city: City) -> None:
    assert read_translations(city, "en", {"팀장", "과장"}) == {"팀장": "Team Leader"}
    assert read_translations(city, "ko", {"팀장"}) == {}
    city.submission_language = ""
    assert list(read_terms(city)) == []
