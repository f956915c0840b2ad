"""The blocks of an answer on a terminal: headings, sentences and tables, as wide as the terminal is."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pipeline.cli._show import console

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as Grid

    from pipeline.report.blocks import Block, Column, Table
    from pipeline.report.i18n import Reader

_PIPE = 140
_NUMBERS = frozenset({"count", "share", "money", "number"})


def show(blocks: Iterable[Block], reader: Reader) -> None:
    """Print the blocks on stdout."""
    from rich.padding import Padding
    from rich.text import Text

    from pipeline.report.blocks import Bullets, Heading, Paragraph, Table

    drawing = console(width=None if sys.stdout.isatty() else _PIPE, highlight=False)
    for block in blocks:
        if isinstance(block, Heading):
            under = Text(f"  {block.under}", style="dim") if block.under else Text()
            drawing.print()
            drawing.print(Text(block.text, style="bold") + under)
        elif isinstance(block, Paragraph):
            styles = {"plain": "", "note": "dim", "warn": "bold yellow"}
            drawing.print(Padding(Text(block.text, style=styles[block.tone]), (0, 0, 0, 2)))
        elif isinstance(block, Bullets):
            for item in block.items:
                drawing.print(_bullet(item))
        elif isinstance(block, Table):
            _table(drawing, block, reader)


def _bullet(item: str) -> Grid:
    """One item with its mark, its further lines under its first."""
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid.grid(padding=(0, 1))
    grid.add_column(width=2, justify="right")
    grid.add_column()
    grid.add_row("•", Text(item))
    return grid


def _table(drawing: Console, table: Table, reader: Reader) -> None:
    """A table with each interval under its number; row by row where the terminal is too narrow to show it uncut."""
    from rich import box
    from rich.table import Table as Drawn
    from rich.text import Text

    from pipeline.desk.plain import cell, table_lines

    columns = [c for c in table.columns if any(cell(row, c, reader) for row in table.rows)]
    rows = [[_stacked(cell(row, c, reader), c) for c in columns] for row in table.rows]
    if _least_width(columns, rows) > drawing.width:
        caption, *lines = table_lines(table, reader)
        drawing.print(Text(caption, style="dim"))
        for line in lines:
            drawing.print(_bullet(line.removeprefix("• ")))
        return
    drawn = Drawn(box=box.SIMPLE_HEAD, title=Text(table.caption, style="dim"), title_justify="left", pad_edge=False)
    for column in columns:
        right = column.kind in _NUMBERS
        drawn.add_column(
            Text(column.label), justify="right" if right else "left", no_wrap=right, overflow="fold",
            max_width=None if right else 46,
        )  # fmt: skip
    for row in rows:
        drawn.add_row(*map(Text, row))
    drawing.print(drawn)


def _stacked(shown: str, column: Column) -> str:
    """A number with its interval on a line of its own."""
    if column.kind not in _NUMBERS or not column.low or not shown.endswith(")"):
        return shown
    number, _, ends = shown[:-1].rpartition(" (")
    return f"{number}\n{ends}"


def _least_width(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> int:
    """The width below which a number or a word would be cut, with the blanks between columns."""
    widths = []
    for place, column in enumerate(columns):
        texts = [column.label, *(row[place] for row in rows)]
        pieces = [piece for text in texts for piece in (text.splitlines() if column.kind in _NUMBERS else text.split())]
        widths.append(max(map(len, pieces), default=0))
    return sum(widths) + 2 * len(columns)
