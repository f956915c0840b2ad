"""The missing end of one-sided pay, put at a typical distance learned from closed ranges (SPEC 3.4).

"From A" is not [A, infinity): employers write A near the offer. The distance from the stated end to the middle is
learned two ways, by width (half of a closed range) and by pay (how far stated ends lie from the middle of ranges of
like postings), and the two are averaged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.statistics.inputs import FROM, POINT, RANGE, UPTO, Floats, Postings
from pipeline.statistics.regression import covariates, cr1, fit

PRIOR_HALF_WIDTH = 0.20
_POOL_RANGES = 30  # a pool with fewer closed ranges teaches no width
_WIDTH_PRIOR = 10.0
_OFFSET_PRIOR = 8.0
_OFFSET_MAXIMUM = 0.8
_TRIM = 0.05
_TELL_GAP = 0.06


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a stated end lies from the middle of ranges of like postings, in logs; nan where nothing shows it."""

    value: float
    error: float
    evidence: float  # m = 1 / (1/n_closed + 1/n_form)


@dataclass(frozen=True, slots=True)
class Widths:
    """What a pool teaches: mean half-width of its closed ranges, their number, and the two pay offsets."""

    half_width: float
    ranges: int
    from_offset: Offset
    upto_offset: Offset


NOTHING_KNOWN = Widths(PRIOR_HALF_WIDTH, 0, Offset(np.nan, np.nan, 0.0), Offset(np.nan, np.nan, 0.0))


@dataclass(frozen=True, slots=True)
class Completion:
    """The distances used for one segment, all in logs of pay."""

    half_width: float  # h, by width
    pay_from: float  # p_from, by pay
    pay_upto: float
    ranges: int
    from_offset: Offset  # as measured, before shrinking: the diagnostic
    upto_offset: Offset
    position: float = 0.5  # where in the range the reference offer stands

    @classmethod
    def by_width(cls, half_width: float) -> Completion:
        """Distances of one half-width alone."""
        unknown = NOTHING_KNOWN.from_offset
        return cls(half_width, half_width, half_width, 0, unknown, unknown)

    def complete(self, postings: Postings, share_by_pay: float = 0.5) -> tuple[Floats, Floats, Floats]:
        """Log floor, middle and ceiling of postings that show pay; by width alone (0), by pay alone (1), or between."""
        low, high, form = postings.low, postings.high, postings.form
        below, above = 2 * self.position * self.half_width, 2 * (1 - self.position) * self.half_width
        from_step = (1 - share_by_pay) * below + share_by_pay * self.pay_from
        upto_step = (1 - share_by_pay) * above + share_by_pay * self.pay_upto
        middle = low + self.position * (high - low)
        middle = np.where(form == FROM, low + from_step, middle)
        middle = np.where(form == UPTO, high - upto_step, middle)
        floor = np.where(form == UPTO, middle - below, low)
        ceiling = np.where(form == FROM, middle + above, high)
        return floor, middle, ceiling

    def one_sided_look_different(self) -> tuple[str, ...]:
        """Forms ("from", "upto") whose offset differs from the half-width by more than .06 and two errors."""
        pairs = (("from", self.from_offset), ("upto", self.upto_offset))
        return tuple(
            name for name, offset in pairs if abs(offset.value - self.half_width) > max(_TELL_GAP, 2 * offset.error)
        )


def trimmed_mean(values: Floats, share: float = _TRIM) -> float:
    """Mean after dropping this share of the values at either end."""
    drop = int(share * values.size)
    return float(np.sort(values)[drop : values.size - drop].mean())


def half_widths(postings: Postings) -> Floats:
    """(ln B - ln A) / 2 of the closed ranges."""
    closed = postings.form == RANGE
    return np.asarray((postings.high[closed] - postings.low[closed]) / 2)


def learn(postings: Postings, position: float = 0.5, *, offsets: bool = True) -> Widths:
    """What a pool of postings teaches about missing ends."""
    widths = half_widths(postings)
    half_width = trimmed_mean(widths) if widths.size else PRIOR_HALF_WIDTH
    unknown = NOTHING_KNOWN.from_offset
    from_offset, upto_offset = _pay_offsets(postings, position) if offsets else (unknown, unknown)
    return Widths(half_width, int(widths.size), from_offset, upto_offset)


def _pay_offsets(postings: Postings, position: float) -> tuple[Offset, Offset]:
    """Least squares of (middle | point | A | B) on covariates and the two one-sided forms; offset = -/+ coefficient."""
    shown = postings.take(postings.shown)
    form = shown.form
    closed = int(np.isin(form, (RANGE, POINT)).sum())
    counts = [int((form == kind).sum()) for kind in (FROM, UPTO)]
    if not closed or not any(counts):
        return NOTHING_KNOWN.from_offset, NOTHING_KNOWN.upto_offset
    base = covariates(shown)
    marks = np.column_stack([form == kind for kind, count in zip((FROM, UPTO), counts, strict=True) if count])
    design = base.with_marks(marks)
    if len(shown) <= design.columns + 1:
        return NOTHING_KNOWN.from_offset, NOTHING_KNOWN.upto_offset
    stated = np.where(form == FROM, shown.low, np.where(form == UPTO, shown.high, 0.0))
    middle = np.where(form >= RANGE, shown.low + position * (shown.high - shown.low), stated)
    fitted = fit(design, middle, shown.weight)
    errors = np.sqrt(np.maximum(np.diag(cr1(fitted, shown.cluster)), 0))
    column, found = base.columns, []
    for sign, count in zip((-1, 1), counts, strict=True):
        if not count:
            found.append(NOTHING_KNOWN.from_offset)
            continue
        evidence = 1 / (1 / closed + 1 / count)
        found.append(Offset(float(sign * fitted.coefficients[column]), float(errors[column]), evidence))
        column += 1
    return found[0], found[1]


def completion_for(own: Widths, wider: Widths, position: float = 0.5) -> Completion:
    """Distances for a segment: h = (n hbar + 10 h_pool) / (n + 10); p = (m p + 8 h) / (m + 8), p within 0 and .8."""
    pooled = wider.half_width if wider.ranges >= _POOL_RANGES else PRIOR_HALF_WIDTH
    half_width = (own.ranges * own.half_width + _WIDTH_PRIOR * pooled) / (own.ranges + _WIDTH_PRIOR)
    below, above = 2 * position * half_width, 2 * (1 - position) * half_width
    return Completion(
        half_width, _shrunk(wider.from_offset, below), _shrunk(wider.upto_offset, above), own.ranges,
        wider.from_offset, wider.upto_offset, position,
    )  # fmt: skip


def _shrunk(offset: Offset, half_width: float) -> float:
    if not offset.evidence:
        return half_width
    measured = min(max(offset.value, 0.0), _OFFSET_MAXIMUM)
    return (offset.evidence * measured + _OFFSET_PRIOR * half_width) / (offset.evidence + _OFFSET_PRIOR)
