"""The market's further marts: what requirements go with, percentile grids to place offers on, change between runs.

`vacancies` is mart.vacancy, `concepts` raw.concept, `market` mart.market; frames in, frames out, as in `market`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.statistics.bands import salary_bands
from pipeline.statistics.change import CausedChange, change_by_cause
from pipeline.statistics.market import LEAST, SEGMENTS, market_units
from pipeline.statistics.pool import prepare_pool
from pipeline.statistics.premiums import requirement_premiums
from pipeline.statistics.printing import printable
from pipeline.statistics.reliability import SUPPRESSED
from pipeline.statistics.segments import segment_frame
from pipeline.statistics.shares import dropping

GRID = tuple(round(0.05 * step, 2) for step in range(2, 19))
"""P10, P15 … P90: what the printing rules do not allow of it is left out."""

_NAMES = {"place": "city"}
_LABELS = ("label_en", "label_ru", "label_tr")
_CONTROLS_PER_POSTINGS = 30
_TEXT, _COUNT, _NUMBER, _FLAG = "string", "Int64", "float64", "boolean"
_DAY = "date32[day][pyarrow]"
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
CHANGE = {
    "unit": _TEXT, "base_on": _DAY, "new_on": _DAY,
    **dict.fromkeys(
        ("percent", "percent_low", "percent_high", "smallest_visible_change", "raw_percent", "mix_percent",
         "reading_percent"), _NUMBER,
    ),
    "verdict": _TEXT,
    **dict.fromkeys(("n_base", "n_new", "employers_base", "employers_new", "vacancies_base", "reread"), _COUNT),
    "reason": _TEXT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Previous:
    """What the run before this one published, as it was recorded: its mart.vacancy, mart.market and mart.change."""

    vacancies: pd.DataFrame
    market: pd.DataFrame
    change: pd.DataFrame


def tables(
    vacancies: pd.DataFrame,
    concepts: pd.DataFrame,
    market: pd.DataFrame,
    previous: Sequence[pd.DataFrame] | None = None,
) -> dict[str, pd.DataFrame]:
    """Return mart.premium, mart.position, mart.change; `previous` as the fields of Previous, None for a first run."""
    return {
        "mart.premium": premiums(vacancies, concepts),
        "mart.position": positions(vacancies),
        "mart.change": changes(vacancies, market, Previous(*previous) if previous else None),
    }


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
        for priced in requirement_premiums(frame) if len(frame) else ():
            concept = known.get(priced.requirement, {})
            without = dropping(frame, priced.requirement) if priced.log_effect is not None else None
            row: dict[str, Any] = {"unit": unit, **priced.to_dict(), "concept": priced.requirement}
            row |= {"merged": ",".join(priced.merged) or None, "kind": concept.get("kind"), "grp": concept.get("group")}
            row |= {name: concept.get(name) or priced.requirement for name in _LABELS}
            share, low, high = without or (None, None, None)
            row |= {"without_share": share, "without_low": low, "without_high": high}
            rows.append({name: row[name] for name in PREMIUM})
    return pd.DataFrame(rows, columns=list(PREMIUM)).astype(PREMIUM)


def positions(vacancies: pd.DataFrame) -> pd.DataFrame:
    """Return mart.position: a row a printable segment x unit x line x percentile from P10 to P90 in steps of five.

    An offer's place is read off by going between the rows; what the printing rules withhold has no row.
    """
    rows: list[dict[str, Any]] = []
    for unit, inside in _markets(vacancies):
        frame = segment_frame(inside)
        pool = prepare_pool(frame)
        for by in SEGMENTS:
            for key, band in salary_bands(frame, [_NAMES.get(n, n) for n in by], GRID, pool=pool).items():
                shown = printable(band)
                if "" in key or band.postings < LEAST or shown.grade == SUPPRESSED:
                    continue
                named = dict(zip(by, key, strict=True))
                band_id = "|".join([unit, *(f"{n}={v}" for n, v in named.items())])
                about = {"band_id": band_id, "unit": unit, "segment_by": "_".join(by) or "all", **named}
                cells = shown.to_frame().rename(columns={"line": "position"})
                cells = cells[cells["value"].notna()]
                rows += [{str(k): v for k, v in cell.items()} | about for cell in cells.to_dict("records")]
    return pd.DataFrame(rows, columns=list(POSITION)).astype(POSITION)


def changes(vacancies: pd.DataFrame, market: pd.DataFrame, previous: Previous | None) -> pd.DataFrame:
    """Return mart.change: a row a unit against the run before; empty where there was none.

    Its old vacancies are taken as they are read today where they are still there (`reread` counts them), so that a
    change of words or code shows as `reading_percent` and not as the market's. A run of the very same vacancies is no
    new run: the change it was told last time stands.
    """
    if previous is None or previous.vacancies.empty or previous.market.empty:
        return pd.DataFrame(columns=list(CHANGE)).astype(CHANGE)
    if _same(vacancies, previous.vacancies):
        return previous.change.reindex(columns=list(CHANGE)).astype(CHANGE)
    base_on, new_on = previous.market["today"].iloc[0], market["today"].iloc[0]
    invented = [bool(frame["sample"].iloc[0]) for frame in (previous.market, market)]
    before = dict(_markets(previous.vacancies))
    rows = []
    for unit, inside in _markets(vacancies):
        row: dict[str, Any] = {"unit": unit, "base_on": _day(base_on), "new_on": _day(new_on)}
        if invented[0] != invented[1]:
            rows.append(row | {"verdict": "cannot say", "reason": "one of the two runs read the invented sample"})
        elif unit not in before:
            rows.append(row | {"verdict": "cannot say", "reason": f"the run before had no pay in {unit}"})
        else:
            rows.append(row | _compare(before[unit], inside))
    return pd.DataFrame(rows, columns=list(CHANGE)).astype(CHANGE)


def _same(now: pd.DataFrame, before: pd.DataFrame) -> bool:
    names = ["vacancy_id", "pay_low", "pay_high", "experience", "place", "industry", "employer"]
    if len(now) != len(before) or not set(names) <= set(before.columns):
        return False
    pairs = ((now[name].reset_index(drop=True), before[name].reset_index(drop=True)) for name in names)
    return all(bool(((a == b) | (a.isna() & b.isna())).fillna(False).all()) for a, b in pairs)


def _compare(recorded: pd.DataFrame, current: pd.DataFrame) -> dict[str, Any]:
    reread = current[current["vacancy_id"].isin(recorded["vacancy_id"])]
    still = recorded["vacancy_id"].isin(reread["vacancy_id"])
    old = pd.concat([reread, recorded[~still]], ignore_index=True)
    concepts = _controls(current, old)
    frames = [segment_frame(f, concepts).drop(columns="tax") for f in (recorded[still], reread, old, current)]
    reading = change_by_cause(frames[0], frames[1], frames[3]) if len(reread) else None
    caused: CausedChange = change_by_cause(frames[2], frames[2], frames[3])
    found = caused.market
    return {
        **{name: getattr(found, name) for name in CHANGE if hasattr(found, name)},
        "reading_percent": reading.reading_percent if reading and found.reason is None else None,
        "n_base": found.n[0], "n_new": found.n[1], "employers_base": found.employers[0],
        "employers_new": found.employers[1], "vacancies_base": len(recorded), "reread": len(reread),
    }  # fmt: skip


def _controls(*frames: pd.DataFrame) -> list[str]:
    """The requirements held equal: the commonest, one for every thirty vacancies that show pay."""
    asked = pd.concat([frame.loc[frame["in_bands"].astype(bool), "asked"] for frame in frames])
    counts = asked.explode().dropna().value_counts()
    ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return sorted(str(name) for name, _ in ranked[: max(5, len(asked) // _CONTROLS_PER_POSTINGS)])


def _day(moment: Any) -> Any:
    return None if pd.isna(moment) else pd.Timestamp(moment).date()
