"""XLSX workbooks: every visible sheet whose header names known columns; values only, no macros."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

from pipeline.errors import UnreadableError
from pipeline.model import Posting, Reject
from pipeline.sources import _rows
from pipeline.sources.files._file import File

SUFFIXES = (".xlsx", ".xlsm")
_HEADER_WITHIN = 10
_LARGEST = 2_000_000_000
_HIGHEST_RATIO = 300


def read(file: File) -> Iterator[Posting | Reject]:
    """Yield a posting or a reject for every row below the header of every visible sheet."""
    import openpyxl

    _check(file)
    with warnings.catch_warnings(), file.open() as stream:
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        except Exception as error:
            raise UnreadableError(f"a broken workbook ({type(error).__name__}): open it and save it again") from error
        seen: list[object] = []
        ordinal = read_any = 0
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            rows = sheet.iter_rows(values_only=True)
            header, found, above = _header(rows, seen)
            if not found:
                continue
            read_any = 1
            for number, cells in enumerate(rows, above + 1):
                if all(cell is None or cell == "" for cell in cells):
                    continue
                ordinal += 1
                spot = file.spot(ordinal, f"sheet {sheet.title}, row {number}")
                yield _rows.row(dict(zip(header, cells, strict=False)), spot, found)
        if not read_any:
            raise UnreadableError(_rows.no_columns(seen))


def _header(rows: Iterator[tuple[Any, ...]], seen: list[object]) -> tuple[list[str], dict[str, str], int]:
    """Find the header among the first rows: a merged title may stand above it."""
    for number, cells in enumerate(islice(rows, _HEADER_WITHIN), 1):
        names = ["" if cell is None else str(cell) for cell in cells]
        found = _rows.columns(names)
        if _rows.usable(found) and (len(found) > 1 or number == 1):
            return names, found, number
        if number == 1:
            seen.extend(names)
    return [], {}, 0


def _check(file: File) -> None:
    """Refuse what is no ZIP, is cut off, or unpacks to far more than it is."""
    with file.open() as stream:
        try:
            parts = zipfile.ZipFile(stream).infolist()
        except zipfile.BadZipFile as error:
            raise UnreadableError(f"not a whole XLSX workbook ({error}): save or copy it again, or give CSV") from error
    if not any(part.filename.startswith("xl/") for part in parts):
        raise UnreadableError("not a whole XLSX workbook (no sheet in it): save the document as XLSX, CSV or text")
    packed, unpacked = sum(p.compress_size for p in parts), sum(p.file_size for p in parts)
    if unpacked > _LARGEST or unpacked > _HIGHEST_RATIO * max(packed, 100_000):
        raise UnreadableError("a workbook that unpacks to far more than it is: save it as CSV")
