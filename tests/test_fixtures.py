"""The questionnaire and the demo response, held to literal tables.

The tables were read off the form Seoul filled in for 2022. A URL is compared
to the byte, with its mistakes (a double-encoded query, a raw currency sign, a
missing scheme): the demo shows on them what the link checker finds.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
EDITION: dict[str, Any] = json.loads((FIXTURES / "lgq-2022.json").read_text("utf-8"))
DEMO: dict[str, Any] = json.loads((FIXTURES / "demo.json").read_text("utf-8"))
QUESTIONS: dict[str, dict[str, Any]] = {
    question["key"]: question
    for section in EDITION["sections"]
    for question in section["questions"]
}
SEOUL: dict[str, Any] = next(r for r in DEMO["responses"] if r["city"] == "seoul")
ANSWERS: dict[str, dict[str, Any]] = SEOUL["answers"]

SECTIONS = {
    "organization": ("I", ["i-1", "i-2-1", "i-2-2", "i-2-3", "i-3"]),
    "legal": ("II", ["ii-1", "ii-1-1"]),
    "strategy": ("III", ["iii-1", "iii-2", "iii-3", "iii-4", "iii-5"]),
    "online-services": ("IV", ["iv-1", "iv-2", "iv-3"]),
    "satisfaction": ("V", ["v-1", "v-2", "v-3"]),
    "social-media": ("VI", ["vi-1"]),
    "covid-19": ("VII", ["vii-1", "vii-2"]),
    "smart-city": ("VIII", ["viii-1", "viii-1-a", "viii-2"]),
}

FORM: dict[str, tuple[str, list[str]]] = {
    "i-1": ("I.1", ["text", "links"]),
    "i-2-1": ("I.2-1)", ["text", "links"]),
    "i-2-2": ("I.2-2)", ["links"]),
    "i-2-3": ("I.2-3)", ["links"]),
    "i-3": ("I.3", ["yes_no", "contact", "text"]),
    "ii-1": ("II.1", ["yes_no"]),
    "ii-1-1": ("II.1-1)", ["text"]),
    "iii-1": ("III.1", ["yes_no", "choices", "text"]),
    "iii-2": ("III.2", ["yes_no", "percentage"]),
    "iii-3": ("III.3", ["yes_no", "text", "links"]),
    "iii-4": ("III.4", ["yes_no", "text", "links"]),
    "iii-5": ("III.5", ["yes_no", "text", "links"]),
    "iv-1": ("IV.1", ["percentage", "text", "links"]),
    "iv-2": ("IV.2", ["yes_no", "text"]),
    "iv-3": ("IV.3", ["yes_no", "text"]),
    "v-1": ("V.1", ["yes_no"]),
    "v-2": ("V.2", ["yes_no", "text", "links", "files"]),
    "v-3": ("V.3", ["percentage", "text"]),
    "vi-1": ("VI.1", ["text", "links", "files"]),
    "vii-1": ("VII.1", ["yes_no", "text", "links"]),
    "vii-2": ("VII.2", ["text", "links"]),
    "viii-1": ("VIII.1", ["yes_no"]),
    "viii-1-a": ("VIII.1a", ["text", "links"]),
    "viii-2": ("VIII.2", ["yes_no", "text", "links", "files"]),
}

CHOICES = [
    "action-plan",
    "national-development-strategy",
    "sdgs",
    "national-digital-strategy",
    "shared-platforms",
    "e-participation",
    "co-creation",
    "social-media",
    "local-digital-id",
    "new-technologies",
    "vulnerable-groups",
    "ict-training",
    "cybersecurity",
    "mobile-government",
]

INDICATORS = {
    "i-1": ["institutional/281", "technology/202"],
    "i-2-1": ["content/222"],
    "i-2-2": ["participation/272", "participation/275", "participation/277", "participation/278"],
    "i-2-3": ["institutional/236", "participation/236", "literacy/237"],
    "i-3": ["institutional/215", "institutional/216"],
    "ii-1": ["institutional/224", "literacy/234"],
    "ii-1-1": ["institutional/224", "literacy/234"],
    "iii-1": [
        "content/231",
        "content/239",
        "content/243",
        "literacy/245",
        "literacy/241",
        "participation/272",
    ],
    "iii-3": ["participation/219", "participation/275"],
    "iii-4": ["content/227", "content/284", "content/291", "content/292"],
    "iii-5": ["content/223"],
    "iv-1": ["content/222", "content/283", "technology/204"],
    "iv-2": ["content/289"],
    "iv-3": ["content/289"],
    "v-1": ["content/293"],
    "v-2": ["content/294"],
    "v-3": ["content/294"],
    "vi-1": ["literacy/273"],
    "vii-1": ["content/290", "content/218"],
    "vii-2": ["content/218", "content/226"],
    "viii-1": ["content/238", "content/239"],
    "viii-1-a": ["content/238", "content/239"],
    "viii-2": ["content/239"],
}

ANSWERED = {
    "i-1": ["text", "links"],
    "i-2-1": ["text", "links"],
    "i-2-2": ["links"],
    "i-2-3": ["links"],
    "i-3": ["contact"],
    "ii-1": ["yes-no"],
    "iii-3": ["text", "links"],
    "iii-5": ["text", "links"],
    "iv-1": ["text", "links"],
    "iv-2": ["text"],
    "iv-3": ["text"],
    "v-2": ["text", "links", "files"],
    "v-3": ["percentage", "text"],
    "vi-1": ["text", "links", "files"],
    "vii-1": ["text", "links"],
    "vii-2": ["text", "links"],
    "viii-2": ["text", "links", "files"],
}

NEWS = "https://news.seoul.go.kr/gov"
BUDGET = f"{NEWS}/archives/category/govdata_c1/budget_c1/data_budget_c1"
MAP = "https://map.seoul.go.kr/smgis2"
BIGDATA = "https://bigdata.seoul.go.kr/noti/selectPageListTabNoti.do"
LINKS = {
    "i-1": [
        "https://www.seoul.go.kr/",
        "http://world.seoul.go.kr/main/",
    ],
    "i-2-1": [
        "www.seoul.go.kr",
        f"{NEWS}/site",
        "http://minwon.seoul.go.kr",
        "https://eungdapso.seoul.go.kr/",
    ],
    "i-2-2": [
        "smartreport.seoul.go.kr",
        "map.seoul.go.kr",
        "yesan.seoul.go.kr",
        "democracy.seoul.go.kr",
        "mvoting.seoul.go.kr",
    ],
    "i-2-3": [
        "data.seoul.go.kr",
        "opengov.seoul.go.kr",
        "bigdata.seoul.go.kr",
        "golmok.seoul.go.kr",
        "smap.seoul.go.kr",
        "scpm.seoul.go.kr",
        "https://topis.seoul.go.kr/",
        "https://land.seoul.go.kr:444/land/",
        "https://cis.seoul.go.kr/",
        "indoormap.seoul.go.kr",
        "cleanair.seoul.go.kr",
    ],
    "iii-3": [
        "http://openfinance.seoul.go.kr/index",
        f"{NEWS}/archives/522821",
        f"{BUDGET}/data_document_budget-n2",
        f"{BUDGET}/data_info_budget-n2",
    ],
    "iii-5": [
        "http://scpm.seoul.go.kr/",
        "https://smart.seoul.go.kr/content/view/MN01030100.do",
        "https://we-gov.org/ko/",
        "https://yesan.seoul.go.kr/wk/wkSelect.do?itemId=104254&tr_code=sweb",
        "http://snpo.kr/",
        "https://www.seoul-tech.com",
    ],
    "iv-1": [
        f"{NEWS}/site",
        "http://minwon.seoul.go.kr",
        "http://etax.seoul.go.kr",
        "http://contract.seoul.go.kr",
        "https://opengov.seoul.go.kr",
        "http://kras.go.kr",
        "http://job.seoul.go.kr",
    ],
    "v-2": [
        "http://research.seoul.go.kr/main.do",
        "http://research.seoul.go.kr/report/data/user/poll/2552.html",
    ],
    "vi-1": [
        "https://blog.naver.com/haechiseoul",
        "https://www.facebook.com/seoul.kr",
        "https://www.instagram.com/seoul_official/",
        "https://twitter.com/seoulmania",
        "https://mediahub.seoul.go.kr/staticpage/sns.do",
    ],
    "vii-1": [
        "https://www.seoul.go.kr/coronaV/coronaStatus.do",
        "http://english.seoul.go.kr/covid/",
    ],
    "vii-2": [
        "https://news.seoul.go.kr/welfare/archives/518698",
        f"{MAP}/short/6MWrO",
        f"{MAP}/seoulMap?searchWord=%25EC%25BD%2594%25EB%25A1%259C%25EB%2582%2598",
        f"{NEWS}/seoul_wifi",
        "https://sdf.seoul.kr/empowering-the-digital-underprivileged",
    ],
    "viii-2": [
        f"{BIGDATA}?r_id=P260&bbs_seq=&ac_type=A4&sch_type=&sch_text=\u00a4tPage=1",
        "http://scpm.seoul.go.kr/",
    ],
}

STORIES = {
    "organization": ["send", "approve", "approve"],
    "legal": [],
    "strategy": ["send", "request_changes"],
    "online-services": ["send", "approve"],
    "satisfaction": [],
    "social-media": ["send", "approve"],
    "covid-19": [],
    "smart-city": [],
}


def localized_fields(node: object, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every field that must speak both languages, with where it stands."""
    if isinstance(node, list):
        for index, item in enumerate(node):
            yield from localized_fields(item, f"{path}[{index}]")
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in {"title", "lead", "wording", "help", "label"}:
                yield f"{path}.{key}", value
            else:
                yield from localized_fields(value, f"{path}.{key}")


