"""The method in plain words, the market window, and the versions."""

# ruff: noqa: E501 - a sentence for the catalogues, and a row of the fake market, stay whole
from __future__ import annotations

from typing import Any

from pipeline.report.accuracy import accuracy
from pipeline.report.blocks import Block, Bullets, Column, Paragraph, Sheet, Table
from pipeline.report.context import Context, records
from pipeline.report.labels import CONVERSIONS, MADE, TAX
from pipeline.report.retold import KEPT_APART, retold

MOST_CONVERSIONS = 12


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
            "An interval of 90% would hold the true figure nine times in ten if the postings were drawn again from the same market; it includes an allowance for the method."
        ),
        r.gettext(
            "A figure is printed only with enough employers: fewer than 3 gives none, fewer than 8 only a median estimated from similar segments (marked with a star); P10 and P90 need 20. Grade A is firm, B good, C rough. This is a statistical floor, not a legal safe harbour; the report is built from public postings."
        ),
        r.gettext("Posted is not paid: the middle of a posted range is not the salary of those who were hired."),
    ]
    facts = [{"what": r.word(MADE, k), "value": str(v)} for k, v in sorted(context.made.items())]
    table = Table(
        "versions",
        r.gettext("Versions"),
        (Column("what", r.gettext("Part"), "said"), Column("value", r.gettext("Version"))),
        facts,
    )
    text = Table(
        "method-sheet",
        r.gettext("Method"),
        (Column("what", r.gettext("Method"), "said"),),
        [{"what": s} for s in said] + [{"what": f"{f['what']}: {f['value']}"} for f in facts],
    )
    where = r.gettext(
        "What went in, file by file with its digest, and the day of the run stand in manifest.json beside this report."
    )
    made: list[Block] = [table, Paragraph(where, "note")]
    return [
        Bullets(said),
        *accuracy(context),
        *_apart(context),
        *_checks(context),
        *_conversions(context),
        *(made if facts else []),
        Sheet(r.gettext("Method"), text),
    ]


def _apart(context: Context) -> list[Block]:
    """Vacancies in no band, or in it with a mended amount, by reason."""
    r, rows = context.reader, records(context.query("select * from mart.kept_apart order by n desc, reason, currency"))
    if not rows:
        return []
    counted: dict[tuple[str, str], int] = {}
    for row in rows:
        key = retold(row["reason"], KEPT_APART, r), str(row["currency"] or "")
        counted[key] = counted.get(key, 0) + int(row["n"])
    rows = [{"said": said, "currency": currency, "n": n} for (said, currency), n in counted.items()]
    columns = (
        Column("said", r.gettext("Why"), "said"),
        Column("currency", r.gettext("Currency"), "said"),
        Column("n", r.gettext("Vacancies"), "count"),
    )
    return [
        Table(
            "numbers-apart",
            r.gettext("Vacancies of the role that are in no band, or in it with a mended amount."),
            columns,
            rows,
        )
    ]


def _checks(context: Context) -> list[Block]:
    """The checks of the warehouse that found something; a warning does not stop a report, so it is printed."""
    r = context.reader
    rows = records(context.query("select * from mart.check order by severity, rows desc"))
    found = [
        row | {"how": r.gettext("failed") if row["severity"] == "fail" else r.gettext("warning")}
        for row in rows
        if row["rows"]
    ]
    if not rows:
        return []
    if not found:
        return [
            Paragraph(
                r.count_of(
                    "{n} check of the data was made; it found nothing.",
                    "{n} checks of the data were made; none found anything.",
                    len(rows),
                ),
                "note",
            )
        ]
    columns = (
        Column("how", r.gettext("Check"), "said"),
        Column("meaning", r.gettext("What it found")),
        Column("rows", r.gettext("Times"), "count"),
        Column("example", r.gettext("For example")),
    )
    return [
        Table(
            "numbers-checks",
            r.gettext("Checks of the data that found something, worded for whoever runs the program, in English."),
            columns,
            found,
        )
    ]


def _conversions(context: Context) -> list[Block]:
    """Conversions that were made, with the rate and its day, each once with how often."""
    r = context.reader
    rows = records(
        context.query(
            "select step, converted_from, converted_to, round(factor, 4) as factor, rate_on, rate_source, count(*) as n from core.conversion"
            " join mart.vacancy using (vacancy_id) where factor is not null and factor <> 1"
            f" group by step, converted_from, converted_to, round(factor, 4), rate_on, rate_source order by n desc, step, converted_from, converted_to, factor, rate_on limit {MOST_CONVERSIONS}"
        )
    )
    if not rows:
        return []
    shown = [
        row
        | {key: _side(str(row[key]), context) for key in ("converted_from", "converted_to")}
        | {"said": r.word(CONVERSIONS, row["step"])}
        for row in rows
    ]
    columns = (
        Column("said", r.gettext("Conversion"), "said"),
        Column("converted_from", r.gettext("From"), "said"),
        Column("converted_to", r.gettext("To"), "said"),
        Column("factor", r.gettext("Times"), "factor"),
        Column("rate_on", r.gettext("Rate of"), "day"),
        Column("rate_source", r.gettext("Bank")),
        Column("n", r.gettext("Vacancies"), "count"),
    )
    return [
        Table(
            "numbers-conversions",
            r.gettext("Conversions made, commonest first; what was written stays beside."),
            columns,
            shown,
        )
    ]


def _side(told: str, context: Context) -> str:
    """Name one side of a conversion: GBP/year, RUB net, or a bare currency."""
    r, (currency, _, tax) = context.reader, told.partition(" ")
    name = r.unit(currency) if "/" in currency else r.currency(currency)
    return f"{name}, {r.word(TAX, tax)}" if tax else name
