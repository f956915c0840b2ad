"""Weighted quantiles and their intervals when postings come in clusters of one employer.

Sources: Hazen plotting positions; Woodruff (1952) intervals; Korn & Graubard (1998) effective sample size with
Jeffreys instead of Clopper-Pearson limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Floats, Ints


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
        firsts, lasts = (np.searchsorted(self.values, values, side).tolist() for side in ("left", "right"))
        weights, total = self.weights, self.weights.sum()
        told = [(weights[:a].sum() + weights[a:b].sum() / 2) / total for a, b in zip(firsts, lasts, strict=True)]
        return np.array(told, float)


def make_sample(values: Floats, weights: Floats, clusters: Ints, cluster_count: int | None = None) -> Sample:
    """A sorted sample, ties in order of weight so that the order of rows does not matter.

    With `cluster_count` the clusters are 0 .. cluster_count - 1 and the rows already stand in order of weight.
    """
    presorted = cluster_count is not None
    if cluster_count is None:
        codes, clusters = np.unique(clusters, return_inverse=True)
        cluster_count = int(codes.size)
    order = np.argsort(values, kind="stable") if presorted else np.lexsort((weights, values))
    weights = weights[order]
    positions = (np.cumsum(weights) - weights / 2) / weights.sum()
    return Sample(values[order], weights, clusters[order].astype(np.intp), positions, cluster_count)


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
    total, kish, groups = sample.weights.sum(), sample.kish, sample.cluster_count
    below = (sample.values[:, None] < at) + 0.5 * (sample.values[:, None] == at)
    scores = sample.weights[:, None] * (below - shares)
    sums = np.stack([np.bincount(sample.clusters, column, groups) for column in scores.T])
    variance = groups / max(groups - 1, 1) * (sums**2).sum(axis=1) / total**2
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
