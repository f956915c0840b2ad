"""How pay moved between runs, the mix of postings held equal (SPEC 5).

One regression over the runs: completed log middle (by width, one half-width for all runs) on role, city, experience,
industry, requirements and a dummy for each later run, on postings new to their run, employers weighed down; covariance
by employer clusters, t with G - 1 degrees of freedom. Index = 100 exp(delta). MDE = 2.49 SE.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.errors import UsageError
from pipeline.statistics.inputs import FORM_NAMES, Postings, read_postings
from pipeline.statistics.order import distinct
from pipeline.statistics.pool import Pool
from pipeline.statistics.premiums import PREFIX
from pipeline.statistics.quantiles import make_sample, t_quantile
from pipeline.statistics.regression import covariates, cr1, fit
from pipeline.statistics.weights import employer_weights

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Bools, Floats, Ints

RUNS_KEPT = 12
_POSTINGS, _EMPLOYERS = 100, 25
_VISIBLE = 2.49
_SMALLEST = 0.015
_SKILL_POSTINGS = 20


@dataclass(frozen=True, slots=True)
class PayChange:
    """The change from the first run to a later one: adjusted, raw, the part due to mix, and what would show."""

    run: str
    base: str
    log_change: float | None = None
    log_low: float | None = None
    log_high: float | None = None
    percent: float | None = None
    percent_low: float | None = None
    percent_high: float | None = None
    index: float | None = None  # 100 in the base run
    smallest_visible_change: float | None = None  # per cent; a smaller change would mostly not show
    raw_percent: float | None = None  # change of the median, nothing held equal
    mix_percent: float | None = None  # of which due to who advertises: raw less adjusted
    verdict: str = "cannot say"  # up, down, no change visible, cannot say
    n: tuple[int, int] = (0, 0)  # new postings that show pay, base run and this one
    employers: tuple[int, int] = (0, 0)
    forms_base: dict[str, float] | None = None  # shares of all postings of the run by form
    forms_run: dict[str, float] | None = None
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON and tables."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CausedChange:
    """A change split in two: what today's reading alone does to the old run, and what the market did since."""

    reading_percent: float | None
    market: PayChange


def pay_change(postings: pd.DataFrame, level: float = 0.90) -> PayChange:
    """The change of pay between two runs (column `run`, the smaller first; `posting_id` marks the same posting).

    Needs 100 new postings that show pay and 25 employers in each run, else `.reason` and counts only.
    Raises UsageError where there are not two runs.
    """
    found = pay_index(postings, level)
    if len(found) != 2:
        raise UsageError(f"postings: column run: expected two runs to compare, found {len(found)}")
    return found[1]


def pay_index(postings: pd.DataFrame, level: float = 0.90) -> list[PayChange]:
    """All runs against the first of the last twelve, from one regression: earlier points are restated each time."""
    if "run" not in postings.columns:
        raise UsageError("postings: expected a column run, found none; number the runs in their order")
    numbers, labels = pd.factorize(postings["run"], sort=True)
    runs = list(labels)[-RUNS_KEPT:]
    code = numbers - (len(labels) - len(runs))  # below zero: an older run, or none
    frame, code = postings[code >= 0].reset_index(drop=True), code[code >= 0].astype(np.intp)
    new = _new(frame, code)
    frame, code = frame[new], code[new]
    everyone = read_postings(frame)
    shown = everyone.shown
    counts = [
        (round(everyone.weight[at].sum()), _clusters(everyone, at))
        for at in (shown & (code == r) for r in range(len(runs)))
    ]
    forms = [_forms(everyone, code == r) for r in range(len(runs))]
    base = (
        PayChange(str(runs[0]), str(runs[0]), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 100.0, n=(counts[0][0],) * 2)
        if runs
        else None
    )
    if base is None or len(runs) < 2:
        return [base] if base else []
    enough = [n >= _POSTINGS and employers >= _EMPLOYERS for n, employers in counts]
    effects: dict[int, tuple[float, float, float, float]] = {}
    if enough[0] and any(enough[1:]):
        used = shown & np.isin(code, np.flatnonzero(enough))
        effects = _effects(everyone.take(used), code[used], frame[used], level)
    changes = []
    for run in range(1, len(runs)):
        about = {
            "n": (counts[0][0], counts[run][0]), "employers": (counts[0][1], counts[run][1]),
            "forms_base": forms[0], "forms_run": forms[run],
        }  # fmt: skip
        changes.append(_change(str(runs[run]), str(runs[0]), effects.get(run), about))
    return [base, *changes]


