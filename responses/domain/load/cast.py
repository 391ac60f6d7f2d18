"""The people of each city of a load, and what is whose."""

from collections.abc import Mapping

from responses.enums import Role
from responses.models import User

CAST = (
    ("coordinator", Role.COORDINATOR, "총괄"),
    ("writer1", Role.CONTRIBUTOR, "작성"),
    ("writer2", Role.CONTRIBUTOR, "기안"),
    ("reviewer", Role.REVIEWER, "검토"),
)
"""The people of each city: how their addresses begin, their roles, how their names begin."""
WRITERS = ("writer1", "writer1", "writer2", "writer2")
"""Whose the sections are, in turn, so that each has one that is open."""
TRANSLATORS = ("writer2", "writer2", "writer1", "writer1")
"""Who translates them, in turn: the other one."""

People = Mapping[str, User]
"""The people of one city, by how their addresses begin."""
