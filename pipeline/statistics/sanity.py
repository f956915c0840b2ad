"""Unit errors in posted pay: keep, fix, or set aside with the reason (SPEC 6).

A robust location for each posting, then Bayes over what may have gone wrong:
likelihood t5((r + shift) / (1.2 s)) / (1.2 s) for every hypothesis, a uniform one over e^12 for junk.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from pipeline.statistics.completion import PRIOR_HALF_WIDTH, Completion, half_widths, trimmed_mean
from pipeline.statistics.inputs import read_postings
from pipeline.statistics.regression import covariates

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Floats, Postings

_MINIMUM_SPREAD = 0.15
_WIDEST = np.log(5.0)  # an upper end above five times the lower one is no range
_CERTAIN = 0.90
_FEW = 30
_JUNK_LOG_RANGE = 12.0
_HINT = 50.0  # how much a unit word in the text multiplies its hypothesis
_TUKEY = 4.685
_ROUNDS = 25


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    name: str
    shift: float  # to be added to log pay if true
    prior: float
    fixable: bool = False


_AS_IS = _Hypothesis("as is", 0.0, 0.96)
_ERRORS = (
    _Hypothesis("thousand", float(np.log(1000)), 0.008, fixable=True),
    _Hypothesis("hour", float(np.log(164)), 0.008, fixable=True),
    _Hypothesis("year", float(-np.log(12)), 0.008),
    _Hypothesis("day", float(np.log(21)), 0.004),
    _Hypothesis("ten times too low", float(np.log(10)), 0.004),
    _Hypothesis("ten times too high", float(-np.log(10)), 0.004),
)
_JUNK_PRIOR = 0.002
_HINTED = {"hour": "hour", "shift": "day", "day": "day", "year": "year", "thousand": "thousand"}


@dataclass(frozen=True, slots=True)
class UnitCheck:
    """For every row of the frame: what to do, the shift of log pay if fixed, how sure, and why."""

    action: npt.NDArray[np.str_]  # none (no pay), keep, fix, quarantine
    shift: Floats
    certainty: Floats
    reason: npt.NDArray[np.object_]

    def to_frame(self) -> pd.DataFrame:
        """Columns action, shift, certainty, reason; one row a posting, in its order."""
        return pd.DataFrame(
            {"action": self.action, "shift": self.shift, "certainty": self.certainty, "reason": self.reason}
        )

    def counts(self) -> dict[str, int]:
        """How many postings each action takes."""
        names, numbers = np.unique(self.action, return_counts=True)
        return dict(zip(map(str, names), map(int, numbers), strict=True))


def check_pay_units(postings: pd.DataFrame, pool: pd.DataFrame | None = None) -> UnitCheck:
    """Tell unit errors from pay: missing thousands and hourly pay are fixed, other errors are set aside.

    `postings`: columns as for `salary_band`; `unit_word` (hour, shift, day, year, thousand) where the text says one.
    `pool`: wider postings that give the location where fewer than 30 show pay. Year, day and tenfold errors are never
    fixed: they cannot be told from each other. A fix multiplies both ends by exp(shift).
    """
    own = read_postings(postings)
    shown = own.shown
    size = len(own)
    action = np.where(shown, "keep", "none").astype("<U10")
    shift, certainty = np.zeros(size), np.ones(size)
    reason = np.full(size, None, dtype=object)
    action[own.unusable] = "quarantine"
    reason[own.unusable] = "no positive amount in a known unit"
    if not shown.any():
        return UnitCheck(action, shift, certainty, reason)
    residual, spread = _residuals(own, read_postings(pool) if pool is not None else None)
    posterior = _posterior(residual[shown], spread, _hints(postings)[shown])
    best = posterior.argmax(axis=1)
    rows = np.flatnonzero(shown)
    sure = posterior[np.arange(rows.size), best]
    certainty[rows] = sure
    for place, hypothesis in enumerate(_ERRORS, start=1):
        hit = best == place
        fixed = hit & (sure >= _CERTAIN) & hypothesis.fixable
        action[rows[hit]] = "quarantine"
        action[rows[fixed]] = "fix"
        shift[rows[fixed]] = hypothesis.shift
        reason[rows[hit]] = f"looks like a unit error: {hypothesis.name}"
    junk = rows[best == len(_ERRORS) + 1]
    action[junk], reason[junk] = "quarantine", "far from all like postings"
    wide = shown & (own.high - own.low > _WIDEST)
    action[wide], shift[wide], reason[wide] = "quarantine", 0.0, "the upper end is more than five times the lower"
    return UnitCheck(action, shift, certainty, reason)


def _hints(frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    if "unit_word" not in frame.columns:
        return np.full(len(frame), None, dtype=object)
    return frame["unit_word"].astype("object").map(_HINTED).to_numpy(dtype=object)


def _residuals(own: Postings, pool: Postings | None) -> tuple[Floats, float]:
    """Log pay less its robust location, and the robust spread; from the pool where the frame is small."""
    values = _completed(own)
    if pool is not None and own.shown.sum() < _FEW:
        centre, spread = _robust(np.ones((int(pool.shown.sum()), 1)), _completed(pool)[pool.shown])
        return values - centre[0], spread
    used = own.take(own.shown)
    design = covariates(used).dense() if len(used) >= _FEW else np.ones((len(used), 1))
    coefficients, spread = _robust(design, values[own.shown])
    residual = np.full(len(own), np.nan)
    residual[own.shown] = values[own.shown] - design @ coefficients
    return residual, spread


def _completed(postings: Postings) -> Floats:
    widths = half_widths(postings)
    sane = widths[widths <= _WIDEST / 2]
    half = trimmed_mean(sane) if sane.size else PRIOR_HALF_WIDTH
    return Completion.by_width(half).complete(postings)[1]


def _robust(design: Floats, values: Floats) -> tuple[Floats, float]:
    """Tukey-bisquare location by reweighted ridge regression started at the median; spread max(1.4826 MAD, .15)."""
    penalty = np.eye(design.shape[1])
    penalty[0, 0] = 0.0
    coefficients: Floats = np.zeros(design.shape[1])
    coefficients[0] = np.median(values)
    spread = _MINIMUM_SPREAD
    for _ in range(_ROUNDS):
        residual = values - design @ coefficients
        spread = max(1.4826 * float(np.median(np.abs(residual - np.median(residual)))), _MINIMUM_SPREAD)
        weight = np.asarray(np.clip(1 - (residual / (_TUKEY * spread)) ** 2, 0, None) ** 2, dtype=float)
        if not weight.any():
            break
        weighted = design * weight[:, None]
        moved = np.linalg.solve(weighted.T @ design + penalty + 1e-9 * np.eye(len(penalty)), weighted.T @ values)
        done = np.abs(moved - coefficients).max() < 1e-6
        coefficients = np.asarray(moved, dtype=float)
        if done:
            break
    return coefficients, spread


def _posterior(residual: Floats, spread: float, hints: npt.NDArray[np.object_]) -> Floats:
    """Probability of every hypothesis (as is, errors in order, junk) for every row."""
    scale = 1.2 * spread
    columns = []
    for hypothesis in (_AS_IS, *_ERRORS):
        prior = hypothesis.prior * np.where(hints == hypothesis.name, _HINT, 1.0)
        columns.append(prior * _t5((residual + hypothesis.shift) / scale) / scale)
    columns.append(np.full(residual.size, _JUNK_PRIOR / _JUNK_LOG_RANGE))
    table = np.column_stack(columns)
    return np.asarray(table / table.sum(axis=1, keepdims=True), dtype=float)


def _t5(z: Floats) -> Floats:
    """Density of Student's t with five degrees of freedom."""
    constant = float(np.exp(special.gammaln(3) - special.gammaln(2.5))) / np.sqrt(5 * np.pi)
    return np.asarray(constant * (1 + z**2 / 5) ** -3, dtype=float)
