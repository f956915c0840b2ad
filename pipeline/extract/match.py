"""Finds every term of the vocabulary in one pass: Aho–Corasick over the folded text.

Terms and all their forms are compiled to byte patterns `" words "` (everything but letters and digits is a space), so
a pattern can only match whole words. Each language has its own automaton, made when its first text comes, of the terms
that some rule looks up in its texts (`patterns`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pipeline.extract.fold import LETTERS, encode, flat, fold, shape, words_only
from pipeline.extract.patterns import GROUPS, PLACES, SEVERAL, Group, compiled
from pipeline.words import Lexicon, Term, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

_GLUED = r"U(?:(?=[lU ])(?<=lU)|(?=lll)(?:(?<=dU)|(?<=dUU)|(?<={})))"
"""In shapes: a capital that begins an item run into the one before, as in "endNext", "18:00Обед", "1CНавыки" and
"БУХГАЛТЕРопыт". The capital comes first: so it is quick."""
_GLUED_RU = re.compile(_GLUED.format("UUU").encode())
"""The same after shorter abbreviations, "ПОУстановка": in Russian names of products ("SQLAlchemy") are Latin."""
_GLUED_ELSE = re.compile(_GLUED.format("UUUUU").encode())
_NUMBERED = re.compile(rb"d(?<=ld)(?:\. ?U|d\. U|(?=U)(?<=llld))")
"""The same for a numbered item, "грамотная речь2. Стрессоустойчивость", and a name with a figure: "знание1С"."""
_BROKEN = re.compile(r"(?<=[A-Za-z])[?\ufffd](?=[A-Za-z])")
_ONLY_LETTERS = bytes(97 if b in LETTERS else 32 for b in range(256))
_LONG = b"a" * 15
_FEW = 3
_LEAST = 5
_SURE, _MIDDLE = 7, 10
_LONGEST = 80
"""More letters without a space between them are no words run together, and every way to cut them would be tried."""
_BROKEN_WORD = re.compile(rb"[a-z?]*\?[a-z?]*")


_START, _END = itemgetter(1), itemgetter(2)
_Raw = tuple[int, int, int]
"""(pattern, start, end) as the automaton gives it: with the space before and the one after."""


class Hit:
    """One vocabulary term found at [start, end) of a text; slots are read in half a named tuple's time."""

    __slots__ = ("end", "start", "term")

    def __init__(self, start: int, end: int, term: Term) -> None:
        self.start = start
        self.end = end
        self.term = term


class Groups(dict[Group, tuple[list[Hit], list[int]]]):
    """(kind, group) → its hits by start, longer first, and their starts; told when a rule first asks for the group."""

    def __init__(self, found: list[list[Hit]]) -> None:
        super().__init__()
        self._found = found

    def __missing__(self, group: Group) -> tuple[list[Hit], list[int]]:
        hits = self._found[PLACES[group]]
        told = self[group] = hits, [hit.start for hit in hits]
        return told

    def within(self, group: Group, low: int, high: int) -> list[Hit]:
        """Return the hits of a group that begin in [low, high)."""
        hits, starts = self[group]
        if not hits:
            return []
        first = bisect_left(starts, low)
        return hits[first : bisect_left(starts, high, first)]

    def has(self, group: Group) -> bool:
        """Tell whether there is any hit of a group."""
        return bool(self._found[PLACES[group]])

    def all(self) -> list[Hit]:
        """Return the hits of all groups, by start, longer first."""
        return sorted((hit for group in GROUPS for hit in self[group][0]), key=lambda h: (h.start, -h.end))


def glue_points(shape: bytes, language: str) -> list[int]:
    """Return the offsets where list items were run together: a capital follows a small letter, or shapes as telling."""
    glued = _GLUED_RU if language == "ru" else _GLUED_ELSE
    points = [match.start() for match in glued.finditer(shape)]
    numbered = [match.start() for match in _NUMBERED.finditer(shape)]
    return sorted(points + numbered) if numbered else points


class _Said:
    """What a pattern says: the place of the group it belongs to, the term, and what else it says there."""

    __slots__ = ("other", "place", "term")

    def __init__(self, place: int, term: Term, other: _Said | None) -> None:
        self.place = place
        self.term = term
        self.other = other


