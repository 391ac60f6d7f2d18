"""Fills the database of a server to be killed: `python -m tests.support.populate PEOPLE QUESTIONS`.

It makes a response of Springfield, which submits in English, to one section of questions for text,
and people who write there, whose addresses it prints as JSON.
"""

import json
import sys

import django


def fill(people: int, questions: int) -> list[str]:
    """Return the addresses of the people; the password of each is `factories.PASSWORD`."""
    # Models can be imported once Django is set up.
    from responses.enums import Role  # noqa: PLC0415
    from tests.support.factories import (  # noqa: PLC0415
        make_definition,
        make_edition,
        make_member,
        make_response,
        wording,
    )

    text = {"key": "text", "kind": "text", "label": wording("Text")}
    asked = [
        {"key": f"q-{n}", "number": f"Q.{n}", "wording": wording(f"Q {n}"), "parts": [text]}
        for n in range(questions)
    ]
    section = {"key": "only", "number": "1", "title": wording("Only"), "questions": asked}
    edition = make_edition(make_definition("killed-2030", sections=[section]))
    city = make_response(edition=edition).city
    city.submission_language = "en"
    city.save()
    return [make_member(city, Role.CONTRIBUTOR, f"Writer {n}").email for n in range(people)]


if __name__ == "__main__":
    django.setup()
    print(json.dumps(fill(*map(int, sys.argv[1:]))))  # noqa: T201
