"""Everyone can use every page: by ear, by finger, on a narrow screen, in the dark."""

from collections.abc import Iterator
from io import BytesIO
from itertools import cycle

import pytest
from django.contrib.admin import site
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import Page, expect
from pytest_django import Settings

from responses.domain import demo
from responses.domain.answers.drafting import save_answer
from responses.domain.answers.opening import AnswerRef
from responses.domain.answers.writes import Write
from responses.domain.auditing import Actor
from responses.domain.checks.found import LinkFound
from responses.domain.checks.named import address_digest
from responses.domain.checks.states import digest_of
from responses.domain.checks.targets import target_of
from responses.domain.content.content import canonical
from responses.domain.incoming.receiving import receive
from responses.domain.kept.captured import Captured
from responses.domain.kept.keeping import want_pages
from responses.domain.review.workflow import Move, perform
from responses.domain.talk.talking import Said, Turn, reply, start, turn
from responses.enums import Action, Role
from responses.link_states import Finding
from responses.models import Event, Response, Term, User
from responses.pages.guides import GUIDES
from responses.reading_jobs import read_incoming
from tests.intake.test_proposals import FILLED
from tests.support.axe import WCAG, violations
from tests.support.checked import named_targets, note_checks
from tests.support.factories import PASSWORD, find, make_city, make_member, make_user, write
from tests.support.kept import keep_wanted

from .conftest import Look, Opener
from .measures import DESK, PHONE, shortcomings, shortcomings_both_ways
from .steps import problems

SEOUL = "/seoul/lgq-2022/"
UNFOLD = """() => document.querySelectorAll("main details").forEach(each => {
    each.open = true;
})"""


@pytest.fixture
def seoul(live_server: object) -> Response:
    """Return the demonstration's response."""
    demo.load(demo.read_demo(), PASSWORD)
    return Response.objects.get(city__slug="seoul")


def person(role: Role) -> User:
    return User.objects.filter(memberships__city__slug="seoul", memberships__role=role)[0]


def on(page: Page, *paths: str) -> Iterator[str]:
    """Yield what each page lacks, with everything on it that can be unfolded."""
    for path in paths:
        page.goto(path)
        page.evaluate(UNFOLD)
        yield from shortcomings_both_ways(page)


def password_link(person: User) -> str:
    uid, token = urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator
    return reverse("password_reset_confirm", args=(uid, token.make_token(person)))


def test_pages_before_signing_in(visit: Opener, look: Look) -> None:
    page = visit(**look)
    names = ["login", "password_reset", "password_reset_done", "password_reset_complete"]
    found = [*on(page, *map(reverse, names), password_link(make_user()), "/reset/x/y/")]
    for name in names[:2]:
        page.goto(reverse(name))
        page.locator("main [type=submit]").first.click()
        expect(problems(page)).to_be_focused()
        found += shortcomings_both_ways(page)
    page.context.clear_cookies()
    page.locator("main [type=submit]").first.click()
    expect(page.locator("main a.btn")).to_have_attribute("href", "/")  # what a forgery would get
    found += shortcomings_both_ways(page)
    assert "\n".join(found) == ""


def test_pages_of_a_response(visit: Opener, look: Look, seoul: Response) -> None:
    page = visit(person(Role.COORDINATOR), **look)
    names = ["my_work", "profile", "password_change", "password_change_done"]
    sections = ["organization/review/", "organization/reopen/", "strategy/review/"]
    sections += ["legal/send/", "legal/unsaved/", "online-services/withdraw/", "export/"]
    paths = [*map(reverse, names), SEOUL, *(SEOUL + path for path in sections)]
    change = f"?term={Term.objects.filter(city=seoul.city)[0].pk}"
    paths += ["/seoul/glossary/", f"/seoul/glossary/{change}", "/seoul/settings/"]
    found = [*on(page, *paths, "/seoul/members/", "/nowhere/", "/help/", "/shortcuts/")]
    page.goto("/seoul/members/")
    page.locator("[name=do][value=invite]").click()
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    page.locator("header summary").first.click()
    found += shortcomings_both_ways(page)
    assert "\n".join(found) == ""


