"""What went over the wire, as a file that archives of the web read: WARC 1.1, by `warcio`."""

import re
from io import BytesIO
from typing import IO, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from .fetching import Exchange, Lines

_VERSION = "WARC/1.1"
_ABOUT = {"software": "LGQ Desk", "format": "WARC File Format 1.1"}
# A head has lines: what would end one in the midst of it, or the file, is a blank.
_ENDS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+[ \t]*")
_CHUNKED = "transfer-encoding"
_AS_IT_WAS = "X-Archive-Orig-"


class _WarcHead(StatusAndHeaders):  # type: ignore[misc]
    """The head of a request or an answer, byte by byte as it was: the library would encode it."""

    def to_ascii_bytes(self, _filter: Any = None) -> bytes:
        """Return the head with the line that ends it."""
        return self.to_str().encode("latin-1", "replace") + b"\r\n"  # type: ignore[no-any-return]


class _WarcWriter(WARCWriter):  # type: ignore[misc]
    """Writes records, each compressed by itself, with digests by SHA-256."""

    @staticmethod
    def _create_digester() -> Any:
        return Digester("sha256")


def write_warc(out: IO[bytes], exchanges: tuple[Exchange, ...]) -> None:
    """Write requests and answers, redirects among them, in their order."""
    writer = _WarcWriter(out, gzip=True, warc_version=_VERSION)
    writer.write_record(writer.create_warcinfo_record(None, _ABOUT))
    for exchange in exchanges:
        about = {
            "WARC-Date": exchange.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "WARC-IP-Address": exchange.ip,
        }
        if exchange.is_cut:
            about["WARC-Truncated"] = "length" if exchange.body else "unspecified"
        answer = writer.create_warc_record(
            exchange.target.url,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=_WarcHead(_line(exchange), _lines(exchange.received), exchange.version),
            warc_headers_dict=about,
        )
        request = writer.create_warc_record(
            exchange.target.url,
            "request",
            http_headers=_WarcHead(
                f"{exchange.target.path} HTTP/1.1", _lines(exchange.sent), exchange.method
            ),
        )
        writer.write_request_response_pair(request, answer)


def _line(exchange: Exchange) -> str:
    return f"{exchange.status} {_in_one_line(exchange.reason)}".rstrip()


def _lines(head: Lines) -> list[tuple[str, str]]:
    """Return the lines of a head, none of which can pass for two.

    The body is no longer in chunks, so that who reads it must not look for any.
    """
    return [
        (
            _AS_IT_WAS + name if name.lower() == _CHUNKED else _in_one_line(name),
            _in_one_line(value),
        )
        for name, value in head
    ]


def _in_one_line(said: str) -> str:
    return _ENDS.sub(" ", said)
