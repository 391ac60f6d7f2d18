"""Files of a response, rendered only when there is something new to render."""

from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.renderings import cached, store
from responses.models import Response

from .pdf import render_pdf, rendering_key


def response_pdf(response: Response, snapshot: Snapshot, language: str, after: int = 0) -> bytes:
    """Return the working PDF of a response in `language`; one query if it was rendered before.

    `after` is the number of the submission since which the response has changed, if any.
    """
    key = rendering_key(snapshot, language, after)
    content = cached(response, language, key)
    if content is None:
        content = render_pdf(snapshot, language, after=after)
        store(response, language, key, content)
    return content


def file_name(snapshot: Snapshot, language: str) -> str:
    """Return what to call a file of a response, such as seoul-lgq-2022-ko-draft.pdf."""
    draft = "" if snapshot.approved else "-draft"
    return f"{snapshot.city_slug}-{snapshot.edition.code}-{language}{draft}.pdf"
