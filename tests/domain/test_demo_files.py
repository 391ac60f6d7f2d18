"""The demo's files are made of nothing but what its answers say, the same each time."""

import csv
import json
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from PIL import Image
from pypdf import PdfReader

from responses.domain import demo_files
from responses.domain.demo import read_demo
from responses.domain.files.judgement import judged

ANSWERS = read_demo()["responses"][0]["answers"]
NAMES = [file["file"] for answer in ANSWERS.values() for file in answer["parts"].get("files", ())]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_taken_as_it_is_called_and_is_the_same_each_time(name: str) -> None:
    content = demo_files.make(name)
    with judged(BytesIO(content)) as found:
        assert found.type == name.rpartition(".")[2]
    assert sha256(demo_files.make(name)).digest() == sha256(content).digest()
    assert name.isascii()
    assert len(content) < 20_000


def test_there_is_no_other_file() -> None:
    with pytest.raises(KeyError):
        demo_files.make("other.png")


def test_the_table_says_what_the_answer_says() -> None:
    rows = list(csv.reader(StringIO(demo_files.make("surveys.csv").decode("utf-8-sig"))))
    text = ANSWERS["v-2"]["parts"]["text"]
    said = [line.split("\t") for line in text.splitlines() if "\t" in line]
    assert rows[1:] == [[row[0], row[5], row[7].replace(",", "")] for row in said[1:]]


def test_the_document_names_the_channels_of_the_answer() -> None:
    [page] = PdfReader(BytesIO(demo_files.make("sns-channels.pdf")), strict=True).pages
    lines = page.extract_text().splitlines()
    assert lines[0] == "Official social media channels of Seoul"
    assert lines[2::2] == [link["url"] for link in ANSWERS["vi-1"]["parts"]["links"]]


def test_pictures_show_the_figures_of_the_answers() -> None:
    """As many dark cells, and columns as high, as the answers say."""
    picture = Image.open(BytesIO(demo_files.make("surveys-by-year.png"))).convert("RGB")
    blue = (29, 79, 145)
    heights = [
        sum(picture.getpixel((x, y)) == blue for y in range(picture.height))
        for x in (180, 460, 740, 1020)
    ]
    counts = [2518, 2969, 3593, 3208]
    exact = [count * max(heights) / max(counts) for count in counts]
    assert [abs(height - each) < 2 for height, each in zip(heights, exact, strict=True)] == [
        True
    ] * 4
    texts = json.dumps([ANSWERS["v-2"], ANSWERS["v-3"], ANSWERS["viii-2"]], ensure_ascii=False)
    assert [
        each for each in ("3,593", "23.1%", "62.3%", "10.3%", "52종") if each not in texts
    ] == []
