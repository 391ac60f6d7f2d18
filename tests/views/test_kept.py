"""The pages of links that a response keeps: who sees them, what is said, and how they leave."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings
from warcio.archiveiterator import ArchiveIterator

from responses.domain.answers.starting import choose_to_keep_pages
from responses.domain.auditing import Actor
from responses.domain.checks.found import LinkFound
from responses.domain.checks.named import address_digest
from responses.domain.checks.targets import target_of
from responses.domain.kept.captured import Captured
from responses.domain.submissions.sealing import add_pages
from responses.enums import AuditKind, Role
from responses.link_states import Finding, KeptBody
from responses.models import AuditRecord, KeptPage, Response, StoredFile, User
from responses.wording import dates
from tests.support.factories import (
    approve_all,
    make_city,
    make_member,
    make_response,
    make_submission,
    write,
)
from tests.support.kept import keep_wanted, page_of

pytestmark = pytest.mark.django_db

EVIDENCE = "/springfield/test-2030/evidence/"
PAGE = f"{EVIDENCE}pages/"
A, B, C = "https://a.kr/1", "https://b.kr/", "https://c.kr/%3Cb%3E"


def link(url: str) -> dict[str, str]:
    return {"label": "", "url": url}


@pytest.fixture
def keeper(response: Response) -> User:
    person = make_member(response.city, Role.COORDINATOR, "Keeper")
    choose_to_keep_pages(response, keeps=True, actor=Actor(person))
    return person


@pytest.fixture
def kept(response: Response, writer: User, reviewer: User, keeper: User, client: Client) -> Any:
    """Return a response with a page that was cut, one refused, one not asked for; for a reader."""
    write(response, "a-1", writer, links=[link("a.kr/1"), link("b.kr"), link("c.kr/<b>")])
    approve_all(response, reviewer)
    KeptPage.objects.filter(url=C).update(due_at="2099-01-01T00:00Z")
    cut = page_of("https://a.kr/2", b"<script>alert(1)</script>", kept=KeptBody.CUT)
    keep_wanted({A: cut, B: Captured(LinkFound(Finding.NOT_PUBLIC))})
    client.force_login(writer)
    return response


def text(client: Client, address: str = PAGE) -> str:
    return client.get(address).content.decode()


def rows(client: Client, address: str = PAGE) -> list[str]:
    found = re.search(
        r'<ol class="lgq-rows lgq-evidence lgq-pages-kept".*?>(.*)</ol>',
        text(client, address),
        re.DOTALL,
    )
    items = re.split(r"<li>\s*<div", found[1])[1:] if found else []
    return [" ".join(re.sub(r"<[^>]*>", " ", f"<{each}").split()) for each in items]


def test_it_says_of_each_page_what_came_or_why_nothing_did(kept: Response, client: Client) -> None:
    third, second, first = rows(client)
    with translation.override("en"):
        today = dates.day(timezone.localdate()).replace("\u00a0", " ")
    digest = KeptPage.objects.get(url=A).body_digest
    assert re.fullmatch(
        rf"Kept cut: the page is larger {A} led to https://a\.kr/2"
        rf" Approval of A\. Alpha · {today}, \d\d:\d\d"
        rf" status 200 · text/html · 25 B SHA-256 {digest}"
        rf" Download the page \(WARC\) {A} [\d.]+ kB",
        first,
    ), first
    assert second.startswith(f"Not kept {B} Approval of A. Alpha · last asked {today}")
    assert second.endswith("The address is of a private network.")
    assert third == (f"Not kept yet {C} Approval of A. Alpha The page has not been requested yet.")


def test_a_page_leaves_as_a_file_alone_and_is_recorded(kept: Response, client: Client) -> None:
    (href,) = re.findall(r'href="([^"]*\.warc\.gz)"', text(client))
    file = StoredFile.objects.get()
    page = client.get(href)
    content = page.getvalue()
    pk = KeptPage.objects.get(url=A).pk
    name = f"springfield-test-2030-page-{pk}-a.kr.warc.gz"
    assert {each: page[each] for each in _HEADERS} == {
        "Content-Type": "application/gzip",
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "Content-Length": str(file.size),
    }
    assert len(content) == file.size
    types = [each.rec_type for each in ArchiveIterator(BytesIO(content), check_digests="raise")]
    assert types == ["warcinfo", "response", "request"]
    assert AuditRecord.objects.filter(kind=AuditKind.EXPORT).get().subject == name
    assert client.head(href).status_code == 200
    assert AuditRecord.objects.filter(kind=AuditKind.EXPORT).count() == 1


_HEADERS = (
    *("Content-Type", "Content-Disposition", "X-Content-Type-Options"),
    *("Content-Security-Policy", "Cache-Control", "Content-Length"),
)


def test_nothing_is_told_of_pages_of_others(kept: Response, client: Client) -> None:
    mine = make_response(make_city("shelbyville"), kept.edition)
    client.force_login(make_member(mine.city, Role.COORDINATOR))
    pk = KeptPage.objects.get(url=A).pk
    assert client.get(PAGE).status_code == 404
    for city in ("springfield", "shelbyville"):
        assert client.get(reverse("kept_page", args=(city, "test-2030", pk))).status_code == 404
    assert "a.kr" not in text(client, "/shelbyville/test-2030/evidence/pages/")


@pytest.mark.parametrize("pk", ["9999", "9" * 30])
def test_what_is_not_kept_is_not_there(pk: str, kept: Response, client: Client) -> None:
    assert client.get(f"{PAGE}{pk}.warc.gz").status_code == 404
    refused = KeptPage.objects.get(url=B).pk
    assert client.get(f"{PAGE}{refused}.warc.gz").status_code == 404


@pytest.mark.parametrize("asked", ["x", "0" * 64, "NUL%00", "A" * 64])
def test_one_address_can_be_asked_for(asked: str, kept: Response, client: Client) -> None:
    digest = address_digest(target_of(A))
    assert len(rows(client, f"{PAGE}?address={digest}")) == 1
    assert rows(client, f"{PAGE}?address={asked}") == []


def test_a_coordinator_chooses_and_others_read_what_was_chosen(
    response: Response, writer: User, keeper: User, client: Client
) -> None:
    client.force_login(writer)
    assert "Pages are kept." in text(client)
    assert 'name="do"' not in text(client)
    client.force_login(keeper)
    for word, keeps, button in (("stop", False, "keep"), ("keep", True, "stop")):
        assert f'value="{word}"' in text(client)
        page = client.post(PAGE, {"do": word}, follow=True)
        assert page.redirect_chain == [(PAGE, 302)]
        assert "The settings are saved." in page.content.decode()
        assert Response.objects.get().keeps_pages is keeps
        assert f'value="{button}"' in page.content.decode()


def test_it_says_where_no_page_can_be_kept(
    response: Response, keeper: User, client: Client, settings: Settings
) -> None:
    client.force_login(keeper)
    said = "This server does not connect to other sites, so no page can be kept now."
    assert said in text(client)
    settings.CHECK_LINKS = True
    assert said not in text(client)


def test_evidence_leads_to_what_is_kept_of_each_link_by_one_query(
    kept: Response, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(EVIDENCE)
    with django_assert_num_queries(10):
        page = text(client, EVIDENCE)
    assert re.findall(r'<a class="lgq-evidence-kept" href="([^"]*)">([^<]*)<', page) == [
        (f"{PAGE}?address={address_digest(target_of(A))}", "page kept 1 time")
    ]
    with django_assert_num_queries(6):
        client.get(PAGE)


def test_the_pages_of_a_seal_are_offered_with_its_submission(
    kept: Response, client: Client
) -> None:
    make_submission(kept)
    keep_wanted()
    assert add_pages() == 1
    address = "/springfield/test-2030/submissions/1/pages-at-seal.warc.gz"
    said = "the pages of links as they were after the seal (WARC); not in the archive"
    page = text(client, "/springfield/test-2030/submissions/")
    assert address in page
    assert said in page
    sent = client.get(address)
    content = sent.getvalue()
    assert sent["Content-Length"] == str(len(content))
    assert sent["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"pages-at-seal" in sent["Content-Disposition"].encode()
    urls = [
        each.rec_headers.get_header("WARC-Target-URI")
        for each in ArchiveIterator(BytesIO(content))
        if each.rec_type == "response"
    ]
    assert sorted(urls) == [A, B, C]
    other = client.get(address.replace("/1/", "/2/"))
    assert other.status_code == 404
