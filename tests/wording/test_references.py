"""Numbers of questions in what people write."""

import json
from functools import cache
from pathlib import Path

import pytest
from django.template import Context, Template

from responses.domain.edition.editions import edition_shape
from responses.domain.edition.shapes import EditionShape
from responses.domain.snapshot.snapshot import read_snapshot
from responses.models import Response
from responses.wording.references import linked, numbers_in
from tests.support.factories import make_edition

pytestmark = pytest.mark.django_db

LGQ = Path(__file__).resolve().parents[2] / "fixtures" / "lgq-2022.json"


@cache
def data() -> dict[str, object]:
    return dict(json.loads(LGQ.read_text("utf-8")))


@pytest.fixture
def edition() -> EditionShape:
    return edition_shape(make_edition(data()))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("III.4의 근거 링크가 비어 있습니다. III.5는 논의를…", {"iii-4", "iii-5"}),
        ("VIII.1a, VIII.1.", {"viii-1-a", "viii-1"}),
        ("(I.2-1) 그리고 I.2-2), i.3", {"i-2-1", "i-2-2", "i-3"}),
        ("XIII.4, III.44, III.4.1, III.4b, a-III.4, https://a.kr/III.4", set()),
        ("II.1-2, IX.1, III, 1.2", set()),
        ("Ⅲ.4와 Ⅲ. 5, III. 4, ⅲ-5", {"iii-4", "iii-5"}),
        ("III-4의 링크, VIII-1a, Ⅷ.1a, I-2-1)", {"iii-4", "viii-1-a", "i-2-1"}),
        ("III. 4.", {"iii-4"}),
        ("Ⅰ. 3 참고", {"i-3"}),
        # What may be something else: a figure, the end of a sentence, a longer number.
        ("3.4, 3-4, So do I. 3, III. 4개, III. 4 people, III. 40, III-4-1, a-Ⅲ.4, Ⅲ.44", set()),
    ],
)
def test_numbers_of_this_edition_are_found(
    edition: EditionShape, text: str, keys: set[str]
) -> None:
    assert numbers_in(text, edition) == keys


def test_only_text_is_linked(edition: EditionShape) -> None:
    html = '<p title="III.4">III.4 &amp; III.5</p>'
    found = linked(html, edition, {"iii-4": "#iii-4"})
    assert found == '<p title="III.4"><a href="#iii-4">III.4</a> &amp; III.5</p>'


def test_a_remark_links_numbers_and_stays_plain_text(response: Response) -> None:
    snapshot = read_snapshot(response)
    context = Context({"snapshot": snapshot, "text": "□ A.2 <b>now</b>\nB.1"})
    html = Template("{% load outline %}{% remark text %}").render(context)
    assert '<a href="/springfield/test-2030/alpha/#a-2">A.2</a> &lt;b&gt;now&lt;/b&gt;' in html
    assert '<a href="/springfield/test-2030/beta/#b-1">B.1</a>' in html
    context.update({"section": snapshot.sections_by_key["alpha"], "shows_questions": True})
    html = Template("{% load outline %}{% remark text %}").render(context)
    assert '<a href="#a-2">A.2</a>' in html


def test_a_remark_leaves_addresses_whole(response: Response) -> None:
    snapshot = read_snapshot(response)
    context = Context({"snapshot": snapshot, "text": "https://a.kr/@kim?q=A.2 @kim A.2"})
    html = Template("{% load outline %}{% remark text %}").render(context)
    link = '<a href="https://a.kr/@kim?q=A.2" rel="noopener noreferrer">https://a.kr/@kim?q=A.2</a>'
    assert f'{link} <span class="lgq-at">@k</span>im <a href="' in html
