"""Whether a document can be opened by nobody without its password. Pure.

A PDF that restricts what its readers may do, and opens for everybody, is none of these. What cannot
be told from a file is none, either. A PDF that is encrypted in a way of somebody's own, for whoever
has the program or the certificate, is one.
"""

import re
from collections.abc import Iterator
from hashlib import md5, sha256, sha384, sha512
from typing import IO
from zipfile import ZipFile

_READ, _OVERLAP = 256 * 1024, 4096
# How a document of Word, Excel or PowerPoint names what it has encrypted.
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_MANIFEST, _MANIFEST_MAX = "META-INF/manifest.xml", 1_000_000

# Where a PDF says how it is encrypted: elsewhere by number, or in place.
_NAMED = re.compile(rb"/Encrypt\s*(?:<<|(\d{1,10})\s+(\d{1,5})\s+R\b)")
_ID = re.compile(rb"/ID\s*\[\s*(?=[(<])")
# By what it is encrypted, which is no filter of a stream.
_FILTER = re.compile(rb"/Filter\s*/(?!\w*Decode\b|Crypt\b)(\w+)")
_STANDARD = b"Standard"
_NUMBER = rb"/%b\s+(-?\d{1,10})\b"
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
# The ways to encrypt, by their numbers.
_FIRST, _OF_METADATA, _PLAIN, _NEWEST = 2, 4, 5, 6
_SIZE, _SALT = 32, 8
# How the newest makes its key: at least so often, so much at a time, by one of these.
_ROUNDS, _REPEATED, _SUMS = 64, 64, (sha256, sha384, sha512)
# What stands for a password that is none.
_NONE = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def is_locked_office(given: IO[bytes]) -> bool:
    """Return whether a file of an Office program is one that has a password."""
    return any(_PACKAGE in piece for piece in _pieces(given))


def is_locked_hancom(archive: ZipFile) -> bool:
    """Return whether a document of Hancom has a password."""
    if _MANIFEST not in archive.namelist():
        return False
    with archive.open(_MANIFEST) as opened:
        return b"encryption-data" in opened.read(_MANIFEST_MAX)


def is_locked_pdf(given: IO[bytes]) -> bool:
    """Return whether a PDF asks for a password before it shows anything."""
    rules, first_id = _encrypting(given)
    said = _FILTER.search(rules)
    if not said or said[1] != _STANDARD:
        return bool(said)
    kind, user = _number(rules, b"R", 0), _string(_behind(rules, b"U"))
    if _FIRST <= kind <= _OF_METADATA:
        return len(user) == _SIZE and not _opens(rules, kind, user, first_id)
    if kind in _HASHES and len(user) >= _SIZE + _SALT:
        return user[:_SIZE] != _HASHES[kind](user[_SIZE : _SIZE + _SALT])
    return False


def _encrypting(given: IO[bytes]) -> tuple[bytes, bytes]:
    """Return how a PDF says that it is encrypted, or nothing, and the first of its two names."""
    named = [
        (found[1], found[2], piece[found.end() : found.end() + _OVERLAP])
        for piece in _pieces(given)
        for found in _NAMED.finditer(piece)
    ]
    if not named:
        return b"", b""
    number, generation, rules = named[-1]
    begins = re.compile(rb"(?<!\d)%b\s+%b\s+obj\b" % (number, generation)) if number else None
    first_id = b""
    for piece in _pieces(given):
        if begins and (found := begins.search(piece)):
            rules = piece[found.end() : found.end() + _OVERLAP].partition(b"endobj")[0]
        if not first_id and (found := _ID.search(piece)):
            first_id = _string(piece[found.end() : found.end() + _OVERLAP])
    return rules, first_id


def _pieces(given: IO[bytes]) -> Iterator[bytes]:
    """Yield the bytes of a file, a piece at a time, each with the end of the one before."""
    given.seek(0)
    before = b""
    while read := given.read(_READ):
        yield before + read
        before = (before + read)[-_OVERLAP:]


