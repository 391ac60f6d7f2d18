"""Rendered files, kept so that the same snapshot is rendered once."""

from responses.models import RenderedDocument, Response


def cached(response: Response, language: str, key: str) -> bytes | None:
    """Return the file that was made of what `key` names, or None; one query."""
    content = (
        RenderedDocument.objects.filter(response=response, language=language, key=key)
        .values_list("content", flat=True)
        .first()
    )
    return None if content is None else bytes(content)


def store(response: Response, language: str, key: str, content: bytes) -> None:
    """Keep a file in place of the one before; of two writers at once the later one stays."""
    RenderedDocument.objects.update_or_create(
        response=response, language=language, defaults={"key": key, "content": content}
    )
