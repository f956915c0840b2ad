"""From a market figure to a pay range a policy can use: ageing, spread, rounding; and pay within a range.

Conventions of the trade, each with its formula:
ageing          x (1 + a m / 12) for m months at a yearly movement a; beyond a year step by step (BLR, WorldatWork)
spread, `min`   (max - min) / min: min = 2 mid / (2 + s), max = min (1 + s)
spread, `mid`   (max - min) / mid: min = mid (1 - s / 2), max = mid (1 + s / 2)
midpoint        (min + max) / 2; compa-ratio pay / midpoint; penetration (pay - min) / (max - min)
progression     mid of the next grade / mid - 1
"""

from __future__ import annotations

import calendar
import itertools
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.statistics.printing import PrintedBand

CONVENTIONS = ("min", "mid")
_DENOMINATOR = {"min": "minimum", "mid": "midpoint"}


@dataclass(frozen=True, slots=True)
class Ageing:
    """A yearly movement of pay (0.08 is 8 %), from the day the market figure holds to the day the range is for."""

    rate: float
    start: date
    end: date
    source: str = ""

    def factor(self) -> float:
        """What a figure is multiplied by."""
        return ageing_factor(self.rate, months_between(self.start, self.end))


@dataclass(frozen=True, slots=True)
class PayRange:
    """A range; its midpoint is halfway between the ends."""

    minimum: float
    maximum: float

    @property
    def midpoint(self) -> float:
        """(min + max) / 2."""
        return (self.minimum + self.maximum) / 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed range with every step to it; None and a reason where the market figure may not be printed."""

    minimum: float | None = None
    midpoint: float | None = None
    maximum: float | None = None
    market_value: float | None = None
    market_low: float | None = None
    market_high: float | None = None
    aged_value: float | None = None
    midpoint_low: float | None = None  # the midpoint had the market figure stood at the lower end of its interval
    midpoint_high: float | None = None
    spread_after_rounding: float | None = None  # in the convention asked
    assumptions: tuple[str, ...] = ()
    reason: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def months_between(start: date, end: date) -> float:
    """Whole months from `start` to `end`, and the days left over as a part of their month."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if end.day == calendar.monthrange(end.year, end.month)[1] and start.day >= end.day:
        return float(months)  # from the 31st to the last day of a shorter month is whole months
    return months + (end.day - start.day) / calendar.monthrange(end.year, end.month)[1]


def ageing_factor(rate: float, months: float) -> float:
    """1 + a m / 12 up to a year; for each whole year 1 + a, and the rest on top. Raises UsageError back in time."""
    if not -0.5 < rate < 1:
        raise UsageError(f"ageing rate: expected a yearly share such as 0.08 for 8 %, found {rate:g}")
    if months < 0:
        raise UsageError(
            "ageing: the day the range is for lies before the day of the market figures; swap or mend them"
        )
    years, rest = divmod(months, 12)
    return float((1 + rate) ** years * (1 + rate * rest / 12))


def range_from_midpoint(midpoint: float, spread: float, convention: str = "min") -> PayRange:
    """The range around a midpoint. Raises UsageError on an unknown convention or an impossible spread."""
    if convention not in CONVENTIONS:
        raise UsageError(f"convention: expected one of {', '.join(CONVENTIONS)}, found {convention}")
    if not 0 < spread < 2:
        raise UsageError(f"spread: expected a share such as 0.4 for 40 %, found {spread:g}")
    if convention == "min":
        minimum = 2 * midpoint / (2 + spread)
        return PayRange(minimum, minimum * (1 + spread))
    return PayRange(midpoint * (1 - spread / 2), midpoint * (1 + spread / 2))


def spread_of(pay: PayRange, convention: str = "min") -> float:
    """(max - min) over the minimum or over the midpoint."""
    return (pay.maximum - pay.minimum) / (pay.minimum if convention == "min" else pay.midpoint)


def round_to(amount: float, step: float) -> float:
    """To the nearest multiple of the step, halves upwards."""
    if not (math.isfinite(step) and step > 0):
        raise UsageError(f"rounding: expected a positive step such as 5000, found {step:g}")
    return math.floor(amount / step + 0.5) * step


