"""`vacancies propose-band`: from a market band to a pay range that a policy can use."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli._market import Segment, UnitMarket, money, of_a_segment, read_market
from pipeline.cli._show import table
from pipeline.errors import UsageError, VacanciesError

if TYPE_CHECKING:
    from pipeline.statistics.propose import Ageing


@of_a_segment
def propose_band(
    segment: Segment,
    percentile: Annotated[float, typer.Option(help="The market percentile to aim at.")] = 50,
    spread: Annotated[float, typer.Option(help="Width of the range: 0.4 is 40 %.")] = 0.4,
    convention: Annotated[str, typer.Option(help="Spread over the minimum (min) or the midpoint (mid).")] = "min",
    line: Annotated[str, typer.Option(help="floor, middle or ceiling of posted ranges.")] = "middle",
    step: Annotated[float | None, typer.Option("--round", help="Round both ends to this.")] = None,
    age_rate: Annotated[float | None, typer.Option("--age-rate", help="Yearly movement of pay: 0.08 is 8 %.")] = None,
    age_source: Annotated[str, typer.Option("--age-source", help="Where that rate comes from.")] = "",
    age_from: Annotated[str | None, typer.Option("--age-from", help="Day of the market figures.")] = None,
    age_to: Annotated[str | None, typer.Option("--age-to", help="Day the range is for.")] = None,
) -> None:
    """Propose a pay range around a market percentile: ageing, spread and rounding, every assumption printed.

    Nothing is proposed where the market figure may not be printed. The usual spread is 0.2 to 0.3 for service work,
    0.4 to 0.5 for professionals; there is no default for the yearly movement.

    Example: `vacancies propose-band --percentile 60 --spread 0.4 --convention min --round 50`
    """
    from pipeline.statistics import printable
    from pipeline.statistics.propose import propose
    from pipeline.statistics.widening import widened_segment

    if line not in ("floor", "middle", "ceiling"):
        raise UsageError(f"--line {line}: unknown; choose floor, middle or ceiling")
    if not 1 <= percentile <= 99:
        raise UsageError(f"--percentile {percentile:g}: expected a number from 1 to 99 such as 60")
    market = read_market(segment)
    ageing = _ageing(market, age_rate, age_source, age_from, age_to)
    share = percentile / 100
    shares = sorted({share, 0.5})
    band, _ = widened_segment(
        market.frame, market.where, shares, level=segment.level, pool=market.pool, widen=segment.widen
    )  # fmt: skip
    shown = printable(band)
    made = propose(shown, share, spread, convention, step, ageing, line)
    widened = [f"widened: {step}" for step in shown.widened]
    if segment.as_json:
        plain = {**market.about(), **made.to_dict(), "percentile": percentile, "line": line, "spread": spread}
        plain |= {"convention": convention, "n": shown.n, "employers": shown.employers, "grade": shown.grade}
        plain |= {"widened": list(shown.widened), "caveats": [c.text for c in shown.caveats], "notes": market.notes()}
        sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")
    if made.reason is not None:
        raise VacanciesError(f"{market.name}: {made.reason}; ask for a percentile nearer the middle or a wider segment")
    if segment.as_json:
        return
    sys.stdout.write("\n".join([market.name, *widened]) + "\n")
    table(("minimum", "midpoint", "maximum"), [tuple(map(money, (made.minimum, made.midpoint, made.maximum)))])
    lines = [*made.assumptions, f"midpoint at the ends of the market's interval: {money(made.midpoint_low)} to "
             f"{money(made.midpoint_high)}"]  # fmt: skip
    lines.append(
        f"the market figure rests on {shown.n} vacancies of {shown.employers} named employers, grade {shown.grade}"
    )
    lines += [f"caveat: {caveat.text}" for caveat in shown.caveats]
    sys.stdout.write("\n".join([*lines, *market.notes()]) + "\n")


def _ageing(market: UnitMarket, rate: float | None, source: str, start: str | None, end: str | None) -> Ageing | None:
    """The ageing asked for; raises UsageError where it is told by halves."""
    from pipeline.statistics.propose import Ageing

    if rate is None and end is None and start is None and not source:
        return None
    if rate is None or end is None:
        raise UsageError(
            "ageing: --age-rate and --age-to belong together; there is no default rate, give the one you use"
        )
    first = _day("--age-from", start) if start else market.today
    if first is None:
        raise UsageError("--age-from: the vacancies have no dates; give the day of the market figures")
    return Ageing(rate, first, _day("--age-to", end), source)


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{option} {text}: expected a day such as 2027-01-01") from None
