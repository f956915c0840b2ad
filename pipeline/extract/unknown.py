"""Finds what we do not know yet: frequent terms of requirement sections that no vocabulary row covers.

A term does not begin or end with a word that says nothing by itself ("with", "such as"): spaCy lists them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pipeline.extract.document import read_document
from pipeline.extract.fold import encode, flat
from pipeline.model import LANGUAGES, Posting

LONGEST = 3
LEAST_LETTERS = 4
SAMPLES = 2


@dataclass(frozen=True, slots=True)
class Unknown:
    """A term nobody listed: in how many postings it stands, and one or two sentences it stands in."""

    language: str
    term: str
    postings: int
    sentences: tuple[str, ...]


def unknown(postings: Iterable[Posting], *, least: int = 3, top: int = 100) -> list[Unknown]:
    """Return the most frequent unlisted word runs of requirement sections, longest run first among equals."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    seen: dict[tuple[str, str], list[str]] = defaultdict(list)
    for posting in postings:
        if posting.language not in LANGUAGES:
            continue
        found = _of(posting)
        counts[posting.language].update(found.keys())
        for term, sentence in found.items():
            if len(seen[posting.language, term]) < SAMPLES:
                seen[posting.language, term].append(sentence)
    rows = [
        Unknown(language, term, number, tuple(seen[language, term]))
        for language, counter in counts.items()
        for term, number in counter.items()
        if number >= least and _says_something(language, term)
    ]
    rows.sort(key=lambda u: (-u.postings, -u.term.count(" "), u.term))
    return rows[:top]


def _says_something(language: str, term: str) -> bool:
    words = term.split()
    return _stop_words(language).isdisjoint((words[0], words[-1]))


@cache
def _stop_words(language: str) -> frozenset[str]:
    from spacy.util import get_lang_class

    return frozenset(get_lang_class(language).Defaults.stop_words)


def _of(posting: Posting) -> dict[str, str]:
    document = read_document(posting.text, posting.language)
    text = document.text
    covered = bytearray(len(text))
    for hit in document.hits:
        covered[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
    found: dict[str, str] = {}
    bounds = [*document.items, len(text)]
    for low, high in pairwise(bounds):
        if document.section(low) == "requirements":
            _runs(text, low, high, covered, found)
    return found


def _runs(text: str, low: int, high: int, covered: bytearray, found: dict[str, str]) -> None:
    """Add the runs of one to three neighbouring uncovered words of an item."""
    run: list[tuple[int, int]] = []
    folded = flat(encode(text[low:high]))
    at = 0
    for word in [*folded.split(b" "), b""]:
        start, end = low + at, low + at + len(word)
        at += len(word) + 1
        apart = bool(run) and text[run[-1][1] : start].strip() != ""
        if not word or apart or any(covered[start:end]):
            run = []
        if word and not any(covered[start:end]):
            run = [*run, (start, end)][-LONGEST:]
            for first in range(len(run)):
                term = text[run[first][0] : end].lower()
                if len(term) >= LEAST_LETTERS and not term.isdigit():
                    found.setdefault(" ".join(term.split()), " ".join(text[low:high].split())[:160])
