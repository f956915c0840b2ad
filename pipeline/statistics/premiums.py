"""What a requirement goes with in pay, other recorded things equal (SPEC 4): "associated with", never "adds".

b from least squares of the completed log middle on role, city, experience, industry and all requirements with support;
cluster-jackknife covariance; t with G_eff - 1 degrees of freedom, G_eff = (sum_e s_e)^2 / sum_e s_e^2, where s_e sums
an employer's squared residuals of the requirement on everything else.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import special

from pipeline.errors import UsageError
from pipeline.statistics.inputs import read_postings
from pipeline.statistics.order import by_value, distinct
from pipeline.statistics.pool import Pool
from pipeline.statistics.quantiles import t_quantile
from pipeline.statistics.regression import Design, Fit, covariates, cr1, cr3, fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.statistics.inputs import Bools, Floats, Ints, Postings

PREFIX = "skill_"
_POSTINGS, _EMPLOYERS, _CLUSTERS = 20, 8, 8.0
_JACKKNIFE_ROWS = 20_000
_FALSE_DISCOVERY = 0.10
_ALIKE = 0.6
_INFLATED = 5.0
_SMALLEST_SPREAD2 = 1e-5


@dataclass(frozen=True, slots=True)
class Premium:
    """One requirement (or a merged pair): the adjusted effect in logs and per cent, the raw one, the support."""

    requirement: str
    merged: tuple[str, ...] = ()  # requirements that appear together too often to be told apart
    log_effect: float | None = None
    log_low: float | None = None
    log_high: float | None = None
    standard_error: float | None = None  # of the log effect
    percent: float | None = None
    percent_low: float | None = None
    percent_high: float | None = None
    shrunk_percent: float | None = None  # pulled towards nothing by b t2 / (t2 + se^2); for lists
    clear: bool = False  # passes Benjamini-Hochberg at 10 % among the requirements priced together
    p_value: float | None = None
    raw_percent: float | None = None  # difference of weighted medians, nothing held equal
    n_with: int = 0
    n_without: int = 0
    employers_with: int = 0
    employers_without: int = 0
    effective_clusters: float | None = None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON and tables."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Support:
    """Counts of shown postings with and without a requirement."""

    n_with: int
    n_without: int
    employers_with: int
    employers_without: int

    @property
    def reason(self) -> str | None:
        if (
            min(self.n_with, self.n_without) < _POSTINGS
            or min(self.employers_with, self.employers_without) < _EMPLOYERS
        ):
            side = "asked" if self.n_with <= self.n_without else "not asked"
            employers = min(self.employers_with, self.employers_without)
            postings = min(self.n_with, self.n_without)
            return f"{side} in {postings} postings of {employers} employers: too few to price"
        return None


def requirement_premium(
    postings: pd.DataFrame, requirement: str, level: float = 0.90, pool: pd.DataFrame | None = None
) -> Premium:
    """The pay that goes with one requirement, everything else recorded held equal.

    `postings`: role, city, experience, industry, employer, salary_from, salary_to and bool columns skill_*;
    `requirement` with or without that prefix. `pool` lends widths and offsets to the completion. A refusal carries
    `.reason` and no number. `clear` and `shrunk_percent` are set by `requirement_premiums` alone.
    """
    name = requirement.removeprefix(PREFIX)
    everyone, asked = _read(postings)
    if name not in asked:
        raise UsageError(f"requirement {name}: expected a column {PREFIX}{name}, found {', '.join(asked) or 'none'}")
    return _price(everyone, asked, level, only=name, pool=pool)[name]


def requirement_premiums(
    postings: pd.DataFrame, level: float = 0.90, pool: pd.DataFrame | None = None
) -> list[Premium]:
    """All requirements priced together: near-twins merged, false discoveries held at 10 %, estimates shrunk."""
    return _ranked(list(_price(*_read(postings), level, only=None, pool=pool).values()))


def premiums_of(everyone: Postings, asked: Mapping[str, Bools], level: float = 0.90) -> list[Premium]:
    """`requirement_premiums` on arrays: which of the postings ask each requirement."""
    return _ranked(list(_price(everyone, asked, level, only=None, pool=None).values()))


def premiums_frame(premiums: Iterable[Premium]) -> pd.DataFrame:
    """One row a requirement; columns as the fields of Premium, merged names comma-joined."""
    rows = [{**premium.to_dict(), "merged": ",".join(premium.merged) or None} for premium in premiums]
    return pd.DataFrame(rows, columns=list(Premium.__dataclass_fields__))


def _read(frame: pd.DataFrame) -> tuple[Postings, dict[str, Bools]]:
    names = [str(column) for column in frame.columns if str(column).startswith(PREFIX)]
    return read_postings(frame), {name.removeprefix(PREFIX): _flags(frame[name]) for name in names}


def _price(
    everyone: Postings, asked: Mapping[str, Bools], level: float, *, only: str | None, pool: pd.DataFrame | None
) -> dict[str, Premium]:
    there = everyone.shown
    shown = everyone.take(there)
    asked = {name: flags[there] for name, flags in asked.items()}
    supports = {name: _support(shown, flags) for name, flags in asked.items()}
    priced = [name for name, support in supports.items() if support.reason is None]
    if only is not None and supports[only].reason is not None:
        return {only: Premium(only, reason=supports[only].reason, **asdict(supports[only]))}
    groups = _merged(asked, priced, only)
    unpriced = {name: Premium(name, reason=s.reason, **asdict(s)) for name, s in supports.items() if s.reason}
    if not groups:
        return unpriced
    middle = completed_middle(shown, Pool(read_postings(pool)) if pool is not None else Pool(shown, pooling=False))
    columns = np.column_stack([_any(asked, group) for group in groups])
    design = covariates(shown).with_marks(columns)
    supports |= {group[0]: _support(shown, column) for group, column in zip(groups, columns.T, strict=True)}
    found = _effects(design, middle, shown, groups, level, supports)
    order = by_value(middle)
    for (name, premium), column in zip(list(found.items()), columns.T, strict=True):
        if premium.reason is None:
            found[name] = replace(premium, raw_percent=_raw_percent(middle, shown.weight, column, order))
    return {**found, **unpriced}


def completed_middle(shown: Postings, pool: Pool) -> Floats:
    """Log middle of postings that show pay, missing ends put by the distances of each posting's role."""
    middle = np.empty(len(shown))
    for code in np.flatnonzero(np.bincount(shown.role.codes)):
        mine = shown.role.codes == code
        part = shown.take(mine)
        middle[mine] = pool.completion(part).complete(part)[1]
    return middle


