"""Weighted quantiles and their intervals when postings come in clusters of one employer.

Sources: Hazen plotting positions; Woodruff (1952) intervals; Korn & Graubard (1998) effective sample size with
Jeffreys instead of Clopper-Pearson limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from pipeline.statistics.order import by_code, by_value, numbered

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Floats, Ints


_MANY = 16
"""From so many values on they are looked at in one pass over the sample instead of one each."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A weighted sample sorted by value, with its mid-distribution positions c_k = (cumsum(w) - w/2) / W."""

    values: Floats
    weights: Floats
    clusters: Ints  # 0 .. cluster_count - 1
    positions: Floats
    cluster_count: int

    @property
    def kish(self) -> float:
        """Kish's effective number: W^2 / sum of w^2."""
        return float(self.weights.sum() ** 2 / (self.weights**2).sum())

    def quantile(self, shares: Floats) -> Floats:
        """Weighted Hazen quantiles, linear between neighbours."""
        return np.interp(shares, self.positions, self.values)

    def share_below(self, value: float) -> float:
        """Mid-distribution function: weight below the value plus half of the weight on it, over all weight."""
        return float(self.shares_below(np.array([value]))[0])

    def shares_below(self, values: Floats) -> Floats:
        """`share_below` of each value."""
        first, last = (np.searchsorted(self.values, values, side) for side in ("left", "right"))
        upto = np.concatenate([[0.0], np.cumsum(self.weights)])
        return np.asarray((upto[first] + upto[last]) / 2 / upto[-1], float)


def make_sample(values: Floats, weights: Floats, clusters: Ints, cluster_count: int | None = None) -> Sample:
    """A sorted sample, ties in order of weight so that the order of rows does not matter.

    With `cluster_count` the clusters are 0 .. cluster_count - 1 and the rows already stand in order of weight.
    """
    presorted = cluster_count is not None
    if cluster_count is None:
        clusters, cluster_count = numbered(clusters)
    if presorted:
        order = by_value(values)
    else:
        lighter = by_value(weights)
        order = lighter[by_value(values[lighter])]
    weights = weights[order]
    positions = (np.cumsum(weights) - weights / 2) / weights.sum()
    return Sample(values[order], weights, clusters[order].astype(np.intp, copy=False), positions, cluster_count)


def median_of(values: Floats, weights: Floats) -> float:
    """The median of a weighted sample, as `make_sample` has it; quickest where the values stand in sorted runs."""
    order = np.argsort(values, kind="stable")
    ordered, own = values[order], weights[order]
    if np.any((ordered[1:] == ordered[:-1]) & (own[1:] < own[:-1])):  # ties in order of weight
        order = np.lexsort((weights, values))
        ordered, own = values[order], weights[order]
    return float(np.interp(0.5, (np.cumsum(own) - own / 2) / own.sum(), ordered))


def t_quantile(level: float, df: float) -> float:
    """The two-sided t factor of an interval of this level."""
    return float(special.stdtrit(max(df, 1.0), 0.5 + level / 2))


def share_limits(sample: Sample, at: Floats, shares: Floats, level: float) -> tuple[Floats, Floats, Floats]:
    """Limits for the share of the population below each value of `at`, where the sample says `shares`.

    With z the 0/1 mark of lying below (a half on the value itself), an employer's score is the sum of its w (z - p);
    V is the sum of squared scores times G / (G - 1), over W squared. The effective number is p (1 - p) / V, at most
    Kish's, times the squared ratio of the t factors at kish - 1 and at G - 1 degrees of freedom; of it x = n_eff p lie
    below, and the limits are the tails of Beta(x + 1/2, n_eff - x + 1/2).
    Returns lower limits, upper limits and effective numbers, one for each share.
    """
    squares = _squares if at.size > _MANY else _squares_of_few
    found = squares(sample, at, shares)
    return limits_of(found, float(sample.weights.sum()), sample.kish, sample.cluster_count, shares, level)


