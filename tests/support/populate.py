"""Fills a server's database: `python -m tests.support.populate PEOPLE QUESTIONS [CITY …]`.

It makes a response of each city, by default Springfield, which submits in English, to one section
of questions for text and files, and people who write there, whose addresses it prints as JSON.
"""

import json
import sys

import django


def fill(people: int, questions: int, *slugs: str) -> list[str]:
    """Return the addresses of the people; the password of each is `factories.PASSWORD`.

    They come by city, so many each.
    """
    # Models can be imported once Django is set up.
    from responses.enums import Role  # noqa: PLC0415
    from tests.support.factories import (  # noqa: PLC0415
        make_city,
        make_definition,
        make_edition,
        make_member,
        make_response,
        wording,
    )

    parts = [
        {"key": kind, "kind": kind, "label": wording(kind), "required": kind == "text"}
        for kind in ("text", "files")
    ]
    asked = [
        {"key": f"q-{n}", "number": f"Q.{n}", "wording": wording(f"Q {n}"), "parts": parts}
        for n in range(questions)
    ]
    section = {"key": "only", "number": "1", "title": wording("Only"), "questions": asked}
    edition = make_edition(make_definition("killed-2030", sections=[section]))
    cities = [make_response(make_city(slug), edition).city for slug in slugs or ("springfield",)]
    for city in cities:
        city.submission_language = "en"
        city.save()
    return [
        make_member(city, Role.CONTRIBUTOR, f"Writer {n}").email
        for city in cities
        for n in range(people)
    ]


if __name__ == "__main__":
    django.setup()
    people, questions, *slugs = sys.argv[1:]
    print(json.dumps(fill(int(people), int(questions), *slugs)))  # noqa: T201
