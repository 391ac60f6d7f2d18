"""Looks up what people were told is kept; run as `python -m bench.inside.check FILE`.

FILE is what bench.crowd wrote. Prints how many texts are not in the database: saved ones as
the revision that they were acknowledged as, refused ones as the refused text.
"""

import json
import sys
from pathlib import Path
from typing import Any

from bench.people import slug_of
from bench.plan import CROWDED
from responses.models import RefusedText, Revision

CITIES = [slug_of(number) for number in CROWDED]


def lost(said: dict[str, list[dict[str, Any]]]) -> int:
    """Return how many of the texts are not there."""
    saved, refused = _saved(), _refused()
    return sum(
        not _is_there(saved.get((each["city"], each["question"], each["version"])), each)
        for each in said["saved"]
    ) + sum(not _is_there(refused.get(each["pk"]), each) for each in said["refused"])


def _is_there(kept: tuple[str, Any] | None, typed: dict[str, Any]) -> bool:
    if kept is None:
        return False
    author, content = kept
    text = content["parts"].get(typed["part"])
    return (author, text) == (typed["email"], typed["text"])


def _saved() -> dict[tuple[str, str, int], tuple[str, Any]]:
    """Return who wrote which content, by city, question and version."""
    revisions = Revision.objects.filter(answer__response__city__slug__in=CITIES).order_by()
    return {
        (city, question, version): (author, content)
        for city, question, version, author, content in revisions.values_list(
            "answer__response__city__slug",
            "answer__question__key",
            "version",
            "author__email",
            "content",
        )
    }


def _refused() -> dict[int, tuple[str, Any]]:
    """Return who typed which content, by the key of the refused text."""
    texts = RefusedText.objects.filter(response__city__slug__in=CITIES).order_by()
    return {
        pk: (author, content)
        for pk, author, content in texts.values_list("pk", "author__email", "content")
    }


if __name__ == "__main__":
    print(lost(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
