"""How pay moved over the runs: mart.change against the last one, mart.pay_index over the last twelve (SPEC 5).

`vacancies` is today's mart.vacancy in the columns of the record, `Earlier` what the runs before recorded. What is still
there is taken as it is read today, so that new words or code show as `reading_percent` and not as the market's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pipeline.statistics.change import RUNS_KEPT, pay_change, pay_index, reading_percent
from pipeline.statistics.markets import market_units
from pipeline.statistics.segments import asked_codes, segment_frame

_CONTROLS_PER_POSTINGS = 30
_TEXT, _COUNT, _NUMBER, _FLAG = "string", "Int64", "float64", "boolean"
_DAY = "date32[day][pyarrow]"
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
INDEX = {
    "unit": _TEXT, "run_on": _DAY, "base_on": _DAY,
    **dict.fromkeys(("index", "index_low", "index_high", "index_before", "revision"), _NUMBER),
    **dict.fromkeys(("raw_percent", "mix_percent"), _NUMBER),
    "verdict": _TEXT, "n": _COUNT, "employers": _COUNT, "is_now": _FLAG, "reason": _TEXT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Earlier:
    """The vacancies of earlier runs with the numbers of the runs they `came` and were `gone` in; each run's day."""

    vacancies: pd.DataFrame
    days: Sequence[date | None]

    def members(self, run: int) -> pd.DataFrame:
        """The vacancies that run saw."""
        rows = self.vacancies
        there = (rows["came"] <= run) & (rows["gone"].isna() | (rows["gone"] > run))
        return rows if there.all() else rows[there]


def tables(vacancies: pd.DataFrame, today: date | None, earlier: Earlier) -> dict[str, pd.DataFrame]:
    """Return mart.change and mart.pay_index; both are empty for a first run."""
    vacancies, earlier = _coded(vacancies, earlier)
    before = _before(vacancies, earlier)
    return {
        "mart.change": _typed(_changes(vacancies, today, before), CHANGE),
        "mart.pay_index": _typed(_indices(vacancies, today, before), INDEX),
    }


def _coded(now: pd.DataFrame, earlier: Earlier) -> tuple[pd.DataFrame, Earlier]:
    """Both with numbers for ids and codes for what only tells vacancies apart: they are compared again and again."""
    told, coded, size = [now, earlier.vacancies], dict[str, Any](), len(now)
    if not earlier.days:
        return now, earlier
    for name in ("vacancy_id", "employer", "place", "experience", "industry"):
        codes, known = pd.factorize(pd.concat([frame[name] for frame in told]))
        coded[name] = codes if name == "vacancy_id" else pd.Categorical.from_codes(codes, known)
    now, before = (
        frame.assign(**{name: values[rows] for name, values in coded.items()})
        for frame, rows in zip(told, (slice(size), slice(size, None)), strict=True)
    )
    return now, Earlier(before, earlier.days)


def _before(now: pd.DataFrame, earlier: Earlier) -> Earlier:
    """The runs to compare with: a run of the very same vacancies is the last one again, not a new one."""
    last = len(earlier.days) - 1
    if last < 0:
        return earlier
    then, ids = earlier.members(last)["vacancy_id"], now["vacancy_id"]
    if not (then.isin(ids).all() and ids.isin(then).all()):
        return earlier
    rows = earlier.vacancies
    kept = rows[rows["came"] < last]
    return Earlier(kept.assign(gone=kept["gone"].where(kept["gone"] < last)), earlier.days[:last])


def _changes(now: pd.DataFrame, today: date | None, earlier: Earlier) -> Iterator[dict[str, Any]]:
    """A row a unit against the last run."""
    if not earlier.days:
        return
    before = earlier.members(len(earlier.days) - 1)
    units = market_units(before)
    for unit, inside in _markets(now):
        row: dict[str, Any] = {"unit": unit, "base_on": earlier.days[-1], "new_on": today}
        there = (units == unit).fillna(False).astype(bool)
        if not there.any():
            yield row | {"verdict": "cannot say", "reason": f"the run before had no pay in {unit}"}
        else:
            yield row | _compare(before[there], inside)


def _compare(recorded: pd.DataFrame, current: pd.DataFrame) -> dict[str, Any]:
    recorded = _alike(recorded, current)
    reread = current[current["vacancy_id"].isin(recorded["vacancy_id"])]
    old = _reread(recorded, current)
    still = recorded["vacancy_id"].isin(reread["vacancy_id"])
    concepts = _controls(current, old)
    found = pay_change(pd.concat([_frame(old, concepts).assign(run=0), _frame(current, concepts).assign(run=1)]))
    told = len(reread) and found.reason is None
    reading = reading_percent(_frame(recorded[still], ()), _frame(reread, ())) if told else None
    return {
        **{name: getattr(found, name) for name in CHANGE if hasattr(found, name)},
        "reading_percent": reading,
        "n_base": found.n[0], "n_new": found.n[1], "employers_base": found.employers[0],
        "employers_new": found.employers[1], "vacancies_base": len(recorded), "reread": len(reread),
    }  # fmt: skip


