"""`vacancies position`: where an offer, or every grade of a pay structure, stands in the market."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli._market import Segment, UnitMarket, as_written, money, of_a_segment, read_market
from pipeline.cli._show import say, table
from pipeline.errors import UsageError
from pipeline.wording import counted

LINES = ("floor", "middle", "ceiling")
_OWN = {"floor": "minimum", "middle": "middle", "ceiling": "maximum"}


@of_a_segment
def position(
    segment: Segment,
    grades: Annotated[Path | None, typer.Option("--grades", help="CSV: grade,min,mid,max; perhaps pay.")] = None,
    people: Annotated[Path | None, typer.Option("--people", help="CSV: grade,pay and perhaps person.")] = None,
    offer: Annotated[str | None, typer.Option("--offer", help="One offer: 80000-120000, 80000-, 100000.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="Write the tables as a workbook, too.")] = None,
) -> None:
    """Place an offer or pay grades in the market, like for like: own minimum among floors, maximum among ceilings.

    Columns place, experience and industry in the grades' file give each grade a market of its own. With people's pay,
    compa-ratio, penetration of the range and who stands outside.

    Example: `vacancies position --offer 2000-3000 --experience 1-3`
    """
    from pipeline.cli._grades import read_grades, read_people
    from pipeline.desk.question import read_offer
    from pipeline.statistics.grades import grade_table, people_table, place_in_market

    if (grades is None) == (offer is None):
        raise UsageError("give either --grades FILE or --offer 80000-120000")
    if xlsx is not None and xlsx.suffix.lower() != ".xlsx":
        raise UsageError(f"--xlsx {xlsx}: expected a name that ends in .xlsx")
    if people is not None and grades is None:
        raise UsageError("--people: people are placed in grades; give --grades FILE too")
    market = read_market(segment)
    answer: dict[str, Any] = {**market.about(), "scope": segment.pay_scope, "notes": market.notes()}
    if offer is not None:
        low, high = read_offer(offer)
        told = place_in_market(market.frame, low, high, market.where, market.pool, segment.level, widen=segment.widen)
        answer["offer"] = {"low": low, "high": high, **told}
        sheets = {"Offer": [{"low": low, "high": high, **_flat(told)}]}
    else:
        assert grades is not None
        structure, inside = read_grades(grades)
        inside += read_people(people) if people else []
        structure = [replace(grade, where=as_written(market, grade.where)) for grade in structure]
        rows = grade_table(structure, market.frame, market.where, market.pool, segment.level, widen=segment.widen)
        persons = people_table(structure, inside)
        answer |= {"grades": rows, "people": persons}
        sheets = {"Grades": [_flat(row) for row in rows], **({"People": persons} if persons else {})}
    if xlsx is not None:
        from pipeline.report.sheets import write_sheets

        write_sheets(xlsx, sheets, [market.name, *market.notes()])
        say(f"{xlsx}: written")
    if segment.as_json:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    elif offer is not None:
        _print_offer(market, answer["offer"])
    else:
        _print_grades(market, answer["grades"], answer["people"])


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Nested places as columns floor_percentile …, lists as one text."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            ends = {"low": "percentile_low", "high": "percentile_high"}
            flat |= {f"{key}_{ends.get(name, name)}": part for name, part in value.items()}
        else:
            flat[key] = "; ".join(value) if isinstance(value, list) else value
    return flat


def _place(place: Mapping[str, Any]) -> str:
    if place["percentile"] is not None:
        return f"P{100 * place['percentile']:.0f} [{100 * place['low']:.0f}–{100 * place['high']:.0f}]"
    return place["words"] or "–"


def _print_offer(market: UnitMarket, told: Mapping[str, Any]) -> None:
    sys.stdout.write("\n".join([market.name, *(f"widened: {step}" for step in told["widened"])]) + "\n")
    if told["reason"]:
        sys.stdout.write(f"not placed: {told['reason']}\n")
    else:
        table(
            ("own", "among", "stands at", "market P50"),
            [
                (_OWN[name], f"{name}s", told[name]["reason"] or _place(told[name]), money(told[name]["market_median"]))
                for name in LINES
            ],
        )
    _print_basis(market, [told])


def _print_grades(market: UnitMarket, rows: Sequence[Mapping[str, Any]], people: Sequence[Mapping[str, Any]]) -> None:
    sys.stdout.write(market.name + "\n")
    table(
        ("grade", "min", "mid", "max", "spread", "min among floors", "mid among middles", "max among ceilings",
         "mid / market P50", "next mid"),
        [
            (
                row["grade"], *(money(row[name]) for name in ("min", "mid", "max")), _percent(row["spread"]),
                *(_place(row[name]) for name in LINES), _ratio(row["market_ratio"]), _percent(row["progression"], "+"),
            )
            for row in rows
        ],
    )  # fmt: skip
    told = [f"grade {row['grade']}: widened {step}" for row in rows for step in row["widened"]]
    told += [f"grade {row['grade']}: not placed: {row['reason']}" for row in rows if row["reason"]]
    told += [f"grade {row['grade']}: {warning}" for row in rows for warning in row["warnings"]]
    sys.stdout.write("".join(f"{line}\n" for line in told))
    if people:
        table(
            ("person", "grade", "pay", "compa-ratio", "penetration", "stands", "to the range"),
            [
                (p["person"], p["grade"], money(p["pay"]), _ratio(p["compa_ratio"]), _percent(p["penetration"]),
                 p["stands"], f"{p['to_range']:+,.0f}" if p["to_range"] else "")
                for p in people
            ],
        )  # fmt: skip
        counts = {where: sum(p["stands"] == where for p in people) for where in ("below", "within", "above")}
        mean = sum(p["compa_ratio"] for p in people) / len(people)
        sys.stdout.write(
            f"{len(people)} people: {counts['below']} below, {counts['within']} within, {counts['above']} above their "
            f"range; mean compa-ratio {mean:.2f}; spread = (max − min) / min, penetration = (pay − min) / (max − min)\n"
        )
    _print_basis(market, rows)


def _print_basis(market: UnitMarket, rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        name = f"grade {row['grade']}: " if "grade" in row else ""
        sys.stdout.write(
            f"{name}market of {counted(row['n'], 'vacancy', 'vacancies')} with pay, "
            f"{counted(row['employers'], 'named employer')}, grade {row['grade_of_market']}\n"
        )
    texts = dict.fromkeys(text for row in rows for text in row["caveats"])
    for text in texts:
        of = [row["grade"] for row in rows if "grade" in row and text in row["caveats"]]
        named = f" (grade {', '.join(of)})" if len(of) < len(rows) and of else ""
        sys.stdout.write(f"caveat{named}: {text}\n")
    told = [market.seen]
    sys.stdout.write("\n".join([*told, *market.notes()]) + "\n")


def _percent(share: float | None, sign: str = "") -> str:
    return "–" if share is None else f"{100 * share:{sign}.0f} %"


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