def test_pages_of_an_import(visit: Opener, look: Look, seoul: Response) -> None:
    coordinator = person(Role.COORDINATOR)
    found = receive(seoul, "채운 설문지.txt", BytesIO(FILLED.encode()), actor=Actor(coordinator))
    page = visit(coordinator, **look)
    address = f"{SEOUL}import/{found.pk}/"
    waiting = list(on(page, address))
    read_incoming.func(found.pk)
    found_there = on(
        page, f"{SEOUL}import/", address, f"{address}?select=i-1#move", f"{address}i-1/"
    )
    assert "\n".join([*waiting, *found_there]) == ""


def test_pages_of_an_audit(visit: Opener, look: Look, seoul: Response) -> None:
    page = visit(person(Role.COORDINATOR), **look)
    query = f"?person={person(Role.REVIEWER).pk}&kind=transition"
    found = [*on(page, *(f"/seoul/audit/{each}" for each in ("", query, "?words=nothing")))]
    page.goto("/seoul/audit/?since=1999-12-31")
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    assert "\n".join(found) == ""


def test_pages_of_evidence(visit: Opener, look: Look, seoul: Response, settings: Settings) -> None:
    settings.CHECK_LINKS = True
    urls = sorted(each.url for each in named_targets().values())
    for url, finding in zip(urls, cycle(Finding), strict=False):
        note_checks(url, Finding.WORKS, finding, finding, last=timezone.now())
    page = visit(person(Role.VIEWER), **look)
    paths = ("", "?state=failing", "?state=moved&section=legal&department=")
    found = [*on(page, *(f"{SEOUL}evidence/{each}" for each in paths))]
    found += on(page, f"{SEOUL}strategy/review/")
    expect(page.locator(".lgq-answer-links").first).to_be_visible()
    found += on(page, f"{SEOUL}organization/i-1/indicators/")
    paths = ("services/", "coverage/", "evidence/repairs/")
    found += on(visit(person(Role.COORDINATOR), **look), *(f"{SEOUL}{each}" for each in paths))
    found += on(page, f"{SEOUL}evidence/address/{digest_of(urls[0])}/")
    approval = Event.objects.filter(work__response=seoul, to_state="approved")[0]
    targets = {address_digest(each): each for each in map(target_of, ("a.kr/1", "b.kr", "c.kr"))}
    want_pages(seoul, targets, timezone.now(), approval=approval)
    keep_wanted({"https://b.kr/": Captured(LinkFound(Finding.NOT_PUBLIC))})
    found += on(page, f"{SEOUL}evidence/pages/")
    expect(page.locator(".lgq-pages-kept > li")).to_have_count(3)
    page.goto(f"{SEOUL}evidence/?state=nice")
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    assert "\n".join(found) == ""


def test_pages_of_a_search(visit: Opener, look: Look, seoul: Response) -> None:
    page = visit(person(Role.VIEWER), **look)
    found = [
        *on(page, *(f"/search/{each}" for each in ("", "?words=서울+go.kr", "?words=nowhere")))
    ]
    page.goto(f"/search/?words={'x' * 101}")
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    assert "\n".join(found) == ""


def test_states_of_a_translation(visit: Opener, look: Look, seoul: Response) -> None:
    """Outdated, not begun, beside terms, whole and closed, and with nothing to translate."""
    page = visit(person(Role.CONTRIBUTOR), **look)
    sections = ("strategy", "smart-city", "organization", "legal")
    paths = [
        f"{SEOUL}{section}/?show={show}" for section in sections for show in ("both", "translation")
    ]
    found = [*on(page, *paths)]
    page.goto(f"{SEOUL}smart-city/?show=both")
    text = page.locator("#q-viii-2_en--text")
    page.locator("[data-terms=q-viii-2_en--text] button").first.click()
    expect(text).to_be_focused()
    found += shortcomings_both_ways(page)
    assert "\n".join(found) == ""


