"""`vacancies band`: what the market posts for one segment, computed on demand."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli._market import Segment, UnitMarket, of_a_segment, read_market, with_interval
from pipeline.cli._show import table
from pipeline.wording import counted

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pipeline.statistics import PrintedBand

LINES = ("floor", "middle", "ceiling")


@of_a_segment
def band(
    segment: Segment,
    with_vacancies: Annotated[
        bool, typer.Option("--with-vacancies", help="In JSON, the ids of the vacancies behind the numbers.")
    ] = False,
) -> None:
    """Floor, middle and ceiling of posted pay for any segment, with intervals, counts, grade and caveats.

    A segment too thin to print is widened step by step, and every step is named; what may not be printed says why.

    Example: `vacancies band --experience 1-3 --requires excel`
    """
    from pipeline.statistics import printable
    from pipeline.statistics.widening import widened_segment

    market = read_market(segment)
    found, rows = widened_segment(
        market.frame, market.where, level=segment.level, pool=market.pool, widen=segment.widen
    )
    shown = printable(found)
    caveats = [*(caveat.text for caveat in shown.caveats), *_assumed(market, rows)]
    if segment.as_json:
        plain = {**market.about(), "scope": segment.pay_scope, **shown.to_dict(), "notes": market.notes()}
        currency, _, period = market.unit.partition("/")
        plain |= {"currency": currency, "period": period, "tax": market.tax_view}
        plain |= {"caveats": [{"code": c.code, "text": c.text} for c in shown.caveats]}
        plain["caveats"] += [{"code": "period_assumed", "text": text} for text in _assumed(market, rows)]
        if with_vacancies and shown.method != "none":
            plain["vacancy_ids"] = sorted(market.frame.loc[rows, "vacancy_id"])
        sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")
        return
    _print(market, shown, caveats)


def _assumed(market: UnitMarket, rows: npt.NDArray[np.bool_]) -> list[str]:
    """The share of figures whose period is not written, where there is one."""
    shown = market.frame[rows]
    shown = shown[shown["salary_from"].notna() | shown["salary_to"].notna()]
    share = float(shown["period_assumed"].mean()) if len(shown) else 0.0
    return [f"{100 * share:.0f} % write no period: taken as a month"] if share else []


def _print(market: UnitMarket, shown: PrintedBand, caveats: list[str]) -> None:
    lines = [market.name]
    lines += [f"widened: {step}" for step in shown.widened]
    sys.stdout.write("\n".join(lines) + "\n")
    if shown.method == "none":
        sys.stdout.write(f"not printed: {shown.reason}\n")
    else:
        shares = list(shown.middle)
        table(
            ["", *(f"P{100 * share:g}" for share in shares)],
            [
                (name, *(with_interval(c.value, c.low, c.high) for c in (getattr(shown, name)[s] for s in shares)))
                for name in LINES
            ],
        )
    hidden = f" ({100 * (1 - shown.n / shown.postings):.0f} % hide it)" if shown.n < shown.postings else ""
    told = [f"{shown.n} of {counted(shown.postings, 'vacancy', 'vacancies')} show pay{hidden}, "
            f"{counted(shown.employers, 'named employer')}"]  # fmt: skip
    if not shown.postings:
        told = ["no vacancy is in this segment"]
    if shown.method != "none":
        told.append(f"grade {shown.grade}: {shown.grade_reason}")
        told.append(f"{100 * shown.level:g} % intervals; {shown.method} estimate; {_withheld(shown)}".rstrip("; "))
    if shown.hidden_pay:
        gaps = ", ".join(f"{value:,.0f} at {100 * gap:.0f} % more" for gap, value in shown.hidden_pay.items())
        told.append(f"if vacancies that hide pay paid more, the median of the middle would be {gaps}")
    told += [f"caveat: {text}" for text in caveats]
    told.append(market.seen)
    sys.stdout.write("\n".join([*told, *market.notes()]) + "\n")


def _withheld(shown: PrintedBand) -> str:
    reasons: dict[str, Any] = {
        cell.reason: None for name in LINES for cell in getattr(shown, name).values() if cell.reason
    }
    return f"withheld: {'; '.join(reasons)}" if reasons else ""