def _flags(column: pd.Series) -> Bools:
    flags = column if column.dtype == bool else column.astype("boolean").fillna(False)
    return flags.to_numpy(dtype=bool)


def _any(asked: Mapping[str, Bools], group: Sequence[str]) -> Bools:
    return np.asarray(np.logical_or.reduce([asked[name] for name in group]))


def _support(shown: Postings, flags: Bools) -> _Support:
    def employers(rows: Bools) -> int:
        # where no employer is named anywhere, each posting stands for itself (DESIGN: own clusters)
        return distinct(shown.cluster[rows])

    weight = shown.weight
    return _Support(round(weight[flags].sum()), round(weight[~flags].sum()), employers(flags), employers(~flags))


def _merged(asked: Mapping[str, Bools], priced: Sequence[str], only: str | None) -> list[tuple[str, ...]]:
    """Priced requirements, those with phi above .6 joined to one line."""
    groups: list[tuple[str, ...]] = []
    for name in priced:
        place = next(
            (i for i, group in enumerate(groups) if any(_phi(asked[name], asked[m]) > _ALIKE for m in group)), None
        )
        if place is None:
            groups.append((name,))
        else:
            groups[place] += (name,)
    if only is not None:
        groups.sort(key=lambda group: only not in group)
        groups[0] = (only, *(name for name in groups[0] if name != only))
    return groups


def _phi(a: Bools, b: Bools) -> float:
    one, other, both = (np.count_nonzero(flags) / a.size for flags in (a, b, a & b))
    product = one * (1 - one) * other * (1 - other)
    return float((both - one * other) / np.sqrt(product)) if product > 0 else 0.0


