"""Small segments by empirical Bayes: a regression over all segments, each moved towards its own data (SPEC 3.8).

location = xbar'b + g r,  g = tau2 / (tau2 + v), with tau2 by Paule & Mandel (1982); the shape around it is that of the
pooled residuals within segments. Worth having where fewer than 60 postings or 15 employers show pay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.statistics.order import by_code, distinct, numbered
from pipeline.statistics.quantiles import Sample, make_sample, t_quantile
from pipeline.statistics.regression import Design, cr1, fit
from pipeline.statistics.weights import employer_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.statistics.inputs import Bools, Factor, Floats, Ints, Postings

_POSTINGS, _EMPLOYERS, _SEGMENTS = 150, 40, 8
_TAU_FLOOR = 0.03
_SHAPE_KISH = 3.0
_DENSITY2 = 0.1024  # squared standardised density in the variance of a pooled quantile (SPEC 3.8)
_GROUPS = ("role", "city", "experience", "industry")
_SEGMENT_GROUPS = ("role", "city", "experience")


@dataclass(frozen=True, slots=True)
class PooledLine:
    """One of floor, middle, ceiling: coefficients, spread between segments, shape within them; logs of pay."""

    coefficients: Floats
    covariance: Floats
    tau2: float
    within2: float
    shape: Sample
    total_weight: float

    def location(self, row: Floats, residual: float, kish: float) -> tuple[float, float]:
        """Where a segment lies, and the variance of that without the shape's part; kish 0 = no own postings."""
        model = float(row @ self.covariance @ row)
        if kish <= 0:
            return float(row @ self.coefficients), self.tau2 + model
        own = self.tau2 / (self.tau2 + self.within2 / kish)
        return float(row @ self.coefficients) + own * residual, (1 - own) * self.tau2 + (1 - own) ** 2 * model


@dataclass(frozen=True, slots=True)
class PooledEstimate:
    """A segment's pooled quantiles: (value, low, high) in logs for each share, and the weight of its own postings."""

    values: Floats
    low: Floats
    high: Floats
    own_weight: float
    mixture: Floats  # log values that stand for the segment's distribution, equally weighted
    location_error: float
    df: float


@dataclass(frozen=True, slots=True)
class PooledModel:
    """The model of a pool: a line each for floor, middle and ceiling, and how its columns are made."""

    lines: tuple[PooledLine, PooledLine, PooledLine]
    labels: tuple[tuple[str, ...], ...]  # labels with a column, group by group; the first is the base
    df: float

    def estimate(
        self, postings: Postings, completed: Sequence[Floats], shares: Floats, level: float, line: int
    ) -> PooledEstimate:
        """Quantiles of a segment; `postings` all of it, `completed` the three completed lines of all its rows."""
        fitted_line = self.lines[line]
        rows = _design(postings, self.labels).dense()
        total = postings.weight / postings.weight.sum()
        mean_row = total @ rows
        shown = postings.shown
        residual, kish = 0.0, 0.0
        if shown.any():
            weight, _ = employer_weights(postings.weight[shown], postings.cluster[shown])
            residual = float(
                np.average(completed[line][shown] - rows[shown] @ fitted_line.coefficients, weights=weight)
            )
            kish = float(weight.sum() ** 2 / (weight**2).sum())
        location, variance = fitted_line.location(mean_row, residual, kish)
        shifts = (rows - mean_row) @ fitted_line.coefficients
        spread = self._spread(shifts, total, postings)
        mixed = make_sample(
            (location + spread[0][:, None] + fitted_line.shape.values).ravel(),
            (spread[1][:, None] * fitted_line.shape.weights).ravel(),
            np.zeros(spread[0].size * fitted_line.shape.values.size, np.intp),
        )
        values = mixed.quantile(shares)
        error = np.sqrt(variance + fitted_line.within2 * shares * (1 - shares) / (_DENSITY2 * fitted_line.total_weight))
        reach = t_quantile(level, self.df) * error
        own = 0.0 if kish <= 0 else fitted_line.tau2 / (fitted_line.tau2 + fitted_line.within2 / kish)
        grid = mixed.quantile((np.arange(200) + 0.5) / 200)
        return PooledEstimate(values, values - reach, values + reach, own, grid, float(np.sqrt(variance)), self.df)

    @staticmethod
    def _spread(shifts: Floats, total: Floats, postings: Postings) -> tuple[Floats, Floats]:
        """Shifts of the segment's experience levels, cities and roles about its mean, with their shares of postings."""
        size = len(postings.experience.labels)
        cell = (
            postings.role.codes * len(postings.city.labels) + postings.city.codes
        ) * size + postings.experience.codes
        dense, _ = numbered(cell)
        share = np.bincount(dense, total)
        return np.bincount(dense, total * shifts) / share, np.asarray(share, float)


