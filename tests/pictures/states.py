"""Fills the demo's database with the states that the demo lacks, and prints what paths need.

Run as `python -m tests.pictures.states` in the environment of the demo, after `load_demo`:
Seoul gets a late section, a text that could not be saved, a history, a suggestion, a deputy and
an invitation; Daejeon is a city whose sections are all approved, Incheon one that has sealed.
"""

import json
import os
import sys
from datetime import timedelta
from io import BytesIO
from itertools import cycle
from typing import Any

import django

django.setup()

from django.contrib.auth.tokens import default_token_generator  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from django.utils.encoding import force_bytes  # noqa: E402
from django.utils.http import urlsafe_base64_encode  # noqa: E402
from django_tasks import TaskResultStatus  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from responses.documents import package  # noqa: E402
from responses.domain import demo, demo_files  # noqa: E402
from responses.domain.answers.drafting import save_answer  # noqa: E402
from responses.domain.answers.opening import AnswerRef  # noqa: E402
from responses.domain.answers.starting import choose_to_keep_pages  # noqa: E402
from responses.domain.answers.writes import Write  # noqa: E402
from responses.domain.auditing import Actor  # noqa: E402
from responses.domain.checks.found import LinkFound  # noqa: E402
from responses.domain.checks.noting import note_link  # noqa: E402
from responses.domain.content.content import canonical  # noqa: E402
from responses.domain.content.kinds.files import row_of  # noqa: E402
from responses.domain.files.storing import bring  # noqa: E402
from responses.domain.handouts.handing import new_secret, sent  # noqa: E402
from responses.domain.incoming.placed import PlacedLines  # noqa: E402
from responses.domain.incoming.receiving import accept, receive  # noqa: E402
from responses.domain.kept.captured import Captured  # noqa: E402
from responses.domain.people.deputies import add_deputy  # noqa: E402
from responses.domain.people.invitations import invite  # noqa: E402
from responses.domain.review.afterwards import review_translations_afterwards  # noqa: E402
from responses.domain.review.workflow import Move, perform  # noqa: E402
from responses.domain.snapshot.snapshot import read_snapshot  # noqa: E402
from responses.domain.submissions import sealing  # noqa: E402
from responses.domain.talk.talking import Said, reply, start  # noqa: E402
from responses.enums import Action, Language, Role  # noqa: E402
from responses.link_states import Finding, KeptBody, LinkState  # noqa: E402
from responses.models import (  # noqa: E402
    Address,
    City,
    IncomingFile,
    KeptPage,
    Response,
    SectionWork,
    User,
)
from responses.reading_jobs import read_incoming  # noqa: E402
from responses.tasks import make_pdf, seal_response  # noqa: E402
from tests.intake.test_proposals import FILLED  # noqa: E402
from tests.pictures.pages import ADMINISTRATOR  # noqa: E402
from tests.support.checked import named_targets, note_checks  # noqa: E402
from tests.support.factories import find, write  # noqa: E402
from tests.support.handouts import filled, give_back, make_handout  # noqa: E402
from tests.support.kept import keep_wanted, page_of  # noqa: E402

NAMES = {"daejeon": ("대전광역시", "Daejeon"), "incheon": ("인천광역시", "Incheon")}


def main() -> None:
    """Make all of it, and print the values of the braces in paths as JSON."""
    password = os.environ["DEMO_PASSWORD"]
    User.objects.create_superuser(f"{ADMINISTRATOR}@lgq.example", password, name="나관리")
    for slug, names in NAMES.items():
        demo.load(_approved_like_seoul(slug, *names), password)
    link = _check_links()
    handout, returned = _hand_out()
    written = {"reset": _reset_link(), "invitation": _furnish_seoul(), "digest": _seal()}
    written |= {"sealing": _sealing("incheon"), "unsealed": _unsealed("daejeon")}
    written |= _incoming()
    written |= {"handout": handout, "returned": returned, "link": link}
    _damage()
    _make_wait()
    sys.stdout.write(json.dumps(written))


