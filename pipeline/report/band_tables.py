"""Tables of bands: the numbers under a chart, and the workbook's sheet with every cell of the market."""

from __future__ import annotations

from typing import Any

from pipeline.report.bands import PERCENTILES, POSITION_NAMES, Band, in_order, segment_name, units
from pipeline.report.blocks import Column, Sheet, SheetChart, Table
from pipeline.report.context import Context
from pipeline.report.labels import DIMENSIONS, POSITIONS, REASONS


def numbers(name: str, bands: list[Band], context: Context) -> Table:
    """The table under a chart: floors and ceilings at their median, the middle at every percentile printed."""
    rows = [_flat(b, context) for b in bands]
    columns = [
        c for c in _columns(context, wide=False) if c.kind != "money" or any(row.get(c.key) is not None for row in rows)
    ]
    caption = context.reader.gettext("Median and percentiles; the 90% interval stands under each figure.")
    return Table(name, caption, columns, rows)


def workbook(bands: list[Band], context: Context) -> Sheet:
    """The sheet of bands: every segment, what is not shown with its reason, and a native chart by experience."""
    r = context.reader
    order = [
        b
        for unit in units(bands)
        for d in DIMENSIONS
        for b in in_order(x for x in bands if x.unit == unit and x.segment_by == d)
    ]
    main = (units(bands) or [""])[0]
    seen = [i for i, b in enumerate(order) if b.unit == main and b.segment_by == "experience" and b.median is not None]
    span = (min(seen, default=0), max(seen, default=0))
    chart = SheetChart(r.gettext("By experience"), "segment", ("middle25", "middle50", "middle75"), span)
    table = Table("bands", r.gettext("Bands"), _columns(context, wide=True), [_flat(b, context) for b in order])
    return Sheet(r.gettext("Bands"), table, (chart,) if seen else ())


def _flat(band: Band, context: Context) -> dict[str, Any]:
    r = context.reader
    row: dict[str, Any] = {
        "segment": segment_name(band, context),
        "dimension": r.word(DIMENSIONS, band.segment_by),
        "unit": band.unit,
        "unit_said": r.unit(band.unit, band.tax_said),
        "n": band.n,
        "employers": band.employers,
        "grade": band.grade,
        "why": r.word(REASONS, band.code) if band.median is None else "",
        "tag": context.tags.link(f"band:{band.band_id}", f"{segment_name(band, context)}, {r.unit(band.unit)}"),
    }
    for (position, percentile), figure in band.figures.items():
        key = f"{position}{round(percentile * 100)}"
        row |= {key: figure.value, key + "_low": figure.low, key + "_high": figure.high}
    return row


def _columns(context: Context, wide: bool) -> list[Column]:
    r = context.reader
    lead = [("dimension", r.gettext("Cut")), ("unit_said", r.gettext("Unit"))] if wide else []
    return [
        *(Column(key, label, "said") for key, label in lead),
        Column("segment", r.gettext("Segment")),
        Column("n", r.gettext("Vacancies"), "count", evidence="tag"),
        Column("employers", r.gettext("Employers"), "count"),
        Column("grade", r.gettext("Grade"), "grade"),
        *(_money(p, q, context) for p in POSITION_NAMES for q in (PERCENTILES if wide or p == "middle" else (0.5,))),
        *([Column("why", r.gettext("Why not shown"), "said")] if wide else []),
    ]


def _money(position: str, percentile: float, context: Context) -> Column:
    key, label = f"{position}{round(percentile * 100)}", context.reader.word(POSITIONS, position)
    return Column(key, f"{label} P{round(percentile * 100)}", "money", key + "_low", key + "_high", "unit")