def _effects(
    design: Design, middle: Floats, shown: Postings, groups: list[tuple[str, ...]], level: float,
    supports: Mapping[str, _Support],
) -> dict[str, Premium]:  # fmt: skip
    fitted = fit(design, middle, shown.weight)
    covariance = (cr3 if len(shown) <= _JACKKNIFE_ROWS else cr1)(fitted, shown.cluster)
    first = design.columns - len(groups)
    found = {}
    supported = zip(*_effective_clusters(fitted, shown.cluster, first), strict=True)
    for place, (group, (clusters, inflation)) in enumerate(zip(groups, supported, strict=True)):
        column = first + place
        counts = asdict(supports[group[0]])
        name, merged = group[0], group if len(group) > 1 else ()
        if clusters < _CLUSTERS or inflation > _INFLATED:
            why = f"rests on {clusters:.0f} employers: too few to price"
            if inflation > _INFLATED:
                why = "cannot be told apart from other requirements or groups"
            found[name] = Premium(name, merged, effective_clusters=clusters, reason=why, **counts)
            continue
        effect, error = float(fitted.coefficients[column]), float(np.sqrt(covariance[column, column]))
        reach = t_quantile(level, clusters - 1) * error
        p_value = float(2 * special.stdtr(clusters - 1, -abs(effect) / error)) if error > 0 else 1.0
        found[name] = Premium(
            name, merged, effect, effect - reach, effect + reach, error, _percent(effect), _percent(effect - reach),
            _percent(effect + reach), p_value=p_value, effective_clusters=clusters, **counts,
        )  # fmt: skip
    return found


def _effective_clusters(fitted: Fit, cluster: Ints, first: int) -> tuple[list[float], list[float]]:
    """G_eff of each column from `first` on and its variance inflation; its residual on the others is X B_j / B_jj."""
    bread = fitted.bread
    others = bread[:, first:] / np.diag(bread)[first:]
    remaining, squared, total, total2 = np.zeros((4, bread.shape[0] - first))
    for rows, starts, block in fitted.design.by_cluster(cluster):
        weight = fitted.weights[rows, None]
        sums = np.add.reduceat(weight * (block @ others) ** 2, starts, axis=0)
        remaining += sums.sum(axis=0)
        squared += (sums**2).sum(axis=0)
        total += (weight * block[:, first:]).sum(axis=0)
        total2 += (weight * block[:, first:] ** 2).sum(axis=0)
    whole = total2 - total**2 / fitted.weights.sum()
    alone = remaining <= 1e-9 * np.maximum(whole, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        clusters = np.where(alone, 0.0, remaining**2 / squared)
        inflation = np.where(alone, np.inf, whole / remaining)
    return clusters.tolist(), inflation.tolist()


def _percent(log: float) -> float:
    return float(100 * np.expm1(log))


def _raw_percent(middle: Floats, weight: Floats, flags: Bools, order: Ints) -> float:
    """The difference of the medians of `middle`, whose rows stand sorted in `order`."""

    def median(rows: Bools) -> float:
        sorted_rows = order[rows[order]]
        own = weight[sorted_rows]
        share = (np.cumsum(own) - own / 2) / weight[rows].sum()
        return float(np.interp(0.5, share, middle[sorted_rows]))

    return _percent(median(flags) - median(~flags))


def _ranked(premiums: list[Premium]) -> list[Premium]:
    """Benjamini-Hochberg at 10 %; each effect shrunk by spread / (spread + own squared error); largest first."""
    priced = [premium for premium in premiums if premium.log_effect is not None]
    if not priced:
        return premiums
    effects = np.array([premium.log_effect for premium in priced], float)
    errors = np.array([premium.standard_error for premium in priced], float)
    spread2 = max(float((effects**2).mean() - (errors**2).mean()), _SMALLEST_SPREAD2)
    p_values = np.array([premium.p_value for premium in priced], float)
    order = np.argsort(p_values)
    passing = p_values[order] <= _FALSE_DISCOVERY * np.arange(1, order.size + 1) / order.size
    clear = np.zeros(order.size, bool)
    if passing.any():
        clear[order[: np.flatnonzero(passing)[-1] + 1]] = True
    shrunk = effects * spread2 / (spread2 + errors**2)
    ranked = [
        replace(premium, clear=bool(clear[i]), shrunk_percent=_percent(float(shrunk[i])))
        for i, premium in enumerate(priced)
    ]
    rest = [premium for premium in premiums if premium.log_effect is None]
    return sorted(ranked, key=lambda premium: -abs(premium.shrunk_percent or 0.0)) + rest
