"""The digest of plain data, by which equal values are known. Pure."""

import hashlib
import json


def digest(plain: object) -> str:
    """Return the SHA-256, in hexadecimal, of plain data in one fixed JSON form."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
