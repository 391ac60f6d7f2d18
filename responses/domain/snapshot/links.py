"""How a link stood at the moment of a snapshot, as documents tell it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from responses.link_states import LinkState, PageChange


@dataclass(frozen=True, slots=True)
class SnapshotLink:
    """A web address as it is first given, how it stood, the day of its last check, and its note.

    `changed` says how its page is another than when the section that names it was approved.
    """

    url: str
    state: LinkState
    checked: date | None = None
    note: str = ""
    changed: PageChange | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as it is sealed; what there is nothing of is left out."""
        checked = {"checked": self.checked.isoformat()} if self.checked else {}
        note = {"note": self.note} if self.note else {}
        changed = {"changed": str(self.changed)} if self.changed else {}
        return {"url": self.url, "state": str(self.state), **checked, **note, **changed}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "SnapshotLink":
        """Return what `to_json` gave."""
        checked = date.fromisoformat(plain["checked"]) if "checked" in plain else None
        changed = PageChange(plain["changed"]) if "changed" in plain else None
        note = plain.get("note", "")
        return cls(plain["url"], LinkState(plain["state"]), checked, note, changed)
