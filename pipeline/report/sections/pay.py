"""Bands: the whole market by position, then experience, place and industry, each unit for itself."""

# ruff: noqa: E501 - a sentence for the catalogues, and a row of the fake market, stay whole
from __future__ import annotations

from functools import partial
from typing import Any

from pipeline.report import charts
from pipeline.report.bands import PERCENTILES, POSITION_NAMES, Band, gather, in_order, segment_name, units
from pipeline.report.blocks import Block, Chart, Column, Heading, Paragraph, Sheet, SheetChart, Table
from pipeline.report.context import Context
from pipeline.report.labels import DIMENSIONS, GRADES, POSITIONS, SCOPES

MOST_ROWS = 12


def build(rows: list[dict[str, Any]], context: Context) -> list[Block]:
    """Units by size; a unit whose whole-market band may not be printed is one sentence."""
    bands, r = gather(rows), context.reader
    if not bands:
        return [Paragraph(r.gettext("No vacancy of this market shows pay, so there is no band."), "warn")]
    blocks: list[Block] = [
        Paragraph(
            r.gettext(
                "Reading the charts: the bar is the middle half of vacancies, the dot the median, the dark stretch its 90 % interval, the thin line P10 to P90 where enough employers allow it. A star: estimated from similar segments."
            ),
            "note",
        )
    ]
    for unit in units(bands):
        blocks += _unit(unit, [b for b in bands if b.unit == unit], context)
    blocks.append(_sheet(bands, context))
    return blocks


def _unit(unit: str, bands: list[Band], context: Context) -> list[Block]:
    r = context.reader
    whole = [b for b in bands if b.segment_by == "all"]
    blocks: list[Block] = [
        Heading(
            r.unit(unit),
            r.several(
                (
                    r.count_of("{n} vacancy with pay", "{n} vacancies with pay", whole[0].n),
                    r.count_of("{n} employer", "{n} employers", whole[0].employers),
                )
            ),
        )
    ]
    if all(b.median is None for b in bands):
        return [*blocks, Paragraph(r.say("No band is shown: {reason}.", reason=_reason(whole[0], context)), "note")]
    blocks += [_positions(band, context) for band in whole if band.median is not None]
    for dimension in ("experience", "place", "industry"):
        cells = in_order(b for b in bands if b.segment_by == dimension)
        if sum(b.median is not None for b in cells) >= 2:
            blocks.append(_cells(dimension, unit, cells, context))
    return blocks


def _reason(band: Band, context: Context) -> str:
    r = context.reader
    if "wider than" in band.reason:
        return r.gettext("the interval of the median is wider than 60 %")
    return r.count_of("only {n} employer shows pay", "only {n} employers show pay", band.employers)


def _scale(bands: list[Band]) -> tuple[float, bool]:
    top = max((f.value or 0 for b in bands for f in b.figures.values()), default=0)
    return (1000.0, True) if top >= 10_000 else (1.0, False)


def _row(band: Band, position: str, label: str, scale: float, context: Context) -> charts.RangeRow:
    r = context.reader
    figures = [band.at(position, p) for p in PERCENTILES]
    sure = figures[2]
    label += " *" if band.method == "pooled" else ""
    tip = f"{label}: {r.money(sure.value, band.currency)}, {r.money_range(sure.low, sure.high, band.currency)}"
    return charts.RangeRow(
        label,
        tuple(f.value for f in figures),
        tuple("" if f.value is None else r.number(f.value / scale, 1) for f in figures),
        (sure.low, sure.high),
        (r.number(band.n), r.number(band.employers), r.word(GRADES, band.grade) if band.grade in "ABC" else "–"),
        tip,
        "" if sure.value is not None else r.say("not shown: {reason}", reason=_reason(band, context)),
    )


def _chart(
    name: str,
    title: str,
    cells: list[charts.RangeRow],
    unit: str,
    scale: tuple[float, bool],
    table: Table,
    context: Context,
) -> Chart:
    r = context.reader
    edge = (r.gettext("vacancies"), r.gettext("employers"), r.gettext("grade"))
    under = r.say("Thousand {unit}", unit=r.unit(unit)) if scale[1] else r.unit(unit)
    draw: Any = partial(_draw, cells, edge, scale[0], r)
    alt = title + ". " + "; ".join(c.tip if not c.refusal else f"{c.label}: {c.refusal}" for c in cells)
    draw.tips = {f"tip{i}": c.tip for i, c in enumerate(cells)} | {f"tipm{i}": c.tip for i, c in enumerate(cells)}
    return Chart(name, title, under, alt, draw, "", table)


