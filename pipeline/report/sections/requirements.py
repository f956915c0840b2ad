"""Requirements: required and preferred stacked, with the interval of their sum."""

# ruff: noqa: E501 - a sentence for the catalogues, and a row of the fake market, stay whole
from __future__ import annotations

from functools import partial
from typing import Any

from pipeline.report import charts
from pipeline.report.blocks import Block, Chart, Column, Paragraph, Sheet, SheetChart, Table
from pipeline.report.context import Context
from pipeline.report.labels import KINDS

MOST_ROWS = 15


def build(rows: list[dict[str, Any]], context: Context) -> list[Block]:
    """The commonest in a chart, all of them in the numbers; what may not be printed says why."""
    r = context.reader
    if not rows:
        return [Paragraph(r.gettext("No posting with a text asks for anything on the list."), "warn")]
    bars = [_bar(row, context) for row in rows if row["grade"] != "suppressed" and row["share_asked"] is not None][
        :MOST_ROWS
    ]
    table = _table(rows, context)
    top = max(int(row["n"] or 0) for row in rows)
    blocks: list[Block] = []
    if bars:
        legend = (r.gettext("required"), r.gettext("preferred"))
        draw: Any = partial(_draw, bars, legend, (r.gettext("vacancies"), r.gettext("employers")), r)
        draw.tips = {f"tip{i}_{j}": bar.tip for i, bar in enumerate(bars) for j in (0, 1)}
        blocks.append(
            Chart(
                "requirements-share",
                r.gettext("Share of vacancies that ask for it"),
                r.count_of("of {n} vacancy whose posting has a text", "of {n} vacancies whose posting has a text", top),
                "; ".join(b.tip for b in bars),
                draw,
                r.gettext(
                    "The thin line is the 90% interval of required and preferred together. One vacancy may ask for several."
                ),
                table,
            )
        )
    else:
        blocks += [Paragraph(r.gettext("Too few employers for shares; the counts stand below."), "note"), table]
    picture = SheetChart(
        r.gettext("What postings ask"),
        "label",
        ("share_required", "share_preferred"),
        (0, min(len(rows), MOST_ROWS) - 1),
        stacked=True,
        percent=True,
    )
    return [*blocks, Sheet(r.gettext("Requirements"), table, (picture,))]


def _bar(row: dict[str, Any], context: Context) -> charts.ShareRow:
    r, label = context.reader, context.name(row["concept"])
    tip = r.say(
        "{label}: required {required}, preferred {preferred}, together {low_high}",
        label=label,
        required=r.share(row["share_required"]),
        preferred=r.share(row["share_preferred"]),
        low_high=r.share_range(row["share_asked_low"], row["share_asked_high"]),
    )
    asked = int(row["required"] or 0) + int(row["preferred"] or 0)
    return charts.ShareRow(
        label,
        (float(row["share_required"] or 0), float(row["share_preferred"] or 0)),
        r.share(row["share_asked"]),
        (r.number(asked), r.number(row["employers"])),
        tip,
        (row["share_asked_low"], row["share_asked_high"]),
    )


def _draw(
    bars: list[charts.ShareRow], legend: tuple[str, ...], edge: tuple[str, ...], reader: Any, narrow: bool
) -> Any:
    return charts.shares(bars, legend, edge, narrow, reader.share)


def _table(rows: list[dict[str, Any]], context: Context) -> Table:
    r, flat = context.reader, []
    for row in rows:
        label = context.name(row["concept"])
        kept = dict(row)
        if row["grade"] == "suppressed":
            kept |= {k: None for k in row if k.startswith("share_")}
        why = (
            r.count_of("only {n} employer", "only {n} employers", row["employers"] or 0)
            if row["grade"] == "suppressed"
            else ""
        )
        flat.append(
            kept
            | {
                "label": label,
                "kind": r.word(KINDS, row["kind"]),
                "tag": context.tags.link(f"ask:{row['concept']}", label),
                "why": why,
            }
        )
    columns = [
        Column("label", r.gettext("Asked for")),
        Column("required", r.gettext("Required"), "count", evidence="tag"),
        Column("share_required", r.gettext("Share required"), "share", "share_required_low", "share_required_high"),
        Column("preferred", r.gettext("Preferred"), "count"),
        Column("share_preferred", r.gettext("Share preferred"), "share", "share_preferred_low", "share_preferred_high"),
        Column("share_asked", r.gettext("Together"), "share", "share_asked_low", "share_asked_high"),
        Column("employers", r.gettext("Employers"), "count"),
        Column("n", r.gettext("Vacancies"), "count"),
        Column("grade", r.gettext("Grade"), "grade"),
    ]
    if any(row["why"] for row in flat):
        columns.append(Column("why", r.gettext("Why not shown"), "said"))
    return Table("numbers-requirements", r.gettext("Shares with their 90% intervals."), columns, flat)
