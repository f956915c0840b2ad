"""Finds every term of the vocabulary in one pass: Aho–Corasick over the folded text.

Terms and all their forms are compiled to byte patterns `" words "` (everything but letters and digits is a space), so
a pattern can only match whole words. Each language has its own automaton, made when its first text comes, of the terms
that some rule looks up in its texts. Making the forms is slow (seconds), so they are kept in a user cache folder
under the vocabulary's digest; where that folder cannot be written they are simply made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
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
from pipeline.extract.fold import LETTERS, encode, flat, fold, shape, words_only
from pipeline.words import INTERNAL_KINDS, Lexicon, Term, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "10"
KEPT = 36
"""Compiled vocabularies that stay in the cache, some megabytes each; a changed word makes a new one a language."""
EXACT_GROUPS = frozenset({"traps"})
"""Groups whose English terms are not inflected: "excels" must not become "excel"."""
_TWINS_RU = str.maketrans("abcehkmoptxy", "авсенкмортху")
_TWINS_EN = str.maketrans("авсенкмортху", "abcehkmoptxy")
_SHORT_MIXED = re.compile(r"(?=.*[0-9])[0-9a-zа-я]{2,4}")
_HUMP = re.compile("(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_GOES_ON = frozenset(b"lU ")
_RUN_ON = (
    (b"UUUUUlll", 4),  # "БУХГАЛТЕРОпыт"
    (b"dUlll", 1),  # "до 18:00Обед"
    (b"dUUlll", 2),  # "1CНавыки"
    (b"ld. U", 1),  # "грамотная речь2. Стрессоустойчивость"
    (b"ld.U", 1),
    (b"ldd. U", 1),
)
"""Shapes of items that tag stripping ran together, and where in them the next one begins."""
_BROKEN = re.compile(r"(?<=[A-Za-z])[?\ufffd](?=[A-Za-z])")
_ONLY_LETTERS = bytes(97 if b in LETTERS else 32 for b in range(256))
_LONG = b"a" * 15
_FEW = 3
_LEAST = 5
_SURE, _MIDDLE = 7, 10
_BROKEN_WORD = re.compile(rb"[a-z?]*\?[a-z?]*")


Group = tuple[str, str]
NAMED: Group = ("", "")
SOUGHT: frozenset[Group] = frozenset(
    [("cues", group) for group in ("scope", "sections", "experience", "levels", "pay", "person", "traps", "lint")]
    + [("units", "money"), ("units", "time"), ("roles", "")]
)
"""The groups of internal kinds that rules look up; the others are for other rooms, or read word by word."""
_APART = frozenset({"industry", "person"})
_MONEY_HITS = frozenset({"number", "1000", "country"})
_START, _END = itemgetter(1), itemgetter(2)
_Raw = tuple[int, int, int]
"""(pattern, start, end) as the automaton gives it: with the space before and the one after."""


class Hit(NamedTuple):
    """One vocabulary term found at [start, end) of a text."""

    start: int
    end: int
    term: Term


Groups = dict[Group, list[Hit]]
"""(kind, group) → its hits by start, longer first."""


def glue_points(shape: bytes) -> list[int]:
    """Return the offsets where list items were run together: a capital follows a small letter, or shapes as telling."""
    points = []
    at = shape.find(b"lU")
    while at >= 0:
        if shape[at + 2 : at + 3] and shape[at + 2] in _GOES_ON:
            points.append(at + 1)
        at = shape.find(b"lU", at + 1)
    for run_on, offset in _RUN_ON:
        at = shape.find(run_on)
        while at >= 0:
            points.append(at + offset)
            at = shape.find(run_on, at + 1)
    points.sort()
    return points


class _Terms(dict[int, tuple[tuple[int, Term], ...]]):
    """Pattern → its terms, each with the number of its group; filled as patterns are met."""

    def __init__(self, words: Lexicon, ids: list[tuple[int, ...]]) -> None:
        super().__init__()
        self._words, self._ids = words.terms, ids
        self.groups = {group: i for i, group in enumerate([NAMED, *((kind, "") for kind in _APART), *SOUGHT])}

    def __missing__(self, pattern: int) -> tuple[tuple[int, Term], ...]:
        meanings = {
            (t.kind, t.group, t.concept, t.lang, t.note): t for i in self._ids[pattern] for t in [self._words[i]]
        }
        made = self[pattern] = tuple((self.groups[_group(term)], term) for term in meanings.values())
        return made


class Vocabulary:
    """The terms that count in texts of one language, compiled."""

    def __init__(self, words: Lexicon, language: str) -> None:
        import ahocorasick_rs

        self._patterns, self._ids = _compiled(words, language)
        self._automaton: Any = ahocorasick_rs.BytesAhoCorasick(
            self._patterns, matchkind=ahocorasick_rs.MatchKind.Standard
        )
        self._terms = _Terms(words, self._ids)
        self._reach = max(map(len, self._patterns), default=2)
        self._repairs = language == "tr"
        self._words: frozenset[bytes] | None = None
        self._lossy: dict[bytes, bytes] | None = None
        self._cut = lru_cache(maxsize=1 << 16)(self._best_cuts)

    def read(self, text: str, encoded: bytes, glue: list[int]) -> Groups:
        """Return the hits of a text, of its encoded form and its glue points, by (kind, group)."""
        lists: list[list[Hit]] = [[] for _ in self._terms.groups]
        terms, new = self._terms, tuple.__new__  # half the time of Hit(…)
        for pattern, start, end in self._raw(text, encoded, glue):
            for group, term in terms[pattern]:
                lists[group].append(new(Hit, (start, end - 2, term)))
        return dict(zip(terms.groups, lists, strict=True))

    def _raw(self, text: str, encoded: bytes, humps: list[int]) -> list[_Raw]:
        """Return every pattern in the text, by start, longer first."""
        words = flat(encoded)
        if self._repairs and text.count("?") + text.count("\ufffd") > _FEW and len(_BROKEN.findall(text)) > _FEW:
            words = self._repair(text)
        hits: list[_Raw] = self._automaton.find_matches_as_indexes(b" " + words + b" ", overlapping=True)
        glue = humps + self._run_together(words, humps)
        if glue:
            hits += self._across(words, sorted(set(glue)), hits)
            hits.sort(key=_END)
        hits.sort(key=_START, reverse=True)  # they come by end; sorting keeps the order of equals
        hits.reverse()
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
                same = next((p for p, s, e in known if s == left and e == right), None)
                if same is None or not set(self._ids[pattern]) <= set(self._ids[same]):
                    found.append((pattern, left, right))
        return found

    @property
    def _known(self) -> frozenset[bytes]:
        """The single words of all patterns."""
        if self._words is None:
            self._words = frozenset(b"".join(self._patterns).split(b" "))
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
        if word in known:
            return ()
        best: tuple[int, tuple[int, ...]] = (0, ())
        for low in (0, *range(_LEAST - 1, size - _SURE + 1)):
            for high in range(low + _SURE, size + 1):
                cuts = tuple(cut for cut in (low, high) if 0 < cut < size)
                least = _LEAST if len(cuts) == 1 else _LEAST - 1
                if word[low:high] not in known or not all(least <= cut <= size - least for cut in cuts):
                    continue
                if len(cuts) == 1 or high - low >= _MIDDLE:
                    rest = sum(len(part) for part in (word[:low], word[high:]) if part in known)
                    best = max(best, (high - low + rest, cuts))
        return best[1]

    def _repair(self, text: str) -> bytes:
        """Return the flat text with words whose letters became `?` restored from the vocabulary, length kept."""
        if self._lossy is None:
            # of several words that look the same, the same one in every run: a set has no order
            self._lossy = {_lossy(w): w for w in sorted(self._known, reverse=True) if len(w) > 3}
        lossy = self._lossy
        broken = fold(text.replace("\ufffd", "?"))
        return words_only(_BROKEN_WORD.sub(lambda m: lossy.get(_lossy(m[0]), m[0]), broken))


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


def meaning(term: Term) -> tuple[str, str, str, str, str]:
    """Return all that rules read of a term: of several that mean the same at one place the first is a hit."""
    return term.kind, term.group, term.concept, term.lang, term.note


def _group(term: Term) -> Group:
    if term.kind in INTERNAL_KINDS:
        return term.kind, term.group
    return (term.kind, "") if term.kind in _APART else NAMED


def is_sought(term: Term, language: str) -> bool:
    """Tell whether a rule asks for hits of a term in texts of a language.

    Most words of money are read token by token, and what joins two numbers only between two, without a hit.
    """
    if term.lang not in (language, "*") and (term.lang != "en" or term.kind == "cues"):
        return False
    if (term.kind, term.group) == ("units", "money"):
        first = term.concept.partition(" ")[0]
        return first in _MONEY_HITS or (first.isupper() and "$" not in term.term)  # A$ would be every A
    if term.kind in INTERNAL_KINDS and (term.kind, term.group) not in SOUGHT:
        return False
    joins = term.concept in ("to", "most", "or-less")  # "and" would hit everywhere
    return not (joins and (term.kind, term.group) == ("units", "time"))


def variants(term: Term) -> set[str]:
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
            found.add(flat(encode(form)).decode("latin-1").strip())
    return {f for f in found if f}


def _pattern(form: str) -> str:
    """Return the words of a form as the matcher sees them, one space apart (letters may share bytes with controls)."""
    return " ".join(w for w in flat(encode(form)).decode("latin-1").split(" ") if w)


def _twins(form: str) -> set[str]:
    """Return the form with short letter-and-digit words in the other alphabet: 1c and 1с, b2b and в2в."""
    words = form.split()
    return {
        " ".join(w.translate(table) if _SHORT_MIXED.fullmatch(w) else w for w in words)
        for table in (_TWINS_RU, _TWINS_EN)
    }


def _compiled(words: Lexicon, language: str) -> tuple[list[bytes], list[tuple[int, ...]]]:
    """Return the patterns of a language and the numbers of their terms, from the cache or made anew."""
    key = hashlib.sha256(f"{VERSION}{words.digest}{_code_digest()}{sys.version}".encode()).hexdigest()[:24]
    path = _cache_folder() / f"{key}-{language}.words"
    with contextlib.suppress(OSError):
        kept = path.read_bytes()
        if hashlib.sha256(kept[32:]).digest() == kept[:32]:  # not torn: marshal must not read anything else
            patterns, ids = marshal.loads(kept[32:])  # noqa: S302 - our own file, as Python keeps its bytecode
            return patterns, ids
    table: dict[str, list[int]] = {}
    for number, term in enumerate(words.terms):
        if is_sought(term, language):
            for pattern in variants(term):
                table.setdefault(pattern, []).append(number)
    made = [f" {p} ".encode("latin-1") for p in table], [tuple(ids) for ids in table.values()]
    _keep(path, marshal.dumps(made))
    return made


def _keep(path: Path, body: bytes) -> None:
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(hashlib.sha256(body).digest() + body)
        Path(name).replace(path)
        kept = sorted(path.parent.glob("*.words"), key=lambda p: p.stat().st_mtime)
        for old in kept[:-KEPT]:
            old.unlink(missing_ok=True)


def _code_digest() -> str:
    """Return what changes when the makers of forms change: the size and time of their files."""
    folder = Path(languages.__file__).parent
    return ",".join(f"{p.name}{p.stat().st_size}{p.stat().st_mtime_ns}" for p in sorted(folder.glob("*.py")))


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or (
        Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
    )
    return Path(base) / "vacancies"


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
        groups = self.vocabulary(language).read(text, encoded, glue_points(shape(encoded)))
        return sorted((hit for hits in groups.values() for hit in hits), key=lambda h: (h.start, -h.end))


def matcher() -> Matcher:
    """Return the matcher of the vocabulary in use, made once a process."""
    return _matcher(lexicon())


_matcher = lru_cache(maxsize=2)(Matcher)