def _draw(cells: list[charts.RangeRow], edge: tuple[str, ...], scale: float, reader: Any, narrow: bool) -> Any:
    return charts.ranges(cells, edge, narrow, lambda v: reader.number(v / scale, 1))


def _slug(unit: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in unit.lower())


def _positions(band: Band, context: Context) -> Chart:
    r, scale = context.reader, _scale([band])
    cells = [_row(band, p, r.word(POSITIONS, p), scale[0], context) for p in POSITION_NAMES]
    table = _table(f"numbers-all-{_slug(band.unit)}-{band.band_id}", [band], context)
    title = r.gettext("Whole market: floor, middle and ceiling")
    if band.pay_scope in {"fixed", "total"}:
        title += " · " + r.word(SCOPES, band.pay_scope)
    return _chart(f"pay-all-{_slug(band.unit)}-{_slug(band.band_id)}", title, cells, band.unit, scale, table, context)


def _cells(dimension: str, unit: str, bands: list[Band], context: Context) -> Chart:
    r, scale = context.reader, _scale(bands)
    shown = [b for b in bands if b.median is not None][:MOST_ROWS]
    shown += [b for b in bands if b.median is None][: max(0, MOST_ROWS - len(shown))]
    cells = [_row(b, "middle", segment_name(b, context), scale[0], context) for b in in_order(shown)]
    table = _table(f"numbers-{dimension}-{_slug(unit)}", bands, context)
    return _chart(
        f"pay-{dimension}-{_slug(unit)}",
        r.word(DIMENSIONS, dimension) + ": " + r.gettext("the middle of the posted range"),
        cells,
        unit,
        scale,
        table,
        context,
    )


def _flat(band: Band, context: Context) -> dict[str, Any]:
    r = context.reader
    row: dict[str, Any] = {
        "segment": segment_name(band, context),
        "dimension": r.word(DIMENSIONS, band.segment_by),
        "unit": band.unit,
        "n": band.n,
        "employers": band.employers,
        "grade": band.grade,
        "why": _reason(band, context) if band.median is None else "",
        "tag": context.tags.link(f"band:{band.band_id}", f"{segment_name(band, context)}, {r.unit(band.unit)}"),
    }
    for (position, percentile), figure in band.figures.items():
        key = f"{position}{round(percentile * 100)}"
        row |= {key: figure.value, key + "_low": figure.low, key + "_high": figure.high}
    return row


def _columns(context: Context, wide: bool) -> list[Column]:
    r = context.reader
    places = [(p, q) for p in POSITION_NAMES for q in (PERCENTILES if wide or p == "middle" else (0.5,))]
    money = [
        Column(
            f"{p}{round(q * 100)}",
            f"{r.word(POSITIONS, p)} P{round(q * 100)}",
            "money",
            f"{p}{round(q * 100)}_low",
            f"{p}{round(q * 100)}_high",
            "unit",
        )
        for p, q in places
    ]
    lead = [Column("dimension", r.gettext("Cut"), "said"), Column("unit", r.gettext("Unit"), "said")] if wide else []
    return [
        *lead,
        Column("segment", r.gettext("Segment")),
        Column("n", r.gettext("Vacancies"), "count", evidence="tag"),
        Column("employers", r.gettext("Employers"), "count"),
        Column("grade", r.gettext("Grade"), "grade"),
        *money,
        Column("why", r.gettext("Why not shown"), "said"),
    ]


def _table(name: str, bands: list[Band], context: Context) -> Table:
    columns = _columns(context, wide=False)
    rows = [_flat(b, context) for b in bands]
    if not any(row["why"] for row in rows):
        columns = columns[:-1]
    columns = [c for c in columns if c.kind != "money" or any(row.get(c.key) is not None for row in rows)]
    return Table(
        name,
        context.reader.gettext("Median and percentiles; the 90 % interval stands under each figure."),
        columns,
        rows,
    )


def _sheet(bands: list[Band], context: Context) -> Sheet:
    r = context.reader
    order = [
        b
        for unit in units(bands)
        for d in DIMENSIONS
        for b in in_order(x for x in bands if x.unit == unit and x.segment_by == d)
    ]
    rows = [_flat(b, context) for b in order]
    first = [
        i
        for i, b in enumerate(order)
        if b.unit == (units(bands) or [""])[0] and b.segment_by == "experience" and b.median is not None
    ]
    picture = (
        SheetChart(r.gettext("By experience"), "segment", ("middle25", "middle50", "middle75"), (first[0], first[-1]))
        if first
        else None
    )
    return Sheet(
        r.gettext("Bands"),
        Table("bands", r.gettext("Bands"), _columns(context, wide=True), rows),
        (picture,) if picture else (),
    )
