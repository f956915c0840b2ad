"""What the market says of the role, as data: `describe` counts it, `skeleton` says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ANY = "*"
"""The function of a pair that belongs to the role as a whole."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the market says: its share among `n` comparable vacancies, with its 90% interval.

    `also` is a part of the share: for a function those that call it a duty, for a demand those that require it.
    `functions` are the described functions it goes with, `ANY` alone for the whole role; `elsewhere` those that it
    would go with and that are not described. `part` is title, experience, education, leads, function, task, demand,
    right, measure or variable.
    """

    part: str
    concept: str
    label: str
    share: float
    low: float
    high: float
    n: int
    also: float | None = None
    also_low: float | None = None
    also_high: float | None = None
    functions: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class Described:
    """What the market says of the role in a segment; `thin` is few, few_employers, no_text or None.

    `spoken` is the share of its vacancies that are in `lang`.
    """

    lines: tuple[Line, ...]
    bare: Mapping[str, tuple[str, ...]]  # described functions none of whose demands is asked, with these demands
    labels: Mapping[str, str]
    where: Mapping[str, str]
    n: int
    employers: int
    thin: str | None
    about: Mapping[str, Any]
    lang: str
    spoken: float | None = None

    def of(self, part: str) -> list[Line]:
        """The lines of one part, the commonest first."""
        return [line for line in self.lines if line.part == part]

    @property
    def orphans(self) -> list[Line]:
        """Demands that no described function needs."""
        return [line for line in self.of("demand") if not line.functions]
