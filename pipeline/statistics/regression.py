"""Least squares on dummies, with covariance by employer clusters (CR1, and CR3: the cluster jackknife)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.statistics.order import by_code

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Bools, Factor, Floats, Ints, Postings

_RIDGE = 1e-9  # only keeps exactly collinear columns from breaking the solve
_AT_ONCE = 8192
"""Rows whose columns are made at a time."""
_COVARIATES = ("role", "city", "experience", "industry")


class Design:
    """The columns of a regression: an intercept, 0/1 columns of factors, and further columns (`marks`).

    They are kept as codes, and made for some rows at a time: a million postings need no wide table.
    """

    def __init__(self, rows: int, factors: Sequence[tuple[Ints, int]], marks: Bools | Floats | None = None) -> None:
        """`factors`: for each, the number of every row's column (0 is none of them) and how many columns it has."""
        self.rows, self._factors = rows, factors
        self._marks = np.empty((rows, 0)) if marks is None else marks
        self.columns = 1 + sum(width for _, width in factors) + self._marks.shape[1]

    def with_marks(self, marks: Bools | Floats) -> Design:
        """The same design with these columns after its own; one that has marks gets no more."""
        return Design(self.rows, self._factors, marks)

    def dense(self, rows: Ints | slice = slice(None)) -> Floats:
        """The columns of some rows as an array."""
        marks = self._marks[rows]
        block = np.zeros((len(marks), self.columns))
        block[:, 0] = 1.0
        first = 0  # code 1 is the column after it
        for codes, width in self._factors:
            own = codes[rows]
            at = np.flatnonzero(own)
            block[at, first + own[at]] = 1.0
            first += width
        block[:, first + 1 :] = marks
        return block

    def blocks(self) -> Iterator[tuple[slice, Floats]]:
        """All rows in order, some thousand at a time."""
        for start in range(0, self.rows, _AT_ONCE):
            rows = slice(start, start + _AT_ONCE)
            yield rows, self.dense(rows)

    def by_cluster(self, clusters: Ints) -> Iterator[tuple[Ints, Ints, Floats]]:
        """All rows, those of a cluster together: the rows, where in them each cluster begins, and their columns."""
        order = by_code(clusters)
        starts = np.flatnonzero(np.diff(clusters[order], prepend=-1))
        first = 0
        while first < starts.size:
            last = int(np.searchsorted(starts, starts[first] + _AT_ONCE, "right"))
            last = max(last - 1, first + 1) if last < starts.size else starts.size
            rows = order[starts[first] : starts[last] if last < starts.size else self.rows]
            yield rows, starts[first:last] - starts[first], self.dense(rows)
            first = last


@dataclass(frozen=True, slots=True)
class Fit:
    """A weighted least-squares fit: coefficients, residuals, and the bread (X'WX)^-1."""

    design: Design
    weights: Floats
    coefficients: Floats
    residuals: Floats
    bread: Floats


def dummies(factor: Factor) -> tuple[Ints, int]:
    """A 0/1 column for every label that occurs except the most frequent one, as `Design` takes them."""
    count = np.bincount(factor.codes, minlength=len(factor.labels))
    present = np.flatnonzero(count)
    columns = present[present != count.argmax()]
    place = np.zeros(len(factor.labels), np.intp)
    place[columns] = np.arange(1, columns.size + 1)
    return place[factor.codes], int(columns.size)


def covariates(postings: Postings) -> Design:
    """Intercept and dummies of role, city, experience, industry."""
    return Design(len(postings), [dummies(getattr(postings, name)) for name in _COVARIATES])


def fit(design: Design, outcome: Floats, weights: Floats, bread: Floats | None = None) -> Fit:
    """Weighted least squares: b = (X'WX)^-1 X'Wy; `bread` of an earlier fit of the same design spares its work."""
    gram, moment = np.zeros((design.columns, design.columns)), np.zeros(design.columns)
    for rows, block in design.blocks():
        moment += (weights[rows] * outcome[rows]) @ block
        if bread is None:
            gram += (block * weights[rows, None]).T @ block
    if bread is None:
        ridge = _RIDGE * np.trace(gram) / len(gram) * np.eye(len(gram))
        bread = np.asarray(np.linalg.pinv(gram + ridge, hermitian=True))
    coefficients = bread @ moment
    residuals = np.empty(design.rows)
    for rows, block in design.blocks():
        residuals[rows] = outcome[rows] - block @ coefficients
    return Fit(design, weights, coefficients, residuals, bread)


def cr1(fitted: Fit, clusters: Ints) -> Floats:
    """Cluster covariance G/(G-1) (n-1)/(n-p) B (sum_e s_e s_e') B, s_e = X_e' W_e e_e."""
    pulls = fitted.weights * fitted.residuals
    meat, groups = np.zeros_like(fitted.bread), 0
    for rows, starts, block in fitted.design.by_cluster(clusters):
        scores = np.add.reduceat(block * pulls[rows, None], starts, axis=0)
        meat += scores.T @ scores
        groups += starts.size
    count, columns = fitted.design.rows, fitted.design.columns
    scale = groups / max(groups - 1, 1) * (count - 1) / max(count - columns, 1)
    return np.asarray(scale * fitted.bread @ meat @ fitted.bread)


def cr3(fitted: Fit, clusters: Ints) -> Floats:
    """Cluster-jackknife covariance (G-1)/G sum_e u_e u_e', u_e = (X'WX)^-1 X_e'W_e (I - H_ee)^-1 e_e.

    u_e equals (X'WX - X_e'W_eX_e)^-1 X_e'W_e e_e: the change of b when the employer is left out. Employers with
    few postings are solved in their own rows, large ones in the columns.
    """
    order = by_code(clusters)
    starts = np.flatnonzero(np.diff(clusters[order], prepend=clusters[order[0]] - 1))
    ends = np.append(starts[1:], order.size)
    root = np.sqrt(fitted.weights[order])
    design, residuals = fitted.design.dense(order) * root[:, None], fitted.residuals[order] * root
    sizes = ends - starts
    meat = np.zeros_like(fitted.bread)
    for size in np.unique(sizes):
        chosen = starts[sizes == size]
        rows = chosen[:, None] + np.arange(size)
        meat += _jackknife_sum(design[rows], residuals[rows], fitted.bread)
    groups = starts.size
    return np.asarray((groups - 1) / groups * meat)


def _jackknife_sum(design: Floats, residuals: Floats, bread: Floats) -> Floats:
    """Sum of u_e u_e' over clusters of one size; design (clusters, size, columns), residuals (clusters, size)."""
    _, size, columns = design.shape
    if size <= columns:
        leverage = design @ bread @ design.transpose(0, 2, 1)
        left = np.eye(size) - leverage
        solved = np.linalg.pinv(left, rcond=1e-8, hermitian=True) @ residuals[:, :, None]
        moved = (bread @ design.transpose(0, 2, 1) @ solved)[:, :, 0]
    else:
        gram = np.linalg.inv(bread)
        rest = gram - design.transpose(0, 2, 1) @ design
        moved = (
            np.linalg.pinv(rest, rcond=1e-10, hermitian=True) @ (design.transpose(0, 2, 1) @ residuals[:, :, None])
        )[:, :, 0]
    return np.asarray(moved.T @ moved, dtype=float)