class Vocabulary:
    """The terms that count in texts of one language, compiled."""

    def __init__(self, words: Lexicon, language: str) -> None:
        import ahocorasick_rs

        self._patterns = compiled(words, language)
        self._automaton: Any = ahocorasick_rs.BytesAhoCorasick(
            self._patterns.words, matchkind=ahocorasick_rs.MatchKind.Standard
        )
        self._terms = words.terms
        self._said: list[_Said | None] = [None] * len(self._patterns.words)
        self._reach = max(map(len, self._patterns.words), default=2)
        self._repairs = language == "tr"
        self._words: frozenset[bytes] | None = None
        self._lossy: dict[bytes, bytes] | None = None
        self._cut = lru_cache(maxsize=1 << 16)(self._best_cuts)

    def read(self, text: str, encoded: bytes, glue: list[int]) -> Groups:
        """Return the hits of a text, of its encoded form and its glue points, by (kind, group)."""
        found: list[list[Hit]] = [[] for _ in GROUPS]
        said = self._said
        raw = self._raw(text, encoded, glue)
        raw.sort(key=_START, reverse=True)  # they come by end; sorting keeps the order of equals
        raw.reverse()
        for pattern, start, end in raw:
            told: _Said | None = said[pattern] or self._tell(pattern)
            while told is not None:
                found[told.place].append(Hit(start, end - 2, told.term))
                told = told.other
        return Groups(found)

    def forms(self, group: Group) -> Iterator[tuple[bytes, Term]]:
        """Yield every form of the terms of a group, as the matcher sees it, with its term."""
        _, numbers, groups, several = self._patterns
        place = PLACES[group]
        for pattern, (words, at) in enumerate(zip(self._patterns.words, groups, strict=False)):
            if at in (place, SEVERAL):
                for meaning in several.get(pattern, (pattern,)):
                    if groups[meaning] == place:
                        yield words.strip(b" "), self._terms[numbers[meaning]]

    def _tell(self, pattern: int) -> _Said:
        """Return what a pattern says, kept for its next occurrence; of a hundred thousand few thousand ever occur."""
        _, numbers, groups, several = self._patterns
        told: _Said | None = None
        for meaning in several.get(pattern, (pattern,)):
            told = _Said(groups[meaning], self._terms[numbers[meaning]], told)
        assert told is not None
        self._said[pattern] = told
        return told

    def _raw(self, text: str, encoded: bytes, humps: list[int]) -> list[_Raw]:
        """Return every pattern in the text, by end."""
        words = flat(encoded)
        if self._repairs and text.count("?") + text.count("\ufffd") > _FEW and len(_BROKEN.findall(text)) > _FEW:
            words = self._repair(text)
        hits: list[_Raw] = self._automaton.find_matches_as_indexes(b" " + words + b" ", overlapping=True)
        glue = humps + self._run_together(words, humps)
        if glue:
            hits += self._across(words, sorted(set(glue)), hits)
            hits.sort(key=_END)
        return hits

    def _across(self, words: bytes, glue: list[int], known: list[_Raw]) -> list[_Raw]:
        """Return the hits that appear when a space is put in at each point of `glue`; only those points are read."""
        found: list[_Raw] = []
        for low, high, points in _windows(glue, self._reach, len(words)):
            bounds = [low, *points, high]
            haystack = b" " + b" ".join([words[a:b] for a, b in pairwise(bounds)]) + b" "
            spaces = [p - low + i for i, p in enumerate(points, 1)]
            for pattern, start, end in self._automaton.find_matches_as_indexes(haystack, overlapping=True):
                place = bisect_left(spaces, start)
                if place == len(spaces) or spaces[place] >= end:
                    continue  # touches no new space: it is among the known
                left = low + start - bisect_right(spaces, start)
                right = low + end - bisect_right(spaces, end - 2)
                same = _same(known, left, right)
                if same is None or not self._patterns.terms(pattern) <= self._patterns.terms(same):
                    found.append((pattern, left, right))
        return found

    @property
    def _known(self) -> frozenset[bytes]:
        """The single words of all patterns."""
        if self._words is None:
            self._words = frozenset(b"".join(self._patterns.words).split(b" "))
        return self._words

    def _run_together(self, folded: bytes, humps: list[int]) -> list[int]:
        """Return the offsets where a very long word falls into words of the vocabulary (tags stripped between).

        A word that a capital already parts is left alone.
        """
        letters = folded.translate(_ONLY_LETTERS)
        points = []
        at = letters.find(_LONG)
        while at >= 0:
            end = letters.find(b" ", at)
            end = end if end >= 0 else len(letters)
            cuts = self._cut(folded[at:end])
            if cuts and not any(at < h < end for h in humps):
                points += [at + cut for cut in cuts]
            at = letters.find(_LONG, end)
        return points

    def _best_cuts(self, word: bytes) -> tuple[int, ...]:
        """Return where a word falls into two or three; of several ways the one that explains most letters.

        Of three words the one in the middle has to be a long one of the vocabulary.
        """
        known, size = self._known, len(word)
        if word in known or size > _LONGEST:
            return ()
        best: tuple[int, tuple[int, ...]] = (0, ())
        for low in (0, *range(_LEAST - 1, size - _SURE + 1)):
            for high in range(low + _SURE, size + 1):
                cuts = tuple(cut for cut in (low, high) if 0 < cut < size)
                least = _LEAST if len(cuts) == 1 else _LEAST - 1
                if word[low:high] not in known or not all(least <= cut <= size - least for cut in cuts):
                    continue
                rest = [part for part in (word[:low], word[high:]) if part and part in known]
                if high - low >= _MIDDLE if len(cuts) > 1 else rest or min(high - low, size - high + low) >= _SURE:
                    best = max(best, (high - low + sum(map(len, rest)), cuts))
        return best[1]

    def _repair(self, text: str) -> bytes:
        """Return the flat text with words whose letters became `?` restored from the vocabulary, length kept."""
        if self._lossy is None:
            # of several words that look the same, the same one in every run: a set has no order
            self._lossy = {_lossy(w): w for w in sorted(self._known, reverse=True) if len(w) > 3}
        lossy = self._lossy
        broken = fold(text.replace("\ufffd", "?"))
        return words_only(_BROKEN_WORD.sub(lambda m: _mended(m[0], lossy), broken))


