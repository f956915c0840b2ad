"""Where an offer stands among posted pay, like for like: floor to floors, top to ceilings, middle to middles (SPEC 7).

F(x) is the weighted mid-distribution function at ln x, with the interval of `quantiles.share_limits` around it; small
segments read the pooled distribution instead, moved to the ends of its location's interval.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.errors import UsageError
from pipeline.statistics.bands import MINIMUM_EMPLOYERS, MINIMUM_POSTINGS, is_small
from pipeline.statistics.estimates import LINES
from pipeline.statistics.inputs import read_postings
from pipeline.statistics.order import distinct
from pipeline.statistics.pool import Pool
from pipeline.statistics.quantiles import make_sample, share_limits, t_quantile
from pipeline.statistics.weights import employer_weights, post_stratified

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.statistics.pooling import PooledEstimate
    from pipeline.statistics.quantiles import Sample

_ALLOWANCE, _ALLOWANCE_FROM = 0.03, 500
_WIDE = 0.50


@dataclass(frozen=True, slots=True)
class Place:
    """The share of the market at or below an amount (0 to 1) with its interval; `words` where too wide to print."""

    percentile: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class OfferPosition:
    """An offer's place on each line, and what it rests on."""

    floor: Place
    middle: Place
    ceiling: Place
    n: int
    employers: int
    method: str  # direct, pooled, none
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON and tables; a percentile too uncertain to print is None, its words stay."""
        plain = asdict(self)
        for name in LINES:
            place: Place = getattr(self, name)
            if place.words is not None and place.percentile is not None:
                plain[name] |= {"percentile": None, "low": None, "high": None, "reason": "the interval is too wide"}
        return plain


def offer_position(
    postings: pd.DataFrame,
    low: float | None,
    high: float | None,
    level: float = 0.90,
    pool: pd.DataFrame | Pool | None = None,
    *,
    allowance: bool = True,
) -> OfferPosition:
    """The place of an offer from `low` to `high` (in the unit of the postings; equal for one figure) in a segment.

    Percentiles are shares: 0.32 is P32. An end not given leaves its line and the middle with a reason. `pool` as for
    `salary_band`. From 500 postings the interval is widened by 3 points of method allowance.
    Raises UsageError on amounts that are not positive or in the wrong order.
    """
    ends = _ends(low, high)
    segment = read_postings(postings)
    wider = pool if isinstance(pool, Pool) else Pool(read_postings(pool)) if pool is not None else None
    shown = segment.take(segment.shown)
    n, employers = round(shown.weight.sum()), distinct(shown.cluster[shown.named])
    clusters = distinct(shown.cluster)
    completion = (wider or Pool(segment, pooling=False)).completion(shown)
    if (
        wider is not None
        and is_small(n, employers, clusters)
        and len(segment)
        and wider.pooled is not None
        and clusters >= MINIMUM_EMPLOYERS
    ):
        lines = completion.complete(segment)
        model = wider.pooled
        places = [
            _pooled_place(end, model.estimate(segment, lines, np.array([0.5]), level, line), level)
            for line, end in enumerate(ends)
        ]
        return OfferPosition(places[0], places[1], places[2], n, employers, "pooled")
    if n < MINIMUM_POSTINGS or clusters < MINIMUM_EMPLOYERS:
        reason = f"too few employers show pay ({employers} employers, {n} postings)"
        return OfferPosition(
            Place(reason=reason), Place(reason=reason), Place(reason=reason), n, employers, "none", reason
        )
    weights, _ = employer_weights(shown.weight, shown.cluster)
    weights = post_stratified(weights, segment)
    extra = _ALLOWANCE if allowance and n >= _ALLOWANCE_FROM else 0.0
    places = [
        _direct_place(end, make_sample(values, weights, shown.cluster), level, extra)
        for values, end in zip(completion.complete(shown), ends, strict=True)
    ]
    return OfferPosition(places[0], places[1], places[2], n, employers, "direct")


def _ends(low: float | None, high: float | None) -> tuple[float | None, float | None, float | None]:
    """Logs of floor, middle (of the range, in logs) and ceiling."""
    for amount in (low, high):
        if amount is not None and not (np.isfinite(amount) and amount > 0):
            raise UsageError(f"offer: expected positive amounts, found {amount}")
    if low is not None and high is not None and low > high:
        raise UsageError(f"offer: expected the lower end first, found {low:,.0f} to {high:,.0f}")
    floor = None if low is None else float(np.log(low))
    ceiling = None if high is None else float(np.log(high))
    middle = None if floor is None or ceiling is None else (floor + ceiling) / 2
    return floor, middle, ceiling


def _direct_place(end: float | None, sample: Sample, level: float, extra: float) -> Place:
    if end is None:
        return Place(reason="the offer does not state this end")
    share = sample.share_below(end)
    lower, upper, _ = share_limits(sample, np.array([end]), np.array([share]), level)
    low = 0.0 if share <= 0 else min(float(lower[0]), share)
    high = 1.0 if share >= 1 else max(float(upper[0]), share)
    return _worded(share, max(low - extra, 0.0), min(high + extra, 1.0))


def _pooled_place(end: float | None, estimate: PooledEstimate, level: float) -> Place:
    if end is None:
        return Place(reason="the offer does not state this end")
    reach = t_quantile(level, estimate.df) * estimate.location_error

    def share(amount: float) -> float:
        return float(np.mean((estimate.mixture < amount) + 0.5 * (estimate.mixture == amount)))

    return _worded(share(end), share(end - reach), share(end + reach))


def _worded(share: float, low: float, high: float) -> Place:
    if high - low <= _WIDE:
        return Place(share, low, high)
    words = "cannot say"
    if high < 0.55:
        words = "lower half"
    elif low > 0.45:
        words = "upper half"
    elif 0.35 <= share <= 0.65 and high - low < 0.7:
        words = "around the middle"
    return Place(share, low, high, words=words)
