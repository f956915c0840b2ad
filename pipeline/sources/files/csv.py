"""CSV and TSV as spreadsheets save them: any delimiter, quoted line ends, columns by name."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain

from pipeline.errors import UnreadableError
from pipeline.model import Posting, Reject
from pipeline.sources import _rows
from pipeline.sources.files._file import File

SUFFIXES = (".csv", ".tsv")
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 5_000_000


def read(file: File) -> Iterator[Posting | Reject]:
    """Yield a posting or a reject for every row; a row is called by the line it begins on."""
    csv.field_size_limit(_LONGEST_CELL)
    with file.text(newline="") as stream:
        first = stream.readline()
        delimiter = first.strip()[4:5] if first.lower().startswith("sep=") else None
        head = stream.readline() if delimiter else first
        lines = (line.replace("\x00", "") for line in chain([head], stream))
        rows = csv.reader(lines, delimiter=delimiter or _delimiter(head))
        header = next(rows, [])
        found = _rows.columns(header)
        if not _rows.usable(found):
            raise UnreadableError(_rows.no_columns(header))
        offset = 1 if delimiter else 0
        yield from _records(file, rows, header, found, offset)


def _records(
    file: File, rows: Iterator[list[str]], header: list[str], found: dict[str, str], offset: int
) -> Iterator[Posting | Reject]:
    ordinal, line = 0, rows.line_num + offset + 1  # type: ignore[attr-defined]
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield file.spot(ordinal + 1, f"line {line}").reject(f"a broken row ({error}): check its quotation marks")
            return
        if cells is None:
            return
        began, line = line, rows.line_num + offset + 1  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        ordinal += 1
        spot = file.spot(ordinal, f"line {began}")
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            yield spot.reject(
                f"{len(cells)} cells where the header names {len(header)}: quote the cells that hold the delimiter"
            )
            continue
        yield _rows.row(dict(zip(header, cells, strict=False)), spot, found)


def _delimiter(head: str) -> str:
    def score(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([head], delimiter=delimiter), [])
        return len(_rows.columns(names)), head.count(delimiter)

    return max(_DELIMITERS, key=score)