def test_translations_of_who_reads_alone(visit: Opener, look: Look, seoul: Response) -> None:
    page = visit(person(Role.VIEWER), **look)
    found = [*on(page, *(f"{SEOUL}{each}/?show=both" for each in ("strategy", "legal")))]
    assert "\n".join(found) == ""


def test_pages_of_a_writer(visit: Opener, look: Look, seoul: Response, provoked: set[str]) -> None:
    provoked.add("422")
    writer = person(Role.CONTRIBUTOR)
    section, question = find(seoul, "vii-1")
    stale = Write(question, canonical(question, {"text": "□ 늦은 글\n  - 둘째 줄"}), 0)
    save_answer(seoul, section, stale, author=writer)
    page = visit(writer, **look)
    keys = ["strategy/", "satisfaction/", "covid-19/", "covid-19/unsaved/", "organization/"]
    found = [*on(page, *(SEOUL + key for key in keys))]
    page.goto(f"{SEOUL}strategy/")
    page.locator("[name$=--percentage]").fill("120")
    page.locator("[name$=--0--url]").first.fill("nonsense")
    page.locator("[name$=--0--url]").last.fill("https//one.example/")
    page.keyboard.press("Control+s")
    expect(page.locator("[name$=--percentage]")).to_be_focused()
    expect(page.locator("main [aria-invalid]")).to_have_count(3)
    page.locator("[data-preview][type=submit]").first.click()
    addressed = page.locator("#q-iii-3--text")
    addressed.fill("○ 예산서(https://one.example/)\n- http//two.example/a")
    addressed.press("Tab")
    expect(page.locator("#iii-3 [data-found] button")).to_have_count(2)
    page.evaluate(UNFOLD)
    found += shortcomings_both_ways(page)
    assert "\n".join(found) == ""


@pytest.mark.usefixtures("seoul")
def test_pages_of_a_translator(visit: Opener, look: Look) -> None:
    page = visit(User.objects.get(email="translator@seoul.example"), **look)
    both = (f"{SEOUL}strategy/?show=both", f"{SEOUL}legal/?show=both")
    found = [*on(page, "/", "/help/translator/", f"{SEOUL}legal/", *both)]
    assert "\n".join(found) == ""


def test_pages_of_a_reviewer(visit: Opener, look: Look, seoul: Response) -> None:
    writer = person(Role.CONTRIBUTOR)
    write(seoul, "iii-3", writer, text="□ 예산 공개\n  - 새 줄", yes_no="yes")
    perform(Move(Action.SEND), seoul, find(seoul, "iii-3")[0], actor=Actor(writer))
    page = visit(person(Role.REVIEWER), **look)
    paths = ["strategy/review/", "online-services/review/", "online-services/", "legal/send/"]
    found = [*on(page, "/", *(SEOUL + path for path in paths))]
    page.goto(f"{SEOUL}strategy/review/")
    page.locator("[name=ask]").click()
    expect(page.locator("main .lgq-points")).to_be_visible()
    found += shortcomings_both_ways(page)
    page.goto(f"{SEOUL}strategy/review/")
    page.locator("[formaction$='/request_changes/']").click()
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    assert "\n".join(found) == ""


def test_pages_of_a_history(visit: Opener, look: Look, seoul: Response) -> None:
    people = User.objects.filter(memberships__city__slug="seoul", email__startswith="writer")
    writer, colleague = people
    for author in (writer, colleague, writer):
        write(seoul, "iii-3", author, text=f"□ 예산 공개\n  - {author}")
    page = visit(writer, **look)
    queries = ["", "?from=0&to=5", "?restore=4"]
    found = [*on(page, *(f"{SEOUL}strategy/iii-3/history/{query}" for query in queries))]
    write(seoul, "iii-3", colleague, text="□ 늦은 글")
    page.locator("[name=restore]").click()
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    found += on(page, "/", f"{SEOUL}legal/ii-2/history/")
    assert "\n".join(found) == ""


