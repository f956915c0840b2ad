"""The market of each unit made ready once, for every mart that is computed of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from pipeline.statistics.inputs import Factor, Postings, read_postings
from pipeline.statistics.pool import Pool
from pipeline.statistics.segments import segment_frame

READS = (
    "vacancy_id", "employer", "place", "region", "experience", "industry", "language", "kind", "unit", "pay_low",
    "pay_high", "tax", "tax_view", "pay_scope", "period_assumed", "in_bands", "has_text", "asked",
)  # fmt: skip
"""What of mart.vacancy the statistics read: its other columns are texts, and never held in memory."""
_HIDDEN = ("absent", "negotiable")


@dataclass(frozen=True, slots=True)
class Market:
    """The vacancies of one unit (hidden pay with its language's usual one), and what they lend to small segments."""

    unit: str
    rows: pd.DataFrame
    postings: Postings
    pool: Pool

    @property
    def tax_view(self) -> str | None:
        """The view its amounts stand in."""
        views = self.rows["tax_view"].dropna()
        return None if views.empty else str(views.iloc[0])

    @property
    def untaxed(self) -> Postings:
        """Its postings without what they say of tax, and of no role."""
        nobody = np.zeros(len(self.postings), bool)
        role = Factor(np.zeros(len(self.postings), np.intp), ("",))
        return replace(self.postings, role=role, tax=None, tax_unknown=nobody)


def markets(vacancies: pd.DataFrame) -> list[Market]:
    """Return the market of each unit, by its name; `vacancies` as mart.vacancy."""
    units = market_units(vacancies)
    found = []
    for unit in sorted(units.dropna().unique()):
        rows = vacancies[units == unit]
        postings = read_postings(segment_frame(rows))
        found.append(Market(str(unit), rows, postings, Pool(postings)))
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