def usual_step(amount: float) -> float:
    """A step of one half to five per cent of the amount: 500 up to 100,000, 5,000 from there, and so on by tens."""
    return 5.0 * 10.0 ** (math.floor(math.log10(amount)) - 2)


def compa_ratio(pay: float, midpoint: float) -> float:
    """Pay over the midpoint of its range."""
    return pay / midpoint


def penetration(pay: float, minimum: float, maximum: float) -> float | None:
    """How far into its range pay stands: 0 at the minimum, 1 at the maximum; None for a range of one figure."""
    return (pay - minimum) / (maximum - minimum) if maximum > minimum else None


def progression(midpoints: Sequence[float]) -> list[float | None]:
    """Midpoint of the next grade over this one's, less 1; None for the last."""
    steps = [after / before - 1 for before, after in itertools.pairwise(midpoints)]
    return [*steps, None] if midpoints else []


def propose(
    band: PrintedBand,
    percentile: float,
    spread: float,
    convention: str = "min",
    step: float | None = None,
    ageing: Ageing | None = None,
    line: str = "middle",
) -> Proposal:
    """A range around a percentile (0.6 for P60) of one line of a printed market band, every assumption in words.

    The figure taken is the one that is printed, so that the arithmetic can be followed on paper. Nothing is proposed
    where the band does not print it. Raises UsageError on impossible settings.
    """
    range_from_midpoint(1.0, spread, convention)
    cell = getattr(band, line).get(percentile)
    if cell is None or cell.value is None:
        why = (cell.reason if cell else None) or band.reason or "it is not printed"
        return Proposal(reason=f"no range from P{100 * percentile:g} of the {line}: {why}")
    factor = ageing.factor() if ageing else 1.0
    target = cell.value * factor
    exact = range_from_midpoint(target, spread, convention)
    used = usual_step(exact.minimum) if step is None else step
    made = PayRange(round_to(exact.minimum, used), round_to(exact.maximum, used))
    if not 0 < made.minimum < made.maximum:
        raise UsageError(f"rounding: a step of {used:g} leaves no range between {exact.minimum:,.0f} and "
                         f"{exact.maximum:,.0f}; take a smaller one")  # fmt: skip
    after = spread_of(made, convention)
    assumptions = (
        f"market: P{100 * percentile:g} of the {line} of posted ranges is {cell.value:,.0f}"
        f"{_interval(cell.low, cell.high)}, posted and not paid",
        _aged(ageing, cell.value, target),
        f"spread: {100 * spread:g} % as (maximum − minimum) / {_DENOMINATOR[convention]}, convention `{convention}`",
        f"rounding: both ends to {used:,.0f}{' (not set: a usual step)' if step is None else ''}; the spread is then "
        f"{100 * after:.1f} %, the midpoint {made.midpoint:,.0f}{_instead(made.midpoint, target)}",
    )
    low, high = (None if side is None else side * factor for side in (cell.low, cell.high))
    return Proposal(
        minimum=made.minimum, midpoint=made.midpoint, maximum=made.maximum, market_value=cell.value,
        market_low=cell.low, market_high=cell.high, aged_value=target, midpoint_low=low, midpoint_high=high,
        spread_after_rounding=after, assumptions=assumptions,
    )  # fmt: skip


def _instead(rounded: float, exact: float) -> str:
    """What the midpoint was before rounding, where that reads otherwise."""
    before = f"{exact:,.0f}"
    return f" instead of {before}" if before != f"{rounded:,.0f}" else ""


def _interval(low: float | None, high: float | None) -> str:
    def said(side: float | None) -> str:
        return "open" if side is None else f"{side:,.0f}"

    return f" [{said(low)}–{said(high)}]"


def _aged(ageing: Ageing | None, before: float, after: float) -> str:
    if ageing is None:
        return "ageing: none; the range is as old as the market figures"
    months = months_between(ageing.start, ageing.end)
    source = ageing.source or "given by the caller, its source not told"
    return (
        f"ageing: {100 * ageing.rate:g} % a year ({source}) from {ageing.start} to {ageing.end}, {months:.1f} months, "
        f"simple within a year and step by step beyond: {before:,.0f} becomes {after:,.0f}"
    )
