"""A segment of the market without a draft: its pay and what it asks, as blocks of a page and as sheets of a workbook."""

# ruff: noqa: E501 - a sentence for the catalogues stays whole
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.desk.i18n import reader
from pipeline.desk.question import COLUMNS
from pipeline.desk.words import CAVEATS, GIVEN_UP
from pipeline.report.blocks import Block, Bullets, Column, Heading, Paragraph, Table
from pipeline.report.labels import EXPERIENCE, POSITIONS, TAX
from pipeline.statistics.estimates import LINES

if TYPE_CHECKING:
    from pipeline.desk.door import OpenMarket

MOST_ROWS = 30


def segment_blocks(market: OpenMarket, picked: Mapping[str, str | None], lang: str) -> list[Block]:
    """Pay and requirements of a segment; raises UsageError for a value nobody has."""
    r = reader(lang)
    found = market.band(**_picked(picked))
    band = found.printed
    currency = found.unit.partition("/")[0]
    under = r.say("{unit}, {tax}", unit=r.unit(found.unit), tax=r.word(TAX, found.tax_view or "unknown"))
    blocks: list[Block] = [Heading(r.gettext("Pay"), under)]
    if market.about["sample"]:
        blocks.insert(
            0, Paragraph(r.gettext("Invented data: the sample market says nothing about any real one."), "warn")
        )
    for step in band.widened:
        name, _, value = step.partition(" → ")[0].partition(" ")
        column = COLUMNS.get(name, name)
        shown = r.word(EXPERIENCE, value) if column == "experience" else value
        blocks.append(Paragraph(r.say(GIVEN_UP[column], value=shown), "note"))
    if band.method == "none":
        blocks.append(Paragraph(r.gettext("No band is printed: too few employers show pay."), "warn"))
    else:
        rows = []
        for name in LINES:
            row: dict[str, Any] = {"line": r.gettext(POSITIONS[name]), "unit": currency}
            for share, cell in getattr(band, name).items():
                row |= {f"p{share}": cell.value, f"p{share}_low": cell.low, f"p{share}_high": cell.high}
            rows.append(row)
        columns = [Column("line", "", "said")]
        columns += [
            Column(f"p{s}", f"P{100 * s:g}", "money", f"p{s}_low", f"p{s}_high", unit="unit")
            for s in band.middle
            if any(row[f"p{s}"] is not None or row[f"p{s}_low"] is not None for row in rows)
        ]
        caption = r.gettext("Posted pay with 90% intervals: where ranges open, their middle, where they end.")
        blocks.append(Table("segment-band", caption, columns, rows))
    said = [
        r.count_of("{n} vacancy shows pay; {employers} named employers.", "{n} vacancies show pay; {employers} named employers.", band.n, employers=r.number(band.employers)),
        *(r.gettext(CAVEATS[c.code]) for c in band.caveats if c.code in CAVEATS),
        r.gettext("Posted is not paid: these are figures of advertisements."),
    ]  # fmt: skip
    blocks.append(Bullets(said))
    return [*blocks, *_requirements(market, picked, lang)]


def _requirements(market: OpenMarket, picked: Mapping[str, str | None], lang: str) -> list[Block]:
    r = reader(lang)
    asked = market.requirements(**_picked(picked), least=2)
    rows = _records(asked.to_frame().head(MOST_ROWS))
    for row in rows:
        row["label"] = market.label(row["concept"], lang)
    columns = [
        Column("label", r.gettext("Requirement"), "said"),
        Column("share_asked", r.gettext("Ask it"), "share", "share_asked_low", "share_asked_high"),
        Column("share_required", r.gettext("Require it"), "share", "share_required_low", "share_required_high"),
        Column("asked", r.gettext("Vacancies"), "count"),
    ]
    under = r.count_of("of {n} vacancy with a text", "of {n} vacancies with a text", asked.n)
    caption = r.gettext("What vacancies ask, the commonest first, with 90% intervals.")
    return [Heading(r.gettext("Requirements"), under), Table("segment-asks", caption, columns, rows)]


def segment_sheets(
    market: OpenMarket, picked: Mapping[str, str | None], lang: str
) -> tuple[dict[str, Sequence[Mapping[str, Any]]], list[str]]:
    """The same as sheets of a workbook, with the notes of its first page."""
    r = reader(lang)
    band = market.band(**_picked(picked))
    asked = market.requirements(**_picked(picked))
    frame = asked.to_frame().assign(label=[market.label(c, lang) for c in asked.to_frame()["concept"]])
    sheets: dict[str, Sequence[Mapping[str, Any]]]
    sheets = {r.gettext("Pay"): _records(band.to_frame()), r.gettext("Requirements"): _records(frame)}
    return sheets, band.explain().splitlines()


def _picked(picked: Mapping[str, str | None]) -> dict[str, Any]:
    return {key: value for key, value in picked.items() if value}


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    plain = frame.astype(object)
    return [{str(k): v for k, v in row.items()} for row in plain.where(frame.notna(), None).to_dict("records")]
