"""A text as the rules see it: encoded once, matched once, cut into items, clauses and sections on demand.

Every rule gets one Document (the title is a Document of its own) and asks it for hits, clauses and sections; no rule
scans the text by itself except inside a clause that fired.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, Literal

from pipeline.extract import fold, items, structure
from pipeline.extract.match import Hit, Matcher, Vocabulary, glue_points, matcher
from pipeline.extract.patterns import NAMED

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.extract.patterns import Group
    from pipeline.model import Where

Section = Literal["requirements", "not_needed", "duties", "conditions", "about", "none"]
WINDOW = 400
"""Characters on either side of a mention in which the words of a very long clause still speak of it."""
_CUES = ("cues", "scope")
_NOTHING: frozenset[str] = frozenset()
_OPENS = re.compile(r"[ \n\t*\-–—•]*+:[ \n\t*\-–—•]*+")
"""A colon, and no more than signs of a list about it."""


class Place:
    """The surroundings of a mention: its clause inside its part, the scope cues there and what they are cues of."""

    __slots__ = ("cues", "high", "low", "names", "part")

    def __init__(self, low: int, high: int, part: str, cues: list[Hit], names: frozenset[str]) -> None:
        self.low = low
        self.high = high
        self.part = part
        self.cues = cues
        self.names = names


class Document:
    """One text with everything the reading engine found in it.

    `encoded` and `folded` have one byte a character (pipeline.extract.fold), so their offsets are offsets of `text`.
    `groups` holds the hits as the matcher gives them.
    `closing` and `mentions` keep what those that read it have worked out of a cue, or of its pay.
    """

    def __init__(self, text: str, language: str, where: Where, vocabulary: Vocabulary) -> None:
        self.text = text
        self.language = language
        self.where: Where = where
        self.encoded = fold.encode_russian(text) if language == "ru" else fold.encode(text)
        self.shape = fold.shape(self.encoded)
        self.glue = glue_points(self.shape, language)
        self.groups = vocabulary.read(text, self.encoded, self.glue)
        self.closing: dict[int, int] = {}
        self.mentions: list[Any] | None = None
        self._told: dict[tuple[int, int], tuple[list[Hit], frozenset[str]]] = {}
        self._held: set[tuple[int, int]] | None = None
        self._place: Place | None = None
        self._folded: bytes | None = None
        self._items: list[int] | None = None
        self._bounds: list[int] = []
        self._parts: list[structure.Part] | None = None
        self._part_starts: list[int] = []
        self._part_bounds: list[int] = []
        self._part_names: frozenset[str] | None = None
        self._openers: frozenset[int] | None = None

    @property
    def folded(self) -> bytes:
        """The folded text."""
        if self._folded is None:
            self._folded = fold.folded(self.encoded)
        return self._folded

    def has(self, kind: str, group: str = "") -> bool:
        """Tell whether there is any hit of a group, without making it."""
        return self.groups.has((kind, group))

    def has_any(self, groups: Iterable[Group]) -> bool:
        """Tell whether there is any hit of one of the groups."""
        for group in groups:  # noqa: SIM110 - any() of a generator takes twice the time
            if self.groups.has(group):
                return True
        return False

    def of(self, kind: str, group: str = "") -> list[Hit]:
        """Return the hits of a vocabulary kind and group, by start, longer first; they may overlap."""
        return self.groups[kind, group][0]

    @property
    def named(self) -> list[Hit]:
        """The hits of concepts that a candidate is told of: skills, education, benefits and the like."""
        return self.of(*NAMED)

    @property
    def hits(self) -> list[Hit]:
        """All hits, by start, longer first."""
        return self.groups.all()

    @property
    def items(self) -> list[int]:
        """The offsets where list items and sentences begin, sorted; the first is 0."""
        if self._items is None:
            glue = self.glue
            if glue:  # a name with a capital inside ("HubSpot") is one word
                names = [h for h in self.named if h.term.lang == "*"]
                inside = {g for h in names for g in glue[bisect_right(glue, h.start) : bisect_left(glue, h.end)]}
                glue = [g for g in glue if g not in inside]
            if self.language == "ru":  # "EdTech" is a word: items are run together in Cyrillic
                text = self.text
                glue = [g for g in glue if not (text[g - 1].isascii() and text[g].isascii())]
            if self.language == "en":
                glue = [g for g in glue if items.parts_words(self.text, g)]
            self._items = items.joined(self, items.items(self.text, self.encoded, glue))
            if self.language in items.RUN_ON:
                self._items = items.run_on(self, self._items)
            self._bounds = [*self._items, len(self.text)]
        return self._items

    def clause(self, at: int) -> tuple[int, int]:
        """Return the bounds of the item or sentence that holds offset `at`."""
        begins = self._items or self.items
        place = bisect_right(begins, at)
        return begins[place - 1], self._bounds[place]

    def within(self, kind: str, group: str, low: int, high: int) -> list[Hit]:
        """Return the hits of a kind and group that begin in [low, high), without walking the others."""
        return self.groups.within((kind, group), low, high)

    def cues(self, low: int, high: int) -> list[Hit]:
        """Return the scope cues that begin in [low, high)."""
        known = self._told.get((low, high))
        return known[0] if known else self.groups.within(_CUES, low, high)

    def told(self, low: int, high: int) -> tuple[list[Hit], frozenset[str]]:
        """Return the scope cues that begin in [low, high), and what they are cues of."""
        span = low, high
        known = self._told.get(span)
        if known is None:
            cues = self.groups.within(_CUES, low, high)
            known = self._told[span] = cues, frozenset([cue.term.concept for cue in cues]) if cues else _NOTHING
        return known

    @property
    def held(self) -> set[tuple[int, int]]:
        """The spans of the scope cues that lie inside a longer one: "требуется" in "не требуется"."""
        if self._held is None:
            self._held = set()
            low = reached = -1
            for cue in self.of(*_CUES):
                start, end = cue.start, cue.end
                if end > reached:
                    low, reached = start, end
                elif end < reached or low < start:
                    self._held.add((start, end))
        return self._held

    def place(self, start: int, end: int) -> Place:
        """Return the surroundings of a mention; those of a whole clause are kept for the next mention in it."""
        known = self._place
        if known is not None and known.low <= start and end <= known.high:
            return known
        low, high = self.clause(start)
        part, part_low, part_high = self.part_span(start)
        if end <= high <= part_high and part_low <= low and high - low <= WINDOW:
            place = self._place = Place(low, high, part, *self.told(low, high))
            return place
        if end > high:  # a name with a capital inside is not two items
            high = self.clause(end - 1)[1]
        low = max(low, part_low, start - WINDOW)  # a clause may run on over a heading
        high = min(max(end, min(high, part_high)), end + WINDOW)
        return Place(low, high, part, *self.told(low, high))

    @property
    def openers(self) -> frozenset[int]:
        """Where the clauses begin that open a list of what would be a plus: "желательно:"."""
        if self._openers is None:
            cues = [(cue.start, cue.end) for cue in self.of(*_CUES) if cue.term.concept == "preferred"]
            spans = [(end, self.clause(start)) for start, end in cues if _OPENS.match(self.text, end)]
            self._openers = frozenset([low for end, (low, high) in spans if _OPENS.fullmatch(self.text, end, high)])
        return self._openers

    @property
    def parts(self) -> list[structure.Part]:
        """The parts that headings open, in order; the first begins at 0."""
        if self._parts is None:
            self._parts = structure.parts(self)
            self._part_starts = [part.start for part in self._parts]
            self._part_bounds = [*self._part_starts, len(self.text)]
        return self._parts

    def part(self, at: int) -> str:
        """Return the part at an offset: as `section`, and `preferred` under a heading such as "nice to have"."""
        return self.part_span(at)[0]

    def part_span(self, at: int) -> tuple[str, int, int]:
        """Return the part at an offset, where it begins and where it ends."""
        parts, bounds = self._parts or self.parts, self._part_bounds
        place = bisect_right(self._part_starts, at)
        return parts[place - 1].name, bounds[place - 1], bounds[place]

    @property
    def part_names(self) -> frozenset[str]:
        """The names of all parts."""
        if self._part_names is None:
            self._part_names = frozenset([part.name for part in self.parts])
        return self._part_names

    def section(self, at: int) -> Section:
        """Return the section that offset `at` stands in; `none` before any heading."""
        name = self.part(at)
        return "requirements" if name == "preferred" else name  # type: ignore[return-value]


def read_document(text: str, language: str, where: Where = "text", words: Matcher | None = None) -> Document:
    """Return the document of a text with all its vocabulary hits."""
    return Document(text, language, where, (words or matcher()).vocabulary(language))
