"""The way from records to used vacancies, the sources, and the rejects by reason."""

from __future__ import annotations

from typing import Any

from pipeline.report.blocks import Block, Column, Paragraph, Sheet, Table
from pipeline.report.context import Context, records
from pipeline.report.labels import N_
from pipeline.report.retold import PLACES, REJECTED, retold

STEPS = (
    ("postings", N_("Postings read")),
    ("duplicates", N_("of them copies of another posting")),
    ("vacancies", N_("Vacancies")),
    ("role_yes", N_("of the role")),
    ("outside_window", N_("of the role, but outside the market window")),
    ("reported", N_("of the role, in this report")),
    ("undated", N_("of these without a date, taken as current")),
    ("role_no", N_("of another role, left out")),
    ("role_unknown", N_("role not told, left out")),
    ("rejected", N_("Records that could not be read")),
)
MOST_ROWS, MOST_REJECTS = 12, 20


def build(rows: list[dict[str, Any]], context: Context) -> list[Block]:
    """Three tables; reasons are counted, and the workbook holds each reject."""
    r, m = context.reader, context.market
    steps = [{"step": r.gettext(label), "n": m.get(key)} for key, label in STEPS if m.get(key) is not None]
    counted = Table(
        "numbers-steps",
        r.gettext("From records to vacancies"),
        (Column("step", r.gettext("Step"), "said"), Column("n", r.gettext("Number"), "count")),
        steps,
    )
    sources = Table(
        "numbers-sources",
        r.gettext("Sources"),
        (
            Column("source", r.gettext("Source")),
            Column("page", r.gettext("Page")),
            Column("postings", r.gettext("Postings"), "count"),
            Column("rejected", r.gettext("Rejected"), "count"),
            Column("duplicates", r.gettext("Copies"), "count"),
            Column("first_on", r.gettext("First"), "day"),
            Column("last_on", r.gettext("Last"), "day"),
        ),
        [_dates(row) for row in rows],
    )
    rejects = records(context.query("select * from mart.reject order by source, page, place_in_page, reason"))
    for reject in rejects:
        reject |= {
            "where": retold(reject["place_in_page"], PLACES, r), "said": retold(reject["reason"], REJECTED, r),
        }  # fmt: skip
    listed = Table(
        "numbers-rejects",
        r.gettext("Records that could not be read"),
        (
            Column("source", r.gettext("Source")),
            Column("page", r.gettext("Page")),
            Column("where", r.gettext("Where"), "said"),
            Column("said", r.gettext("Reason"), "said"),
        ),
        rejects,
    )
    in_full = Table(
        listed.name, listed.caption, (*listed.columns, Column("reason", r.gettext("As the program words it"))), rejects
    )
    shown = Table(sources.name, sources.caption, sources.columns, sources.rows[:MOST_ROWS])
    blocks: list[Block] = [counted, shown]
    if len(rows) > MOST_ROWS:
        blocks.append(
            Paragraph(
                r.count_of(
                    "{n} more source stands in the workbook.",
                    "{n} more sources stand in the workbook.",
                    len(rows) - MOST_ROWS,
                ),
                "note",
            )
        )
    if rejects:
        blocks.append(Table(listed.name, listed.caption, listed.columns, rejects[:MOST_REJECTS]))
        if len(rejects) > MOST_REJECTS:
            blocks.append(
                Paragraph(
                    r.count_of(
                        "{n} more stands in the workbook.",
                        "{n} more stand in the workbook.",
                        len(rejects) - MOST_REJECTS,
                    ),
                    "note",
                )
            )
    else:
        blocks.append(Paragraph(r.gettext("No record was rejected."), "note"))
    return [
        *blocks,
        Sheet(r.gettext("Sources"), sources),
        *([Sheet(r.gettext("Rejected"), in_full)] if rejects else []),
    ]


def _dates(row: dict[str, Any]) -> dict[str, Any]:
    first = next((row[k] for k in ("first_on", "first_date", "first_seen_on") if row.get(k)), None)
    last = next((row[k] for k in ("last_on", "last_date", "last_seen_on") if row.get(k)), None)
    return row | {"first_on": first, "last_on": last}
