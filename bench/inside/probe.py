"""Counts the queries of pages; run as `python -m bench.inside.probe SERVER PAGE …`, prints JSON.

In this process, through the real middleware, on the database that is measured. Each page
has been asked for twice before, so that what a process reads once is not counted. What is
counted is everything Django sends while it answers, BEGIN and COMMIT included.
"""

import json
import sys
from collections.abc import Callable, Mapping
from secrets import token_bytes
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.forms import Form, forms_of, question_of
from bench.load import FOUND, OK
from bench.people import asker_of
from bench.plan import FILED, FLOORS, MORE, PAGES, Does, Page
from bench.visitors import PDF_END, PDF_HEAD
from responses.models import User

WARM_UPS = 2
FORM = "application/x-www-form-urlencoded"


def queries_of(page: Page) -> int | None:
    """Return how many queries a page takes, or None if it does not answer as it should."""
    email, path = asker_of(page, 0)
    # What a page raises is a reason not to count it, not to stop counting.
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=email))
    for _ in range(WARM_UPS):
        ASK[page.does](client, path)
    return ASK[page.does](client, path)


def _read(client: Client, path: str) -> int | None:
    with CaptureQueriesContext(connection) as queries:
        reply = client.get(path)
    return len(queries) if reply.status_code == OK else None


def _save(client: Client, path: str) -> int | None:
    form = _form(client, path)
    return _sent(client, path, form, expected=FOUND) if form else None


def _type(client: Client, path: str) -> int | None:
    form = _form(client, path)
    if form is None:
        return None
    typed = form.of_question(question_of(form.longest_text()))
    return _sent(client, f"{path}{typed.action}", typed, expected=OK)


def _bring(client: Client, path: str) -> int | None:
    forms = [dict(form.fields) for form in forms_of(client.get(path).content.decode())]
    person = next(fields["person"] for fields in forms if "person" in fields)
    content = PDF_HEAD + token_bytes(16) + PDF_END
    with CaptureQueriesContext(connection) as queries:
        reply = client.post(
            f"{path}{FILED}/files/",
            {
                "person": person,
                f"q-{FILED}--files--file": SimpleUploadedFile("plan.pdf", content),
            },
        )
    return len(queries) if reply.status_code == OK else None


def _form(client: Client, path: str) -> Form | None:
    forms = [form for form in forms_of(client.get(path).content.decode()) if form.texts]
    return max(forms, key=lambda form: len(form.texts), default=None)


def _sent(client: Client, path: str, form: Form, *, expected: int) -> int | None:
    text = form.longest_text()
    body = urlencode(form.changed({text: f"{dict(form.fields)[text]}."}))
    with CaptureQueriesContext(connection) as queries:
        reply = client.post(path, body, content_type=FORM)
    return len(queries) if reply.status_code == expected else None


ASK: Mapping[Does, Callable[[Client, str], int | None]] = {
    Does.READ: _read,
    Does.SAVE: _save,
    Does.TYPE: _type,
    Does.BRING: _bring,
}


if __name__ == "__main__":
    server, names = sys.argv[1], sys.argv[2:]
    asked = [page for page in (*FLOORS, *PAGES, *MORE) if page.name in names]
    pages = [page for page in asked if page.server == server]
    print(json.dumps({page.name: queries_of(page) for page in pages}))
