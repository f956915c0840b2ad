"""The blocks of an answer on a terminal: headings, sentences and tables, as wide as the terminal is."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as Grid

    from pipeline.report.blocks import Block, Table
    from pipeline.report.i18n import Reader

_PIPE = 140
_NUMBERS = frozenset({"count", "share", "money", "number"})


def show(blocks: Iterable[Block], reader: Reader) -> None:
    """Print the blocks on stdout."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    from pipeline.report.blocks import Bullets, Heading, Paragraph, Table

    console = Console(width=None if sys.stdout.isatty() else _PIPE, highlight=False)
    for block in blocks:
        if isinstance(block, Heading):
            under = Text(f"  {block.under}", style="dim") if block.under else Text()
            console.print()
            console.print(Text(block.text, style="bold") + under)
        elif isinstance(block, Paragraph):
            styles = {"plain": "", "note": "dim", "warn": "bold yellow"}
            console.print(Padding(Text(block.text, style=styles[block.tone]), (0, 0, 0, 2)))
        elif isinstance(block, Bullets):
            for item in block.items:
                console.print(_bullet(item))
        elif isinstance(block, Table):
            _table(console, block, reader)


def _bullet(item: str) -> Grid:
    """One item with its mark, its further lines under its first."""
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid.grid(padding=(0, 1))
    grid.add_column(width=2, justify="right")
    grid.add_column()
    grid.add_row("•", Text(item))
    return grid


def _table(console: Console, table: Table, reader: Reader) -> None:
    from rich import box
    from rich.table import Table as Drawn
    from rich.text import Text

    from pipeline.desk.plain import cell

    columns = [c for c in table.columns if any(cell(row, c, reader) for row in table.rows)]
    drawn = Drawn(box=box.SIMPLE_HEAD, title=Text(table.caption, style="dim"), title_justify="left", pad_edge=False)
    for column in columns:
        right = column.kind in _NUMBERS
        drawn.add_column(
            Text(column.label), justify="right" if right else "left", no_wrap=right, overflow="fold",
            max_width=None if right else 46,
        )  # fmt: skip
    for row in table.rows:
        drawn.add_row(*(Text(cell(row, column, reader)) for column in columns))
    console.print(drawn)
