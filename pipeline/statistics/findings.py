"""The market's further marts: what requirements go with, and percentile grids to place offers on.

`vacancies` is mart.vacancy, `concepts` raw.concept; frames in, frames out, as in `market`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from pipeline.statistics.bands import LEVEL, band_of, groups
from pipeline.statistics.market import LEAST, SEGMENTS
from pipeline.statistics.markets import Market, market_units, markets
from pipeline.statistics.premiums import requirement_premiums
from pipeline.statistics.printing import printable
from pipeline.statistics.reliability import SUPPRESSED
from pipeline.statistics.segments import segment_frame
from pipeline.statistics.shares import droppings

GRID = tuple(round(0.05 * step, 2) for step in range(2, 19))
"""P10, P15 … P90: what the printing rules do not allow of it is left out."""

_NAMES = {"place": "city"}
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
    return {"mart.premium": premiums(vacancies, concepts), "mart.position": positions(vacancies, ready)}


def _markets(vacancies: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The vacancies of each unit, hidden pay with its language's usual unit."""
    units = market_units(vacancies)
    for unit in sorted(units.dropna().unique()):
        yield str(unit), vacancies[units == unit]


def premiums(vacancies: pd.DataFrame, concepts: pd.DataFrame) -> pd.DataFrame:
    """Return mart.premium: a row a unit x required concept, priced beside all others, or with the reason why not.

    Percentages: 12.0 is 12 %. `without_share`: of comparable vacancies, those that do not require it. Only vacancies
    with a text count, for the others ask nothing.
    """
    known = {str(row["concept"]): row for row in concepts.to_dict("records")}
    rows: list[dict[str, Any]] = []
    for unit, inside in _markets(vacancies):
        told = inside[inside["has_text"].astype(bool)]
        frame = segment_frame(told, None)
        found = requirement_premiums(frame) if len(frame) else []
        names = [priced.requirement for priced in found if priced.log_effect is not None]
        left = dict(zip(names, droppings(frame, names), strict=True))
        for priced in found:
            concept = known.get(priced.requirement, {})
            without = left.get(priced.requirement)
            row: dict[str, Any] = {"unit": unit, **priced.to_dict(), "concept": priced.requirement}
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
        for by in SEGMENTS:
            for key, segment, _ in groups(market.postings, [_NAMES.get(n, n) for n in by]):
                if "" in key or len(segment) < LEAST:
                    continue
                shown = printable(band_of(segment, GRID, LEVEL, True, market.pool))
                if shown.grade == SUPPRESSED:
                    continue
                named = dict(zip(by, key, strict=True))
                band_id = "|".join([market.unit, *(f"{n}={v}" for n, v in named.items())])
                about = {"band_id": band_id, "unit": market.unit, "segment_by": "_".join(by) or "all", **named}
                rows += [
                    cell | {"position": cell["line"]} | about for cell in shown.rows() if cell["value"] is not None
                ]
    return pd.DataFrame(rows, columns=list(POSITION)).astype(POSITION)
