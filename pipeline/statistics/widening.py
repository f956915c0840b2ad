"""From a segment too thin to print to the next wider one, every step named (SPEC 3.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.errors import UsageError
from pipeline.statistics.bands import salary_band
from pipeline.statistics.estimates import PERCENTILES, SalaryBand
from pipeline.statistics.pool import Pool, prepare_pool
from pipeline.statistics.reliability import SUPPRESSED

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Bools

ORDER = ("experience", "city", "region", "industry", "role")
_ALL = {"city": "all places", "region": "all places"}


def widened_band(market: pd.DataFrame, where: Mapping[str, str], **options: Any) -> SalaryBand:
    """The band of a segment, or of the nearest wider one that may be printed; `.widened` names each step taken.

    Takes what `widened_segment` takes, and gives its band alone.
    """
    return widened_segment(market, where, **options)[0]


def widened_segment(
    market: pd.DataFrame,
    where: Mapping[str, str],
    percentiles: Sequence[float] = PERCENTILES,
    level: float = 0.90,
    allowance: bool = True,
    pool: Pool | None = None,
    *,
    widen: bool = True,
) -> tuple[SalaryBand, Bools]:
    """The band of a segment or of the nearest wider one that may be printed, with the rows of the market it stands on.

    `where`: column -> value for role, city, experience, industry and bool columns skill_* ("yes" or "no"). Steps:
    all experience, the city's region (column region of the market, where it has one), all places, all industries, all
    roles. Without `widen` the segment itself, as thin as it is; where none may be printed, the last one tried.
    Raises UsageError on a column the market does not have.
    """
    unknown = [name for name in where if name not in market.columns]
    if unknown:
        raise UsageError(f"segment: expected columns of the postings, found {', '.join(unknown)}")
    wider = pool or prepare_pool(market)
    steps: list[str] = []
    asked = dict(where)
    while True:
        rows = _rows(market, asked)
        band = salary_band(market[rows], percentiles, level, allowance, wider)
        if not widen or band.grade != SUPPRESSED:
            break
        name = next((name for name in ORDER if name in asked), None)
        if name is None:
            break
        value = asked.pop(name)
        region = _region(market, value) if name == "city" else None
        if region is not None:
            asked["region"] = region
        steps.append(f"{name} {value} → {f'region {region}' if region else _ALL.get(name, 'all')}")
    return replace(band, widened=tuple(steps)), rows


def _region(market: pd.DataFrame, city: str) -> str | None:
    """The region of a city; None where the market knows none, or has no other place in it."""
    if "region" not in market.columns:
        return None
    there = market["city"] == city
    named = market.loc[there, "region"].dropna()
    if named.empty or not ((market["region"] == named.iloc[0]) & ~there).any():
        return None
    return str(named.iloc[0])


def _rows(market: pd.DataFrame, asked: Mapping[str, str]) -> Bools:
    rows = np.ones(len(market), bool)
    for name, value in asked.items():
        column = market[name]
        if name.startswith("skill_"):
            rows &= column.astype("boolean").fillna(False).to_numpy(dtype=bool) == (str(value) in {"yes", "True"})
        else:
            rows &= (column == value).fillna(False).to_numpy(dtype=bool)
    return rows
