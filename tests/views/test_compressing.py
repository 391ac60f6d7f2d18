"""Pages are sent compressed to browsers that take them so, files as they are; a page is light."""

import json
import re
from gzip import decompress
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import find
from django.test import Client
from whitenoise.compress import Compressor

from responses.enums import Role
from responses.models import Response, User
from survey_site.storage import without_comments
from tests.support.factories import make_city, make_edition, make_member, make_response, write

pytestmark = pytest.mark.django_db

SECTION = "/springfield/test-2030/alpha/"
PDF = "/springfield/test-2030/response.pdf"
GZIP = {"accept-encoding": "gzip, deflate, br"}
FIRST_MAX, NEXT_MAX = 120_000, 25_000
HEAD = 420
"""How many bytes the head of a reply has at most."""
LINKED = re.compile(r'(?:src|href)="/static/([^"]+)"')
IMPORTED = re.compile(
    r'^(?:import|export)\b[^"]*"(\.\.?/[^"]+)";|^@import url\("([^"]+)"\)', re.MULTILINE
)


def test_a_page_is_compressed_for_who_takes_it_so(
    client: Client, response: Response, writer: User
) -> None:
    client.force_login(writer)
    plain, packed = client.get(SECTION), client.get(SECTION, headers=GZIP)
    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    for page in (plain, packed):
        assert "Accept-Encoding" in page["Vary"]
        assert page["Content-Length"] == str(len(page.content))
    # Two renderings differ in their tokens alone, which are as long.
    assert len(decompress(packed.content)) == len(plain.content)
    assert len(packed.content) < len(plain.content) / 3


def test_a_page_that_says_no_is_compressed_too(client: Client, writer: User) -> None:
    client.force_login(writer)
    page = client.get("/nowhere/", headers=GZIP)
    assert page.status_code == 404
    assert "<html" in decompress(page.content).decode()


def test_a_file_is_sent_as_it_is(client: Client, response: Response, writer: User) -> None:
    client.force_login(writer)
    reply = client.get(PDF, headers=GZIP)
    assert not reply.has_header("Content-Encoding")
    assert reply.content.startswith(b"%PDF-")


def test_a_reply_of_few_bytes_is_not_compressed(client: Client, response: Response) -> None:
    reply = client.get(SECTION, headers=GZIP)
    assert reply.status_code == 302
    assert not reply.has_header("Content-Encoding")


def test_how_long_it_is_tells_nothing_of_what_it_says(client: Client) -> None:
    replies = [client.get("/nowhere/", headers=GZIP).content for _ in range(20)]
    paddings = {len(reply[10:].partition(b"\0")[0]) for reply in replies}
    assert len(paddings) > 5


def loaded(page: str) -> dict[str, bytes]:
    """Return the files that a browser loads with a page, and those that they import, by name.

    They are as they are collected, apart from the digests in names. A browser with scripts loads
    nothing that is for those without.
    """
    files: dict[str, bytes] = {}
    names = LINKED.findall(re.sub(r"<noscript>.*?</noscript>", "", page, flags=re.DOTALL))
    while names:
        name = names.pop()
        if name not in files:
            source = Path(str(find(name))).read_bytes()
            files[name] = source if name.startswith("bootstrap/") else without_comments(source)
            imports = map("".join, IMPORTED.findall(files[name].decode()))
            names += [normpath(join(dirname(name), each)) for each in imports]
    return files


def test_section_page_is_light(client: Client) -> None:
    definition = (settings.BASE_DIR / "fixtures/lgq-2022.json").read_text(encoding="utf-8")
    response = make_response(make_city(), make_edition(json.loads(definition)))
    writer = make_member(response.city, Role.COORDINATOR)
    text = "\n".join(f"○ {number:x} 전자정부 {number**5:x} 전략을 세웠다." for number in range(99))
    for key in ("iii-1", "iii-3", "iii-4"):
        write(response, key, writer, text=text)
    client.force_login(writer)
    page = client.get(
        "/springfield/lgq-2022/strategy/", headers={"accept-encoding": "gzip, deflate, br"}
    )
    files = loaded(client.get("/springfield/lgq-2022/strategy/").content.decode())
    assert {"css/app.css", "bootstrap/css/bootstrap.min.css"} <= files.keys()
    assert {"js/answer/autosave.js", "js/page/theme.js"} <= files.keys()
    sizes = {name: len(Compressor.compress_brotli(file)) for name, file in files.items()}
    told = sorted(sizes.items(), key=lambda each: -each[1])[:9]
    assert len(page.content) + HEAD <= NEXT_MAX
    first = len(page.content) + sum(sizes.values()) + HEAD * (len(files) + 1)
    assert first <= FIRST_MAX, (first, len(page.content), len(files), told)