def test_pages_of_a_talk(visit: Opener, look: Look, seoul: Response) -> None:
    place = AnswerRef("seoul", "lgq-2022", "strategy", "iii-3")
    writer, reviewer = person(Role.CONTRIBUTOR), person(Role.REVIEWER)
    suggested = canonical(find(seoul, "iii-3")[1], {"text": "□ 고친 글\n  - 새 줄"})
    thread = start(reviewer, place, Said(f"□ @{writer}, 맞습니까?"), required=True)
    reply(reviewer, place, thread.pk, Said("이렇게요.", None, suggested))
    resolved = start(writer, place, Said("○ 링크가 두 번"))
    turn(writer, place, resolved.pk, Turn.RESOLVE)
    write(seoul, "iii-3", writer, text="□ 그사이 쓴 글")
    url = f"{SEOUL}strategy/iii-3/"
    page = visit(writer, **look)
    found = [*on(page, f"{url}talk/", f"{url}suggest/?thread={thread.pk}", f"{SEOUL}strategy/")]
    page.goto(f"{url}talk/")
    page.locator("[name=do][value=start]").click()
    expect(problems(page)).to_be_focused()
    found += shortcomings_both_ways(page)
    page = visit(person(Role.COORDINATOR), **look)
    found += on(page, f"{url}talk/", f"{SEOUL}legal/ii-2/talk/")
    found += on(page, f"{SEOUL}submissions/", f"{SEOUL}submissions/seal/")
    of_translation = start(reviewer, place._replace(question="iii-3_en"), Said("같은 뜻입니까?"))
    url = f"{SEOUL}strategy/iii-3_en/"
    found += on(page, f"{url}talk/", f"{url}suggest/?thread={of_translation.pk}")
    found += on(page, f"{SEOUL}strategy/?show=both", f"{SEOUL}strategy/review/")
    assert "\n".join(found) == ""


VIEWERS = (
    *("", "strategy/review/", "strategy/iii-3/history/", "strategy/iii-3/talk/"),
    *("satisfaction/", "services/", "export/", "submissions/"),
)


def test_pages_of_those_who_have_least(visit: Opener, seoul: Response) -> None:
    """A viewer's, those of a city without responses or people, and all help; one look at each."""
    viewer = visit(person(Role.VIEWER), viewport=PHONE, color_scheme="dark")
    paths = ["/", "/notices/", "/seoul/glossary/", *(f"{SEOUL}{each}" for each in VIEWERS)]
    found = looked_at(viewer, *paths, *(f"/help/{name}/" for name in GUIDES))
    city = make_city("gangneung")
    alone = visit(make_member(city, Role.COORDINATOR), viewport=PHONE)
    new = ("members", "deputies", "audit", "settings", "glossary")
    found += looked_at(alone, "/", *(f"/gangneung/{each}/" for each in new), "/search/")
    nobody = make_member(city, Role.CONTRIBUTOR)
    nobody.memberships.all().delete()
    found += looked_at(visit(nobody, viewport=PHONE), "/", "/notices/", "/accounts/profile/")
    assert "\n".join(found) == ""


def test_pages_of_the_administration(visit: Opener, seoul: Response) -> None:
    """Those that Django draws: the rules of WCAG, in both lights."""
    root = make_user("Root", is_staff=True, is_superuser=True)
    page = visit(root, viewport=DESK)
    place = "/admin/responses/"
    lists = [f"{place}{model._meta.model_name}/" for model in site._registry]
    changes = [f"{place}{model}/add/" for model in ("city", "user", "membership")]
    changes += [f"{place}{each._meta.model_name}/{each.pk}/change/" for each in (seoul.city, root)]
    found = []
    for address in ("/admin/", *lists, *changes, f"{place}city/{seoul.city.pk}/history/"):
        page.goto(address)
        found += [f"{address}: {each}" for each in violations(page, WCAG)]
    page.emulate_media(color_scheme="dark")
    page.reload()  # as its links turn slowly
    found += [f"dark: {each}" for each in violations(page, WCAG)]
    assert "\n".join(found) == ""


def looked_at(page: Page, *paths: str) -> list[str]:
    """Return what each page lacks, as it opens."""
    found = []
    for path in paths:
        page.goto(path)
        found += shortcomings(page)
    return found
