"""report.xlsx: a sheet a table, real Excel tables with filters, native charts, and nothing a posting wrote is live."""

# ruff: noqa: E501 - a sentence for the catalogues, and a row of the fake market, stay whole
from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from pipeline.report.blocks import Block, Column, Sheet, SheetChart
from pipeline.report.charts import DEEP, LIGHT, MID
from pipeline.report.clean import foreign
from pipeline.report.context import Context
from pipeline.report.i18n import absent
from pipeline.report.labels import GRADES

_FORMATS = {
    "count": "#,##0",
    "number": "#,##0.##",
    "money": "#,##0",
    "share": "0.0%",
    "change": "+0.0%;-0.0%;0.0%",
    "day": "yyyy-mm-dd",
}
_WIDTHS = {"text": 30, "said": 34, "link": 40, "grade": 10}


def write(path: Path, context: Context, blocks: Sequence[Block]) -> None:
    """Write the workbook; its dates are the data's, so the same report gives the same bytes."""
    r, newest = context.reader, context.market.get("today")
    safe = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    book = xlsxwriter.Workbook(str(path), safe)
    stamp = datetime(newest.year, newest.month, newest.day) if isinstance(newest, date) else datetime(2000, 1, 1)
    book.set_properties({"title": r.gettext("Vacancy market report"), "created": stamp})
    styles = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
    styles |= {
        "head": book.add_format({"bold": True, "font_size": 14}),
        "warn": book.add_format({"bold": True, "font_color": "#c4621a"}),
        "top": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "top right": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "align": "right"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    _cover(book, context, styles)
    for number, sheet in enumerate((b for b in blocks if isinstance(b, Sheet)), start=1):
        _sheet(book, number, sheet, context, styles)
    book.close()


def _cover(book: Any, context: Context, styles: dict[str, Any]) -> None:
    r, m = context.reader, context.market
    page = book.add_worksheet(_sheet_name(r.gettext("Report"), 0))
    page.set_column(0, 0, 90)
    page.write_string(0, 0, r.gettext("Vacancy market report"), styles["head"])
    lines = [
        r.say("Vacancies seen {start} to {end}", start=r.day(m.get("window_from")), end=r.day(m.get("window_to"))),
        r.gettext("Posted is not paid: the middle of a posted range is not the salary of those who were hired."),
    ]
    if m.get("sample"):
        page.set_row(1, 48)  # LibreOffice does not grow a row by its wrapped text
        page.write_string(
            1,
            0,
            r.gettext("Invented data.")
            + " "
            + r.gettext(
                "Every posting, employer and figure of this report comes from the invented sample market. It shows how a report looks and says nothing about any real market."
            ),
            book.add_format({"bold": True, "font_color": "#c4621a", "text_wrap": True}),
        )
    for place, line in enumerate(lines, start=3):
        page.write_string(place, 0, line, styles["wrap"])


def _sheet_name(title: str, number: int) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or f"Sheet {number}"


def _spread(columns: Sequence[Column], context: Context) -> list[Column]:
    """Give each end of an interval a column of its own."""
    flat: list[Column] = []
    for column in columns:
        flat.append(column)
        for key, word in ((column.low, context.reader.gettext("low")), (column.high, context.reader.gettext("high"))):
            if key:
                flat.append(Column(key, f"{column.label}, {word}", column.kind))
    return flat


def _sheet(book: Any, number: int, sheet: Sheet, context: Context, styles: dict[str, Any]) -> None:
    page = book.add_worksheet(_sheet_name(sheet.title, number))
    columns, rows = _spread(sheet.table.columns, context), sheet.table.rows
    heads: list[str] = []
    for column in columns:
        head = foreign(column.label, 200)
        heads.append(head if head not in heads else f"{head} ({len(heads) + 1})")
    for place, column in enumerate(columns):
        page.set_column(place, place, _WIDTHS.get(column.kind, 13), styles.get(column.kind))
        for line, row in enumerate(rows, start=1):
            if (value := row.get(column.key)) is not None:
                _cell(page, line, place, value, column, context, styles)
    named = [
        {"header": head, "header_format": styles["top right" if column.kind in _FORMATS else "top"]}
        for head, column in zip(heads, columns, strict=True)
    ]
    page.add_table(
        0,
        0,
        max(1, len(rows)),
        len(columns) - 1,
        {"name": f"table_{number}", "style": "Table Style Light 1", "columns": named},
    )
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for place, chart in enumerate(sheet.charts):
        _chart(book, page, sheet, columns, heads, chart, place)


def _cell(
    page: Any, line: int, place: int, value: Any, column: Column, context: Context, styles: dict[str, Any]
) -> None:
    if absent(value):
        return
    if column.kind == "grade":
        page.write_string(line, place, context.reader.word(GRADES, value))
    elif column.kind == "day" and isinstance(value, date):
        page.write_datetime(line, place, datetime(value.year, value.month, value.day), styles["day"])
    elif column.kind in {"count", "number", "money", "share", "change"}:
        page.write_number(line, place, float(value), styles[column.kind])
    else:
        page.write_string(line, place, foreign(value, 32_000))


def _chart(
    book: Any, page: Any, sheet: Sheet, columns: Sequence[Column], heads: Sequence[str], chart: SheetChart, place: int
) -> None:
    keys = [column.key for column in columns]
    first, last = (row + 1 for row in chart.rows)
    name = page.get_name()
    drawn = book.add_chart({"type": "bar", "subtype": "stacked"} if chart.stacked else {"type": "bar"})
    for key, colour in zip(chart.series, (DEEP, LIGHT, MID) if chart.stacked else (LIGHT, DEEP, MID), strict=False):
        where = keys.index(key)
        drawn.add_series(
            {
                "name": heads[where],
                "categories": [name, first, keys.index(chart.label), last, keys.index(chart.label)],
                "values": [name, first, where, last, where],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}, "overlay": False})
    drawn.set_y_axis({"reverse": True, "label_position": "low", "num_font": {"size": 9}})
    drawn.set_x_axis(
        {
            "min": 0,
            "num_format": "0%" if chart.percent else "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#e6ebf0"}},
        }
    )
    drawn.set_legend({"position": "bottom"} if len(chart.series) > 1 else {"none": True})
    drawn.set_size({"width": 720, "height": 160 + 30 * (last - first + 1)})
    page.insert_chart(len(sheet.table.rows) + 3 + place * 30, 0, drawn)
