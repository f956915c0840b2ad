"""Bands: the whole market by position, then experience, place and industry, each unit for itself."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from functools import partial
from typing import Any

from pipeline.model import TAX_BOUNDS
from pipeline.report import charts
from pipeline.report.band_tables import numbers, workbook
from pipeline.report.bands import PERCENTILES, POSITION_NAMES, Band, basis, gather, in_order, segment_name, units
from pipeline.report.blocks import Block, Chart, Heading, Paragraph, Table
from pipeline.report.context import Context
from pipeline.report.i18n import absent
from pipeline.report.labels import DIMENSIONS, POSITION_MEANINGS, POSITIONS, REASONS

MOST_ROWS, MOST_NAMES = 12, 10


def build(rows: list[dict[str, Any]], context: Context) -> list[Block]:
    """Units by size; a unit whose whole-market band may not be printed is one sentence."""
    bands, r = gather(rows), context.reader
    if not bands:
        return [Paragraph(r.gettext("No vacancy of this market shows pay, so there is no band."), "warn")]
    blocks: list[Block] = [
        Paragraph(
            r.gettext(
                "Reading the charts: the bar is the middle half of vacancies, the dot the median, the dark stretch its 90% interval, the thin line P10 to P90 where enough employers allow it. A star: estimated from similar segments. A, B or C: how firm the figures are."
            ),
            "note",
        )
    ]
    blocks += _without_rate(context)
    for unit in units(bands):
        blocks += _unit(unit, [b for b in bands if b.unit == unit], context)
    blocks.append(workbook(bands, context))
    return blocks


def _without_rate(context: Context) -> list[Block]:
    """Say how many amounts could not be brought into the currency that the settings ask for, where there are any."""
    r = context.reader
    wanted = context.query("select any_value(report_currency) as currency from seed.setting")["currency"].iloc[0]
    if absent(wanted):
        return []
    apart = f"select count(*) as n from mart.vacancy where in_bands and not starts_with(unit, '{wanted}/')"
    n = int(context.query(apart)["n"].iloc[0])
    if not n:
        return []
    said = r.count_of(
        "{n} vacancy with pay has no exchange rate of its day: it stands in its own currency, not in {currency}.",
        "{n} vacancies with pay have no exchange rate of their day: they stand in their own currency, not in {currency}.",
        n,
        currency=wanted,
    )
    return [Paragraph(said, "warn")]


def _unit(unit: str, bands: list[Band], context: Context) -> list[Block]:
    r = context.reader
    whole = next(b for b in bands if b.segment_by == "all")
    blocks: list[Block] = [Heading(r.unit(unit), basis(whole, context))]
    if all(b.median is None for b in bands):
        return [*blocks, Paragraph(r.say("No band is shown: {reason}.", reason=r.word(REASONS, whole.code)), "note")]
    if whole.median is not None:
        blocks.append(_positions(whole, context))
    for dimension in ("experience", "place", "industry", "pay_scope"):
        cells = in_order(b for b in bands if b.segment_by == dimension)
        if sum(b.median is not None for b in cells) >= 2:
            blocks.append(_cells(dimension, unit, cells, whole, context))
        elif cells:
            said = [*_single(cells, context), *_not_shown(cells, whole, context)]
            blocks.append(Paragraph(r.word(DIMENSIONS, dimension) + ". " + " ".join(said), "note"))
    if not any(b.segment_by == "pay_scope" for b in bands):
        alone = r.gettext(
            "Base and total are not shown apart: too few of these vacancies say which of the two they post."
        )
        blocks.append(Paragraph(r.word(DIMENSIONS, "pay_scope") + ". " + alone, "note"))
    return blocks


def _scale(bands: list[Band]) -> tuple[float, bool]:
    top = max((f.value or 0 for b in bands for f in b.figures.values()), default=0)
    return (1000.0, True) if top >= 10_000 else (1.0, False)


def _row(band: Band, position: str, label: str, under: str, scale: float, context: Context) -> charts.RangeRow:
    r = context.reader
    figures = [band.at(position, p) for p in PERCENTILES]
    sure = figures[2]
    written = tuple("" if f.value is None else r.number(f.value / scale, 1) for f in figures)
    tip = f"{label}: {r.money(sure.value, band.currency)} ({r.money_range(sure.low, sure.high, band.currency)}); {basis(band, context)}"
    return charts.RangeRow(label, under, tuple(f.value for f in figures), written, (sure.low, sure.high), tip)


def _short_basis(band: Band, context: Context) -> str:
    r = context.reader
    who = r.count_of("{n} employer", "{n} employers", band.employers)
    if band.employers_unknown:
        who = r.gettext("employers not named")
    return " · ".join((r.count_of("{n} vacancy", "{n} vacancies", band.n), who, band.grade))


def _chart(
    name: str, title: str, cells: list[charts.RangeRow], under: str, scale: float, note: str, table: Table, reader: Any
) -> Chart:
    draw: Any = partial(_draw, cells, scale, reader)
    draw.tips = {f"tip{i}": c.tip for i, c in enumerate(cells)} | {f"tipm{i}": c.tip for i, c in enumerate(cells)}
    return Chart(name, title, under, title + ". " + "; ".join(c.tip for c in cells), draw, note, table)


def _draw(cells: list[charts.RangeRow], scale: float, reader: Any, narrow: bool) -> Any:
    return charts.ranges(cells, narrow, lambda v: reader.number(v / scale, 1))


def _under(band: Band, thousands: bool, context: Context) -> str:
    r = context.reader
    unit = r.unit(band.unit, band.tax_said)
    return r.say("Thousand {unit}", unit=unit) if thousands else unit


def _slug(text: str) -> str:
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in text.lower())


def _positions(band: Band, context: Context) -> Chart:
    r, (scale, thousands) = context.reader, _scale([band])
    cells = [
        _row(band, p, r.word(POSITIONS, p), r.word(POSITION_MEANINGS, p), scale, context)
        for p in POSITION_NAMES
        if band.value(p, 0.5) is not None
    ]
    title = r.gettext("Whole market: floor, middle and ceiling")
    name = _slug(band.unit)
    table = numbers(f"numbers-all-{name}", [band], context)
    under = f"{_under(band, thousands, context)} · {_short_basis(band, context)}"
    return _chart(f"pay-all-{name}", title, cells, under, scale, " ".join(_shares(band, context)), table, r)


def _shares(band: Band, context: Context) -> list[str]:
    """What the reader must know of what went into a unit's bands: hidden pay, tax and period not written."""
    r, said = context.reader, []
    if band.employers_unknown:
        said.append(
            r.say(
                "Employers unknown: {share} of the vacancies with pay name none, each counts as an employer of its own, and no grade is above C.",
                share=r.share(band.unknown_employers_share),
            )
        )
    if band.hidden_share:
        said.append(
            r.say("{share} of these vacancies show no pay and are not in the bands.", share=r.share(band.hidden_share))
        )
    if band.unknown_tax_share:
        said.append(_tax_not_told(band, context))
    if band.period_assumed_share:
        said.append(
            r.say(
                "In {share} the period is not written and is taken as a month.",
                share=r.share(band.period_assumed_share),
            )
        )
    return said


