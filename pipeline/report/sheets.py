"""Plain tables as a workbook, for verbs that answer with tables: a sheet each, numbers as numbers, nothing live."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from pipeline.errors import VacanciesError
from pipeline.report.clean import foreign

Rows = Sequence[Mapping[str, Any]]
_INERT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_SHARES = ("share", "spread", "progression", "percentile", "percentile_low", "percentile_high", "ratio", "penetration")


def write_sheets(path: Path | IO[bytes], sheets: Mapping[str, Rows], notes: Sequence[str] = ()) -> None:
    """Write `path`, or a stream, with a sheet a table (rows are dicts of one shape), the notes on a first sheet.

    A column whose name ends in share, spread, ratio … is shown as per cent. Raises VacanciesError where the file cannot
    be written.
    """
    book = xlsxwriter.Workbook(str(path) if isinstance(path, Path) else path, _INERT)
    head, money, percent = (book.add_format(f) for f in ({"bold": True}, {"num_format": "#,##0"}, {"num_format": "0%"}))
    if notes:
        page = book.add_worksheet("Notes")
        page.set_column(0, 0, 100)
        for line, note in enumerate(notes):
            page.write_string(line, 0, foreign(note, 2_000))
    for name, rows in sheets.items():
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
        page.freeze_panes(1, 1)
        for place, key in enumerate(rows[0] if rows else ()):
            page.set_column(place, place, 16)
            page.write_string(0, place, foreign(key.replace("_", " "), 200), head)
            shape = percent if key.endswith(_SHARES) else money
            for line, row in enumerate(rows, start=1):
                value = row[key]
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    page.write_number(line, place, float(value), shape)
                elif value is not None:
                    page.write_string(line, place, foreign(value, 32_000))
    try:
        book.close()
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as problem:
        raise VacanciesError(f"{path}: the workbook cannot be written ({problem}); choose another file") from problem