def part_values(kind: str) -> list[Any]:
    """What Seoul answered in every part of this kind."""
    key = kind.replace("_", "-")
    return [a["parts"][key] for a in ANSWERS.values() if key in a["parts"]]


@pytest.mark.parametrize("name", ["lgq-2022.json", "demo.json"])
def test_fixture_is_written_in_the_house_format(name: str) -> None:
    raw = (FIXTURES / name).read_bytes().decode("utf-8")
    canonical = json.dumps(json.loads(raw), ensure_ascii=False, indent=2) + "\n"
    assert raw == canonical


def test_edition_has_eight_sections_and_their_24_questions_in_order() -> None:
    found = {
        section["key"]: (
            section["number"],
            [question["key"] for question in section["questions"]],
        )
        for section in EDITION["sections"]
    }
    assert list(found.items()) == list(SECTIONS.items())
    assert (len(found), len(QUESTIONS)) == (8, 24)


def test_every_question_asks_for_the_parts_of_the_form() -> None:
    found = {
        key: (question["number"], [part["kind"] for part in question["parts"]])
        for key, question in QUESTIONS.items()
    }
    assert found == FORM


def test_part_key_is_its_kind_with_hyphens() -> None:
    parts = [part for question in QUESTIONS.values() for part in question["parts"]]
    assert [part["key"] for part in parts] == [part["kind"].replace("_", "-") for part in parts]


