"""Rendered files, kept so that the same snapshot is rendered once."""

from typing import Any

from django.db.models import QuerySet

from responses.domain.compiled import compiled
from responses.models import RenderedDocument, Response


def cached(response: Response, language: str, key: str) -> bytes | None:
    """Return the file that was made of what `key` names, or None; one query."""
    content = next(iter(_cached(response.pk, language, key)), None)
    return None if content is None else bytes(content)


@compiled
def _cached(response: int, language: str, key: str) -> QuerySet[RenderedDocument, Any]:
    found = RenderedDocument.objects.filter(response=response, language=language, key=key)
    return found.order_by().values_list("content", flat=True)


def store(response: Response, language: str, key: str, content: bytes) -> None:
    """Keep a file in place of the one before; of two writers at once the later one stays."""
    RenderedDocument.objects.update_or_create(
        response=response, language=language, defaults={"key": key, "content": content}
    )
