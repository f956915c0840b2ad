"""Cities named in titles and in lines such as "City: Kazan", in any inflection, for postings that state no place.

The gazetteer is seeds/place.csv, what such a line may be called seeds/place_label.csv.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import pandas as pd

from pipeline.languages import forms

READS = "core.words_without_place"
MAKES = "core.place_in_words"

_COLUMNS = ("posting_key", "city", "region", "country", "origin")
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 3
_LANGUAGES = ("ru", "tr", "en")


def fold(text: str) -> str:
    """Small letters without accents, words parted by one space: as core/place_name.sql folds."""
    plain = unicodedata.normalize("NFD", text.lower().replace("ı", "i").replace("ё", "е"))
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def in_words(postings: pd.DataFrame) -> pd.DataFrame:
    """One row a posting whose words name exactly one city: posting_key, city, region, country, origin (text or title).

    `postings`: posting_key, title, language, named_lines. A line that is named as a place goes before the title. In a
    title, names that are also common words or people's names do not count.
    """
    rows = []
    for key, title, language, lines in postings[["posting_key", "title", "language", "named_lines"]].itertuples(
        index=False
    ):
        tongue = language if language in _LANGUAGES else "en"
        told = [line.partition(":") for line in lines]
        values = [value for label, _, value in told if fold(label) in _labels()]
        titles = [title] if isinstance(title, str) else []
        for origin, words, clear in (("text", values, False), ("title", titles, True)):
            named = {city for text in words for city in _cities(text, _names(tongue, clear))}
            if len(named) == 1:
                rows.append((key, *named.pop(), origin))
                break
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype("string")


def _cities(text: str, names: Mapping[str, tuple[str, str | None, str]]) -> Iterator[tuple[str, str | None, str]]:
    """The cities of some words, the longest name first; words of a name count once."""
    words = fold(text).split()
    start = 0
    while start < len(words):
        for size in range(min(_LONGEST, len(words) - start), 0, -1):
            found = names.get(" ".join(words[start : start + size]))
            if found is not None:
                yield found
                start += size
                break
        else:
            start += 1


def _seed(name: str) -> Iterator[dict[str, str]]:
    text = (files("pipeline.warehouse") / "seeds" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


@cache
def _labels() -> frozenset[str]:
    return frozenset(fold(row["label"]) for row in _seed("place_label.csv"))


@cache
def _names(language: str, clear: bool) -> Mapping[str, tuple[str, str | None, str]]:
    """Every form of every city's name that words of the language may show, folded; `clear`: no common word either."""
    names: dict[str, tuple[str, str | None, str]] = {}
    for row in _seed("place.csv"):
        if row["kind"] != "city" or (clear and row["ambiguous"]):
            continue
        city = (row["place"], row["region"] or None, row["country"])
        written = {row["place"], row[language], *row["also"].split("|")} - {""}
        for name in written:
            for form in {name, *forms(language, name)}:
                names.setdefault(fold(form), city)
    return names
