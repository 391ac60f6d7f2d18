import pytest
from django.core.management.base import CommandError

from responses.management.found import found_response
from responses.models import Response

pytestmark = pytest.mark.django_db


def test_a_response_is_found_with_its_city_and_edition_or_all_are_named(
    response: Response,
) -> None:
    found = found_response("springfield", "test-2030")
    assert (found, found.city.slug, found.edition.code) == (response, "springfield", "test-2030")
    for city, edition in (("springfield", "test-2032"), ("nowhere", "test-2030")):
        with pytest.raises(CommandError) as refused:
            found_response(city, edition)
        assert str(refused.value) == (
            f"'{city} {edition}' is not a response. Responses: 'springfield test-2030'."
        )
    Response.objects.all().delete()
    with pytest.raises(CommandError, match=r"Responses: none\.$"):
        found_response("springfield", "test-2030")
