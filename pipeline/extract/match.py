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
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline import languages
from pipeline.extract.fold import LETTERS, fold
from pipeline.words import Lexicon, Term, lexicon

VERSION = "6"
EXACT_GROUPS = frozenset({"traps"})
"""Groups whose English terms are not inflected: "excels" must not become "excel"."""
_FLAT = bytes(b if (b in LETTERS and b != ord("'")) or 48 <= b <= 57 else 32 for b in range(256))
_TWINS_RU = str.maketrans("abcehkmoptxy", "авсенкмортху")
_TWINS_EN = str.maketrans("авсенкмортху", "abcehkmoptxy")
_SHORT_MIXED = re.compile(r"(?=.*[0-9])[0-9a-zа-я]{2,4}")
_HUMP = re.compile("(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_UP = "A-ZА-ЯЁÇĞİÖŞÜ"
_LOW = "a-zа-яёçğıöşü"
GLUE = re.compile(
    rf"[{_UP}](?:(?<=[{_LOW}][{_UP}])(?=[{_LOW}{_UP} ])|(?<=[{_UP}][{_UP}][{_UP}][{_UP}][{_UP}])(?=[{_LOW}]{{3}}))"
)
_BROKEN = re.compile(r"(?<=[A-Za-z])[?\ufffd](?=[A-Za-z])")
_LETTER = b"[" + re.escape(LETTERS) + b"]"
_LONG_WORD = re.compile(b"(?<!" + _LETTER + b")" + _LETTER + b"{15,60}(?!" + _LETTER + b")")
_LEAST = 5
_SURE = 7
_BROKEN_WORD = re.compile(rb"[a-z?]*\?[a-z?]*")


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
    return [m.start() for m in GLUE.finditer(text)]


class Matcher:
    """The compiled vocabulary."""

    def __init__(self, words: Lexicon) -> None:
        import ahocorasick_rs

        table = _patterns(words)
        self.digest = words.digest
        self._terms = [tuple(words.terms[i] for i in ids) for ids in table.values()]
        self._automaton: Any = ahocorasick_rs.BytesAhoCorasick(
            [f" {p} ".encode("latin-1") for p in table], matchkind=ahocorasick_rs.MatchKind.Standard
        )
        self._known = {w.encode("latin-1") for p in table for w in p.split(" ")}
        self._by_language: dict[str, list[tuple[Term, ...]]] = {}
        self._lossy: dict[bytes, bytes] | None = None

    def find(self, text: str, language: str) -> list[Found]:
        """Return all terms of the text's language (and of every language), by start, longer first."""
        folded = flat(text)
        if language == "tr" and len(_BROKEN.findall(text)) > 3:
            folded = self._repair(text)
        found: list[Found] = []
        self._scan(b" " + folded + b" ", (), language, found, set())
        humps = glue_points(text)
        glue = sorted({*humps, *self._run_together(folded, humps)})
        if glue:
            parts = [folded[a:b] for a, b in zip([0, *glue], [*glue, len(folded)], strict=True)]
            self._scan(
                b" " + b" ".join(parts) + b" ",
                [g + i for i, g in enumerate(glue)],
                language,
                found,
                {(f.start, f.end, id(f.term)) for f in found},
            )
        found.sort(key=_order)
        return found

    def _scan(self, haystack: bytes, inserted: Any, language: str, found: list[Found], seen: set[Any]) -> None:
        terms = self._spoken(language)
        new = tuple.__new__
        if not inserted:
            for pattern, start, end in self._automaton.find_matches_as_indexes(haystack, overlapping=True):
                for term in terms[pattern]:
                    found.append(new(Found, (start, end - 2, term)))  # noqa: PERF401 - two thirds of the time goes here
            return
        for pattern, start, end in self._automaton.find_matches_as_indexes(haystack, overlapping=True):
            left = start - bisect_right(inserted, start - 1) if start else 0
            right = end - 2 - bisect_right(inserted, end - 3)
            for term in terms[pattern]:
                hit = new(Found, (left, right, term))
                key = (left, right, id(term))
                if key not in seen:
                    seen.add(key)
                    found.append(hit)

    def _spoken(self, language: str) -> list[tuple[Term, ...]]:
        """Return pattern number → the terms that count in a text of this language."""
        if language not in self._by_language:
            self._by_language[language] = [
                tuple(t for t in terms if t.lang in (language, "*") or (t.lang == "en" and t.kind != "cues"))
                for terms in self._terms
            ]
        return self._by_language[language]

    def _run_together(self, folded: bytes, humps: list[int]) -> list[int]:
        """Return the offsets where a very long word falls into two words of the vocabulary (tags stripped between).

        Of several cuts the one that explains most letters is taken; a word that a capital already parts is left alone.
        """
        points = []
        for match in _LONG_WORD.finditer(folded):
            word, at = match[0], match.start()
            if word in self._known or any(at < h < match.end() for h in humps):
                continue
            best = (0, 0)
            for cut in range(_LEAST, len(word) - _LEAST + 1):
                explained = [len(w) for w in (word[:cut], word[cut:]) if w in self._known]
                if explained and max(explained) >= _SURE:
                    best = max(best, (sum(explained), cut))
            if best[0]:
                points.append(at + best[1])
        return points

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


def _order(hit: Found) -> tuple[int, int]:
    return hit.start, -hit.end


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
        if ": " in form or ", " in form:
            found.add(flat(form).decode("latin-1").strip())
    return {f for f in found if f}


def _pattern(form: str) -> str:
    """Return the words of a form as the matcher sees them, one space apart (letters may share bytes with old controls)."""
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
        if term.kind == "import_columns":
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