def _approved_like_seoul(slug: str, korean: str, english: str) -> dict[str, Any]:
    """Return the demo's first city under another name, with each section sent and approved."""
    seoul = json.dumps(demo.read_demo()["responses"][0], ensure_ascii=False)
    response: dict[str, Any] = json.loads(seoul.replace("@seoul.", f"@{slug}."))
    people = [
        {**person, "email": person["email"].replace("@seoul.", f"@{slug}."), "city": slug}
        for person in demo.read_demo()["people"]
        if person["city"] == "seoul"
    ]
    sender, signer = f"coordinator@{slug}.example", f"reviewer3@{slug}.example"
    for plan in response["sections"].values():
        signers = [step["people"][0] for step in plan.get("line", [])] or [signer]
        acts = [(sender, "send"), *((each, "approve") for each in signers)]
        plan["story"] = [{"by": by, "action": action, "comment": ""} for by, action in acts]
    city = {
        "slug": slug,
        "name": {"ko": korean, "en": english},
        "language": "ko",
        "submission_language": "en",
    }
    return {
        "edition": "lgq-2022",
        "cities": [city],
        "people": people,
        "glossaries": {slug: demo.read_demo()["glossaries"]["seoul"]},
        "responses": [{**response, "city": slug, "threads": []}],
    }


def _furnish_seoul() -> str:
    """Give Seoul what the demo lacks; return where its invitation leads."""
    response, today = Response.objects.get(city__slug="seoul"), timezone.localdate()
    writer, other = _person("writer1"), _person("writer2")
    first, third = _person("reviewer1"), _person("reviewer3")
    late = SectionWork.objects.filter(response=response, section__key="satisfaction")
    late.update(due_on=today - timedelta(days=4))
    for author in (other, writer):
        write(response, "iii-3", author, text=f"□ 예산 공개✅\n  - {author} 작성", yes_no="yes")
    section, question = find(response, "vii-1")
    stale = Write(question, canonical(question, {"text": "□ 늦은 글\n  - 둘째 줄"}), 0)
    save_answer(response, section, stale, author=writer)
    _change_files(response, writer, other)
    place = AnswerRef("seoul", "lgq-2022", "strategy", "iii-3")
    thread = start(first, place, Said(f"@{writer} 예산서 주소도 적어 주십시오."), required=True)
    suggested = canonical(find(response, "iii-3")[1], {"text": "□ 예산 공개\n  - 서울재정포털"})
    reply(first, place, thread.pk, Said("이렇게 적으면 어떻겠습니까?", None, suggested))
    of_translation = place._replace(question="iii-3_en")
    start(first, of_translation, Said("‘portal’은 원문의 누리집과 같은 뜻입니까?"))
    city, until = response.city, today + timedelta(days=5)
    add_deputy(city, third, first, today, until, actor=Actor(_person("coordinator")))
    coordinator = Actor(_person("coordinator"))
    secret = invite(city, "new@seoul.example", "도새봄", Role.CONTRIBUTOR, actor=coordinator)[1]
    return reverse("invitation", args=(secret,))


def _check_links() -> str:
    """Have the links of Seoul checked for some days, so that each state is there.

    Return by what one that fails is known, at which a note says why that is right.
    """
    now, urls = timezone.now(), sorted(each.url for each in named_targets().values())
    works, missing = Finding.WORKS, Finding.MISSING
    stories = [
        *[[works] * 9] * 6,
        [works, works, missing, missing, missing],
        [works, works, works, missing],
        *([works, each, each] for each in (Finding.MOVED, Finding.FRONT_PAGE, Finding.GUARDED)),
        [Finding.ODD_STATUS],
    ]
    for url, story in zip(urls[1:], cycle(stories), strict=False):
        note_checks(url, *story, last=now - timedelta(hours=2))
    works_well = Address.objects.filter(state=LinkState.WORKS)
    works_well.update(title="서울특별시 누리집", tls_until=now + timedelta(days=90))
    last = works_well.order_by("-url").values("pk")[:1]
    Address.objects.filter(pk__in=last).update(tls_until=now + timedelta(days=10))
    fails = Address.objects.filter(state=LinkState.FAILING).order_by("url").first()
    assert fails
    response, digest = Response.objects.get(city__slug="seoul"), fails.digest
    # One of a section that is open, so that it is marked where it is written.
    link = read_snapshot(response).answers_by_key["iii-5"].links[-1]
    note_checks(link.url, works, missing, missing, missing, last=now)
    note_link(response, digest, "", "국내에서만 열립니다.", actor=Actor(_person("writer1")))
    return digest


