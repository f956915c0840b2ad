"""The method in plain words, the market window, and the versions."""

# ruff: noqa: E501 - a sentence for the catalogues, and a row of the fake market, stay whole
from __future__ import annotations

from typing import Any

from pipeline.report.blocks import Block, Bullets, Column, Sheet, Table
from pipeline.report.context import Context


def build(rows: list[dict[str, Any]], context: Context) -> list[Block]:
    """Sentences a reader without statistics can follow."""
    r, m = context.reader, rows[0] if rows else {}
    said = [
        r.say(
            "Market window: vacancies seen from {start} to {end}; “today” is the newest date in the data, never the clock.",
            start=r.day(m.get("window_from")),
            end=r.day(m.get("window_to")),
        ),
        r.gettext(
            "A vacancy counts once, however often it was posted; the copies are counted under “What was read and what was not”."
        ),
        r.gettext(
            "Pay is what the posting writes, fixed part and total as written. Currencies and periods are never mixed; shifts, piece rates and part-time pay stay out."
        ),
        r.gettext(
            "One-sided pay keeps its one side: the missing end is completed by the usual width of full ranges, learned from the same role, never by a midpoint."
        ),
        r.gettext(
            "Each employer weighs less the more it posts, and none more than a quarter; vacancies that hide pay still count for the mix of experience."
        ),
        r.gettext(
            "An interval of 90 % would hold the true figure nine times in ten if the postings were drawn again from the same market; it includes an allowance for the method."
        ),
        r.gettext(
            "A figure is printed only with enough employers: fewer than 3 gives none, fewer than 8 only a median estimated from similar segments (marked with a star); P10 and P90 need 20. Grade A is firm, B good, C rough. This is a statistical floor, not a legal safe harbour; the report is built from public postings."
        ),
        r.gettext("Posted is not paid: the middle of a posted range is not the salary of those who were hired."),
    ]
    facts = [{"what": str(k), "value": str(v)} for k, v in sorted(context.made.items())]
    table = Table(
        "versions",
        r.gettext("Versions"),
        (Column("what", r.gettext("Part")), Column("value", r.gettext("Version"))),
        facts,
    )
    text = Table(
        "method-sheet",
        r.gettext("Method"),
        (Column("what", r.gettext("Method"), "said"),),
        [{"what": s} for s in said] + [{"what": f"{f['what']}: {f['value']}"} for f in facts],
    )
    return [Bullets(said), *([table] if facts else []), Sheet(r.gettext("Method"), text)]
