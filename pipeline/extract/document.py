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
    def _starts(self) -> dict[tuple[str, str | None], list[int]]:
        return {}

    def within(self, kind: str, group: str | None, low: int, high: int) -> list[Hit]:
        """Return the hits of a kind and group that begin in [low, high), without walking the others."""
        hits = self.of(kind, group)
        starts = self._starts.get((kind, group))
        if starts is None:
            starts = self._starts[kind, group] = [h.start for h in hits]
        return hits[bisect_left(starts, low) : bisect_left(starts, high)]

    def cues(self, low: int, high: int) -> list[Hit]:
        """Return the scope cues that begin in [low, high)."""
        return self.within("cues", "scope", low, high)

    @cached_property
    def parts(self) -> list[structure.Part]:
        """The parts that headings open, in order; the first begins at 0."""
        return structure.parts(self)

    @cached_property
    def _part_starts(self) -> list[int]:
        return [p.start for p in self.parts]

    def part(self, at: int) -> str:
        """Return the part at an offset: as `section`, and `preferred` under a heading such as "nice to have"."""
        return self.parts[bisect_right(self._part_starts, at) - 1].name

    def part_end(self, at: int) -> int:
        """Return where the part at an offset ends."""
        place = bisect_right(self._part_starts, at)
        return self._part_starts[place] if place < len(self._part_starts) else len(self.text)

    def section(self, at: int) -> Section:
        """Return the section that offset `at` stands in; `none` before any heading."""
        name = self.part(at)
        return "requirements" if name == "preferred" else name  # type: ignore[return-value]


def read_document(
    text: str, language: str, where: Literal["text", "title"] = "text", words: Matcher | None = None
) -> Document:
    """Return the document of a text with all its vocabulary hits."""
    return Document(text, language, where, (words or matcher()).find(text, language))
