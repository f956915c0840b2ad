"""Cities named in titles, in any inflection, for postings that state no place; the gazetteer is seeds/place.csv."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import pandas as pd

from pipeline.languages import forms

READS = "core.title_without_place"
MAKES = "core.place_in_title"

_COLUMNS = ("posting_key", "city", "region", "country")
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 3
_LANGUAGES = ("ru", "tr", "en")


def fold(text: str) -> str:
    """Small letters without accents, words parted by one space: as core/place_name.sql folds."""
    plain = unicodedata.normalize("NFD", text.lower().replace("ı", "i").replace("ё", "е"))
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def in_titles(titles: pd.DataFrame) -> pd.DataFrame:
    """One row a title that names exactly one city: posting_key, city, region, country.

    `titles`: posting_key, title, language. Names that are also common words or people's names do not count.
    """
    rows = []
    for key, title, language in titles[["posting_key", "title", "language"]].itertuples(index=False):
        named = set(_cities(title, _names(language if language in _LANGUAGES else "en")))
        if len(named) == 1:
            rows.append((key, *named.pop()))
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype("string")


def _cities(title: str, names: Mapping[str, tuple[str, str | None, str]]) -> Iterator[tuple[str, str | None, str]]:
    """The cities of a title, the longest name first; words of a name count once."""
    words = fold(title).split()
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


@cache
def _names(language: str) -> Mapping[str, tuple[str, str | None, str]]:
    """Every form of every city's name that a title of the language may show, folded."""
    names: dict[str, tuple[str, str | None, str]] = {}
    text = (files("pipeline.warehouse") / "seeds" / "place.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["kind"] != "city" or row["ambiguous"]:
            continue
        city = (row["place"], row["region"] or None, row["country"])
        written = {row["place"], row[language], *row["also"].split("|")} - {""}
        for name in written:
            for form in {name, *forms(language, name)}:
                names.setdefault(fold(form), city)
    return names
