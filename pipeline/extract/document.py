"""A text as the rules see it: folded once, matched once, cut into items, clauses and sections on demand.

Every rule gets one Document (the title is a Document of its own) and asks it for hits, clauses and sections; no rule
scans the text by itself except inside a clause that fired.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from pipeline.extract import structure
from pipeline.extract.fold import fold
from pipeline.extract.match import Found, Matcher, matcher

Section = Literal["requirements", "duties", "conditions", "about", "none"]
Hit = Found
"""One vocabulary term found at [start, end) of the text: `start`, `end`, `term`."""


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

    @cached_property
    def _index(self) -> dict[tuple[str, str | None], list[Hit]]:
        index: dict[tuple[str, str | None], list[Hit]] = defaultdict(list)
        for hit in self.hits:
            term = hit.term
            index[term.kind, None].append(hit)
            if term.group:
                index[term.kind, term.group].append(hit)
        return index

    def of(self, kind: str, group: str | None = None) -> list[Hit]:
        """Return the hits of a vocabulary kind (and group), in order."""
        return self._index.get((kind, group or None), [])

    @cached_property
    def items(self) -> list[int]:
        """The offsets where list items and sentences begin, sorted; the first is 0."""
        return structure.items(self.text)

    def clause(self, at: int) -> tuple[int, int]:
        """Return the bounds of the item or sentence that holds offset `at`."""
        place = bisect_right(self.items, at)
        end = self.items[place] if place < len(self.items) else len(self.text)
        return self.items[place - 1], end

    @cached_property
    def _cue_starts(self) -> list[int]:
        return [h.start for h in self.of("cues", "scope")]

    @cached_property
    def _clause_cues(self) -> dict[tuple[int, int], list[Hit]]:
        return {}

    def cues(self, low: int, high: int) -> list[Hit]:
        """Return the scope cues that begin in [low, high)."""
        known = self._clause_cues.get((low, high))
        if known is None:
            starts = self._cue_starts
            known = self.of("cues", "scope")[bisect_left(starts, low) : bisect_left(starts, high)]
            self._clause_cues[low, high] = known
        return known

    @cached_property
    def parts(self) -> list[structure.Part]:
        """The parts that headings open, in order; the first begins at 0."""
        return structure.parts(self)

    def part(self, at: int) -> str:
        """Return the part at an offset: as `section`, and `preferred` under a heading such as "nice to have"."""
        found = self.parts[bisect_right(self.parts, at, key=_start) - 1]
        return found.name

    def section(self, at: int) -> Section:
        """Return the section that offset `at` stands in; `none` before any heading."""
        name = self.part(at)
        return "requirements" if name == "preferred" else name  # type: ignore[return-value]


def _start(part: structure.Part) -> int:
    return part.start


def read_document(
    text: str, language: str, where: Literal["text", "title"] = "text", words: Matcher | None = None
) -> Document:
    """Return the document of a text with all its vocabulary hits."""
    return Document(text, language, where, (words or matcher()).find(text, language))