def test_only_the_strategy_question_has_choices_and_in_the_order_of_the_form() -> None:
    found = {
        key: [choice["key"] for choice in part["choices"]]
        for key, question in QUESTIONS.items()
        for part in question["parts"]
        if "choices" in part
    }
    assert found == {"iii-1": CHOICES}
    assert len(CHOICES) == 14


def test_every_localized_field_is_filled_in_korean_and_english() -> None:
    incomplete = [
        path
        for path, value in localized_fields(EDITION, "edition")
        if set(value) != {"ko", "en"} or not all(text.strip() for text in value.values())
    ]
    assert incomplete == []


def test_every_question_section_part_and_choice_is_worded() -> None:
    paths = [path for path, _ in localized_fields(EDITION, "edition")]
    ends = {end: sum(p.endswith(f".{end}") for p in paths) for end in ("title", "wording")}
    labels = sum(path.endswith(".label") for path in paths)
    parts = sum(len(kinds) for _, kinds in FORM.values())
    assert ends == {"title": 1 + 8, "wording": 24}
    assert labels == parts + len(CHOICES)


def test_lead_is_given_once_before_the_group_it_opens() -> None:
    assert [key for key, question in QUESTIONS.items() if "lead" in question] == ["i-2-1"]


def test_indicators_are_the_hinted_ones() -> None:
    found = {key: question["indicators"] for key, question in QUESTIONS.items()}
    assert found == {key: INDICATORS.get(key, []) for key in FORM}


