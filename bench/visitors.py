"""Who makes the load: a reader, a writer of whole forms, a typist in one answer, an uploader."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from secrets import token_bytes
from typing import TYPE_CHECKING

from bench.forms import question_of
from bench.load import ACCEPTED, FOUND, OK, AskedInVainError, Browser, Chosen, Request, Visitor
from bench.plan import FILED

if TYPE_CHECKING:
    from bench.forms import Fields, Form

MADE_WITHIN = 120
"""Seconds within which a file is made, even where much else is done."""
FILE_SIZE, PDF_HEAD, PDF_END = 128 * 1024, b"%PDF-1.7\n", b"%%EOF\n"
"""How many bytes each file has that is brought: so many of them have room in a response."""


class Reader(Visitor):
    """Asks for the same page each time, once that is there: a PDF may have to be made first.

    Raises `AskedInVainError` if it is not made in time.
    """

    def __init__(self, browser: Browser, path: str) -> None:
        until = time.monotonic() + MADE_WITHIN
        while browser.get(path)[0] == ACCEPTED:
            if time.monotonic() > until:
                raise AskedInVainError(f"GET {path} has been waiting for {MADE_WITHIN} s")
            time.sleep(0.5)
        self._request = Request("GET", path, browser.headers())

    def next(self) -> Request:
        """Return the request for the page."""
        return self._request

    def heard(self, reply: bytes) -> None:
        """Ask again, whatever the page says."""


class Writer(Visitor):
    """Saves a form again and again, with one text changed each time, as its only author.

    Two saves find out which field says the version: the number that has risen by one.
    Raises `AskedInVainError` if the page has no such form or does not save it.
    """

    def __init__(self, browser: Browser, path: str) -> None:
        self._browser, self._path, self._number = browser, path, 0
        first = browser.form(path)
        self._text = first.longest_text()
        self._said = dict(first.fields)[self._text]
        self._save(first)
        second = browser.form(path)
        self._version = _risen(first, second)
        self._save(second)
        self._form = browser.form(path)
        if _risen(second, self._form) != self._version:
            raise AskedInVainError(f"POST {path} says that it saves, but does not")
        self._base = int(dict(self._form.fields)[self._version])
        # No redirect is followed, so messages for the next page would pile up.
        browser.cookies.pop("messages", None)

    def next(self) -> Request:
        """Return the request that saves another text over the version of the one before."""
        changes = {self._text: self._changed(), self._version: str(self._base)}
        self._base += 1
        return self._browser.sending(self._path, self._form.changed(changes))

    def _changed(self) -> str:
        self._number += 1
        return f"{self._said}\n○ {self._number}"

    def _save(self, form: Form) -> None:
        status, _ = self._browser.post(self._path, form.changed({self._text: self._changed()}))
        if status != FOUND:
            raise AskedInVainError(f"POST {self._path} gave {status}")


class Typist(Visitor):
    """Types on in one answer of a section, each time saved as the script of its page saves it.

    Without a question, it is that of the longest text. `name` stands in every line, so that
    nobody types by chance what another types. After a refusal, the typist takes over
    what the answer says now, and types on in that. Raises `AskedInVainError` if the page has
    no such question.
    """

    def __init__(
        self, browser: Browser, path: str, question: str = "", name: str = "Typed"
    ) -> None:
        self._browser, self._path, self._name = browser, path, name
        self._number, self.typed = 0, ""
        page = browser.form(path)
        self.question = question or question_of(page.longest_text())
        self._form = page.of_question(self.question)
        if not self._form.texts:
            raise AskedInVainError(f"GET {path} gave no text of question {self.question}")
        self.text = self._form.longest_text()
        self._said = dict(self._form.fields)[self.text]
        self._version = f"version-{self.question}"
        self._versions = {name: value for name, value in page.fields if name[:8] == "version-"}

    def next(self) -> Request:
        """Return the request that saves what is typed now."""
        self._number += 1
        self.typed = f"{self._said}\n○ {self._name} {self._number}"
        return self._sending(self._form.action, self._form.changed({self.text: self.typed}))

    def heard(self, reply: bytes) -> None:
        """Go on from the version that the reply tells, and from its text where it has one."""
        told = json.loads(reply)
        if told["fields"]:
            own = dict(self._form.fields)
            kept = [(name, own[name]) for name in ("person", self._version)]
            self._form.fields = [*kept, *((name, value) for name, value in told["fields"])]
            self._said = dict(self._form.fields)[self.text]
        self._versions[self._version] = str(told["version"])
        self._form.fields = self._form.changed({self._version: str(told["version"])})

    def beat(self) -> Request:
        """Return the request that says that the page is open, and which versions it shows."""
        return self._sending("presence/", [*self._versions.items()])

    def heard_others(self, reply: bytes) -> None:
        """Take note of what others saved, but type on from the version one has."""
        for question, answer in json.loads(reply)["changed"].items():
            self._versions[f"version-{question}"] = str(answer["version"])

    def _sending(self, action: str, fields: Fields) -> Request:
        request = self._browser.sending(f"{self._path}{action}", fields)
        return replace(request, headers=request.headers | self._browser.script(), expected=OK)


class Uploader(Visitor):
    """Brings one file after the other to a question, each new, as the script of its page does."""

    def __init__(self, browser: Browser, path: str) -> None:
        self._browser, self._path = browser, f"{path}{FILED}/files/"
        fields = dict(browser.form(path, needs="person").fields)
        self._fields = [(name, fields[name]) for name in ("csrfmiddlewaretoken", "person")]
        self._start, self._number = PDF_HEAD + token_bytes(16), 0

    def next(self) -> Request:
        """Return the request that brings another file."""
        self._number += 1
        content = (self._start + str(self._number).encode()).ljust(FILE_SIZE, b"\n") + PDF_END
        chosen = Chosen(f"q-{FILED}--files--file", "plan.pdf", content)
        return self._browser.sending_file(self._path, self._fields, chosen)

    def heard(self, reply: bytes) -> None:
        """Bring the next, whatever is said of this one."""


def _risen(before: Form, after: Form) -> str:
    """Return the name of the one number that has risen by one; raises `AskedInVainError`."""
    now = dict(after.fields)
    names = [
        name
        for name, value in before.fields
        if value.isdecimal() and now.get(name) == str(int(value) + 1)
    ]
    if len(names) != 1:
        raise AskedInVainError(f"after a save these fields rose by one: {names}")
    return names[0]
