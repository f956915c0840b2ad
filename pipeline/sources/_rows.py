"""A row of a table or an object with one field a column, told by names such as those of vocab/import_columns.csv."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pipeline.model import Posting, Reject, Stated
from pipeline.sources import _values as values
from pipeline.sources._build import Loose, Spot, posting
from pipeline.vocab import by_concept

_TELLING = frozenset({"title", "text", "requirements", "duties", "conditions"})
_BESIDE = frozenset(
    [
        "text",
        "requirements",
        "duties",
        "employer",
        "place",
        "posted_on",
        "url",
        "stated",
        "salary",
        "salary_from",
        "salary_to",
        "experience",
    ]
)
_PARTS = ("duties", "requirements", "conditions")


def fold_name(column: object) -> str:
    """Return a column name in the shape the vocabulary is looked up in."""
    return re.sub(r"[\s_]+", " ", values.fold(column)).strip()


@cache
def _aliases() -> dict[str, tuple[int, str]]:
    return {
        fold_name(term): (rank, concept)
        for concept, terms in by_concept("import_columns").items()
        for rank, term in reversed(list(enumerate(terms)))
    }


def columns(names: Iterable[object]) -> dict[str, str]:
    """Return field → column for the columns whose names are known; the first of two columns for one field wins."""
    found: dict[str, str] = {}
    for name in names:
        alias = _aliases().get(fold_name(name)) if name is not None else None
        if alias:
            found.setdefault(alias[1], str(name))
    return found


def usable(found: Mapping[str, str]) -> bool:
    """Tell whether these fields can make a posting: a title, a text, or something stated."""
    return bool(_TELLING & found.keys()) or bool({"stated", "salary", "salary_from", "salary_to"} & found.keys())


def looks_like_posting(record: Mapping[str, Any]) -> bool:
    """Tell a posting from any other object: a title or text and something else that postings have."""
    found = columns(record)
    return "text" in found or ("title" in found and bool(_BESIDE & found.keys()))


def no_columns(names: Iterable[object]) -> str:
    """Say which columns were found where none is known."""
    shown = ", ".join(str(n) for n in names if n not in (None, ""))[:300] or "none"
    return (
        f"no column tells a title, a text or pay; columns found: {shown};"
        " rename them (title, description, salary_from, …) or add your names to vocab/import_columns.csv"
    )


def row(record: Mapping[str, Any], spot: Spot, found: Mapping[str, str] | None = None) -> Posting | Reject:
    """Return the posting a row makes; `found` is field → column where the caller has told the columns already."""
    found = columns(record) if found is None else found
    cell = {name: record.get(column) for name, column in found.items()}
    cell = {name: value for name, value in cell.items() if values.present(value)}
    loose = Loose(
        id=cell.get("id"),
        title=_words(cell.get("title")),
        text=_words(cell.get("text")),
        parts=[(part, _words(cell[part]) or "") for part in _PARTS if part in cell],
        employer=_words(cell.get("employer")),
        place=_words(cell.get("place")),
        url=_words(cell.get("url")),
        posted_on=cell.get("posted_on"),
        closes_on=cell.get("closes_on"),
        stated=stated({**cell, **_object(cell.get("stated"))}),
        invented=cell.get("invented") in (True, "true", "True", 1),
    )
    return posting(loose, spot)


def stated(cell: Mapping[str, Any]) -> Stated:
    """Return what the fields of a row state beside the text."""
    low, high = values.number(cell.get("salary_from")), values.number(cell.get("salary_to"))
    written = cell.get("salary")
    nested = written if isinstance(written, dict) else None
    if nested:
        low, high = values.number(nested.get("from")) or low, values.number(nested.get("to")) or high
    told = values.money(written) if low is None and high is None and not nested else values.Money()
    if low is None and high is None:
        low, high = told.low, told.high
    if cell.get("single_value") in (True, "True", "true", 1) and high is None:
        high = low
    source = nested or cell
    if low is None and high is None:
        source, told = {}, values.Money()
    gross = values.say("tax", source.get("gross")) if source.get("gross") is not None else None
    return Stated(
        salary_from=low,
        salary_to=high,
        currency=_currency(source.get("currency")) or told.currency,
        period=values.say("period", source.get("period")) or told.period,
        gross={"gross": True, "net": False}.get(gross or "", told.gross),
        salary_written=str(written)
        if isinstance(written, str) and told.low is not told.high
        else _written(low, high, source),
        experience=_experience(cell.get("experience")),
        experience_written=_words(cell.get("experience")),
        skills=values.names(cell.get("skills")),
        industries=values.names(cell.get("industries")),
        roles=values.names(cell.get("roles")),
        schedule=_words(cell.get("schedule")),
        employment=_words(cell.get("employment")),
        remote={"yes": True, "no": False}.get(values.say("remote", cell.get("remote")) or ""),
    )


def _currency(value: object) -> str | None:
    return "$" if value == "$" else values.currency(value)


def _written(low: float | None, high: float | None, source: Mapping[str, Any]) -> str | None:
    return " ".join(p for p in (values.span(low, high), str(source.get("currency") or "")) if p) or None


def _experience(value: object) -> str | None:
    return values.experience(value.get("id") or value.get("name") if isinstance(value, dict) else value)


def _object(value: object) -> dict[str, Any]:
    """Return the fields of a `stated` object under the names of Loose, null ones left out."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    if not isinstance(value, dict):
        return {}
    found = columns(value)
    return {name: value[column] for name, column in found.items() if values.present(value[column])}


def _words(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = value.get("name") or value.get("title") or value.get("text")
        return inner if isinstance(inner, str) else None
    if isinstance(value, list | tuple):
        return "\n".join(w for w in map(_words, value) if w) or None
    return str(value)
