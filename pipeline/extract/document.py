"""A text as the rules see it: folded once, matched once, cut into items, clauses and sections on demand.

Every rule gets one Document (the title is a Document of its own) and asks it for hits, clauses and sections; no rule
scans the text by itself except inside a clause that fired.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pipeline.extract import structure
from pipeline.extract.fold import fold
from pipeline.extract.match import NAMED, Found, Groups, Matcher, glue_points, matcher

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.words import Term

Section = Literal["requirements", "duties", "conditions", "about", "none"]
Hit = Found
"""One vocabulary term found at [start, end) of the text: `start`, `end`, `term`."""


@dataclass
class Document:
    """One text with everything the reading engine found in it.

    `folded` has one byte a character (pipeline.extract.fold), so its offsets are offsets of `text`.
    `groups` holds the hits as the matcher gives them; they are made into `Hit`s only when a rule asks.
    """

    text: str
    language: str
    where: Literal["text", "title"] = "text"
    groups: Groups = field(default_factory=dict)
    closing: dict[int, int] = field(default_factory=dict)
    held: dict[tuple[int, int], bool] = field(default_factory=dict)
    _known: dict[tuple[str, str], list[Hit]] = field(default_factory=dict)
    _places: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _clauses: dict[tuple[int, int], list[Hit]] = field(default_factory=dict)

    @cached_property
    def glue(self) -> list[int]:
        """The offsets where words are run together (see `glue_points`)."""
        return glue_points(self.text)

    @cached_property
    def folded(self) -> bytes:
        """The folded text."""
        return fold(self.text)

    def has(self, kind: str, group: str = "") -> bool:
        """Tell whether there is any hit of a group; cheaper than to ask for the hits."""
        return (kind, group) in self.groups

    def of(self, kind: str, group: str = "") -> list[Hit]:
        """Return the hits of a vocabulary kind and group, by start, longer first; they may overlap."""
        key = (kind, group)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _hits(self.groups.get(key, ()))
        return known

    @property
    def named(self) -> list[Hit]:
        """The hits of concepts that a candidate is told of: skills, education, benefits and the like."""
        return self.of(*NAMED)

    @property
    def hits(self) -> list[Hit]:
        """All hits, by start, longer first."""
        found = [hit for key in self.groups for hit in self.of(*key)]
        return sorted(found, key=lambda h: (h.start, -h.end))

    @cached_property
    def items(self) -> list[int]:
        """The offsets where list items and sentences begin, sorted; the first is 0."""
        glue = self.glue
        names = self._names if glue else []
        inside = {g for h in names for g in glue[bisect_right(glue, h.start) : bisect_left(glue, h.end)]}
        return structure.items(self.text, self.folded, [g for g in glue if g not in inside])

    @cached_property
    def _names(self) -> list[Hit]:
        """The hits of names with a capital inside ("HubSpot"): they are one word."""
        return [h for h in self.named if h.term.lang == "*"]

    def clause(self, at: int) -> tuple[int, int]:
        """Return the bounds of the item or sentence that holds offset `at`."""
        place = bisect_right(self.items, at)
        end = self.items[place] if place < len(self.items) else len(self.text)
        return self.items[place - 1], end

    def within(self, kind: str, group: str, low: int, high: int) -> list[Hit]:
        """Return the hits of a kind and group that begin in [low, high), without walking the others."""
        key = (kind, group)
        raw = self.groups.get(key)
        if raw is None:
            return []
        starts = self._places.get(key)
        if starts is None:
            starts = self._places[key] = [h[0] for h in raw]
        first, last = bisect_left(starts, low), bisect_left(starts, high)
        return _hits(raw[first:last]) if first < last else []

    def cues(self, low: int, high: int) -> list[Hit]:
        """Return the scope cues that begin in [low, high)."""
        known = self._clauses.get((low, high))
        if known is None:
            known = self._clauses[low, high] = self.within("cues", "scope", low, high)
        return known

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
    document = Document(text, language, where)
    document.groups = (words or matcher()).read(text, language, document.glue)
    return document


def _hits(raw: Iterable[tuple[int, int, tuple[Term, ...]]]) -> list[Hit]:
    new = tuple.__new__
    return [new(Found, (start, end, term)) for start, end, terms in raw for term in terms]
