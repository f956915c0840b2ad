"""The blocks of an answer as plain text, and their cells in words: what the terminal and notebooks print from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipeline.report.blocks import Block, Bullets, Cards, Column, Heading, Paragraph, Table
from pipeline.report.i18n import NOTHING, Reader, absent


def cell(row: dict[str, Any], column: Column, reader: Reader) -> str:
    """One cell as text, its interval behind it in brackets."""
    value = row.get(column.key)
    shown = _value(value, row, column, reader)
    low, high = row.get(column.low or ""), row.get(column.high or "")
    if not column.low or (absent(low) and absent(high)):
        return shown
    ends = reader.share_range(low, high) if column.kind == "share" else reader.range(low, high)
    return f"{shown} ({ends})"


def _value(value: Any, row: dict[str, Any], column: Column, reader: Reader) -> str:
    if column.kind in ("text", "said", "link"):
        return "" if absent(value) else " ".join(str(value).split())
    if absent(value):
        return NOTHING
    if column.kind == "share":
        return reader.share(value)
    if column.kind == "money":
        return reader.money(value, str(row.get(column.unit or "") or "").partition("/")[0])
    if column.kind == "day":
        return reader.day(value)
    return str(value) if column.kind == "grade" else reader.number(value, 1 if column.kind == "number" else 0)


def as_text(blocks: Iterable[Block], reader: Reader) -> str:
    """The blocks one under the other, tables as lines."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Heading):
            lines += ["", reader.capitals(block.text), *([block.under] if block.under else [])]
        elif isinstance(block, Bullets):
            lines += [f"• {item}" for item in block.items]
        elif isinstance(block, Cards):
            lines += [f"• {card.value}: {card.what} ({card.sure})" for card in block.items]
        elif isinstance(block, Table):
            lines += table_lines(block, reader)
    return "\n".join(lines).strip()


def table_lines(table: Table, reader: Reader) -> list[str]:
    """A table as lines: its caption, then a row each."""
    lines = [table.caption]
    for row in table.rows:
        cells = [(column.label, cell(row, column, reader)) for column in table.columns]
        lines.append("• " + "; ".join(f"{label}: {shown}" if label else shown for label, shown in cells if shown))
    return lines
