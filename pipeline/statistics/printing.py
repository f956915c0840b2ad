"""What of a band may leave the process, rounded, graded, and with its caveats in words (SPEC 3.9)."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.model import TAX_BOUNDS
from pipeline.statistics.estimates import LINES, Estimate, Line, SalaryBand
from pipeline.statistics.reliability import Grade, grade, suppressed

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDE = 0.60  # an interval of the median wider than this leaves no point value
_CONCENTRATED = 0.25
_DISAGREE = 0.06


@dataclass(frozen=True, slots=True)
class Caveat:
    """One thing a reader must know beside the number: a stable code for translators and one English line."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class PrintedBand:
    """A band as it may be shown: suppressed cells hold None and their reason. `method` is direct, pooled or none."""

    floor: Line
    middle: Line
    ceiling: Line
    level: float
    n: int
    postings: int
    employers: int
    effective_n: float | None
    grade: str
    grade_reason: str
    reason: str | None
    method: str
    forms: Mapping[str, float]
    hidden_pay: Mapping[float, float]
    by_width: float | None  # median of the middle, missing ends completed by width
    by_pay: float | None  # and by pay
    caveats: tuple[Caveat, ...]
    widened: tuple[str, ...]
    currency: str | None
    period: str | None
    tax: str | None

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; percentiles are keys such as "0.25"."""
        plain = asdict(replace(self, floor={}, middle={}, ceiling={}))
        for name in LINES:
            line: Line = getattr(self, name)
            plain[name] = {str(share): asdict(estimate) for share, estimate in line.items()}
        plain["hidden_pay"] = {str(gap): median for gap, median in self.hidden_pay.items()}
        return plain

    def to_frame(self) -> pd.DataFrame:
        """One row a line and percentile: line, percentile, value, low, high, reason, reason_code, n, employers, …"""
        numbers = ["percentile", "value", "low", "high", "effective_n", "level"]
        return pd.DataFrame(self.rows()).astype(dict.fromkeys(numbers, "float64"))

    def rows(self) -> list[dict[str, Any]]:
        """The rows of `to_frame` as plain data."""
        return [
            {
                "line": name, "percentile": share, "value": cell.value, "low": cell.low, "high": cell.high,
                "reason": cell.reason, "reason_code": cell.code, "n": self.n,
                "employers": self.employers, "effective_n": self.effective_n,
                "grade": self.grade, "method": self.method, "level": self.level, "currency": self.currency,
                "period": self.period, "tax": self.tax, "widened": "; ".join(self.widened) or None,
            }
            for name in LINES
            for share, cell in getattr(self, name).items()
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rule:
    """What the counts allow: which lines to read, how far out, why not more."""

    method: str
    inner: bool  # percentiles from P25 to P75, else the median alone
    outer: bool  # P10 and P90
    code: str
    reason: str


def printable(band: SalaryBand) -> PrintedBand:
    """The band as it may be shown: rules of SPEC 3.9 by employers and postings, rounding, grade, caveats."""
    rule = _rule(band)
    lines = {name: _printed(band, line, rule) for name, line in _source(band, rule).items()}
    shown = _says(lines["middle"])
    graded = _graded(band, rule, shown=shown)
    direct = rule.method == "direct" and _has_value(lines["middle"].get(0.5))
    return PrintedBand(
        **lines, level=band.level, n=band.n, postings=band.postings, employers=band.employers,
        effective_n=round(band.effective_n, 1) if shown and rule.method == "direct" else None,
        grade=graded.letter, grade_reason=graded.reason, reason=None if shown else rule.reason,
        method=rule.method if shown else "none", forms=dict(band.forms),
        hidden_pay={gap: round_pay(value, band.currency) for gap, value in band.hidden_pay.items()} if direct else {},
        by_width=round_pay(band.by_width[0.5], band.currency) if direct else None,
        by_pay=round_pay(band.by_pay[0.5], band.currency) if direct else None,
        caveats=_caveats(band, rule, shown=shown), widened=band.widened,
        currency=band.currency, period=band.period, tax=band.tax,
    )  # fmt: skip


def grade_of(band: SalaryBand) -> str:
    """The grade of what may be printed of the middle line, without the rest of `printable`."""
    rule = _rule(band)
    middle = _printed(band, _source(band, rule)["middle"], rule)
    return _graded(band, rule, shown=_says(middle)).letter


def _source(band: SalaryBand, rule: _Rule) -> dict[str, Line]:
    """The lines that the rule reads: the segment's own, or those estimated from similar roles."""
    if rule.method == "pooled":
        return {name: band.pooled.get(name, {}) for name in LINES}
    return {name: getattr(band, name) for name in LINES}


def _says(line: Line) -> bool:
    """Whether a printed line says anything."""
    return any(cell.value is not None or cell.low is not None for cell in line.values())


def _graded(band: SalaryBand, rule: _Rule, *, shown: bool) -> Grade:
    if not shown:
        return suppressed(rule.reason)
    pooled = rule.method == "pooled"
    error = _pooled_error(band) if pooled else band.relative_error.get("middle")
    return grade(
        band.n, band.employers, error, band.top_share, employers_unknown=band.employers_unknown, borrowed=pooled
    )


def round_pay(amount: float, currency: str | None) -> float:
    """Roubles and lira to 1,000 below 100,000 and to 5,000 above; other money and small sums to about 1 %."""
    if currency in {None, "RUB", "TRY"} and amount >= 20_000:
        step = 1_000.0 if amount < 100_000 else 5_000.0
    else:
        step = 10.0 ** (math.floor(math.log10(amount)) - 2) * 5
    return round(round(amount / step) * step, 6)


def _rule(band: SalaryBand) -> _Rule:
    pooled = "pooled" if band.pooled else ""
    # where most postings name no employer, each counts as one for the middle percentiles, never for P10 and P90
    employers = band.clusters if band.employers_unknown else band.employers
    who = f"{band.employers} employers, {band.n} postings"
    if employers < 3 or band.n < 3:
        return _Rule("none", False, False, "few_employers", f"too few employers show pay ({band.employers})")
    if band.employers_unknown and employers < 8:  # they may all be one employer's
        reason = f"too few postings show pay, and most name no employer ({who})"
        return _Rule("none", False, False, "employers_unknown", reason)
    if employers < 8 or (not pooled and band.reason):
        reason = f"too few employers show pay for more than an estimate from similar roles ({who})"
        return _Rule(pooled or "none", False, False, "estimate_only", reason)
    outer_reason = f"P10 and P90 need 20 employers and 40 postings that show pay ({who})"
    if employers < 15 or band.n < 25:
        return _Rule(pooled or "direct", True, False, "outer_percentiles", outer_reason)
    outer = band.employers >= 20 and band.n >= 40
    return _Rule("pooled" if pooled and band.n < 60 else "direct", True, outer, "outer_percentiles", outer_reason)


def _printed(band: SalaryBand, line: Line, rule: _Rule) -> dict[float, Estimate]:
    middle = line.get(0.5)
    width = _width(middle) if middle else None
    wide = middle is not None and (width is None or width > _WIDE)
    return {share: _cell(band, share, line.get(share), rule, wide=wide) for share in band.percentiles}


def _cell(band: SalaryBand, share: float, found: Estimate | None, rule: _Rule, *, wide: bool) -> Estimate:
    if rule.method == "none" or found is None or found.value is None:
        return Estimate(reason=rule.reason, code=rule.code)
    inner = 0.25 <= share <= 0.75
    if share != 0.5 and not (rule.inner if inner else rule.outer and band.n * min(share, 1 - share) >= 4):
        return Estimate(reason=rule.reason, code=rule.code)
    low, high = (None if side is None else round_pay(side, band.currency) for side in (found.low, found.high))
    if wide and share == 0.5:
        return Estimate(
            None, low, high, "the interval of the median is wider than 60 %: the range only", "wide_interval"
        )
    if wide:
        return Estimate(reason="the interval of the median is wider than 60 %", code="wide_interval")
    value = round_pay(found.value, band.currency)
    return Estimate(value, low, high)


def _width(estimate: Estimate) -> float | None:
    if not estimate.low or not estimate.high:
        return None
    return math.log(estimate.high / estimate.low)


def _has_value(estimate: Estimate | None) -> bool:
    return estimate is not None and estimate.value is not None


def _pooled_error(band: SalaryBand) -> float | None:
    middle = band.pooled["middle"].get(0.5)
    width = _width(middle) if middle else None
    return None if width is None else width / 3.3


def _caveats(band: SalaryBand, rule: _Rule, *, shown: bool) -> tuple[Caveat, ...]:
    found: list[Caveat] = []

    def say(condition: bool, code: str, text: str) -> None:
        if condition:
            found.append(Caveat(code, text))

    say(shown and rule.method == "pooled", "pooled", "estimated from similar roles")
    say(shown and not rule.outer and rule.method == "direct" and band.clusters < 15, "rough", "rough: about ±25 %")
    say(
        band.employers_unknown, "employers_unknown",
        f"employers unknown: {100 * band.unknown_share:.0f} % of the postings that show pay name none",
    )  # fmt: skip
    say(
        band.top_share > _CONCENTRATED and band.n >= 8, "employer_weighted",
        f"employer-weighted: one employer posts {100 * band.top_share:.0f} % of vacancies",
    )  # fmt: skip
    say(
        band.tax_unknown_share > 0, "tax_unknown",
        f"{100 * band.tax_unknown_share:.0f} % do not say gross or net: {_tax_error(band)}",
    )  # fmt: skip
    say(band.unusable > 0, "unusable", f"{band.unusable} postings state pay that cannot be used; counted as hidden")
    if shown and rule.method == "direct" and band.completion is not None:
        for form in band.completion.one_sided_look_different():
            offset = getattr(band.completion, f"{form}_offset").value - band.completion.half_width
            text = f'"{form}" postings look different from ranges ({100 * offset:+.0f} %)'
            say(True, f"{form}_different", text)
        gap = math.log(band.by_pay[0.5] / band.by_width[0.5]) if 0.5 in band.by_pay else 0.0
        text = (
            f"completing one-sided pay by width and by pay disagrees by {100 * abs(gap):.0f} %: read floor and ceiling"
        )
        say(abs(gap) > _DISAGREE, "completions_disagree", text)
    return tuple(found)


def _tax_error(band: SalaryBand) -> str:
    """How far reading one for the other may move a figure: bounded where one rate holds for all."""
    bound = TAX_BOUNDS.get(band.currency or "")
    if bound is None:
        return "they stand together, and how far that moves the figures is not known"
    return f"figures off by at most {100 * band.tax_unknown_share * bound:.1f} %"