def test_indicators_are_losis_of_2024() -> None:
    counts = Counter(each["criterion"] for each in EDITION["indicators"])
    assert counts == {
        "institutional": 6,
        "content": 30,
        "services": 22,
        "participation": 15,
        "literacy": 10,
        "technology": 12,
    }
    codes = Counter(each["code"] for each in EDITION["indicators"])
    assert [code for code, count in codes.items() if count > 1] == ["236"]
    assert [
        (each["criterion"], each["meaning"]["en"])
        for each in EDITION["indicators"]
        if each["code"] == "236"
    ] == [
        ("institutional", "open government data policy or portal"),
        ("participation", "open data sets in open formats"),
    ]


def test_no_question_asks_for_a_service() -> None:
    asked = {key for question in QUESTIONS.values() for key in question["indicators"]}
    assert len(asked) == 35
    assert {key for key in asked if key.startswith("services/")} == set()
    assert [key for key, question in QUESTIONS.items() if not question["indicators"]] == ["iii-2"]


def test_demo_answers_exactly_what_the_source_answers() -> None:
    found = {key: list(answer["parts"]) for key, answer in ANSWERS.items()}
    assert found == ANSWERED


def test_demo_leaves_no_part_empty() -> None:
    empty = [
        (key, part)
        for key, answer in ANSWERS.items()
        for part, value in answer["parts"].items()
        if not value
    ]
    assert empty == []


def test_demo_links_are_those_of_the_source_to_the_byte() -> None:
    found = {
        key: [link["url"] for link in answer["parts"]["links"]]
        for key, answer in ANSWERS.items()
        if "links" in answer["parts"]
    }
    assert found == LINKS


def test_demo_links_count_as_in_the_source() -> None:
    urls = [url for slot in part_values("links") for url in (link["url"] for link in slot)]
    with_scheme = [url for url in urls if url.startswith(("http://", "https://"))]
    assert len(with_scheme) == 41
    assert len(set(with_scheme)) == 38
    assert len(urls) - len(with_scheme) == 14


def test_every_demo_link_has_a_label_of_its_own_in_its_slot() -> None:
    for slot in part_values("links"):
        labels = [link["label"] for link in slot]
        assert all(label.strip() for label in labels)
        assert len(set(labels)) == len(labels)


def test_demo_text_leaves_addresses_to_the_links() -> None:
    address = re.compile(r"https?:|www\.|\.(?:go\.)?kr\b|\.(?:com|org)\b")
    assert [text for text in part_values("text") if address.search(text)] == []


def test_only_the_law_question_is_answered_yes() -> None:
    assert ANSWERS["ii-1"]["parts"] == {"yes-no": "yes"}
    assert part_values("yes_no") == ["yes"]


def test_satisfied_share_is_the_sum_of_its_two_figures() -> None:
    parts = ANSWERS["v-3"]["parts"]
    assert parts["percentage"] == "85.4"
    assert part_values("percentage") == ["85.4"]
    figures = re.findall(r"만족 (\d+\.\d)%|불만 (\d+(?:\.\d)?)%", parts["text"])
    assert figures == [("23.1", ""), ("62.3", ""), ("", "10.3"), ("", "2")]
    assert re.findall(r"n=([\d,]+)", parts["text"]) == ["3,208"]


def test_survey_table_keeps_nine_columns_and_four_rows() -> None:
    lines = ANSWERS["v-2"]["parts"]["text"].splitlines()
    rows = [line.split("\t") for line in lines if "\t" in line]
    assert [len(row) for row in rows] == [9] * 5
    assert [(row[0], row[5], row[7]) for row in rows[1:]] == [
        ("14", "2021-02-15 ~ 2021-02-21", "3,208"),
        ("13", "2020-02-06 ~ 2020-02-13", "3,593"),
        ("12", "2019-07-30 ~ 2019-08-02", "2,969"),
        ("11", "2018-01-25 ~ 2018-01-31", "2,518"),
    ]