def _hand_out() -> tuple[str, str]:
    """Hand questions of Seoul out, and have two files come back; return its key and its link."""
    response, person = Response.objects.get(city__slug="seoul"), _person("coordinator")
    handout = make_handout(
        response, person, "v-3", "vii-2", email="roads@seoul.example", addressee="도로과"
    )
    write(response, "vii-2", _person("writer1"), text="□ 그동안 바뀐 글")
    give_back(handout, filled(handout, v_3="□ 회신한 글", vii_2="□ 회신한 다른 글"))
    give_back(handout, b"%PDF-1.7", name="filled.pdf")
    secret = new_secret(handout)
    sent(handout)
    return str(handout.pk), reverse("give_back", args=(secret,))


def _change_files(response: Response, writer: User, late: User) -> None:
    """Have two people change the files of an answer at once, one of whom is too late."""
    section, question = find(response, "viii-2")
    now = read_snapshot(response).answers_by_key["viii-2"]
    [row] = now.content.to_json()["parts"]["files"]
    table = bring(response, BytesIO(demo_files.make("surveys.csv")), author=writer, named=())
    for author, rows in (
        (writer, [{**row, "caption": f"{row['caption']} 등"}, row_of("analyses.csv", table)]),
        (late, [{**row, "caption": "분석 52종", "alternative": "네모 52개"}]),
    ):
        content = canonical(question, {**now.content.parts, "files": rows})
        save_answer(response, section, Write(question, content, now.version), author=author)


def _seal() -> str:
    """Seal Incheon's response twice, with a change between; return the second one's digest."""
    response = Response.objects.get(city__slug="incheon")
    coordinator, signer = _person("coordinator", "incheon"), _person("reviewer3", "incheon")
    address = "https://lgq.example/verify/?digest="
    prepared = sealing.prepare(response, actor=Actor(coordinator), address=address)
    small = {"snapshot.json": prepared.text.encode()}
    sealing.seal(response, prepared, files=small, archive=b"", actor=Actor(coordinator))
    choose_to_keep_pages(response, keeps=True, actor=Actor(coordinator))
    section, _question = find(response, "iii-3")
    perform(Move(Action.REOPEN, "오타 정정"), response, section, actor=Actor(coordinator))
    write(response, "iii-3", coordinator, yes_no="yes", text="○ 정정한 답변")
    perform(Move(Action.SEND), response, section, actor=Actor(coordinator))
    seen = read_snapshot(response).sections_by_key[section.key].digest
    perform(Move(Action.APPROVE, seen=seen), response, section, actor=Actor(signer))
    keep_wanted()
    prepared = sealing.prepare(response, actor=Actor(coordinator), address=address)
    made = package.build(prepared)
    sealing.seal(
        *(response, prepared),
        files=made.files,
        archive=made.archive,
        archive_digest=made.digest,
        actor=Actor(coordinator),
    )
    _keep_pages()
    return made.digest


def _keep_pages() -> None:
    """Have the pages of a seal kept, cut, refused, and without room; the last waits."""
    waiting = KeptPage.objects.filter(state="waiting").order_by("pk")
    urls = list(waiting.values_list("url", flat=True))
    long = f"{urls[0]}?{'budget=' * 40}"
    came = {
        urls[0]: page_of(long, b"<p>" * 5_000, kept=KeptBody.CUT),
        urls[1]: Captured(LinkFound(Finding.NOT_PUBLIC)),
        urls[2]: page_of(urls[2], b"", kept=KeptBody.LEFT_OUT),
        urls[3]: Captured(LinkFound(Finding.SILENT)),
        urls[4]: page_of(urls[4], b"-", 404, Finding.MISSING),
    }
    waiting.filter(url=urls[-1]).update(due_at=timezone.now() + timedelta(days=1))
    keep_wanted(came)


