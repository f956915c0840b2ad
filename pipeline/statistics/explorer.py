"""The explorer's grid: every printable cell of place x experience x industry x up to two of the commonest requirements.

What the report shows without a server is computed here beforehand, by the very functions that `vacancies band` and
`vacancies position` call, so that page and command say the same. Frames in, frames out, as in `market`.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.statistics.asked import NOT_ASKED
from pipeline.statistics.bands import band_of, is_small
from pipeline.statistics.estimates import LINES, PERCENTILES
from pipeline.statistics.markets import LEAST, Market, markets
from pipeline.statistics.order import distinct
from pipeline.statistics.pool import Pool
from pipeline.statistics.position import _ALLOWANCE, _ALLOWANCE_FROM, _worded
from pipeline.statistics.premiums import PREFIX
from pipeline.statistics.printing import PrintedBand, printable
from pipeline.statistics.quantiles import Sample, make_sample, share_limits, t_quantile
from pipeline.statistics.segments import asked_codes, skill_columns
from pipeline.statistics.weights import employer_weights, post_stratified

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Bools, Factor, Floats, Ints, Postings

COMMONEST, AT_ONCE = 12, 2
MOST_CELLS, MOST_PLACES, MOST_POINTS = 800, 20, 160
_LEVEL = 0.90
_FRAME = {"place": "city", "experience": "experience", "industry": "industry"}
_TEXT, _COUNT, _NUMBER, _FLAG = "string", "Int64", "float64", "boolean"
_CELL = dict.fromkeys(("cell_id", "unit", "tax_view", *_FRAME, "requires"), _TEXT)
EXPLORER = {
    **_CELL, "position": _TEXT, **dict.fromkeys(("percentile", "value", "low", "high"), _NUMBER),
    "n": _COUNT, "employers": _COUNT, "grade": _TEXT, "method": _TEXT,
    "hidden_10": _NUMBER, "hidden_20": _NUMBER,
}  # fmt: skip
OFFER = {
    "cell_id": _TEXT, "position": _TEXT, "amount": _NUMBER, "above": _FLAG,
    **dict.fromkeys(("percentile", "low", "high"), _NUMBER), "words": _TEXT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Cell:
    where: dict[str, str]
    requires: tuple[str, ...]


class _Marks:
    """Which vacancies of a market show pay, ask a requirement, and are of a place, an experience, an industry."""

    def __init__(self, market: Market, skills: pd.DataFrame) -> None:
        self.shown: Bools = (market.column("pay_low").notna() | market.column("pay_high").notna()).to_numpy()
        flags = {str(name).removeprefix(PREFIX): column.to_numpy(dtype=bool) for name, column in skills.items()}
        self.flags: dict[str, Bools] = {name: everyone[market.inside] for name, everyone in flags.items()}
        self.postings = market.postings
        factors = {name: getattr(self.postings, column) for name, column in _FRAME.items()}
        self.values = {name: _values(factor, self.shown, name) for name, factor in factors.items()}
        self.codes = {name: _ranks(factor, self.values[name]) for name, factor in factors.items()}

    def alone(self, cell: _Cell) -> Postings:
        """The vacancies of a cell: made when they are needed, for there are hundreds of cells."""
        marks = [self.flags[name] for name in cell.requires]
        marks += [self.codes[name] == self.values[name].index(value) for name, value in cell.where.items()]
        rows = np.logical_and.reduce(marks) if marks else np.ones(len(self.shown), bool)
        return self.postings.alone(np.flatnonzero(rows))

    def counted(self, names: tuple[str, ...], requires: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
        """How many vacancies that show pay ask all of `requires` at LEAST, by their values of `names`."""
        rows = np.flatnonzero(np.logical_and.reduce([self.shown, *(self.flags[name] for name in requires)]))
        code, sizes = np.zeros(rows.size, np.intp), [len(self.values[name]) for name in names]
        for name, size in zip(names, sizes, strict=True):
            own = self.codes[name][rows]
            code = np.where((own < 0) | (code < 0), -1, code * size + own)
        counts = np.bincount(code + 1, minlength=math.prod(sizes) + 1)[1:]  # the first: no cell's
        for place in np.flatnonzero(counts >= LEAST):
            at = np.unravel_index(place, sizes) if sizes else ()
            yield int(counts[place]), {name: self.values[name][i] for name, i in zip(names, at, strict=True)}


def tables(
    vacancies: pd.DataFrame, concepts: pd.DataFrame, of_units: Sequence[Market] | None = None
) -> dict[str, pd.DataFrame]:
    """Return mart.explorer (a row a printable cell x position x percentile) and mart.offer (a row a step of a place).

    mart.offer: on the amount itself (`above` false) or above it up to the next row's amount, an offer's end stands at
    `percentile` of that line with its interval, or at `words` where the interval is too wide; shares rounded to whole
    hundredths, only for cells of one dimension. At most MOST_CELLS cells a market: fewer dimensions first, then more
    vacancies. `of_units` are the vacancies' `markets`, made once.
    """
    asked = commonest(vacancies, concepts)
    ready = markets(vacancies) if of_units is None else of_units
    sizes = [int(market.column("in_bands").astype(bool).sum()) for market in ready]
    skills = skill_columns(vacancies, asked)
    bands: list[dict[str, Any]] = []
    offers: list[dict[str, Any]] = []
    for market, size in zip(ready, sizes, strict=True):
        unit = market.unit
        about = {"unit": unit, "tax_view": market.tax_view}
        banded = {frozenset(segment.where.items()): segment.band for segment in market.segments}
        room = MOST_CELLS * size // max(sum(sizes), 1)
        marks = _Marks(market, skills)
        for cell in itertools.islice(_cells(marks, asked), room):
            band = None if cell.requires else banded.get(frozenset(cell.where.items()))
            printed = printable(band or band_of(marks.alone(cell), PERCENTILES, _LEVEL, True, market.pool))
            if printed.method == "none":
                continue
            named = about | {
                "cell_id": cell_id(unit, cell.where, cell.requires),
                **dict.fromkeys(_FRAME), **cell.where, "requires": ",".join(cell.requires) or None,
            }  # fmt: skip
            bands += _rows(named, printed)
            if len(cell.where) + len(cell.requires) <= 1:
                offers += _places(named["cell_id"], marks.alone(cell), market.pool)
    return {
        "mart.explorer": pd.DataFrame(bands, columns=list(EXPLORER)).astype(EXPLORER),
        "mart.offer": pd.DataFrame(offers, columns=list(OFFER)).astype(OFFER),
    }


def cell_id(unit: str, where: dict[str, str], requires: tuple[str, ...]) -> str:
    """Name a cell: its unit, then what narrows it, in a fixed order."""
    parts = [f"{name}={where[name]}" for name in _FRAME if name in where]
    return "|".join([unit, *parts, *(f"requires={name}" for name in requires)])


def commonest(vacancies: pd.DataFrame, concepts: pd.DataFrame) -> list[str]:
    """Return the requirements most vacancies ask for, most first; what the role does or gives is none."""
    kinds = dict(zip(concepts["concept"], concepts["kind"], strict=True))
    _, codes, names = asked_codes(vacancies)
    ranked = sorted(zip((-np.bincount(codes, minlength=len(names))).tolist(), names, strict=True))
    return [name for _, name in ranked if kinds.get(name) not in NOT_ASKED][:COMMONEST]


def _cells(marks: _Marks, asked: list[str]) -> Iterator[_Cell]:
    """Cells that may be printed at all, fewer dimensions first, then more vacancies that show pay."""
    for depth in range(len(_FRAME) + AT_ONCE + 1):
        found: list[tuple[int, str, _Cell]] = []
        for take in range(min(depth, AT_ONCE) + 1):
            for names in itertools.combinations(_FRAME, depth - take):
                for requires in itertools.combinations(asked, take):
                    found += _of(names, requires, marks)
        yield from (cell for _, _, cell in sorted(found, key=lambda item: item[:2]))


def _of(
    names: tuple[str, ...],
    requires: tuple[str, ...],
    marks: _Marks,
) -> Iterator[tuple[int, str, _Cell]]:
    requires = tuple(sorted(requires))
    for n, where in marks.counted(names, requires):
        yield -n, cell_id("", where, requires), _Cell(where, requires)


def _values(factor: Factor, shown: Bools, name: str) -> list[str]:
    """The labels that cells are made of."""
    counts = np.bincount(factor.codes[shown], minlength=len(factor.labels)).tolist()
    known = [(-n, label) for n, label in zip(counts, factor.labels, strict=True) if label]
    ranked = sorted(place for place in known if -place[0] >= LEAST)
    most = MOST_PLACES if name == "place" else len(ranked)
    return [label for _, label in ranked[:most]]


def _ranks(factor: Factor, labels: list[str]) -> Ints:
    """For each row the place of its label among `labels`, -1 where it is none of them."""
    place = {label: rank for rank, label in enumerate(labels)}
    return np.array([place.get(label, -1) for label in factor.labels], np.intp)[factor.codes]


def _rows(named: dict[str, Any], printed: PrintedBand) -> list[dict[str, Any]]:
    about = named | {
        "n": printed.n, "employers": printed.employers, "grade": printed.grade, "method": printed.method,
        "hidden_10": printed.hidden_pay.get(0.10), "hidden_20": printed.hidden_pay.get(0.20),
    }  # fmt: skip
    return [
        about | {"position": line, "percentile": share, "value": cell.value, "low": cell.low, "high": cell.high}
        for line in LINES
        for share, cell in getattr(printed, line).items()
        if cell.value is not None or cell.low is not None or cell.high is not None
    ]


def _places(name: str, segment: Postings, pool: Pool) -> list[dict[str, Any]]:
    """The steps of each line: what `offer_position` says of any amount, beforehand."""
    shown = segment.take(segment.shown)
    n, employers = round(shown.weight.sum()), distinct(shown.cluster[shown.named])
    completion = pool.completion(shown)
    rows: list[dict[str, Any]] = []
    if is_small(n, employers, distinct(shown.cluster)) and pool.pooled is not None:
        lines = completion.complete(segment)
        for place, line in enumerate(LINES):
            estimate = pool.pooled.estimate(segment, lines, np.array([0.5]), _LEVEL, place)
            reach = t_quantile(_LEVEL, estimate.df) * estimate.location_error
            values = np.unique(estimate.mixture)
            rows += _steps(line, values[_even(len(values))], lambda at, m=estimate.mixture, r=reach: _mixed(m, at, r))
    else:
        weights, _ = employer_weights(shown.weight, shown.cluster)
        weights = post_stratified(weights, segment)
        extra = _ALLOWANCE if n >= _ALLOWANCE_FROM else 0.0
        for line, values in zip(LINES, completion.complete(shown), strict=True):
            sample = make_sample(values, weights, shown.cluster)
            rows += _steps(line, sample.values, lambda at, s=sample: _direct(s, at, extra))
    return [row | {"cell_id": name} for row in rows]


def _mixed(mixture: Floats, at: Floats, reach: float) -> list[tuple[float, float, float]]:
    ordered = np.sort(mixture)

    def share(amounts: Floats) -> Floats:
        sides = [np.searchsorted(ordered, amounts, side) for side in ("left", "right")]
        return np.asarray((sides[0] + sides[1]) / 2 / ordered.size, float)

    return list(zip(share(at).tolist(), share(at - reach).tolist(), share(at + reach).tolist(), strict=True))


def _direct(sample: Sample, at: Floats, extra: float) -> list[tuple[float, float, float]]:
    shares = sample.shares_below(at)
    lower, upper, _ = share_limits(sample, at, shares, _LEVEL)
    low = np.where(shares <= 0, 0.0, np.minimum(lower, shares))
    high = np.where(shares >= 1, 1.0, np.maximum(upper, shares))
    limits = np.maximum(low - extra, 0.0), np.minimum(high + extra, 1.0)
    return list(zip(shares.tolist(), *(side.tolist() for side in limits), strict=True))


def _steps(line: str, values: Floats, limits: Any) -> list[dict[str, Any]]:
    """Rows for amounts at and between the values that matter; neighbours that say the same are one."""
    points = _points(values)
    between = np.concatenate([[points[0] - 1.0], (points[:-1] + points[1:]) / 2, [points[-1] + 1.0]])
    at = np.empty(2 * len(points) + 1)
    at[0::2], at[1::2] = between, points
    rows: list[dict[str, Any]] = []
    for number, place in enumerate(_worded(*found) for found in limits(at)):
        wide = place.words is not None
        told = {
            "percentile": None if wide or place.percentile is None else round(place.percentile, 2),
            "low": None if wide or place.low is None else round(place.low, 2),
            "high": None if wide or place.high is None else round(place.high, 2),
            "words": place.words,
        }  # fmt: skip
        if rows and all(rows[-1][key] == value for key, value in told.items()):
            continue
        amount = 0.0 if number == 0 else float(np.exp(points[(number - 1) // 2]))
        rows.append({"position": line, "amount": amount, "above": number % 2 == 0} | told)
    return rows


def _points(values: Floats) -> Floats:
    """All distinct values, or where there are many those that many share and evenly spread others."""
    known, counts = np.unique(values, return_counts=True)
    if len(known) <= MOST_POINTS:
        return np.asarray(known, float)
    heavy = known[counts >= max(2.0, len(values) / 200)]
    return np.unique(np.concatenate([heavy, known[_even(len(known))]]))


def _even(length: int) -> Ints:
    """Up to MOST_POINTS places spread evenly over so many."""
    return np.unique(np.linspace(0, length - 1, min(length, MOST_POINTS)).round().astype(np.intp))
