"""Industries by share of vacancies, with the median of the largest unit beside where it may be printed."""

# ruff: noqa: E501 - a sentence for the catalogues, and a row of the fake market, stay whole
from __future__ import annotations

from functools import partial
from typing import Any

from pipeline.report import charts
from pipeline.report.bands import gather, units
from pipeline.report.blocks import Block, Chart, Column, Paragraph, Sheet, SheetChart, Table
from pipeline.report.context import Context, records

MOST_ROWS = 15


def build(rows: list[dict[str, Any]], context: Context) -> list[Block]:
    """One chart; the median of each industry stands in the numbers with its interval."""
    r = context.reader
    named = [row for row in rows if row["industry"]]
    if not named:
        return [Paragraph(r.gettext("No vacancy names its industry."), "note")]
    bands = gather(
        records(
            context.query(
                "select * from mart.band where segment_by in ('all', 'industry') order by unit, band_id, position, percentile"
            )
        )
    )
    main = (units(bands) or [""])[0]
    paid = {b.key: b.at("middle", 0.5) for b in bands if b.segment_by == "industry" and b.unit == main}
    flat = []
    for row in rows:
        label, sure = context.name(row["industry"]), paid.get(row["industry"])
        flat.append(
            row
            | {
                "label": label,
                "unit": main,
                **({} if row["grade"] != "suppressed" else dict.fromkeys(("share", "share_low", "share_high"))),
                "tag": context.tags.link(f"industry:{row['industry']}", label),
                "median": sure.value if sure else None,
                "median_low": sure.low if sure else None,
                "median_high": sure.high if sure else None,
            }
        )
    bars = [_bar(row, context) for row in flat if row["share"] is not None][:MOST_ROWS]
    table = Table(
        "numbers-industries",
        r.gettext("Shares and medians with their 90% intervals."),
        (
            Column("label", r.gettext("Industry")),
            Column("n", r.gettext("Vacancies"), "count", evidence="tag"),
            Column("employers", r.gettext("Employers"), "count"),
            Column("share", r.gettext("Share"), "share", "share_low", "share_high"),
            Column(
                "median",
                r.say("Median, {unit}", unit=r.unit(main)) if main else r.gettext("Median"),
                "money",
                "median_low",
                "median_high",
                "unit",
            ),
        ),
        flat,
    )
    draw: Any = partial(_draw, bars, (r.gettext("vacancies"), r.gettext("employers")), r)
    draw.tips = {f"tip{i}_0": bar.tip for i, bar in enumerate(bars)}
    chart = Chart(
        "industries-share",
        r.gettext("Share of vacancies by industry"),
        r.gettext("Thin line: 90% interval"),
        "; ".join(b.tip for b in bars),
        draw,
        "",
        table,
    )
    picture = SheetChart(
        r.gettext("Share of vacancies by industry"),
        "label",
        ("share",),
        (0, min(len(flat), MOST_ROWS) - 1),
        percent=True,
    )
    if not bars:
        return [
            Paragraph(r.gettext("Too few employers for shares; the counts stand below."), "note"),
            table,
            Sheet(r.gettext("Industries"), table),
        ]
    return [chart, Sheet(r.gettext("Industries"), table, (picture,))]


def _bar(row: dict[str, Any], context: Context) -> charts.ShareRow:
    r = context.reader
    tip = f"{row['label']}: {r.share(row['share'])} ({r.share_range(row['share_low'], row['share_high'])})"
    return charts.ShareRow(
        row["label"],
        (float(row["share"] or 0),),
        r.share(row["share"]),
        (r.number(row["n"]), r.number(row["employers"])),
        tip,
        (row["share_low"], row["share_high"]),
    )


def _draw(bars: list[charts.ShareRow], edge: tuple[str, ...], reader: Any, narrow: bool) -> Any:
    return charts.shares(bars, (), edge, narrow, reader.share, (charts.MID,))
