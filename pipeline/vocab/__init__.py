"""The shelf of words. `terms` is its plain reader for the rooms below `words`, which checks and compiles everything."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def terms(name: str) -> tuple[tuple[str, str, str], ...]:
    """Return (concept, lang, term) of every row of `name`, such as `cues/contacts`, in the order of the file."""
    lines = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    return tuple((row["concept"], row["lang"], row["term"]) for row in csv.DictReader(lines))


@cache
def by_concept(name: str) -> dict[str, tuple[str, ...]]:
    """Return concept → its terms in all languages, longest first, so that a longer cue wins over its beginning."""
    found: dict[str, list[str]] = {}
    for concept, _lang, term in terms(name):
        found.setdefault(concept, []).append(term)
    return {concept: tuple(sorted(words, key=len, reverse=True)) for concept, words in found.items()}