def _design(postings: Postings, groups: tuple[tuple[str, ...], ...]) -> Design:
    """The model's columns for any postings; a label the pool did not show stands at the base."""
    factors = []
    for name, labels in zip(_GROUPS, groups, strict=True):
        factor: Factor = getattr(postings, name)
        own = np.array([labels.index(label) if label in labels else 0 for label in factor.labels])
        factors.append((own[factor.codes], len(labels) - 1))
    return Design(len(postings), factors)


def fit_pooled(shown: Postings, completed: tuple[Floats, Floats, Floats]) -> PooledModel | None:
    """The model of postings that show pay; None below 150 of them, 40 employers or 8 segments."""
    cell = _segments(shown)
    clusters = distinct(shown.cluster)
    count = int(cell.max()) + 1 if len(shown) else 0
    if shown.weight.sum() < _POSTINGS or clusters < _EMPLOYERS or count < _SEGMENTS:
        return None
    weights = np.empty(len(shown))
    for rows in _rows_of(cell):
        weights[rows], _ = employer_weights(shown.weight[rows], shown.cluster[rows])
    labels = tuple(_by_frequency(getattr(shown, name)) for name in _GROUPS)
    columns = 1 + sum(len(group) - 1 for group in labels)
    if count <= columns:
        return None
    design = _design(shown, labels)
    bread = fit(design, completed[0], weights).bread
    floor, middle, ceiling = (_line(design, values, weights, cell, shown.cluster, bread) for values in completed)
    return PooledModel((floor, middle, ceiling), labels, max(clusters - columns, 5.0))


def _segments(postings: Postings) -> Ints:
    code = np.zeros(len(postings), np.intp)
    for name in _SEGMENT_GROUPS:
        factor: Factor = getattr(postings, name)
        code = code * len(factor.labels) + factor.codes
    return numbered(code)[0]


def _rows_of(cell: Ints) -> list[Ints]:
    order = by_code(cell)
    return np.split(order, np.flatnonzero(np.diff(cell[order])) + 1)


def _by_frequency(factor: Factor) -> tuple[str, ...]:
    count = np.bincount(factor.codes, minlength=len(factor.labels))
    return tuple(factor.labels[code] for code in np.argsort(-count, kind="stable") if count[code])


def _line(design: Design, values: Floats, weights: Floats, cell: Ints, clusters: Ints, bread: Floats) -> PooledLine:
    fitted = fit(design, values, weights, bread)
    count = int(cell.max()) + 1
    total = np.bincount(cell, weights, count)
    kish = total**2 / np.bincount(cell, weights**2, count)
    mean = np.bincount(cell, weights * fitted.residuals, count) / total
    inside = fitted.residuals - mean[cell]
    free = (total - total / kish).sum()
    within2 = float((weights * inside**2).sum() / free) if free > 0 else 1e-4
    within2 = max(within2, 1e-6)
    tau2 = _paule_mandel(mean, within2 / kish, design.columns)
    rich = kish[cell] >= _SHAPE_KISH
    shape = _shape(inside, weights, kish[cell], rich if rich.any() else kish[cell] > 1, within2)
    return PooledLine(fitted.coefficients, cr1(fitted, clusters), tau2, within2, shape, float(weights.sum()))


def _shape(inside: Floats, weights: Floats, kish: Floats, used: Bools, within2: float) -> Sample:
    """Residuals within segments as 201 equally weighted quantiles, freed of the segment mean and scaled to s."""
    if not used.any():
        return make_sample(np.zeros(1), np.ones(1), np.zeros(1, np.intp))
    freed = inside[used] / np.sqrt(1 - 1 / np.maximum(kish[used], 1.0 + 1e-6))
    deviation = np.sqrt(np.average(freed**2, weights=weights[used]))
    scaled = freed * (np.sqrt(within2) / deviation if deviation > 0 else 0.0)
    sample = make_sample(scaled, weights[used], np.arange(scaled.size))
    grid = sample.quantile((np.arange(201) + 0.5) / 201)
    return make_sample(grid, np.ones(grid.size), np.arange(grid.size))


def _paule_mandel(residuals: Floats, variances: Floats, columns: int) -> float:
    """tau2 with sum r^2 / (tau2 + v) = S - p, not below the floor."""
    target = max(residuals.size - columns, 1)
    low, high = 0.0, float((residuals**2).sum()) + 1.0
    if (residuals**2 / variances).sum() <= target:
        return _TAU_FLOOR**2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if (residuals**2 / (middle + variances)).sum() > target else (low, middle)
    return max((low + high) / 2, _TAU_FLOOR**2)