def _squares_of_few(sample: Sample, at: Floats, shares: Floats) -> Floats:
    """The sum of the clusters' squared scores for each value of `at`."""
    first, last = (np.searchsorted(sample.values, at, side) for side in ("left", "right"))
    scores, sums = np.empty(sample.weights.size), np.empty((at.size, sample.cluster_count))
    for place, (start, end, share) in enumerate(zip(first, last, shares, strict=True)):
        for part, mark in ((slice(start), 1.0), (slice(start, end), 0.5), (slice(end, None), 0.0)):
            np.multiply(sample.weights[part], mark - share, out=scores[part])
        sums[place] = np.bincount(sample.clusters, scores, sample.cluster_count)
    return np.asarray((sums**2).sum(axis=1))


def _squares(sample: Sample, at: Floats, shares: Floats) -> Floats:
    """`_squares_of_few` for many values in one pass over the sample.

    With A_c a cluster's weight below the value and W_c all of it,
    the sum over clusters of (A_c - p W_c)^2 is that of A_c^2 - 2 p A_c W_c + p^2 W_c^2, and the first two grow row by
    row. Above the middle both are told of the rows above, so that nothing is lost where few are left.
    """
    whole: Floats = np.bincount(sample.clusters, sample.weights, sample.cluster_count).astype(float)
    below = _grown(sample.values, sample.weights, sample.clusters, whole, at)
    above = _grown(-sample.values[::-1], sample.weights[::-1], sample.clusters[::-1], whole, -at)
    high = shares > 0.5
    square, product = (np.where(high, up, down) for up, down in zip(above, below, strict=True))
    share = np.where(high, 1 - shares, shares)
    found = square - 2 * share * product + share**2 * float(whole @ whole)
    return np.asarray(np.maximum(found, 0.0))


def _grown(values: Floats, weights: Floats, clusters: Ints, whole: Floats, at: Floats) -> tuple[Floats, Floats]:
    """For each value of `at` the sums over clusters of A^2 and of A W; rows on the value itself count half."""
    order = by_code(clusters)
    together, own = clusters[order], weights[order]
    before = np.cumsum(own) - own
    starts = np.flatnonzero(np.diff(together, prepend=-1))
    before -= np.repeat(before[starts], np.diff(starts, append=own.size))  # of the same cluster, further down
    gain = np.empty(own.size)
    gain[order] = own * (2 * before + own)
    tied = np.flatnonzero(np.diff(together, prepend=-1) | np.diff(values[order], prepend=np.nan).astype(bool))
    alike = np.zeros(own.size)  # squared weight of the rows of one cluster and value, at the first of them
    if own.size:
        alike[order[tied]] = np.add.reduceat(own, tied) ** 2
    first, last = (np.searchsorted(values, at, side) for side in ("left", "right"))
    square, equal, product = (
        np.concatenate([[0.0], np.cumsum(part)]) for part in (gain, alike, weights * whole[clusters])
    )
    # (A + E / 2)^2 = (A^2 + (A + E)^2) / 2 - E^2 / 4
    squares = (square[first] + square[last]) / 2 - (equal[last] - equal[first]) / 4
    return squares, (product[first] + product[last]) / 2


def limits_of(
    squares: Floats, total: float, kish: float, groups: int, shares: Floats, level: float
) -> tuple[Floats, Floats, Floats]:
    """`share_limits` where the sums of the clusters' squared scores, the weight and Kish's number are known."""
    variance = groups / max(groups - 1, 1) * squares / total**2
    spread = shares * (1 - shares)
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = np.where(variance > 0, np.minimum(spread / variance, kish), kish)
    effective = effective * (t_quantile(level, kish - 1) / t_quantile(level, groups - 1)) ** 2
    hits, tail = effective * shares, (1 - level) / 2
    lower = special.betaincinv(hits + 0.5, effective - hits + 0.5, tail)
    upper = special.betaincinv(hits + 0.5, effective - hits + 0.5, 1 - tail)
    return np.asarray(lower, float), np.asarray(upper, float), effective


def quantile_limits(sample: Sample, shares: Floats, level: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Quantiles with Woodruff limits: values, lower and upper (nan where that side is open), effective numbers."""
    values = sample.quantile(shares)
    low_share, high_share, effective = share_limits(sample, values, shares, level)
    low, high = sample.quantile(low_share), sample.quantile(high_share)
    low[low_share < sample.positions[0]] = np.nan
    high[high_share > sample.positions[-1]] = np.nan
    return values, low, high, effective