def test_campaign_titles_keep_their_angle_brackets() -> None:
    titles = re.findall(r"<[^>]+>", ANSWERS["vi-1"]["parts"]["text"])
    assert titles == ["<웅녀웅남을 찾습니다>", "<집콕 쓰레기는 내 손으로>"]


def test_demo_text_lines_are_gaejosik_or_table_rows() -> None:
    line_shape = re.compile(r"(?:  )*[□○\-※] \S|[^\t]+(?:\t[^\t]+){8}$")
    odd = [
        line
        for text in part_values("text")
        for line in text.splitlines()
        if not line_shape.match(line) or line != line.rstrip()
    ]
    assert odd == []


def test_demo_contact_names_no_person() -> None:
    assert part_values("contact") == [
        {"name": "", "title": "스마트도시기획관", "agency": "서울시청", "email": ""}
    ]


@pytest.mark.parametrize("name", ["lgq-2022.json", "demo.json"])
def test_every_email_is_under_example(name: str) -> None:
    raw = (FIXTURES / name).read_text("utf-8")
    assert [e for e in re.findall(r"[^\s\"]+@[^\s\"]+", raw) if not e.endswith(".example")] == []


def test_demo_people_and_their_roles() -> None:
    found = {p["email"]: (p["city"], p["role"]) for p in DEMO["people"]}
    assert found == {
        "coordinator@seoul.example": ("seoul", "coordinator"),
        "writer1@seoul.example": ("seoul", "contributor"),
        "writer2@seoul.example": ("seoul", "contributor"),
        "reviewer1@seoul.example": ("seoul", "reviewer"),
        "reviewer2@seoul.example": ("seoul", "reviewer"),
        "reviewer3@seoul.example": ("seoul", "reviewer"),
        "translator@seoul.example": ("seoul", "contributor"),
        "viewer@seoul.example": ("seoul", "viewer"),
        "coordinator@busan.example": ("busan", "coordinator"),
    }
    assert len({p["name"] for p in DEMO["people"]}) == 9


def test_demo_cities_and_the_empty_response_of_busan() -> None:
    assert [(city["slug"], city["language"]) for city in DEMO["cities"]] == [
        ("seoul", "ko"),
        ("busan", "ko"),
    ]
    assert [response["city"] for response in DEMO["responses"]] == ["seoul", "busan"]
    busan = DEMO["responses"][1]
    assert busan.pop("city") == "busan"
    assert not any(busan.values())
    assert DEMO["edition"] == EDITION["code"]


def test_sections_of_the_demo_tell_these_stories() -> None:
    found = {
        key: [step["action"] for step in section["story"]]
        for key, section in SEOUL["sections"].items()
    }
    assert list(found.items()) == list(STORIES.items())


def test_contributors_write_and_send_and_reviewers_decide_with_a_reason() -> None:
    roles = {person["email"]: person["role"] for person in DEMO["people"]}
    steps = [step for section in SEOUL["sections"].values() for step in section["story"]]
    by_role = {(step["action"], roles[step["by"]]) for step in steps}
    assert {roles[answer["writer"]] for answer in ANSWERS.values()} == {"contributor"}
    assert by_role == {
        ("send", "contributor"),
        ("approve", "reviewer"),
        ("request_changes", "reviewer"),
    }
    assert all(step["comment"].strip() for step in steps if step["action"] != "send")


def test_the_demo_calls_in_its_translations_what_its_glossary_does() -> None:
    terms = DEMO["glossaries"]["seoul"]
    called = [(of, text) for of, text in _renamed(DEMO["responses"]) if of in terms]
    assert len(called) == 9
    # A post is named after its bureau.
    assert [text for of, text in called if terms[of] not in text] == []


def _renamed(value: Any) -> Iterator[tuple[str, str]]:
    """Yield what each link of a translation is called, and in the translation."""
    if isinstance(value, dict):
        if value.keys() >= {"of", "text"}:
            yield value["of"], value["text"]
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _renamed(each)


def test_every_section_of_the_demo_has_a_department_and_a_near_due_date() -> None:
    for section in SEOUL["sections"].values():
        assert section["department"].strip()
        assert 3 <= section["due_in_days"] <= 21
