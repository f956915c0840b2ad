"""Pay bands of a segment: floor, middle of the posted range, ceiling, each with intervals (SPEC 3).

Posted is not paid: the true offer lies between floor and ceiling, and where is not to be known from postings.
What is computed here stays inside; `printing.printable` decides what may leave.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.errors import UsageError
from pipeline.statistics.estimates import LINES, PERCENTILES, Estimate, Line, SalaryBand
from pipeline.statistics.inputs import FORM_NAMES, FROM, UPTO, Floats, Ints, Postings, read_postings
from pipeline.statistics.order import by_code, by_value, numbered
from pipeline.statistics.pool import Pool
from pipeline.statistics.printing import grade_of
from pipeline.statistics.quantiles import Sample, make_sample, median_of, quantile_limits, t_quantile
from pipeline.statistics.weights import RHO, employer_weights, post_stratified

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.statistics.completion import Completion

LEVEL = 0.90
MINIMUM_POSTINGS, MINIMUM_EMPLOYERS = 8, 5
HIDDEN_GAPS = (0.10, 0.20)
_POOL_BELOW_POSTINGS, _POOL_BELOW_EMPLOYERS = 60, 15
_FEW_ONE_SIDED, _SMALL_ALLOWANCE, _ALLOWANCE = 0.20, 0.01, 0.03


def salary_band(
    postings: pd.DataFrame,
    percentiles: Sequence[float] = PERCENTILES,
    level: float = 0.90,
    allowance: bool = True,
    pool: pd.DataFrame | Pool | None = None,
    *,
    position: float = 0.5,
    rho: float = RHO,
) -> SalaryBand:
    """Floor, middle and ceiling of one segment's posted pay, with intervals.

    `postings`: columns as in `inputs.read_postings`, amounts in one unit. `pool`: the wider postings (the segment
    among them) that lend widths, offsets and, for small segments, an empirical-Bayes estimate. `allowance` widens the
    intervals by the method allowance. Estimates from 8 postings of 5 employers; below that every number is None.
    Raises MixedUnitsError on two currencies, periods or tax views, UsageError without pay columns.
    Source of the method: statistics SPEC 3.1-3.8.
    """
    segment = read_postings(postings)
    wider = pool if isinstance(pool, Pool) else Pool(read_postings(pool), position) if pool is not None else None
    return band_of(segment, _shares(percentiles), _level(level), allowance, wider, position=position, rho=rho)


def salary_bands(
    postings: pd.DataFrame,
    by: Sequence[str],
    percentiles: Sequence[float] = PERCENTILES,
    level: float = 0.90,
    allowance: bool = True,
    pool: pd.DataFrame | Pool | None = None,
) -> dict[tuple[str, ...], SalaryBand]:
    """Bands of every group of role, city, experience or industry, the frame read once; keys in label order.

    `pool` as for `salary_band`; without one, the postings themselves are the pool.
    """
    everyone = read_postings(postings)
    wider = pool if isinstance(pool, Pool) else Pool(read_postings(pool) if pool is not None else everyone)
    shares, level = _shares(percentiles), _level(level)
    return {key: band_of(segment, shares, level, allowance, wider) for key, segment, _ in groups(everyone, by)}


def groups(postings: Postings, by: Sequence[str]) -> Iterable[tuple[tuple[str, ...], Postings, Ints]]:
    """The labels of each group that occurs, its postings, and which rows they are."""
    code = np.zeros(len(postings), np.intp)
    for name in by:
        factor = getattr(postings, name)
        code = code * len(factor.labels) + factor.codes
    order = by_code(code)
    together = postings.take(order)  # so that each group is one cheap slice
    edges = [0, *(np.flatnonzero(np.diff(code[order])) + 1), len(postings)]
    for start, end in itertools.pairwise(edges):
        if start < end:
            segment = together.take(slice(start, end))
            first = [getattr(segment, name) for name in by]
            yield tuple(factor.labels[factor.codes[0]] for factor in first), segment, order[start:end]


def _shares(percentiles: Sequence[float]) -> tuple[float, ...]:
    shares = tuple(float(share) for share in percentiles) if _listed(percentiles) else ()
    if not shares or not all(0 < share < 1 for share in shares):
        found = shares or percentiles
        raise UsageError(f"percentiles: expected some shares between 0 and 1 such as 0.25, found {found}")
    return shares


def _listed(percentiles: object) -> bool:
    return isinstance(percentiles, Iterable) and not isinstance(percentiles, str)


def _level(level: float) -> float:
    if not 0 < level < 1:
        raise UsageError(f"--level {level:g}: expected a share between 0 and 1 such as 0.90")
    return float(level)


def is_small(n: int, employers: int, clusters: int) -> bool:
    """Whether a segment is better estimated with the pool: fewer than 60 postings or 15 employers that show pay."""
    counted = max(employers, clusters) if employers * 2 < clusters else employers
    return n < _POOL_BELOW_POSTINGS or counted < _POOL_BELOW_EMPLOYERS


def band_of(
    segment: Postings,
    shares: tuple[float, ...],
    level: float,
    allowance: bool,
    pool: Pool | None,
    *,
    position: float = 0.5,
    rho: float = RHO,
) -> SalaryBand:
    """`salary_band` on arrays."""
    return bands_of(segment, (shares,), level, allowance, pool, position=position, rho=rho)[0]


def bands_of(
    segment: Postings,
    wanted: Sequence[tuple[float, ...]],
    level: float,
    allowance: bool,
    pool: Pool | None,
    *,
    position: float = 0.5,
    rho: float = RHO,
) -> list[SalaryBand]:
    """`band_of` at each of several lists of percentiles; what they have in common is done once."""
    shown = segment.take(segment.shown)
    dense, clusters = numbered(shown.cluster)
    shown = replace(shown, cluster=dense)  # from here on 0 .. clusters - 1
    counts = _counts(segment, shown, clusters)
    completion = (pool or Pool(segment, position, pooling=False)).completion(shown)
    pooled = _pooled(segment, wanted, level, pool, completion, counts)
    common = counts | {"level": level, "completion": completion, "pooled_weight": pooled[1]}
    if counts["n"] < MINIMUM_POSTINGS or counts["clusters"] < MINIMUM_EMPLOYERS:
        reason = f"too few employers show pay ({counts['employers']} employers, {counts['n']} postings)"
        nothing = Estimate(reason="too few employers show pay")
        empty = [dict.fromkeys(LINES, dict.fromkeys(shares, nothing)) for shares in wanted]
        return [
            _graded(percentiles=shares, **lines, effective_n=0.0, reason=reason, pooled=borrowed, **common)
            for shares, lines, borrowed in zip(wanted, empty, pooled[0], strict=True)
        ]
    weights, _ = employer_weights(shown.weight, shown.cluster, rho, clusters)
    weights = post_stratified(weights, segment)
    order = by_value(weights)
    shown, weights = shown.take(order), weights[order]
    samples, widths, pays = (
        [make_sample(line, weights, shown.cluster, clusters) for line in completion.complete(shown, share)]
        for share in (0.5, 0.0, 1.0)
    )
    one_sided = float(np.average(np.isin(shown.form, (FROM, UPTO)), weights=shown.weight)) if allowance else None
    common["hidden_pay"] = _hidden_pay(samples[1], counts["forms"]["hidden"])
    return [
        _graded(
            percentiles=shares, pooled=borrowed, **_direct(shares, level, samples, widths, pays, one_sided), **common
        )
        for shares, borrowed in zip(wanted, pooled[0], strict=True)
    ]


def _direct(
    shares: tuple[float, ...],
    level: float,
    samples: Sequence[Sample],
    widths: Sequence[Sample],
    pays: Sequence[Sample],
    one_sided: float | None,
) -> dict[str, Any]:
    """The fields of a band read off its three lines, also as completed by width and by pay; no allowance for None."""
    at = np.array(shares)
    errors: dict[str, float | None] = {}
    tables: list[list[Floats]] = []
    effective = 0.0
    for name, sample, by_width, by_pay in zip(LINES, samples, widths, pays, strict=True):
        table, (errors[name], number) = _table(sample, at, level)
        values, low, high = table
        effective = number if name == "middle" else effective
        if one_sided is not None:
            extra = _allowance(one_sided, by_width.quantile(at), by_pay.quantile(at))
            low, high = low - extra, high + extra
        tables.append([values, low, high])
    _in_order(tables)
    lines = {name: _line(shares, *table) for name, table in zip(LINES, tables, strict=True)}
    return {
        **lines, "effective_n": effective, "relative_error": errors,
        "by_width": _plain(shares, widths[1].quantile(at)), "by_pay": _plain(shares, pays[1].quantile(at)),
    }  # fmt: skip


def _graded(**fields: Any) -> SalaryBand:
    """The band with the grade of what may be printed of it."""
    band = SalaryBand(**fields)
    return replace(band, grade=grade_of(band))


def _counts(segment: Postings, shown: Postings, clusters: int) -> dict[str, Any]:
    """The fields of a band that are counts, not pay; `shown` has its clusters as 0 .. clusters - 1."""
    everyone, showing = segment.weight.sum(), shown.weight.sum()
    forms = np.bincount(segment.form, segment.weight, len(FORM_NAMES)) / everyone if everyone else np.zeros(5)
    sizes = np.bincount(shown.cluster, shown.weight, max(clusters, 1))
    return {
        "n": round(showing),
        "postings": round(everyone),
        "employers": int(np.count_nonzero(np.bincount(shown.cluster[shown.named], minlength=1))),
        "clusters": clusters,
        "unknown_share": float(shown.weight[~shown.named].sum() / showing) if showing else 0.0,
        "top_share": float(sizes.max() / showing) if showing else 0.0,
        "forms": dict(zip(FORM_NAMES, map(float, forms), strict=True)),
        "unusable": int(segment.unusable.sum()),
        "tax_unknown_share": float(shown.weight[shown.tax_unknown].sum() / showing) if showing else 0.0,
        "currency": segment.currency,
        "period": segment.period,
        "tax": segment.tax,
    }


def _table(sample: Sample, at: Floats, level: float) -> tuple[list[Floats], tuple[float | None, float]]:
    """Values, lower and upper limits at the shares; the log median's error, None where open, and n_eff."""
    values, low, high, numbers = quantile_limits(sample, np.append(at, 0.5), level)
    factor = t_quantile(level, sample.cluster_count - 1)
    reach = (high[-1] - low[-1]) / 2
    error = None if np.isnan(reach) else float(reach / factor)
    return [values[:-1], low[:-1], high[:-1]], (error, float(numbers[-1]))


