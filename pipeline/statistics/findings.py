"""The market's further marts: what requirements go with, and percentile grids to place offers on.

`vacancies` is mart.vacancy, `concepts` raw.concept; frames in, frames out, as in `market`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from pipeline.statistics.markets import Market, markets
from pipeline.statistics.premiums import PREFIX, premiums_of
from pipeline.statistics.printing import printable
from pipeline.statistics.reliability import SUPPRESSED
from pipeline.statistics.segments import skill_columns
from pipeline.statistics.shares import droppings_of

_LABELS = ("label_en", "label_ru", "label_tr")
_TEXT, _COUNT, _NUMBER, _FLAG = "string", "Int64", "float64", "boolean"
_COUNTS = ("n_with", "n_without", "employers_with", "employers_without")
_NUMBERS = (
    "percent", "percent_low", "percent_high", "shrunk_percent", "raw_percent", "p_value", "effective_clusters",
    "without_share", "without_low", "without_high",
)  # fmt: skip
PREMIUM = {
    "unit": _TEXT, "concept": _TEXT, "merged": _TEXT, **dict.fromkeys((*_LABELS, "kind", "grp"), _TEXT),
    **dict.fromkeys(_NUMBERS, _NUMBER), "clear": _FLAG, **dict.fromkeys(_COUNTS, _COUNT), "reason": _TEXT,
}  # fmt: skip
POSITION = {
    **dict.fromkeys(("band_id", "segment_by", "place", "experience", "industry", "unit", "position"), _TEXT),
    **dict.fromkeys(("percentile", "value", "low", "high"), _NUMBER), "n": _COUNT, "employers": _COUNT,
    "grade": _TEXT, "method": _TEXT,
}  # fmt: skip


def tables(
    vacancies: pd.DataFrame, concepts: pd.DataFrame, of_units: Sequence[Market] | None = None
) -> dict[str, pd.DataFrame]:
    """Return mart.premium and mart.position; `of_units` are the vacancies' `markets`, made once."""
    ready = markets(vacancies) if of_units is None else of_units
    return {"mart.premium": premiums(vacancies, concepts, ready), "mart.position": positions(vacancies, ready)}


def premiums(vacancies: pd.DataFrame, concepts: pd.DataFrame, of_units: Sequence[Market] | None = None) -> pd.DataFrame:
    """Return mart.premium: a row a unit x required concept, priced beside all others, or with the reason why not.

    Percentages: 12.0 is 12 %. `without_share`: of comparable vacancies, those that do not require it. Only vacancies
    with a text count, for the others ask nothing.
    """
    known = {str(row["concept"]): row for row in concepts.to_dict("records")}
    rows: list[dict[str, Any]] = []
    for market in markets(vacancies) if of_units is None else of_units:
        inside, told = market.inside, np.flatnonzero(market.column("has_text").astype(bool))
        everyone, columns = market.postings.alone(told), skill_columns(vacancies[["asked"]].iloc[inside[told]], None)
        flags = {str(name).removeprefix(PREFIX): column.to_numpy() for name, column in columns.items()}
        found = premiums_of(everyone, flags) if len(everyone) else []
        names = [priced.requirement for priced in found if priced.log_effect is not None]
        left = dict(zip(names, droppings_of(everyone, (flags[name] for name in names)), strict=True))
        for priced in found:
            concept = known.get(priced.requirement, {})
            without = left.get(priced.requirement)
            row: dict[str, Any] = {"unit": market.unit, **priced.to_dict(), "concept": priced.requirement}
            row |= {"merged": ",".join(priced.merged) or None, "kind": concept.get("kind"), "grp": concept.get("group")}
            row |= {name: concept.get(name) or priced.requirement for name in _LABELS}
            share, low, high = without or (None, None, None)
            row |= {"without_share": share, "without_low": low, "without_high": high}
            rows.append({name: row[name] for name in PREMIUM})
    return pd.DataFrame(rows, columns=list(PREMIUM)).astype(PREMIUM)


def positions(vacancies: pd.DataFrame, of_units: Sequence[Market] | None = None) -> pd.DataFrame:
    """Return mart.position: a row a printable segment x unit x line x percentile from P10 to P90 in steps of five.

    An offer's place is read off by going between the rows; what the printing rules withhold has no row.
    """
    rows: list[dict[str, Any]] = []
    for market in markets(vacancies) if of_units is None else of_units:
        for segment in market.segments:
            if segment.grid.grade == SUPPRESSED:
                continue
            where = segment.where
            about = {
                "band_id": market.band_id(where),
                "unit": market.unit,
                "segment_by": "_".join(where) or "all",
                **where,
            }
            cells = printable(segment.grid).rows()
            rows += [cell | {"position": cell["line"]} | about | where for cell in cells if cell["value"] is not None]
    return pd.DataFrame(rows, columns=list(POSITION)).astype(POSITION)
