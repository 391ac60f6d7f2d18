"""Boxes, ticked or not, as documents print them. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """One item with its box; by its `key` an answer names it."""

    label: str
    ticked: bool
    key: str
