"""A text as the rules see it: folded once, matched once, cut into lines, clauses and sections on demand.

Every rule gets one Document (the title is a Document of its own) and asks it for hits, clauses and sections; no rule
scans the text by itself except inside a clause that fired.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pipeline.extract.fold import fold
from pipeline.words import Term

Section = Literal["requirements", "duties", "conditions", "about", "none"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One vocabulary term found at [start, end) of the text."""

    start: int
    end: int
    term: Term


@dataclass
class Document:
    """One text with everything the reading engine found in it.

    `folded` has one byte a character (pipeline.extract.fold), so its offsets are offsets of `text`.
    `hits` are sorted by start, longer first, and may overlap.
    """

    text: str
    language: str
    where: Literal["text", "title"] = "text"
    hits: list[Hit] = field(default_factory=list)

    @cached_property
    def folded(self) -> bytes:
        """The folded text."""
        return fold(self.text)

    def of(self, kind: str, group: str | None = None) -> list[Hit]:
        """Return the hits of a vocabulary kind (and group), in order."""
        return [h for h in self.hits if h.term.kind == kind and (group is None or h.term.group == group)]

    def clause(self, at: int) -> tuple[int, int]:
        """Return the bounds of the clause that holds offset `at`."""
        raise NotImplementedError

    def section(self, at: int) -> Section:
        """Return the section that offset `at` stands in; `none` before any heading."""
        raise NotImplementedError