_LOSSY = bytes(63 if chr(b) == "i" or bytes([b]) in {fold(c) for c in "şğçöü"} else b for b in range(256))


def _lossy(word: bytes) -> bytes:
    return word.translate(_LOSSY)


def _mended(word: bytes, known: dict[bytes, bytes]) -> bytes:
    """Return the known word that a broken one looks like; its last sign may end a question: "bekl?yoruz?"."""
    whole = known.get(_lossy(word))
    if whole is None and word.endswith(b"?"):
        whole = known.get(_lossy(word[:-1]), word[:-1]) + b"?"
    return whole or word


def _windows(glue: list[int], reach: int, size: int) -> Iterator[tuple[int, int, list[int]]]:
    """Yield (low, high, points): stretches of `reach` letters on both sides of the points, joined where they meet."""
    points: list[int] = []
    for point in glue:
        if points and point - points[-1] > 2 * reach:
            yield max(0, points[0] - reach), min(size, points[-1] + reach), points
            points = []
        points.append(point)
    yield max(0, points[0] - reach), min(size, points[-1] + reach), points


def _same(known: list[_Raw], start: int, end: int) -> int | None:
    """Return the pattern of hits in the order of their ends that has this start and end."""
    for at in range(bisect_left(known, end, key=_END), len(known)):
        pattern, its_start, its_end = known[at]
        if its_end != end:
            return None
        if its_start == start:
            return pattern
    return None


class Matcher:
    """The vocabulary of every language, each compiled when it is first asked for."""

    def __init__(self, words: Lexicon) -> None:
        self._words = words
        self._by_language: dict[str, Vocabulary] = {}

    def vocabulary(self, language: str) -> Vocabulary:
        """Return the compiled terms that count in texts of a language."""
        if language not in self._by_language:
            self._by_language[language] = Vocabulary(self._words, language)
        return self._by_language[language]

    def find(self, text: str, language: str) -> list[Hit]:
        """Return all hits in a text, by start, longer first."""
        encoded = encode(text)
        return self.vocabulary(language).read(text, encoded, glue_points(shape(encoded), language)).all()


def matcher() -> Matcher:
    """Return the matcher of the vocabulary in use, made once a process."""
    return _matcher(lexicon())


_matcher = lru_cache(maxsize=2)(Matcher)
