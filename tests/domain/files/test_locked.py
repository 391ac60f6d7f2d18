"""Documents with a password, as their programs write them, and PDFs that only restrict."""

import re
from io import BytesIO

from pypdf import PdfWriter

from responses.domain.files.judgement import judged
from responses.domain.files.unfit import Unfit, UnfitError
from tests.support.office_files import as_hancom, hancom

OLDER = bytes.fromhex("d0cf11e0a1b11ae1")
WAYS = ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256")


def pdf(user: str | None = None, way: str = "RC4-128", *, owner: str | None = None) -> bytes:
    writer, into = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    if user is not None:
        writer.encrypt(user, owner, algorithm=way)
    writer.write(into)
    return into.getvalue()


def told(content: bytes) -> str:
    try:
        with judged(BytesIO(content)) as found:
            return found.type
    except UnfitError as refusal:
        return refusal.why


def test_a_pdf_that_asks_for_a_password_is_refused_and_one_that_restricts_is_not() -> None:
    asks = {way: told(pdf("비밀 (1)", way)) for way in WAYS}
    restricts = {way: told(pdf("", way, owner="secret")) for way in WAYS}
    assert (set(asks.values()), set(restricts.values())) == ({Unfit.LOCKED}, {"pdf"})


def test_what_cannot_be_told_of_a_pdf_is_no_password() -> None:
    asks = pdf("secret")
    for part in (b"/Standard", b"/U", b"/R 3", b" 0 obj"):
        assert part in asks
        assert told(asks.replace(part, b"x" * len(part))) == "pdf"


def test_how_a_pdf_is_encrypted_may_stand_in_place() -> None:
    named = re.compile(rb"/Encrypt (\d+) 0 R")
    for user, expected in (("secret", Unfit.LOCKED), ("", "pdf")):
        content = pdf(user, "AES-256", owner="owner")
        number = named.search(content)
        assert number
        rules = re.search(rb"\n%b 0 obj\s*(<<.*?>>)\s*endobj" % number[1], content, re.DOTALL)
        assert rules
        place = b"/Filter /FlateDecode /Encrypt " + rules[1]
        assert told(content.replace(number[0], place)) == expected


def test_a_pdf_for_who_has_a_certificate_asks_for_it() -> None:
    content = pdf("", owner="owner")
    assert told(content.replace(b"/Standard", b"/Adobe.PubSec")) == Unfit.LOCKED
    assert told(content.replace(b"/Standard", b"/FlateDecode")) == "pdf"


def test_documents_of_office_programs_with_a_password_say_so() -> None:
    package = OLDER + bytes(300_000) + "EncryptedPackage".encode("utf-16-le") + bytes(100)
    entry = "<odf:file-entry><odf:encryption-data/></odf:file-entry>"
    manifest = f'<odf:manifest xmlns:odf="urn:x">{entry}</odf:manifest>'
    found = [told(package), told(OLDER + bytes(4000)), told(hancom("", manifest=manifest))]
    assert found == [Unfit.LOCKED, Unfit.UNKNOWN, Unfit.LOCKED]
    assert told(as_hancom("예산")) == "hwpx"


def test_a_pdf_without_its_end_is_damaged_and_signs_before_its_beginning_are_passed_over() -> None:
    whole = pdf()
    assert told(whole[: len(whole) // 2]) == Unfit.DAMAGED
    assert [told(before + whole) for before in (b"\xef\xbb\xbf", b"\r\n")] == ["pdf", "pdf"]