def _allowance(one_sided: float, by_width: Floats, by_pay: Floats) -> Floats:
    """1 % with few one-sided postings, else 3 %; half of what the two completions disagree by where that is more."""
    base = _SMALL_ALLOWANCE if one_sided < _FEW_ONE_SIDED else _ALLOWANCE
    return np.maximum(base, np.abs(by_width - by_pay) / 2)


def _in_order(tables: list[list[Floats]]) -> None:
    """Floor <= middle <= ceiling, also where unequal weights on few postings would cross them by a hair."""
    for lower, upper in itertools.pairwise(tables):
        for below, above in zip(lower, upper, strict=True):
            np.fmax(above, below, out=above, where=~np.isnan(above))
    for values, low, high in tables:
        np.minimum(low, values, out=low)
        np.maximum(high, values, out=high)


def _line(shares: tuple[float, ...], values: Floats, low: Floats, high: Floats) -> dict[float, Estimate]:
    table = zip(shares, np.exp(values), np.exp(low), np.exp(high), strict=True)
    return {share: Estimate(float(value), _side(lower), _side(upper)) for share, value, lower, upper in table}


def _side(limit: float) -> float | None:
    return None if np.isnan(limit) else float(limit)


def _plain(shares: tuple[float, ...], logs: Floats) -> dict[float, float]:
    return dict(zip(shares, map(float, np.exp(logs)), strict=True))