def _number(rules: bytes, name: bytes, usual: int) -> int:
    found = re.search(_NUMBER % name, rules)
    return int(found[1]) if found else usual


def _behind(rules: bytes, name: bytes) -> bytes:
    found = re.search(rb"/%b\s*(?=[(<])" % name, rules)
    return rules[found.end() :] if found else b""


def _string(said: bytes) -> bytes:
    """Return the string at the beginning of some bytes, in brackets or in figures."""
    if said.startswith(b"<"):
        digits = said[1:].partition(b">")[0].decode("latin-1")
        try:
            return bytes.fromhex(digits)
        except ValueError:
            return b""
    depth, at = 0, 0
    while at < len(said):
        sign = said[at : at + 1]
        at += 2 if sign == b"\\" else 1
        depth += {b"(": 1, b")": -1}.get(sign, 0)
        if not depth:
            break
    return _ESCAPED.sub(_meant, said[1 : at - 1])


def _meant(found: re.Match[bytes]) -> bytes:
    sign = found[1]
    if sign[:1].isdigit():
        return bytes([int(sign, 8) & 0xFF])
    return b"" if sign in {b"\n", b"\r", b"\r\n"} else _ESCAPES.get(sign, sign)


def _opens(rules: bytes, kind: int, user: bytes, first_id: bytes) -> bool:
    """Return whether no password opens a PDF (ISO 32000-1, algorithms 2, 4 and 5)."""
    rights = (_number(rules, b"P", 0) & 0xFFFFFFFF).to_bytes(4, "little")
    said = _NONE + _string(_behind(rules, b"O"))[:_SIZE] + rights + first_id
    if kind == _OF_METADATA and re.search(rb"/EncryptMetadata\s+false\b", rules):
        said += b"\xff" * 4
    key = _md5(said)
    if kind == _FIRST:
        return _rc4(key[:5], _NONE) == user
    # The length of a way of its own stands among its rules, in bits or in bytes.
    length = 16 if kind == _OF_METADATA else min(max(_number(rules, b"Length", 40) // 8, 5), 16)
    for _again in range(50):
        key = _md5(key[:length])
    made = _md5(_NONE + first_id)
    for turn in range(20):
        made = _rc4(bytes(each ^ turn for each in key[:length]), made)
    return made == user[:16]


def _md5(said: bytes) -> bytes:
    return md5(said, usedforsecurity=False).digest()


def _rc4(key: bytes, said: bytes) -> bytes:
    state, other = list(range(256)), 0
    for at in range(256):
        other = (other + state[at] + key[at % len(key)]) % 256
        state[at], state[other] = state[other], state[at]
    made, at, other = bytearray(), 0, 0
    for each in said:
        at = (at + 1) % 256
        other = (other + state[at]) % 256
        state[at], state[other] = state[other], state[at]
        made.append(each ^ state[(state[at] + state[other]) % 256])
    return bytes(made)


def _plain_hash(salt: bytes) -> bytes:
    return sha256(salt).digest()


def _newest_hash(salt: bytes) -> bytes:
    """Return what stands for no password (ISO 32000-2, algorithm 2.B)."""
    from cryptography.hazmat.primitives.ciphers import (  # noqa: PLC0415 - seldom asked for
        Cipher,
        algorithms,
        modes,
    )

    key, turn, last = _plain_hash(salt), 0, 0
    while turn < _ROUNDS or last > turn - _SIZE:
        way = Cipher(algorithms.AES128(key[:16]), modes.CBC(key[16:32]))
        made = way.encryptor().update(key * _REPEATED)
        key = _SUMS[sum(made[:16]) % 3](made).digest()
        turn, last = turn + 1, made[-1]
    return key[:_SIZE]


_HASHES = {_PLAIN: _plain_hash, _NEWEST: _newest_hash}