def _indices(now: pd.DataFrame, today: date | None, earlier: Earlier) -> Iterator[dict[str, Any]]:
    """A row a unit and run: the index with the first of the last twelve runs at 100, restated by each new run.

    `index_before` is what the same point was before this run's vacancies were known, `revision` the difference.
    """
    last = len(earlier.days)
    if not last:
        return
    first = max(0, last + 1 - RUNS_KEPT)
    days = [*earlier.days, today]
    for unit, current in _markets(now):
        runs = [earlier.members(first).assign(run=first)]
        runs += [earlier.vacancies[earlier.vacancies["came"] == run].assign(run=run) for run in range(first + 1, last)]
        recorded = pd.concat(runs)
        recorded = _alike(recorded[market_units(recorded) == unit], current)
        old = _reread(recorded, current, "run")
        both = pd.concat([old, current.assign(run=last)], ignore_index=True)
        if both["run"].nunique() < 2:
            continue
        frame = _frame(both, _controls(both)).assign(run=both["run"])
        told = {change.run: change.index for change in pay_index(frame[frame["run"] < last])}
        for change in pay_index(frame):
            was = told.get(change.run)
            yield {
                "unit": unit, "run_on": days[int(change.run)], "base_on": days[int(change.base)], "index": change.index,
                "index_low": None if change.percent_low is None else 100 + change.percent_low,
                "index_high": None if change.percent_high is None else 100 + change.percent_high,
                "index_before": was, "revision": None if was is None or change.index is None else change.index - was,
                "raw_percent": change.raw_percent, "mix_percent": change.mix_percent,
                "verdict": "base" if change.run == change.base else change.verdict,
                "n": change.n[1], "employers": change.employers[1], "is_now": int(change.run) == last,
                "reason": change.reason,
            }  # fmt: skip


def _markets(vacancies: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The vacancies of each unit, hidden pay with its language's usual unit."""
    units = market_units(vacancies)
    for unit in sorted(units.dropna().unique()):
        yield str(unit), vacancies[units == unit]


def _alike(recorded: pd.DataFrame, current: pd.DataFrame) -> pd.DataFrame:
    """Recorded vacancies but those whose amounts stand in another tax view than today's and cannot be read again."""
    views = set(current.loc[current["in_bands"].astype(bool), "tax_view"].dropna())
    readable = recorded["vacancy_id"].isin(current["vacancy_id"]) | ~_in_bands(recorded)
    return recorded[readable | recorded["tax_view"].isin(views)]


def _in_bands(vacancies: pd.DataFrame) -> pd.Series:
    """Whose pay stands in the bands; a recorded row that does not say is not among them."""
    return vacancies["in_bands"].astype("boolean").fillna(False).astype(bool)


def _reread(recorded: pd.DataFrame, current: pd.DataFrame, *kept: str) -> pd.DataFrame:
    """The recorded vacancies as they are read today where they still are there; `kept` columns stay the record's."""
    rows = current[current["vacancy_id"].isin(recorded["vacancy_id"])]
    if kept:
        rows = rows.merge(recorded[["vacancy_id", *kept]], on="vacancy_id")
    gone = recorded[~recorded["vacancy_id"].isin(rows["vacancy_id"])]
    # pandas 2 warns where an empty column of one kind meets a full one of another
    return pd.concat([rows, gone.astype({"asked": rows["asked"].dtype})], ignore_index=True)


def _frame(vacancies: pd.DataFrame, concepts: Sequence[str]) -> pd.DataFrame:
    return segment_frame(vacancies, concepts).drop(columns="tax")


def _controls(*frames: pd.DataFrame) -> list[str]:
    """The requirements held equal: the commonest, one for every thirty vacancies that show pay."""
    banded, counts = 0, Counter[str]()
    for frame in frames:
        rows = frame.loc[_in_bands(frame), ["asked"]]
        banded += len(rows)
        _, codes, names = asked_codes(rows)
        counts.update(dict(zip(names, np.bincount(codes, minlength=len(names)).tolist(), strict=True)))
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    return sorted(ranked[: max(5, banded // _CONTROLS_PER_POSTINGS)])


def _typed(rows: Iterator[dict[str, Any]], columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns)).astype(columns)