def _hidden_pay(middle: Sample, hidden: float) -> dict[float, float]:
    """Medians of (1 - h) F(y) + h F(y - d): what the median is if hidden pay is 10 or 20 % higher (SPEC 3.7)."""
    medians = {}
    for gap in HIDDEN_GAPS:
        values = np.concatenate([middle.values, middle.values + np.log1p(gap)])
        weights = np.concatenate([(1 - hidden) * middle.weights, hidden * middle.weights])
        kept = weights > 0
        medians[gap] = float(np.exp(median_of(values[kept], weights[kept])))
    return medians


def _pooled(
    segment: Postings,
    wanted: Sequence[tuple[float, ...]],
    level: float,
    pool: Pool | None,
    completion: Completion,
    counts: dict[str, Any],
) -> tuple[list[dict[str, Line]], float]:
    """The three lines from the pool's model at each list, where the segment is small and the pool carries one."""
    small = is_small(counts["n"], counts["employers"], counts["clusters"])
    if pool is None or not small or not len(segment) or pool.pooled is None:
        return [{} for _ in wanted], 0.0
    completed, told, weight = completion.complete(segment), list[dict[str, Line]](), 0.0
    for shares in wanted:
        found = [pool.pooled.estimate(segment, completed, np.array(shares), level, line) for line in range(3)]
        tables = [[estimate.values, estimate.low, estimate.high] for estimate in found]
        _in_order(tables)
        told.append({name: _line(shares, *table) for name, table in zip(LINES, tables, strict=True)})
        weight = found[1].own_weight
    return told, weight
