"""From a segment too thin to print to the next wider one, every step named (SPEC 3.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.errors import UsageError
from pipeline.statistics.bands import PERCENTILES, SalaryBand, salary_band
from pipeline.statistics.pool import Pool, prepare_pool
from pipeline.statistics.printing import printable

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Bools

ORDER = ("experience", "city", "industry", "role")


def widened_band(
    market: pd.DataFrame,
    where: Mapping[str, str],
    percentiles: Sequence[float] = PERCENTILES,
    level: float = 0.90,
    allowance: bool = True,
    pool: Pool | None = None,
    regions: Mapping[str, str] | None = None,
) -> SalaryBand:
    """The band of a segment, or of the nearest wider one that may be printed; `.widened` names each step taken.

    `where`: column -> value for role, city, experience, industry and bool columns skill_* ("yes" or "no").
    `regions`: city -> region, a step between the city and the whole market. The result is the last band tried where
    none may be printed. Raises UsageError on a column the market does not have.
    """
    return widened_segment(market, where, percentiles, level, allowance, pool, regions)[0]


def widened_segment(
    market: pd.DataFrame,
    where: Mapping[str, str],
    percentiles: Sequence[float] = PERCENTILES,
    level: float = 0.90,
    allowance: bool = True,
    pool: Pool | None = None,
    regions: Mapping[str, str] | None = None,
    *,
    widen: bool = True,
) -> tuple[SalaryBand, Bools]:
    """`widened_band` with the rows of the market it stands on; without `widen` the segment itself, as thin as it is."""
    unknown = [name for name in where if name not in market.columns]
    if unknown:
        raise UsageError(f"segment: expected columns of the postings, found {', '.join(unknown)}")
    wider = pool or prepare_pool(market)
    steps: list[str] = []
    asked = dict(where)
    region: str | None = None
    while True:
        rows = _rows(market, asked, region, regions or {})
        band = salary_band(market[rows], percentiles, level, allowance, wider)
        if not widen or printable(band).method != "none":
            break
        name = next((name for name in ORDER if name in asked or (name == "city" and region)), None)
        if name is None:
            break
        if name == "city" and region is None and regions and asked["city"] in regions:
            region = regions[asked["city"]]
            steps.append(f"city {asked.pop('city')} → region {region}")
        elif name == "city" and region is not None:
            steps.append(f"region {region} → all places")
            region = None
        else:
            steps.append(f"{name} {asked.pop(name)} → all")
    return replace(band, widened=tuple(steps)), rows


def _rows(market: pd.DataFrame, asked: Mapping[str, str], region: str | None, regions: Mapping[str, str]) -> Bools:
    rows = np.ones(len(market), bool)
    for name, value in asked.items():
        column = market[name]
        if name.startswith("skill_"):
            rows &= column.astype("boolean").fillna(False).to_numpy(dtype=bool) == (str(value) in {"yes", "True"})
        else:
            rows &= (column == value).fillna(False).to_numpy(dtype=bool)
    if region is not None:
        rows &= (market["city"].map(dict(regions)) == region).to_numpy(dtype=bool)
    return rows
