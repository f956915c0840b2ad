"""The market of each unit made ready once, with the bands of its segments, for every mart that is computed of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.statistics.bands import LEVEL, bands_of, groups
from pipeline.statistics.estimates import PERCENTILES, SalaryBand
from pipeline.statistics.inputs import Ints, Postings, read_postings
from pipeline.statistics.pool import Pool
from pipeline.statistics.segments import segment_frame

if TYPE_CHECKING:
    from pipeline.statistics.coded import Codes

READS = (
    "vacancy_id", "employer", "place", "region", "experience", "industry", "language", "kind", "unit", "pay_low",
    "pay_high", "tax", "tax_view", "pay_scope", "period_assumed", "in_bands", "has_text", "asked",
)  # fmt: skip
"""What of mart.vacancy the statistics read: its other columns are texts, and never held in memory."""
SEGMENTS = (
    (),
    ("experience",),
    ("place",),
    ("industry",),
    ("experience", "place"),
    ("experience", "industry"),
    ("place", "industry"),
)
LEAST = 8
"""A segment of fewer vacancies is not listed at all, not even as suppressed (SPEC 3.9 would print counts only)."""
GRID = tuple(round(0.05 * step, 2) for step in range(2, 19))
"""P10, P15 … P90: what the printing rules do not allow of it is left out."""

_HIDDEN = ("absent", "negotiable")
_NAMES = {"place": "city"}


@dataclass(frozen=True, slots=True)
class Segment:
    """Vacancies of a market alike in what `where` tells, by their rows in it; bands at PERCENTILES and on the GRID."""

    where: dict[str, str]
    rows: Codes
    band: SalaryBand
    grid: SalaryBand


@dataclass(frozen=True)
class Market:
    """The vacancies of one unit (hidden pay with its language's usual one), and what they lend to small segments."""

    unit: str
    vacancies: pd.DataFrame  # of all markets: a copy of half of them would be as large
    inside: Ints  # which of them are its own
    postings: Postings
    pool: Pool

    def column(self, name: str) -> pd.Series:
        """A column of its vacancies."""
        return self.vacancies[name].iloc[self.inside]

    @property
    def tax_view(self) -> str | None:
        """The view its amounts stand in."""
        views = self.column("tax_view").dropna()
        return None if views.empty else str(views.iloc[0])

    @cached_property
    def segments(self) -> list[Segment]:
        """Its SEGMENTS of LEAST vacancies or more, named ones only: three marts read their bands."""
        found = []
        for by in SEGMENTS:
            for key, segment, rows in groups(self.postings, [_NAMES.get(name, name) for name in by]):
                if "" in key or len(segment) < LEAST:
                    continue
                alone = segment.alone(slice(None))
                band, grid = bands_of(alone, (PERCENTILES, GRID), LEVEL, True, self.pool)
                found.append(Segment(dict(zip(by, key, strict=True)), rows.astype(np.int32), band, grid))
        return found

    def band_id(self, where: dict[str, str]) -> str:
        """The name of a segment's band."""
        return "|".join([self.unit, *(f"{name}={value}" for name, value in where.items())])


def markets(vacancies: pd.DataFrame) -> list[Market]:
    """Return the market of each unit, by its name; `vacancies` as mart.vacancy."""
    units, plain = market_units(vacancies), vacancies.drop(columns="asked", errors="ignore")
    found = []
    for unit in sorted(units.dropna().unique()):
        inside = np.flatnonzero((units == unit).fillna(False))
        postings = read_postings(segment_frame(plain.iloc[inside]))
        found.append(Market(str(unit), vacancies, inside, postings, Pool(postings)))
    return found


def market_units(vacancies: pd.DataFrame) -> pd.Series[str]:
    """Return the unit of each vacancy's market: its own, or its language's usual one where pay is hidden."""
    banded = vacancies.loc[vacancies["in_bands"].astype(bool), ["language", "unit"]]
    usual: dict[Any, Any] = {}
    for language, rows in banded.groupby("language", sort=True):
        counts = rows["unit"].value_counts()
        usual[language] = min(counts[counts == counts.max()].index)
    hidden = vacancies["kind"].isin(_HIDDEN)
    return vacancies["unit"].where(~hidden, vacancies["language"].map(usual))