def _sealing(city: str) -> str:
    """Have a worker be at the seal of a response for ever; return the key of the job."""
    response, now = Response.objects.get(city__slug=city), timezone.now()
    asked_by = [_person("coordinator", city).pk, None]
    key = str(seal_response.enqueue(response.pk, asked_by, ["", now.isoformat()]).id)
    _begin(DBTaskResult.objects.filter(pk=key))
    return key


def _unsealed(city: str) -> str:
    """Have a section approved anew since somebody asked a worker to seal; return the job's key.

    Without its translations, which the city has reviewed afterwards since.
    """
    key, response = _sealing(city), Response.objects.get(city__slug=city)
    coordinator, signer = _person("coordinator", city), _person("reviewer3", city)
    review_translations_afterwards(response.city, afterwards=True, actor=Actor(coordinator))
    section, _question = find(response, "iii-3")
    perform(Move(Action.REOPEN, "오타 정정"), response, section, actor=Actor(coordinator))
    perform(Move(Action.SEND), response, section, actor=Actor(coordinator))
    seen = read_snapshot(response).sections_by_key[section.key].digest
    perform(Move(Action.APPROVE, seen=seen), response, section, actor=Actor(signer))
    ended = {"status": TaskResultStatus.SUCCESSFUL, "return_value": sealing.Unsealed.REFUSED}
    DBTaskResult.objects.filter(pk=key).update(**ended)
    return key


def _incoming() -> dict[str, str]:
    """Bring filled questionnaires: one that is read, one that waits, one that nobody can read.

    And have Busan's first answer imported from one.
    """
    seoul, busan = (Response.objects.get(city__slug=slug) for slug in ("seoul", "busan"))
    found: dict[str, str] = {}
    for response, name, content in (
        (seoul, "read", FILLED.encode()),
        (seoul, "damaged", b"PK\x03\x04"),
        (busan, "imported", FILLED.encode()),
    ):
        actor = Actor(_person("coordinator", response.city.slug))
        incoming = receive(response, f"{name}.txt", BytesIO(content), actor=actor)
        read_incoming.func(incoming.pk)
        found[name] = str(incoming.pk)
    placed = PlacedLines.from_json(IncomingFile.objects.get(pk=found["imported"]).placed or {})
    accept(
        busan,
        int(found["imported"]),
        {"i-1": placed.of("i-1").seen},
        actor=Actor(_person("coordinator", "busan")),
        wanted=None,
    )
    coordinator = Actor(_person("coordinator"))
    found["unread"] = str(receive(seoul, "unread.txt", BytesIO(b"1"), actor=coordinator).pk)
    read_incoming.enqueue(int(found["unread"]))
    _begin(DBTaskResult.objects.filter(task_path=read_incoming.module_path))
    return found


def _damage() -> None:
    """Have addresses in an answer of Busan that look as they were not meant."""
    text = "○ 예산서(https://www.busan.go.kr/budget)를 공개\n- 지도 http//map.busan.go.kr/a를 참고"
    links = [{"label": "데이터", "url": "https://data.busan.go.kr/\u200bportal"}]
    busan = Response.objects.get(city__slug="busan")
    write(busan, "iii-3", _person("coordinator", "busan"), text=text, links=links)
    two = [{"label": "환경 정보", "url": "https://www.busan.go.kr/eco, https://data.busan.go.kr"}]
    write(busan, "iii-4", _person("coordinator", "busan"), links=two)


def _make_wait() -> None:
    """Have a worker be at a PDF of Busan's response for ever."""
    busan = Response.objects.get(city__slug="busan")
    key = make_pdf.enqueue(busan.pk, Language.KO).id
    _begin(DBTaskResult.objects.filter(pk=key))


def _begin(jobs: QuerySet[Any]) -> None:
    """Have jobs been begun, so late that no time is ever too long for them."""
    later = timezone.now() + timedelta(days=1)
    jobs.update(status=TaskResultStatus.RUNNING, started_at=later)


def _reset_link() -> str:
    person = _person("viewer")
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    return reverse("password_reset_confirm", args=(uid, token))


def _person(name: str, city: str = "seoul") -> User:
    return User.objects.get(email=f"{name}@{City.objects.get(slug=city).slug}.example")


if __name__ == "__main__":
    main()