def change_by_cause(
    recorded: pd.DataFrame, recomputed: pd.DataFrame, current: pd.DataFrame, level: float = 0.90
) -> CausedChange:
    """Tell a change of method or vocabulary from the market: the old run as recorded, as read today, and the new run.

    The market's part compares the recomputed old run with the new one; the reading's part is the change of the old
    run's own median between the two readings, on the same postings.
    """
    both = pd.concat([recomputed.assign(run=0), current.assign(run=1)], ignore_index=True)
    return CausedChange(reading_percent(recorded, recomputed), pay_change(both, level))


def reading_percent(recorded: pd.DataFrame, recomputed: pd.DataFrame) -> float | None:
    """The change of the median of the same postings between two readings; None where either shows no pay."""
    before, after = (_median(read_postings(frame)) for frame in (recorded, recomputed))
    return None if before is None or after is None else _percent(after - before)


def _new(frame: pd.DataFrame, code: Ints) -> Bools:
    """Which rows are a posting in its first run: by posting_id and, where given, dup_hash."""
    new = np.ones(len(frame), bool)
    for name in ("posting_id", "dup_hash"):
        if name in frame.columns:
            first = pd.Series(code[new]).groupby(frame.loc[new, name].to_numpy()).transform("min")
            new[new] = first.isna().to_numpy() | (code[new] == first.to_numpy())
    return new


def _clusters(postings: Postings, rows: Bools) -> int:
    return distinct(postings.cluster[rows])


def _forms(postings: Postings, rows: Bools) -> dict[str, float]:
    share = np.bincount(postings.form[rows], postings.weight[rows], len(FORM_NAMES))
    return dict(zip(FORM_NAMES, map(float, share / max(share.sum(), 1e-12)), strict=True))


def _effects(
    shown: Postings, code: Ints, frame: pd.DataFrame, level: float
) -> dict[int, tuple[float, float, float, float]]:
    """For each later run: log change, error, t factor, raw log change of the median."""
    middle = _middle(shown)
    later = [int(run) for run in np.unique(code) if run]
    marks = code[:, None] == later
    design = covariates(shown).with_marks(np.hstack([_skills(frame), marks]))
    weights, _ = employer_weights(shown.weight, shown.cluster)
    fitted = fit(design, middle, weights)
    errors = np.sqrt(np.maximum(np.diag(cr1(fitted, shown.cluster)), 0))
    factor = t_quantile(level, distinct(shown.cluster) - 1)
    first = design.columns - len(later)

    def raw(run: int) -> float:
        rows = code == run
        return float(make_sample(middle[rows], shown.weight[rows], shown.cluster[rows]).quantile(np.array([0.5]))[0])

    return {
        run: (float(fitted.coefficients[first + i]), float(errors[first + i]), factor, raw(run) - raw(0))
        for i, run in enumerate(later)
    }


def _skills(frame: pd.DataFrame) -> Bools:
    """Columns of the requirements that enough of the postings have and lack."""
    columns = []
    for name in frame.columns:
        if str(name).startswith(PREFIX):
            flags = frame[name].astype("boolean").fillna(False).to_numpy(dtype=bool)
            if min(flags.sum(), (~flags).sum()) >= _SKILL_POSTINGS:
                columns.append(flags)
    return np.column_stack(columns) if columns else np.empty((len(frame), 0), bool)


def _middle(shown: Postings) -> Floats:
    return Pool(shown, pooling=False).completion(shown).complete(shown, 0.0)[1]


def _median(postings: Postings) -> float | None:
    shown = postings.take(postings.shown)
    if not len(shown):
        return None
    return float(make_sample(_middle(shown), shown.weight, shown.cluster).quantile(np.array([0.5]))[0])


def _change(run: str, base: str, effect: tuple[float, float, float, float] | None, about: dict[str, Any]) -> PayChange:
    if effect is None:
        (n0, n1), (g0, g1) = about["n"], about["employers"]
        reason = (
            f"too few new postings show pay: {n0} of {g0} employers, then {n1} of {g1}; "
            f"{_POSTINGS} of {_EMPLOYERS} are needed in each run"
        )
        return PayChange(run, base, reason=reason, **about)
    delta, error, factor, raw = effect
    low, high = delta - factor * error, delta + factor * error
    moved = (low > 0 or high < 0) and abs(delta) >= _SMALLEST
    verdict = ("up" if delta > 0 else "down") if moved else "no change visible"
    return PayChange(
        run, base, delta, low, high, _percent(delta), _percent(low), _percent(high), float(100 * np.exp(delta)),
        _percent(_VISIBLE * error), _percent(raw), _percent(raw - delta), verdict, **about,
    )  # fmt: skip


def _percent(log: float) -> float:
    return float(100 * np.expm1(log))
