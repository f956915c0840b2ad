"""What a title and a place say once case, fillers and endings are gone: the words of the role, and its level apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pipeline.languages import forms
from pipeline.vocab import terms

Words = frozenset[str]
NOTHING: Words = frozenset()

_WORD = re.compile(r"[^\W_]+[+#]*")
_SAME_LETTERS = str.maketrans({"İ": "i", "I": "i", "ı": "i", "ё": "е", "Ё": "е"})
_STEM = 6
"""Words are the same role word if they begin with the same six letters."""
_FILLERS = frozenset({"title_filler", "place_filler"})


@dataclass(frozen=True, slots=True)
class Title:
    """The words that name the role, cut to their stems, and the levels (`senior`, `head` …) the title names."""

    words: Words
    levels: Words


def plain_words(text: str) -> list[str]:
    """Return the words of a short text: small letters, one letter for ё and for each Turkish i."""
    return [w for w in _WORD.findall(text.translate(_SAME_LETTERS).lower()) if w]


def title(text: str | None, place: str | None = None) -> Title | None:
    """Return what a title says; words of its place are left out; None without a title."""
    if not text:
        return None
    found, levels = _without(plain_words(text), _phrases("openings"))
    stems = {_stem(w) for w in found} - ({_stem(w) for w in plain_words(place)} if place else set())
    return Title(frozenset(stems or {_stem(w) for w in found} or {text.strip().lower()}), frozenset(levels - _FILLERS))


def place(text: str | None, cities: str | None = None) -> Words:
    """Return the words of a place; nothing where none is told.

    `cities` are those the gazetteer knows it by, with `|` between them: they stand for the place, however it is
    written, and only an address (a place with a figure) says more.
    """
    known = frozenset(cities.split("|")) if cities else NOTHING
    if not text or (known and not any(c.isdigit() for c in text)):
        return known
    found, _ = _without(plain_words(text), _phrases("openings", "place_filler"))
    return known | frozenset(found)


def same_role(one: Title | None, other: Title | None) -> bool:
    """Tell whether two titles may name one opening: same levels, and one's words are two in three of the other's."""
    if one is None or other is None:
        return True
    few, many = sorted((one.words, other.words), key=len)
    return one.levels == other.levels and few <= many and 3 * len(few) >= 2 * len(many)


def same_place(one: Words, other: Words) -> bool:
    """Tell whether one place is the other, or the other told more precisely; an untold place contradicts nothing."""
    return one <= other or other <= one


def phrases(concept: str) -> tuple[str, ...]:
    """Return all ways of saying a concept of `cues/openings`."""
    found = {form for name, lang, term in terms("cues/openings") if name == concept for form in forms(lang, term)}
    return tuple(sorted(found))


def _stem(word: str) -> str:
    return word[:_STEM]


def _without(words: list[str], known: dict[str, list[tuple[tuple[str, ...], str]]]) -> tuple[list[str], set[str]]:
    """Return the words that are no part of a known phrase, and the concepts of the phrases found."""
    kept, found, at = [], set(), 0
    while at < len(words):
        for phrase, concept in known.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                found.add(concept)
                at += len(phrase)
                break
        else:
            kept.append(words[at])
            at += 1
    return kept, found


@cache
def _phrases(file: str, *only: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return first word → phrases that begin with it, longest first, each with its concept."""
    rows = [row for row in terms(f"cues/{file}") if row[0] != "several_places" and (not only or row[0] in only)]
    return index((form, concept) for concept, lang, term in rows for form in forms(lang, term))


def index(said: Iterable[tuple[str, str]]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return first word → (words of the phrase, concept), longest first."""
    found: dict[str, set[tuple[tuple[str, ...], str]]] = {}
    for phrase, concept in said:
        if split := tuple(plain_words(phrase)):
            found.setdefault(split[0], set()).add((split, concept))
    return {word: sorted(rows, key=lambda row: (-len(row[0]), row)) for word, rows in found.items()}
