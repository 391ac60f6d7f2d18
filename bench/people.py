"""Who asks: people of the demo, and those of the other cities. Pure."""

import json
from pathlib import Path

from bench.plan import CITY, Page

DEMO = Path(__file__).resolve().parent.parent / "fixtures" / "demo.json"


def demo_email(role: str) -> str:
    """Return the address of the first person of a role in the demo's first city."""
    people = json.loads(DEMO.read_text(encoding="utf-8"))["people"]
    found = (person for person in people if (person["city"], person["role"]) == (CITY, role))
    return str(next(found)["email"])


def writer_email(number: int) -> str:
    """Return the address of the coordinator of another city, by the city's number."""
    return f"coordinator{number}@bench.example"


def asker_of(page: Page, connection: int) -> tuple[str, str]:
    """Return the address of who asks for a page over a connection, and the page's path."""
    if page.cities is None:
        return demo_email(page.role), page.path
    number = page.cities[connection % len(page.cities)]
    return writer_email(number), page.path.format(city=slug_of(number))


def typist_email(number: int, seat: int) -> str:
    """Return the address of who has a seat (see `bench.plan.SEATS`) in another city."""
    return f"typist{seat}@{slug_of(number)}.example"


def slug_of(number: int) -> str:
    """Return the slug of another city, by its number from 1."""
    return f"bench-{number}"
