"""Filled questionnaires as cities hand them around, made by chance, with what is right of each.

They are made of the demo's own answers, under the wording of the edition or another one
(`wordings.json`), in Korean or English, with the irregularities of real files: headings in six
styles, seven ways to number, questions reordered or left out, prompts and boxes among the answers,
addresses in five styles, wrapped wording, a pasted survey page whose numbers look like ours.

`python -m tests.intake 400` reads so many and prints how many lines are in their place, and so
many that have nothing but numbers and answers.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from textwrap import wrap
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OTHER = json.loads((Path(__file__).parent / "wordings.json").read_text("utf-8"))
EDITION = json.loads((ROOT / "fixtures" / "lgq-2022.json").read_text("utf-8"))
ANSWERS = json.loads((ROOT / "fixtures" / "demo.json").read_text("utf-8"))["responses"][0][
    "answers"
]
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
HANGUL = "가나다라마바사"
HEADINGS = ("angled", "wide", "roman", "chapter", "marked", "bare", "bracketed")
NUMBERS = ("own", "whole", "arabic", "running", "asked", "bracketed", "none")
YES = {"ko": ("네", "예"), "en": ("Yes", "Yes")}
NO = {"ko": ("아니요", "아니오"), "en": ("No", "No")}


@dataclass
class FilledFile:
    """A filled questionnaire: its text, where each line belongs, and what it answers."""

    text: str
    right: list[str]
    """Of each line that is not blank: headings, wording, not_placed, or the key of a question."""
    links: dict[str, list[str]] = field(default_factory=dict)
    yes_no: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)
    traits: dict[str, Any] = field(default_factory=dict)


class _Writer:
    """Writes one file, line by line."""

    def __init__(self, chance: Random, traits: Mapping[str, Any]) -> None:
        self.chance = chance
        self.traits = traits
        self.lines: list[str] = []
        self.made = FilledFile("", [], traits=dict(traits))

    def put(self, line: str, place: str) -> None:
        self.lines.append(line)
        if line.strip():
            self.made.right.append(place)

    def blank(self) -> None:
        """Leave a blank line, perhaps more, or none in a dense file."""
        if not self.traits["dense"]:
            self.lines += [""] * self.chance.choice((1, 1, 1, 2))


def make_filled(seed: int) -> FilledFile:
    """Return the file of a number, always the same."""
    chance = Random(seed)  # noqa: S311 - a sample, no secret
    traits = {
        "language": chance.choice(("ko", "ko", "en")),
        "words": chance.choice(("edition", "other", "other")),
        "heading": chance.choice(HEADINGS),
        "headings": chance.choice(("edition", "other")),
        "number": chance.choice(NUMBERS),
        "order": chance.choice(("form", "form", "form", "within", "sections", "all")),
        "half": chance.random() < 0.35,
        "dense": chance.random() < 0.15,
        "wrapped": chance.random() < 0.2,
        "help": chance.random() < 0.35,
        "pasted": chance.random() < 0.5,
        "title": chance.random() < 0.7,
    }
    # Headings made short, or left out before the answer, under numbers that tell the question.
    traits["short"] = traits["number"] == "whole" and traits["order"] == "form" and seed % 3 > 0
    writer = _Writer(chance, traits)
    if traits["title"]:
        titles = chance.choice((EDITION["title"], OTHER["title"]))
        writer.put(titles[traits["language"]], "headings")
        writer.blank()
    _write_all(writer, _ordered(chance, traits))
    writer.made.text = "\n".join(writer.lines)
    return writer.made


def make_lone(seed: int) -> FilledFile:
    """Return a file that says nothing of what is asked but its numbers, each before its answer.

    As offices note it down: `IV.3 ☑ 예 ☐ 아니요`, `VII.2 백신 예약 알림`; now and then some
    sections later than in the form, or half of the questions.
    """
    chance = Random(seed)  # noqa: S311 - a sample, no secret
    order = "sections" if seed % 4 == 0 else "form"
    traits = {"order": order, "half": seed % 3 == 0, "language": "ko", "dense": seed % 2 == 0}
    writer = _Writer(chance, traits)
    for _place, question, running in _ordered(chance, traits):
        number = question["number"].replace(".", "-", 1) if seed % 5 == 0 else question["number"]
        _write_lone(writer, question, f"{number} ", running)
        writer.blank()
    writer.made.text = "\n".join(writer.lines)
    return writer.made


def _write_lone(writer: _Writer, question: Mapping[str, Any], number: str, running: int) -> None:
    key, kinds = question["key"], {part["kind"] for part in question["parts"]}
    parts = ANSWERS.get(key, {}).get("parts", {})
    texts = [line for line in parts.get("text", "").split("\n") if line.strip()]
    if "yes_no" in kinds:
        said = writer.chance.choice(("yes", "no"))
        first, second = ("☑", "☐") if said == "yes" else ("☐", "☑")
        word = {"yes": "예", "no": "아니요"}[said]
        ticked = f"{first} 예 {second} 아니요"
        writer.put(number + writer.chance.choice((ticked, word, f"{word}.")), key)
        writer.made.yes_no[key] = said
    elif "percentage" in kinds:
        writer.put(f"{number}{60 + running}.5%", key)
    elif texts:
        writer.put(number + texts.pop(0).strip(" -○·"), key)
    else:
        return
    for line in texts[:2]:
        writer.put(line, key)


Asked = tuple[int, Mapping[str, Any], int]
"""A question with the place of its section and its own among all."""


def _ordered(chance: Random, traits: Mapping[str, Any]) -> list[Asked]:
    """Return the questions of a file in its order."""
    asked, running = [], 0
    for place, section in enumerate(EDITION["sections"]):
        for question in section["questions"]:
            running += 1
            asked.append((place, question, running))
    if traits["half"]:
        keep = set(chance.sample(range(len(asked)), len(asked) // 2))
        asked = [each for at, each in enumerate(asked) if at in keep]
    sections = list(range(len(EDITION["sections"])))
    if traits["order"] == "sections":
        chance.shuffle(sections)
    if traits["order"] in {"within", "all"}:
        chance.shuffle(asked)
    if traits["order"] == "all":
        return asked
    return sorted(asked, key=lambda each: sections.index(each[0]))


def _write_all(writer: _Writer, asked: Sequence[Asked]) -> None:
    traits, before, led = writer.traits, -1, False
    for place, question, running in asked:
        if place != before and traits["order"] != "all":
            writer.blank()
            writer.put(_heading(traits, place), "headings")
            writer.blank()
        before = place
        if question["key"].startswith("i-2-") and not led and traits["order"] == "form":
            led = True
            _write_lead(writer, question)
        _write_question(writer, place, question, running)


def _heading(traits: Mapping[str, Any], place: int) -> str:
    section, language = EDITION["sections"][place], traits["language"]
    titles: Mapping[str, str] = (
        section["title"] if traits["headings"] == "edition" else OTHER["sections"][section["key"]]
    )
    title, roman = titles[language], ROMAN[place]
    styles = {
        "angled": f"<{roman}. {title}>",
        "wide": f"〈{roman}. {title}〉",
        "roman": f"{roman}. {title}",
        "chapter": f"제{place + 1}장 {title}" if language == "ko" else f"Part {place + 1}. {title}",
        "marked": f"■ {title}",
        "bare": title,
        "bracketed": f"[{roman}] {title}",
    }
    return styles[traits["heading"]]


def _write_lead(writer: _Writer, question: Mapping[str, Any]) -> None:
    language = writer.traits["language"]
    leads = EDITION["sections"][0]["questions"][1]["lead"]
    lead = leads[language] if writer.traits["words"] == "edition" else OTHER["lead"][language]
    number = "2. " if writer.traits["number"] in {"own", "whole"} else ""
    writer.put(f"{number}{lead}", "wording")
    writer.blank()
    del question


def _number(style: str, place: int, question: Mapping[str, Any], running: int) -> str:
    whole = question["number"]
    below = whole.partition(".")[2]
    within = EDITION["sections"][place]["questions"].index(question) + 1
    return {
        "own": f"{below.removeprefix('2-')} " if below.endswith(")") else f"{below}. ",
        "whole": f"{whole} " if whole.endswith(")") else f"{whole}. ",
        "arabic": f"{place + 1}.{within} ",
        "running": f"{running}. ",
        "asked": f"Q{running}. ",
        "bracketed": f"({within}) ",
        "none": "",
    }[style]


def _write_question(writer: _Writer, place: int, question: Mapping[str, Any], running: int) -> None:
    traits, key, language = writer.traits, question["key"], writer.traits["language"]
    if traits["words"] == "edition":
        wording = question["wording"][language]
    else:
        wording = OTHER["questions"][key][language]
    number = _number(traits["number"], place, question, running)
    if traits["short"] and running % 3 == 0:
        number = _hyphened(number) if running % 2 else number
        if _write_behind(writer, question, number):
            return
        wording = OTHER["short"][key][language]
    text = number + wording
    answer = _Answer(writer, question)
    if answer.is_glued:
        writer.made.yes_no[key] = "yes"
        writer.put(f"{text} - {YES[language][0]}", key)
    else:
        width = 34 if language == "ko" else 70
        for line in wrap(text, width) if traits["wrapped"] else [text]:
            writer.put(line, "wording")
    if traits["help"] and "help" in question:
        writer.put(question["help"][language], "wording")
    writer.blank()
    answer.write()
    writer.blank()


def _hyphened(number: str) -> str:
    """Return a number as offices write it, too: `III-2.` of `III.2.`."""
    return number.replace(".", "-", 1)


def _write_behind(writer: _Writer, question: Mapping[str, Any], number: str) -> bool:
    """Write the answer to a question right behind its number, if it has one that stands in a line.

    A yes, or a figure that others explain.
    """
    kinds, key = [part["kind"] for part in question["parts"]], question["key"]
    if writer.made.traits["half"]:
        return False
    if kinds == ["yes_no"]:
        writer.put(f"{number}{YES[writer.traits['language']][0]}.", key)
        writer.made.yes_no[key] = "yes"
    elif kinds[0] == "percentage":
        writer.put(f"{number}온라인 72%, 모바일 55%", key)
    else:
        return False
    writer.blank()
    return True


class _Answer:
    """Writes the answer to one question, as it may stand below it."""

    def __init__(self, writer: _Writer, question: Mapping[str, Any]) -> None:
        self.writer, self.question = writer, question
        self.key, self.language = question["key"], writer.traits["language"]
        self.chance = writer.chance
        self.kinds = {part["kind"] for part in question["parts"]}
        answer = ANSWERS.get(self.key, {})
        self.parts = dict(answer.get("parts", {}))
        if self.language == "en":
            said = answer.get("translation", {}).get("parts", {})
            if "text" in said:
                self.parts["text"] = said["text"]
            names = {row["of"]: row["text"] for row in said.get("links", ())}
            self.parts["links"] = [
                {**row, "label": names.get(row["label"], row["label"])}
                for row in self.parts.get("links", ())
            ]
        self.is_glued = "yes_no" in self.kinds and self.chance.random() < 0.1

    def put(self, line: str) -> None:
        self.writer.put(line, self.key)

    def write(self) -> None:
        if "yes_no" in self.kinds and not self.is_glued:
            self._yes_no()
        if "choices" in self.kinds:
            self._choices()
        if "contact" in self.kinds:
            self._contact()
        self._text()
        self._links()
        if self.key == "v-2" and self.writer.traits["pasted"]:
            for line in OTHER["pasted"]:
                self.put(line)

    def _yes_no(self) -> None:
        yes, no = YES[self.language][0], self.chance.choice(NO[self.language])
        said = self.chance.choice(("yes", "no"))
        first, second = ("☑", "☐") if said == "yes" else ("☐", "☑")
        square = ("■", "□") if said == "yes" else ("□", "■")
        v, empty = ("V", " ") if said == "yes" else (" ", "V")
        ring, free = ("○ ", "") if said == "yes" else ("", "○ ")
        style = self.chance.choice(
            ("none", "unmarked", "boxes", "squares", "behind", "ring", "alone")
        )
        line = {
            "none": "",
            "unmarked": f"{yes} {no}",
            "boxes": f"{first} {yes}   {second} {no}",
            "squares": f"{square[0]} {yes} {square[1]} {no}",
            "behind": f"{yes}({v}) / {no}({empty})",
            "ring": f"{ring}{yes}   {free}{no}",
            "alone": f"- {yes if said == 'yes' else no}",
        }[style]
        if style == "unmarked":
            self.writer.put(line, "wording")
        elif line:
            self.writer.made.yes_no[self.key] = said
            self.put(line)

    def _choices(self) -> None:
        [part] = [each for each in self.question["parts"] if each["kind"] == "choices"]
        style = self.chance.choice(("bare", "boxes", "signs", "dashes"))
        own = self.writer.traits["words"] == "edition"
        for at, choice in enumerate(part["choices"]):
            label = choice["label"][self.language] if own else OTHER["choices"][self.language][at]
            ticked = style not in {"bare", "dashes"} and self.chance.random() < 0.4
            before = {
                "bare": "",
                "dashes": "- " if at > 8 else "",
                "boxes": "☑ " if ticked else "☐ ",
                "signs": "√ " if ticked else "",
            }[style]
            if ticked:
                self.writer.made.choices.append(choice["key"])
            self.writer.put(f"{before}{label}", self.key if ticked else "wording")
            if style == "bare":
                self.writer.blank()

    def _contact(self) -> None:
        words = (
            ("성명", "직위", "소속기관", "이메일 주소")
            if self.language == "ko"
            else ("Name", "Title", "Agency", "E-mail address")
        )
        said = ("고길동", "스마트도시기획관", "서울시청", "go@seoul.example")
        for at, (word, value) in enumerate(zip(words, said, strict=True)):
            self.put(f"{'○ ' if at == 0 else ''}{word} : {value}")
            self.writer.blank()

    def _text(self) -> None:
        for line in self.parts.get("text", "").split("\n"):
            if line.strip():
                self.put(line)
                if self.chance.random() < 0.15:
                    self.writer.blank()

    def _links(self) -> None:
        links = self.parts.get("links", [])
        if not links:
            return
        self.writer.made.links[self.key] = [row["url"] for row in links]
        if self.chance.random() < 0.3:
            self.put("- " + ", ".join(f"{row['label']}({row['url']})" for row in links) + ",")
            return
        for row in links:
            label, url = row["label"], row["url"]
            style = self.chance.choice(("colon", "angled", "below", "far", "bracket"))
            if style == "colon":
                self.put(f"- {label} : {url}")
            elif style == "angled":
                self.put(f" - {label} : <{url}>")
            elif style == "bracket":
                self.put(f"- {label}({url})")
            else:
                self.put(f"- {label} :")
                if style == "far":
                    self.writer.blank()
                self.put(url)


def places(proposed: Mapping[str, Any]) -> dict[int, str]:
    """Return where each line is, of what `Proposed.to_json` gives; each is in one place."""
    found = [(number, row["question"]) for row in proposed["placed"] for number in row["lines"]]
    for name in ("wording", "headings", "not_placed"):
        found += [(number, name) for number in proposed[name]]
    assert len(found) == len(dict(found))
    return dict(found)


@dataclass
class Measured:
    """How well some files were read."""

    lines: int = 0
    right: int = 0
    surely_astray: int = 0
    """Lines of an answer that are part of a sure proposal for another question."""
    surely_wrong: int = 0
    """Lines in a sure proposal that do not belong there, wording and headings among them."""
    links: int = 0
    links_found: int = 0
    yes_no: int = 0
    yes_no_read: int = 0
    yes_no_wrong: int = 0
    choices_wrong: int = 0

    @property
    def share(self) -> float:
        """The share of lines that are in their place."""
        return self.right / self.lines


def measure(
    seeds: Iterable[int],
    propose: Callable[[str], Any],
    make: Callable[[int], FilledFile] = make_filled,
) -> Measured:
    """Return how well the files of some numbers are read by `propose`, a `Proposed` of a text."""
    measured = Measured()
    for seed in seeds:
        made = make(seed)
        proposed = propose(made.text)
        _count_lines(measured, made, proposed)
        _count_values(measured, made, proposed.to_json()["placed"])
    return measured


def _count_lines(measured: Measured, made: FilledFile, proposed: Any) -> None:
    found = places(proposed.to_json())
    sure = {each.question.key for each in proposed.answers if each.is_sure}
    assert sorted(found) == list(range(1, len(made.right) + 1))
    measured.lines += len(found)
    for number, right in enumerate(made.right, start=1):
        place = found[number]
        measured.right += place == right
        if place != right and place in sure:
            measured.surely_wrong += 1
            measured.surely_astray += right not in {"wording", "headings", "not_placed"}


def _count_values(
    measured: Measured, made: FilledFile, placed: Sequence[Mapping[str, Any]]
) -> None:
    parts = {row["question"]: row["parts"] for row in placed}
    for key, addresses in made.links.items():
        there = {row["url"] for row in parts.get(key, {}).get("links", ())}
        measured.links += len(addresses)
        measured.links_found += sum(address in there for address in addresses)
    for key, said in made.yes_no.items():
        read = parts.get(key, {}).get("yes-no")
        measured.yes_no += 1
        measured.yes_no_read += read == said
        measured.yes_no_wrong += read not in {said, None}
    if made.choices:
        measured.choices_wrong += parts.get("iii-1", {}).get("choices") != made.choices
