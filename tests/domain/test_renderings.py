import pytest

from responses.domain.renderings import keep, kept
from responses.models import RenderedDocument, Response

pytestmark = pytest.mark.django_db


def test_kept_returns_only_what_was_made_of_the_same(response: Response) -> None:
    keep(response, "ko", "a" * 64, b"one")
    assert kept(response, "ko", "a" * 64) == b"one"
    assert kept(response, "ko", "b" * 64) is None
    assert kept(response, "en", "a" * 64) is None


def test_keep_replaces_the_file_before_in_its_language_alone(response: Response) -> None:
    keep(response, "ko", "a" * 64, b"one")
    keep(response, "en", "a" * 64, b"two")
    keep(response, "ko", "b" * 64, b"three")
    rows = RenderedDocument.objects.order_by("language").values_list("language", "content")
    assert [(language, bytes(content)) for language, content in rows] == [
        ("en", b"two"),
        ("ko", b"three"),
    ]