def _tax_not_told(band: Band, context: Context) -> str:
    r, share = context.reader, context.reader.share(band.unknown_tax_share)
    bound = TAX_BOUNDS.get(band.currency)
    if bound is None:
        return r.say(
            "{share} of those with pay do not say before or after tax: gross and net stand together in these figures, and how far that moves them is not known.",
            share=share,
        )
    return r.say(
        "{share} of those with pay do not say before or after tax: each may be off by up to {bound}.",
        share=share, bound=r.share(bound, 1),
    )  # fmt: skip


def _cells(dimension: str, unit: str, bands: list[Band], whole: Band, context: Context) -> Chart:
    r, (scale, thousands) = context.reader, _scale(bands)
    printed = [b for b in bands if b.median is not None]
    shown = in_order(sorted(printed, key=lambda b: -b.n)[:MOST_ROWS])
    cells = [_row(b, "middle", _starred(b, context), _short_basis(b, context), scale, context) for b in shown]
    note = _not_shown(bands, whole, context)
    if len(printed) > len(shown):
        more = r.count_of(
            "{n} further segment stands in the numbers.",
            "{n} further segments stand in the numbers.",
            len(printed) - len(shown),
        )
        note.insert(0, more)
    table = numbers(f"numbers-{dimension}-{_slug(unit)}", printed, context)
    title = r.word(DIMENSIONS, dimension) + ": " + r.gettext("the middle of the posted range")
    under = _under(whole, thousands, context)
    return _chart(f"pay-{dimension}-{_slug(unit)}", title, cells, under, scale, " ".join(note), table, r)


def _starred(band: Band, context: Context) -> str:
    return segment_name(band, context) + (" *" if band.method == "pooled" else "")


def _single(bands: list[Band], context: Context) -> list[str]:
    """One printable cell makes no chart: it is a sentence."""
    r, said = context.reader, []
    for band in bands:
        if band.median is not None:
            sure = band.at("middle", 0.5)
            said.append(
                r.say(
                    "{segment}: median {median}, 90% interval {range} ({basis}; grade {grade}).",
                    segment=_starred(band, context),
                    median=r.money(sure.value, band.currency),
                    range=r.money_range(sure.low, sure.high, band.currency),
                    basis=basis(band, context),
                    grade=band.grade,
                )
            )
    return said


def _not_shown(bands: list[Band], whole: Band, context: Context) -> list[str]:
    """One sentence a reason, naming the largest of its segments; then the next wider segment, which stands for them."""
    r, said = context.reader, []
    for code in REASONS:
        cells = sorted((b for b in bands if b.median is None and b.code == code), key=lambda b: (-b.n, b.band_id))
        if cells:
            names = r.several(segment_name(b, context) for b in cells[:MOST_NAMES])
            if len(cells) > MOST_NAMES:
                names += " " + r.count_of("and {n} more", "and {n} more", len(cells) - MOST_NAMES)
            said.append(r.say("Not shown ({reason}): {names}.", reason=r.word(REASONS, code), names=names))
    if said and whole.median is not None:
        sure = whole.at("middle", 0.5)
        said.append(
            r.say(
                "The next wider segment that may be shown is the whole market: median {median} ({range}).",
                median=r.money(whole.median, whole.currency), range=r.money_range(sure.low, sure.high, whole.currency),
            )
        )  # fmt: skip
    return said
