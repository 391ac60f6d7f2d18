"""The interface is complete in Korean and in English."""

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.utils.translation import gettext, ngettext, override, pgettext

from responses.enums import Action, Language, SignedAs, State
from responses.wording.events import done

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = "locale/ko/LC_MESSAGES/django.po"

Messages = dict[str, tuple[str, bool]]


@cache
def messages_of(path: Path) -> Messages:
    """Return each message id with its translation and whether it is marked fuzzy."""
    found: Messages = {}
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        texts: dict[str, str] = {}
        name = ""
        for line in lines:
            if match := re.match(r"(msgctxt|msgid_plural|msgid|msgstr)(?:\[0\])? \"(.*)\"$", line):
                name, start = match.groups()
                texts[name] = start
            elif match := re.match(r"\"(.*)\"$", line):
                texts[name] += match[1]
        if texts.get("msgid"):
            key = texts.get("msgctxt", "") + "\x04" + texts["msgid"]
            found[key] = texts["msgstr"], any(line.startswith("#, fuzzy") for line in lines)
    return found


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Messages:
    """Return the messages of the code as it is now, extracted into a copy of the catalogue."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("responses", "survey_site", "templates", "locale"):
        shutil.copytree(ROOT / name, copy / name)
    (copy / "manage.py").write_bytes((ROOT / "manage.py").read_bytes())
    command = [sys.executable, "manage.py", "makemessages", "--locale", "ko", "--no-obsolete"]
    # The settings of the product, as those of the tests are not in the copy.
    own = {"DJANGO_SETTINGS_MODULE": "survey_site.settings", "MODE": "local", "DATA_DIR": "var"}
    made = subprocess.run(  # noqa: S603
        [*command, "--no-wrap"], cwd=copy, env=os.environ | own, capture_output=True, check=False
    )
    assert made.returncode == 0, made.stderr.decode()  # such as a message that stands there twice
    return messages_of(copy / CATALOGUE)


def test_korean_translates_every_message_of_the_code(extracted: Messages) -> None:
    missing = [key for key, (text, fuzzy) in extracted.items() if not text or fuzzy]
    assert missing == []


def test_korean_translates_nothing_that_the_code_does_not_say(extracted: Messages) -> None:
    assert messages_of(ROOT / CATALOGUE).keys() - extracted.keys() == set()


def test_korean_keeps_every_placeholder() -> None:
    placeholder = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]+\}")
    broken = [
        key
        for key, (text, _) in messages_of(ROOT / CATALOGUE).items()
        if sorted(placeholder.findall(text)) != sorted(placeholder.findall(key))
    ]
    assert broken == []


def test_korean_has_no_particle_that_depends_on_a_value() -> None:
    particle = re.compile(
        r"%\([a-z_]+\)[sd][’”)]*(?:을|를|이|가|은|는|과|와|(?:으|\(으\))?로)(?=[\s.,]|$)"
        r"|은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|와\(과\)|과\(와\)|\(으\)로"
    )
    doubtful = [text for text, _ in messages_of(ROOT / CATALOGUE).values() if particle.search(text)]
    assert doubtful == []


UNWANTED = {
    "이전 판": "이전 버전",
    "결재(협조)": "결재 or 협조, whichever it is",
    "작성자 미지정": "담당 미지정",
    "영역 배정": "업무 배정, or 배정받은 영역",
    "봉인": "최종 확정, except where the page of submissions explains it",
    "귀하": "nobody: Korean leaves it out",
    "당신": "nobody: Korean leaves it out",
    "회원님": "nobody: a city's staff are no customers of a shop",
    "하세요": "해 주십시오",
    "지정하지 않음": "담당 미지정: every writer can write such a section",
    "작성자를 지정하지 않은": "담당 미지정",
    "담당이 지정되지 않은": "담당 미지정",
    "십시요": "십시오",
    "보십시오": "해 주십시오",
    "두십시오": "해 주십시오",
    "이관": "문항 담당 부서 지정: the writers of the section keep the question",
    "의견 쓰기": "논의 시작: what is said on a question is 논의; 의견 goes with a section's move",
    "질문 또는 의견": "논의 내용",
    "질문과 의견": "논의",
    "작성한 의견": "논의",
    "논의 종료": "해결",
    "종료된 논의": "해결된 논의",
    "종료 필수": "해결 필요",
    "진행 중인 논의": "미해결 논의",
    "도시의 총괄": "시 총괄 담당자",
    "업무 언어": "기본 언어",
    "이 도시에서": "시",
    "할 수 없는 작업": "권한이 없습니다",
    "의견이 필요한 작업": "의견을 입력해 주십시오",
    "대리 결재자의 대리": "재대결 불가",
    "더 입력할 항목": "입력하지 않은 항목",
    "첫 답변 이전은 0": "현재 답변은 버전 N입니다",
    "버렸습니다": "삭제했습니다",
    "문항 남음": "미완료 N문항",
    "글을 합침": "두 답변 병합",
    "하루 한 통": "하루 한 번",
    "웹 주소용": "영문 식별자",
    "접속 주소": "IP 주소",
    "snapshot.json의 해시값": "PDF 진위 확인 번호",
    "단추": "버튼",
    "운영 담당자": "시스템 관리자",
    "시스템 관리 화면": "관리 화면",
    "검토 페이지": "검토 화면: 페이지 is what the browser opens and reloads",
    "화면을 연": "이 페이지를 연",
    "미완성": "미완료",
    "미작성": "미완료: not fully answered; 답변 없음: an answer that says nothing",
    "마치지 않은": "미완료",
    "비밀번호 설정": "비밀번호 재설정, as the page has it",
    "이 역할이": "the role by its name",
    "이후 다시 열었": "what was reopened is named",
    "바뀌지 않은": "변경되지 않은",
    "필드": "입력란",
    "칸에": "입력란에",
    "요청을 취소": "요청 철회",
    "부재 중": "부재중",
    "대리하는 결재자": "부재중인 결재자",
    "(으)": "a sentence without a particle that depends on a value",
    "미저장": "저장되지 않음",
    "최종 승인": "최종 결재 of a section's last step, 최종 확정 of a response",
    "승인 완료": "승인, the state of a section",
    "제출 확정": "최종 확정",
    "최종 제출": "최종 확정, or 유엔에 제출: a submission is made before it is sent",
    "필수 항목입니다": "이 항목을 입력해 주십시오",
    "의 판": "버전 of an answer; an edition is a 설문지",
    "바뀐 판": "버전",
    "백그라운드": "서버: nobody need know what runs on it",
    "작업이 실행": "서버: nobody need know what runs on it",
    "작동하": "연결되는, of an address",
    "답변서": "응답서",
    "헤더만": "기본 정보만",
    "질문이 묻": "문항이 묻는: the questions of the questionnaire are 문항",
    "묻는 질문": "묻는 문항",
    "해당 질문": "해당 문항",
    "하실 수": "할 수: nobody is asked more politely than others",
    "링크 메모": "링크 설명",
    "그 사이에": "그사이",
    "웹페이지": "웹 페이지",
    "프로그램이 본": "자동 확인 결과",
    "자체 표현": "풀어 쓴 것",
}
"""Words that stumbled in Korean, each with what is said instead."""

EXPLAINED = {"봉인": "Sealing puts the whole response", "미작성": "Nothing written yet"}
"""The one message that may use such a word, by how its English begins."""


@pytest.mark.parametrize("word", UNWANTED)
def test_korean_has_no_word_that_made_people_stumble(word: str) -> None:
    explaining = EXPLAINED.get(word)
    found = [
        text
        for key, (text, _) in messages_of(ROOT / CATALOGUE).items()
        if word in text and not (explaining and key.lstrip("\x04").startswith(explaining))
    ]
    guides = (ROOT / "templates/responses/guides/ko").glob("*.html")
    found += [guide.name for guide in guides if word in guide.read_text(encoding="utf-8")]
    assert found == []


def test_what_is_said_on_a_question_has_one_name() -> None:
    with override("ko"):
        assert {gettext(name) for name in ("Start a thread", "Start the thread")} == {"논의 시작"}
        # The way to its page does not name it as something else to do.
        assert pgettext("a page", "Discussion") == "논의"


def test_people_sign_and_sections_are_approved() -> None:
    """결재 is what a person does, 승인 the state that the last signature brings about."""
    by_a_person = re.compile(
        r"승인(?:을|합|하[며여고는]|한다|했|해야|해 )|승인자|승인 (?:여부|기록)"
    )
    found = [text for text, _ in messages_of(ROOT / CATALOGUE).values() if by_a_person.search(text)]
    assert found == []
    with override("ko"):
        acts = [str(act) for act in (Action.APPROVE.label, SignedAs.APPROVED.label)]
        acts.append(done(Action.APPROVE))
        assert acts == ["최종 결재"] * 3
        # 최종 결재 is the last of several; who signs alone just signs.
        assert str(SignedAs.ALONE.label) == str(SignedAs.SIGNED.label) == "결재"
        assert str(State.APPROVED.label) == "승인"


@pytest.mark.parametrize(
    ("thing", "verbs"),
    [
        # A person signs, a section is approved, a whole response is sealed, and sent to the UN.
        ("영역", "확정|제출"),
        ("문항", "확정|제출|승인|결재"),
        ("답변", "제출(?!본)|승인|결재"),
        ("응답서", "승인|결재|제출(?!본)"),
        ("제출본", "승인|결재"),
    ],
)
def test_each_thing_has_its_own_verb(thing: str, verbs: str) -> None:
    done_to_it = re.compile(rf"{thing}[’”]?[을를이가은는]? ?(?:최종 )?(?:{verbs})")
    found = [text for text, _ in messages_of(ROOT / CATALOGUE).values() if done_to_it.search(text)]
    guides = (ROOT / "templates/responses/guides/ko").glob("*.html")
    found += [each.name for each in guides if done_to_it.search(each.read_text(encoding="utf-8"))]
    assert found == []


UNWANTED_IN_ENGLISH = (
    "still to give",
    "The answer now",
    "Make sealing wait",
    "Section moved",
    "Sealed so far",
    "Name the deputy",
    "Name a deputy",
    "digits and letters",
    "this question needless",
    " anew",
    "meanwhile",
    "meant otherwise",
    "as the device",
    "comes by itself",
    "stands in the history",
    "stands so",
    "what is ticked",
)


@pytest.mark.parametrize("words", UNWANTED_IN_ENGLISH)
def test_english_has_no_words_that_made_people_stumble(words: str) -> None:
    assert [key for key in messages_of(ROOT / CATALOGUE) if words.lower() in key.lower()] == []


NOT_OURS = re.compile(
    r"세요|(?<![주마])십시오|바랍니다|독자|당신|귀하|필수 항목입니다|[은이을]/[는가를]|[을를은이]\("
    r"|\([으들]\)|액션|오브젝트|[객개]체|아이템|히스토리|엔트리|토글|스태프|활성|클릭|타이핑|[버]젼"
    r"|뷰 |저장 및|다른 이름|추가하기|콘텐츠|필터|필드"
)
"""What Django says in another voice than the product, or with a particle left to choose."""

NEVER_SHOWN = re.compile(
    r"You are seeing this|If you (have configured|are using the <meta)"
    r"|Field of type|A JSON object|Foreign Key"
)
"""Of the page of a refused form, which is ours (templates/403_csrf.html), and kinds of fields."""


@pytest.mark.parametrize("room", ["conf", "contrib/auth", "contrib/admin"])
def test_django_speaks_korean_in_the_voice_of_the_product(room: str) -> None:
    catalogue = Path(django.__file__).parent / room / "locale/ko/LC_MESSAGES/django.po"
    keys = [key.removeprefix("\x04") for key in messages_of(catalogue)]
    with override("ko"):
        said = {
            key: {gettext(key), ngettext(key, key, 2)}
            for key in (json.loads(f'"{key}"') for key in keys if "\x04" not in key)
            if not NEVER_SHOWN.match(key)
        }
    found = {key: text for key, texts in said.items() for text in texts if NOT_OURS.search(text)}
    assert len(said) > 50
    assert found == {}


def test_every_language_of_the_interface_is_known_to_cities_and_translated() -> None:
    codes = [code for code, _name in settings.LANGUAGES]
    assert codes == Language.values
    catalogues = {path.parts[-3] for path in (ROOT / "locale").glob("*/LC_MESSAGES/django.po")}
    assert catalogues == set(codes) - {"en"}
