"""A response as one JSON text, of which alone each of its PDFs can be made again. Pure.

It is the text of a snapshot, as it is sealed, and beside it what else a PDF tells: the seal, or
after which submission the response was reopened. `fixtures/response.schema.json` describes it.
"""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from responses.domain.snapshot.plain import UnreadableError, read_text, to_plain
from responses.domain.snapshot.snapshot import Snapshot

from .sealing import Reopened, Seal

SCHEMA = Path(__file__).resolve().parents[3] / "fixtures" / "response.schema.json"
_SEAL, _AFTER = "seal", "reopened_after"


class ReadResponse(NamedTuple):
    """What stands in such a text, as `render_pdf` takes it; a seal or `after`, or neither."""

    snapshot: Snapshot
    seal: Seal | None
    after: Reopened | None


def response_json(
    snapshot: Snapshot, seal: Seal | None = None, after: Reopened | None = None
) -> str:
    """Return a response as JSON text; the same arguments give the same text.

    Without `seal` and `after` it is `snapshot_text`, whose digest a seal has.
    """
    plain = to_plain(snapshot)
    if seal:
        plain[_SEAL] = plain_seal(seal)
    if after:
        plain[_AFTER] = after._asdict()
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def read_response_json(text: str) -> ReadResponse:
    """Return what `response_json` wrote, or `snapshot_text`; raises `UnreadableError`."""
    snapshot = read_text(text)
    try:
        plain = json.loads(text)
        seal, after = plain.get(_SEAL), plain.get(_AFTER)
        return ReadResponse(
            snapshot, _read_seal(seal) if seal else None, Reopened(**after) if after else None
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise UnreadableError(str(fault)) from fault


def plain_seal(seal: Seal) -> dict[str, Any]:
    """Return a seal as plain data, as the manifest of its archive has it, too."""
    plain = asdict(seal) | {"sealed_at": seal.sealed_at.isoformat()}
    if not seal.head:  # as before records were chained
        del plain["head"]
    return plain


def _read_seal(plain: dict[str, Any]) -> Seal:
    return Seal(**plain | {"sealed_at": datetime.fromisoformat(plain["sealed_at"])})


@cache
def schema_text() -> str:
    """Return the JSON Schema of these texts, which every archive and the site itself give out."""
    return SCHEMA.read_text(encoding="utf-8")
