"""A question to the market: the segment asked for, found among the vacancies of one unit of pay."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.errors import NothingCameInError, UsageError
from pipeline.model import EXPERIENCE_BUCKETS

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from pipeline.statistics import Pool

COLUMNS = {"city": "place"}
"""Columns of a frame for statistics that users know by another name."""
_NEAR, _SOME = 3, 5


@dataclass(frozen=True, slots=True)
class Segment:
    """What was asked for, values as the user wrote them: which vacancies, what pay, how sure, in what form."""

    place: str | None = None
    experience: str | None = None
    industry: str | None = None
    requires: tuple[str, ...] = ()
    unit: str | None = None
    pay_scope: str = "posted"
    level: float = 0.90
    widen: bool = True
    as_json: bool = False


@dataclass(frozen=True)
class UnitMarket:
    """The vacancies of one unit as a frame for statistics, and where to look in it."""

    frame: pd.DataFrame
    pool: Pool
    where: Mapping[str, str]  # column of the frame -> value
    unit: str
    tax_view: str | None
    other_units: Mapping[str, int]  # vacancies of the segment that show pay in another unit
    today: date | None
    window_from: date | None
    invented: bool
    requires: tuple[str, ...] = field(default=())
    pay_scope: str = "posted"

    @property
    def name(self) -> str:
        """The segment in words."""
        parts = [] if self.pay_scope == "posted" else [f"stated {self.pay_scope} pay"]
        parts += [value for column, value in self.where.items() if not column.startswith("skill_")]
        parts += [f"requires {name}" for name in self.requires]
        return " · ".join([f"{self.unit}{f' {self.tax_view}' if self.tax_view else ''}", *parts])

    @property
    def seen(self) -> str:
        """The window of the market in words."""
        if self.today is None:
            return "no vacancy of this market has a date"
        return f"vacancies seen {self.window_from} to {self.today}"

    def notes(self) -> list[str]:
        """What every answer says beside its numbers."""
        notes = ["posted is not paid: these are figures of advertisements"]
        if self.invented:
            notes.insert(0, "INVENTED DATA: the sample market says nothing about any real one")
        if self.other_units:
            told = ", ".join(f"{n} in {unit}" for unit, n in self.other_units.items())
            notes.append(f"banded apart, choose with --unit: {told}")
        return notes

    def about(self) -> dict[str, Any]:
        """The market of an answer as plain data."""
        return {
            "unit": self.unit, "tax_view": self.tax_view, "today": _iso(self.today),
            "window_from": _iso(self.window_from), "invented": self.invented, "other_units": dict(self.other_units),
            "asked": {COLUMNS.get(c, c): v for c, v in self.where.items() if not c.startswith("skill_")}
            | ({"requires": list(self.requires)} if self.requires else {}),
        }  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def choose_unit(
    rows: pd.DataFrame, units: pd.Series[str], where: Mapping[str, str], wanted: str | None
) -> tuple[str, dict[str, int]]:
    """The unit wanted, else the commonest of the segment, and how many of the segment show pay in others."""
    shown = units.where(rows["in_bands"].astype(bool)).dropna()
    everywhere = {str(unit): int(n) for unit, n in shown.value_counts().items()}
    if not everywhere:
        raise NothingCameInError("mart.vacancy: no vacancy shows pay that can be banded; `vacancies sql` tells why_not")
    inside = rows
    for column, value in where.items():
        inside = inside[inside[COLUMNS.get(column, column)] == value]
    there = shown[shown.index.isin(inside.index)].value_counts()
    counts = {str(unit): int(n) for unit, n in there.items()}
    if wanted is not None:
        wanted = next((unit for unit in everywhere if unit.casefold() == wanted.casefold()), wanted)
        if wanted not in everywhere:
            raise UsageError(f"--unit {wanted}: nobody pays in it; the units are {', '.join(sorted(everywhere))}")
    ranked = counts or everywhere
    unit = wanted or min(ranked, key=lambda name: (-ranked[name], name))
    return unit, {name: n for name, n in sorted(counts.items()) if name != unit}


def where_in(rows: pd.DataFrame, wanted: str, names: Mapping[str, str]) -> dict[str, str]:
    """The city asked, or the region where vacancies know it as one: as the column of the frame and its value."""
    place = names.get(wanted.casefold(), wanted).casefold()
    regions = {str(region).casefold(): str(region) for region in rows["region"].dropna().unique()}
    if place in regions and place not in {str(value).casefold() for value in rows["place"].dropna().unique()}:
        return {"region": regions[place]}
    return {"city": as_known(rows["place"], wanted, "--place", names)}


def as_known(column: pd.Series[str], wanted: str, option: str, labels: Mapping[str, str]) -> str:
    """The value as the vacancies write it, whatever its case; an industry also by its name."""
    written = [*column.dropna().unique(), *(EXPERIENCE_BUCKETS if option == "--experience" else ())]
    known = {str(value).casefold(): str(value) for value in written}
    found = known.get(wanted.casefold()) or known.get(labels.get(wanted.casefold(), "").casefold())
    if found is None:
        also = [label for label, value in labels.items() if value.casefold() in known]
        raise UsageError(f"{option} {wanted}: no vacancy has it{near(wanted, known.values(), also)}")
    return found


def as_written(market: UnitMarket, where: Mapping[str, str]) -> dict[str, str]:
    """The values of another segment as this market's vacancies write them; raises UsageError for one nobody has."""
    return {
        column: as_known(market.frame[column], value, f"--{COLUMNS.get(column, column)}", {})
        for column, value in where.items()
    }


def near(wanted: str, known: Iterable[str], also: Iterable[str] = ()) -> str:
    """The end of a complaint: those that come near among the known and their other names, else some of the known."""
    known, plain = sorted(known), wanted.casefold().strip()
    words = {word.casefold(): word for word in (*also, *known)}
    close = [word for key, word in words.items() if len(plain) > 2 and plain in key]
    close += [words[key] for key in difflib.get_close_matches(plain, words, _NEAR, 0.6) if words[key] not in close]
    some = close[:_NEAR] or known[:_SOME]
    return f"; {'near' if close else 'there are, for example,'} {', '.join(some)}" if some else ""


def read_offer(text: str) -> tuple[float | None, float | None]:
    """`80000-120000`, `80000-`, `-120000` or `100000` as two ends; raises UsageError."""
    low, dash, high = (part.strip() for part in re.sub("[–—…]", "-", text).partition("-"))
    ends = [_amount(end) if end else None for end in (low, high)]
    if ends == [None, None] or any(end is not None and not end > 0 for end in ends):
        raise UsageError(f"--offer {text}: expected 80000-120000, 80000-, -120000 or 100000")
    return (ends[0], ends[1]) if dash else (ends[0], ends[0])


def _amount(text: str) -> float:
    """A figure with spaces or commas between thousands, or a comma before the cents; not a number is nan."""
    plain = re.sub(r"[\s_'’]", "", text)
    plain = re.sub(r",(\d{1,2})$", r".\1", plain).replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan
