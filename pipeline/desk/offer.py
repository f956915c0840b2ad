"""The pay of a draft in the unit of its market: the same steps that bring every vacancy's pay there, each one named.

A period not written is a month where the currency's postings mean one; gross and net are made of each other by the
warehouse's tax table; a step that cannot be taken leaves the offer unplaced with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from pipeline.desk.market import Market
    from pipeline.model import Fact

_WEEKS = 4.345


@dataclass(frozen=True, slots=True)
class Offer:
    """What a draft offers, as written and in the market's unit; `steps` are codes of what was assumed or converted.

    `reason` is the code of why it cannot be placed; then `low` and `high` are null.
    """

    written: str | None
    low: float | None
    high: float | None
    unit: str | None
    steps: tuple[str, ...] = ()
    reason: str | None = None


def unit_of(market: Market, pay: Fact | None) -> str | None:
    """The unit in which most vacancies show pay in the draft's currency; None without one."""
    currency = (pay.unit or "/").partition("/")[0] if pay else ""
    shown = market.rows["unit"][market.rows["in_bands"].astype(bool)].value_counts()
    mine = [(int(-n), str(unit)) for unit, n in shown.items() if str(unit).partition("/")[0] == currency]
    return min(mine)[1] if mine else None


def placed(market: Market, pay: Fact, unit: str, tax_view: str | None) -> Offer:
    """The pay of a fact in `unit` and `tax_view`, or why it cannot be brought there."""
    currency, _, period = (pay.unit or "/").partition("/")
    target, _, target_period = unit.partition("/")
    steps: list[str] = []
    if currency != target:
        if currency:
            return Offer(pay.quote, None, None, unit, reason="other_currency")
        steps.append("currency_assumed")
    factor = _months(market, period, target, steps)
    if factor is None:
        return Offer(pay.quote, None, None, unit, tuple(steps), "no_period" if not period else "other_period")
    ends = _ends(pay)
    months = [None if end is None else end * factor for end in ends]
    taken = pay.level or "unknown"
    if taken == "unknown":
        taken = _convention(market, target) or tax_view or "gross"
        steps.append(f"tax_taken_as_{taken}")
    if tax_view and taken != tax_view:
        months = [None if end is None else _other_view(market, end, target, taken) for end in months]
        if all(end is None for end in months):
            return Offer(pay.quote, None, None, unit, tuple(steps), "no_tax_table")
        steps.append(f"made_{tax_view}")
    scale = 12 if target_period == "year" else 1
    low, high = (None if end is None else round(end * scale, 4) for end in months)
    return Offer(pay.quote, low, high, unit, tuple(steps))


def _ends(pay: Fact) -> tuple[float | None, float | None]:
    low, high = pay.low, pay.high
    if pay.concept == "point":
        low = high = low if low is not None else high
    if low is not None and high is not None and low > high:
        low, high = high, low
    return (low if low and low > 0 else None), (high if high and high > 0 else None)


def _months(market: Market, period: str, currency: str, steps: list[str]) -> float | None:
    """What an amount is to be multiplied by to be a month's; None where it cannot be."""
    if not period:
        seeded = market.query("select currency, any_value(unwritten_period) as period from seed.currency group by 1")
        found = seeded.loc[seeded["currency"] == currency, "period"].dropna()
        if found.empty:
            return None
        period = str(found.iloc[0])
        steps.append("period_assumed")
    if period == "hour":
        hours = market.query("select * from seed.working_hours")
        hours = hours[hours["currency"] == currency]
        now = hours[(hours["from_year"] <= _year(market)) & (hours["before_year"] > _year(market))]
        steps.append("by_hours")
        return None if now.empty else float(now["hours_month"].iloc[0])
    if period in ("year", "week"):
        steps.append(f"by_{period}")
    return {"month": 1.0, "year": 1 / 12, "week": _WEEKS}.get(period)


def _year(market: Market) -> int:
    today: Any = market.about["today"]
    return int(today.year) if today is not None else 9998


def _convention(market: Market, currency: str) -> str | None:
    """How amounts without gross or net are taken in most places that state this currency."""
    taken = market.query("select currency, taken_as from core.tax_convention")
    counts = taken.loc[taken["currency"] == currency, "taken_as"].value_counts()
    return None if counts.empty else str(min(counts[counts == counts.max()].index))


def _other_view(market: Market, month: float, currency: str, taken: str) -> float | None:
    """Gross of net, or net of gross, by the tax table of the market's year."""
    table = market.query("select * from core.tax_bracket")
    table = table[(table["currency"] == currency) & (table["from_year"] <= _year(market))]
    table = table[table["before_year"] > _year(market)]
    start, end = (f"{taken}_from", f"{taken}_before")
    year = 12 * month
    row = table[(table[start] <= year) & (year < table[end])]
    if row.empty:
        return None
    found: pd.Series[float] = row.iloc[0]
    if taken == "net":
        return float((found["gross_from"] + (year - found["net_from"]) / found["kept"]) / 12)
    return float((found["net_from"] + (year - found["gross_from"]) * found["kept"]) / 12)
