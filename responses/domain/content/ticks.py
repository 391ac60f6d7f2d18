"""Boxes, ticked or not, as documents print them. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tick:
    """One item with its box."""

    label: str
    ticked: bool
