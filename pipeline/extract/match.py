"""Finds every term of the vocabulary in one pass: Aho–Corasick over the folded text.

Terms and all their forms are compiled to byte patterns `" words "` (everything but letters and digits is a space), so
a pattern can only match whole words. Building the forms is slow (seconds), so they are kept in a user cache folder
under the vocabulary's digest; where that folder cannot be written they are simply made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import sys
import tempfile
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline import languages
from pipeline.extract.fold import LETTERS, fold, shape
from pipeline.words import INTERNAL_KINDS, Lexicon, Term, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "7"
EXACT_GROUPS = frozenset({"traps"})
"""Groups whose English terms are not inflected: "excels" must not become "excel"."""
_FLAT = bytes(b if (b in LETTERS and b != ord("'")) or 48 <= b <= 57 else 32 for b in range(256))
_TWINS_RU = str.maketrans("abcehkmoptxy", "авсенкмортху")
_TWINS_EN = str.maketrans("авсенкмортху", "abcehkmoptxy")
_SHORT_MIXED = re.compile(r"(?=.*[0-9])[0-9a-zа-я]{2,4}")
_HUMP = re.compile("(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_GOES_ON = frozenset((b"l", b"U", b" "))
_BROKEN = re.compile(r"(?<=[A-Za-z])[?\ufffd](?=[A-Za-z])")
_ONLY_LETTERS = bytes(97 if b in LETTERS else 32 for b in range(256))
_LONG = b"a" * 15
_FEW = 3
_LEAST = 5
_SURE = 7
_BROKEN_WORD = re.compile(rb"[a-z?]*\?[a-z?]*")


Group = tuple[str, str]
Groups = dict[Group, list[tuple[int, int, tuple[Term, ...]]]]
"""(kind, group) → (start, end, terms) of each hit, by start, longer first."""
NAMED: Group = ("", "")
_APART = INTERNAL_KINDS | {"industry", "person"}
_FOR_OTHERS = frozenset({("cues", "import_values"), ("cues", "contacts")})
"""Groups that are read outside this room."""
_MONEY_HITS = frozenset({"number", "1000", "country"})
_START, _END = itemgetter(1), itemgetter(2)


class Found(NamedTuple):
    """One term at [start, end)."""

    start: int
    end: int
    term: Term


def flat(text: str) -> bytes:
    """Return the folded text with everything but letters and digits turned into spaces; still one byte a character."""
    return fold(text).translate(_FLAT)


def glue_points(text: str) -> list[int]:
    """Return the offsets where a capital follows a small letter: list items run together by tag stripping."""
    letters = shape(text)
    points = [at + 1 for at in places(letters, b"lU") if letters[at + 2 : at + 3] in _GOES_ON]
    return points + [at + 4 for at in places(letters, b"UUUUUlll")]


def places(folded: bytes, sought: bytes) -> list[int]:
    """Return where `sought` stands in `folded`."""
    found = []
    at = folded.find(sought)
    while at >= 0:
        found.append(at)
        at = folded.find(sought, at + 1)
    return found


class _Spoken(dict[int, tuple[tuple[Group, tuple[Term, ...]], ...]]):
    """Pattern number → its terms that count in texts of one language, by group; filled as patterns are met."""

    def __init__(self, words: Lexicon, ids: list[tuple[int, ...]], language: str) -> None:
        super().__init__()
        self._words, self._ids, self._language = words.terms, ids, language

    def __missing__(self, pattern: int) -> tuple[tuple[Group, tuple[Term, ...]], ...]:
        groups: dict[Group, list[Term]] = {}
        for term in self.all(pattern):
            if _is_looked_up(term):
                groups.setdefault(_group(term), []).append(term)
        made = self[pattern] = tuple((group, tuple(terms)) for group, terms in groups.items())
        return made

    def all(self, pattern: int) -> list[Term]:
        """Return the terms of a pattern, also those that no rule looks up."""
        terms = (self._words[i] for i in self._ids[pattern])
        return [t for t in terms if t.lang in (self._language, "*") or (t.lang == "en" and t.kind != "cues")]


class Matcher:
    """The compiled vocabulary."""

    def __init__(self, words: Lexicon) -> None:
        import ahocorasick_rs

        table = _patterns(words)
        self.digest = words.digest
        self._words = words
        self._ids = [tuple(ids) for ids in table.values()]  # tuples of numbers: the garbage collector passes them over
        self._automaton: Any = ahocorasick_rs.BytesAhoCorasick(
            [f" {p} ".encode("latin-1") for p in table], matchkind=ahocorasick_rs.MatchKind.Standard
        )
        self._reach = max(map(len, table), default=0) + 2
        self._known = frozenset(" ".join(table).encode("latin-1").split(b" "))
        self._by_language: dict[str, _Spoken] = {}
        self._lossy: dict[bytes, bytes] | None = None
        self._cut = lru_cache(maxsize=1 << 16)(self._best_cut)

    def find(self, text: str, language: str) -> list[Found]:
        """Return all terms of the text's language (and of every language), by start, longer first."""
        terms = self._spoken(language)
        return [Found(start, end, t) for p, start, end in self._hits(text, language) for t in terms.all(p)]

    def read(self, text: str, language: str, glue: list[int] | None = None) -> Groups:
        """Return what `find` does, of the terms that some rule looks up, by (kind, group); concepts under NAMED."""
        spoken = self._spoken(language)
        groups: Groups = {}
        for pattern, start, end in self._hits(text, language, glue):
            for group, terms in spoken[pattern]:
                if group in groups:
                    groups[group].append((start, end, terms))
                else:
                    groups[group] = [(start, end, terms)]
        return groups

    def _hits(self, text: str, language: str, humps: list[int] | None = None) -> list[tuple[int, int, int]]:
        """Return (pattern, start, end) of every pattern in the text, by start, longer first."""
        folded = flat(text)
        if language == "tr" and text.count("?") + text.count("\ufffd") > _FEW and len(_BROKEN.findall(text)) > _FEW:
            folded = self._repair(text)
        matches = self._automaton.find_matches_as_indexes(b" " + folded + b" ", overlapping=True)
        hits = [(pattern, start, end - 2) for pattern, start, end in matches]
        humps = glue_points(text) if humps is None else humps
        glue = humps + self._run_together(folded, humps)
        if glue:
            hits += self._across(folded, sorted(set(glue)), hits)
        hits.sort(key=_END, reverse=True)
        hits.sort(key=_START)
        return hits

    def _across(self, folded: bytes, glue: list[int], known: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """Return the hits that appear when a space is put in at each point of `glue`; only those points are read."""
        found: list[tuple[int, int, int]] = []
        spans: dict[tuple[int, int], int] = {}
        for low, high, points in _windows(glue, self._reach, len(folded)):
            bounds = [low, *points, high]
            haystack = b" " + b" ".join([folded[a:b] for a, b in pairwise(bounds)]) + b" "
            spaces = [p - low + i for i, p in enumerate(points, 1)]
            for pattern, start, end in self._automaton.find_matches_as_indexes(haystack, overlapping=True):
                place = bisect_left(spaces, start)
                if place == len(spaces) or spaces[place] >= end:
                    continue  # touches no new space: it is among the known
                left = low + start - bisect_right(spaces, start)
                right = low + end - 2 - bisect_right(spaces, end - 2)
                spans = spans or {(s, e): p for p, s, e in known}
                same = spans.get((left, right))
                if same is None or not set(self._ids[pattern]) <= set(self._ids[same]):
                    found.append((pattern, left, right))
        return found

    def _spoken(self, language: str) -> _Spoken:
        if language not in self._by_language:
            self._by_language[language] = _Spoken(self._words, self._ids, language)
        return self._by_language[language]

    def _run_together(self, folded: bytes, humps: list[int]) -> list[int]:
        """Return the offsets where a very long word falls into two words of the vocabulary (tags stripped between).

        A word that a capital already parts is left alone.
        """
        letters = folded.translate(_ONLY_LETTERS)
        points = []
        at = letters.find(_LONG)
        while at >= 0:
            end = letters.find(b" ", at)
            end = end if end >= 0 else len(letters)
            cut = self._cut(folded[at:end])
            if cut and not any(at < h < end for h in humps):
                points.append(at + cut)
            at = letters.find(_LONG, end)
        return points

    def _best_cut(self, word: bytes) -> int:
        """Return where a word falls into two; of several cuts the one that explains most letters; 0: nowhere."""
        if word in self._known:
            return 0
        best = (0, 0)
        for cut in range(_LEAST, len(word) - _LEAST + 1):
            explained = [len(w) for w in (word[:cut], word[cut:]) if w in self._known]
            if explained and max(explained) >= _SURE:
                best = max(best, (sum(explained), cut))
        return best[1]

    def _repair(self, text: str) -> bytes:
        """Return the flat text with words whose letters became `?` restored from the vocabulary, length kept."""
        if self._lossy is None:
            self._lossy = {_lossy(w): w for w in self._known if len(w) > 3}
        folded = fold(text.replace("\ufffd", "?"))
        lossy = self._lossy
        return _BROKEN_WORD.sub(lambda m: lossy.get(_lossy(m[0]), m[0]), folded).translate(_FLAT)


_LOSSY = bytes(63 if chr(b) == "i" or bytes([b]) in {fold(c) for c in "şğçöü"} else b for b in range(256))


def _lossy(word: bytes) -> bytes:
    return word.translate(_LOSSY)


def _windows(glue: list[int], reach: int, size: int) -> Iterator[tuple[int, int, list[int]]]:
    """Yield (low, high, points): stretches of `reach` letters on both sides of the points, joined where they meet."""
    points: list[int] = []
    for point in glue:
        if points and point - points[-1] > 2 * reach:
            yield max(0, points[0] - reach), min(size, points[-1] + reach), points
            points = []
        points.append(point)
    yield max(0, points[0] - reach), min(size, points[-1] + reach), points


def _group(term: Term) -> Group:
    return (term.kind, term.group) if term.kind in _APART else NAMED


def is_sought(term: Term) -> bool:
    """Tell whether a term is found in texts: names of columns are not, and words like "and" would hit everywhere."""
    return term.kind != "import_columns" and (term.kind, term.group) != ("cues", "connectives")


def _is_looked_up(term: Term) -> bool:
    """Tell whether a rule asks for hits of the term: most words of money are read token by token, without a hit."""
    if (term.kind, term.group) == ("units", "money"):
        first = term.concept.partition(" ")[0]
        return first in _MONEY_HITS or first.isupper()
    return (term.kind, term.group) not in _FOR_OTHERS


def _variants(term: Term) -> set[str]:
    """Return the forms of a term, also with its camel hump opened and its look-alike letters in the other alphabet."""
    exact = term.lang == "*" or (term.group in EXACT_GROUPS and term.lang == "en")
    listed = {term.term} if exact else languages.forms(term.lang, term.term)
    listed |= {_HUMP.sub(" ", form) for form in ({term.term} if term.lang == "*" else set())}
    found = set()
    for form in listed:
        flat_form = _pattern(form)
        found.add(flat_form)
        if term.lang == "*":
            found |= {_pattern(twin) for twin in _twins(form.lower())}
        if any(sign in form for sign in (": ", ", ", " & ")):
            found.add(flat(form).decode("latin-1").strip())
    return {f for f in found if f}


def _pattern(form: str) -> str:
    """Return the words of a form as the matcher sees them, one space apart (letters may share bytes with controls)."""
    return " ".join(w for w in flat(form).decode("latin-1").split(" ") if w)


def _twins(form: str) -> set[str]:
    """Return the form with short letter-and-digit words in the other alphabet: 1c and 1с, b2b and в2в."""
    words = form.split()
    return {
        " ".join(w.translate(table) if _SHORT_MIXED.fullmatch(w) else w for w in words)
        for table in (_TWINS_RU, _TWINS_EN)
    }


def _patterns(words: Lexicon) -> dict[str, list[int]]:
    """Return pattern → term numbers, from the cache or made anew."""
    key = hashlib.sha256(f"{VERSION}{words.digest}{_code_digest()}".encode()).hexdigest()[:24]
    path = _cache_folder() / f"{key}.json"
    with contextlib.suppress(OSError, ValueError):
        loaded: dict[str, list[int]] = json.loads(path.read_bytes())
        return loaded
    table: dict[str, list[int]] = {}
    for number, term in enumerate(words.terms):
        if not is_sought(term):
            continue
        for pattern in _variants(term):
            table.setdefault(pattern, []).append(number)
    _keep(path, table)
    return table


def _keep(path: Path, table: dict[str, list[int]]) -> None:
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            json.dump(table, out, separators=(",", ":"))
        Path(name).replace(path)


def _code_digest() -> str:
    """Return what changes when the makers of forms change: the size and time of their files."""
    folder = Path(languages.__file__).parent
    return ",".join(f"{p.name}{p.stat().st_size}{p.stat().st_mtime_ns}" for p in sorted(folder.glob("*.py")))


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or (
        Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    )
    return Path(base) / "vacancies"


@lru_cache(maxsize=1)
def matcher() -> Matcher:
    """Return the matcher of the package's vocabulary, compiled once a process."""
    return Matcher(lexicon())
