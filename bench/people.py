"""Who asks: people of the demo, and the coordinators of the other cities. Pure."""

import json
from pathlib import Path

from bench.plan import CITY

DEMO = Path(__file__).resolve().parent.parent / "fixtures" / "demo.json"


def demo_email(role: str) -> str:
    """Return the address of the first person of a role in the demo's first city."""
    people = json.loads(DEMO.read_text(encoding="utf-8"))["people"]
    found = (person for person in people if (person["city"], person["role"]) == (CITY, role))
    return str(next(found)["email"])


def writer_email(number: int) -> str:
    """Return the address of the coordinator of another city, by the city's number."""
    return f"coordinator{number}@bench.example"


def slug_of(number: int) -> str:
    """Return the slug of another city, by its number from 1."""
    return f"bench-{number}"
