"""The blocks of an answer as a document to go on writing in: Markdown, or DOCX."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.desk.plain import cell
from pipeline.report.blocks import Block, Bullets, Heading, Paragraph, Table

if TYPE_CHECKING:
    from pipeline.report.i18n import Reader

_MARKUP = re.compile(r"([\\`*\[\]<>|#]|_{2,})")
_NUMBERS = frozenset({"count", "share", "money", "number"})


def to_markdown(title: str, blocks: Sequence[Block], reader: Reader) -> str:
    """The blocks as Markdown, foreign marks made harmless."""
    lines = [f"# {_plain(title)}", ""]
    for block in blocks:
        if isinstance(block, Heading):
            lines += [f"## {_plain(block.text)}", ""]
        elif isinstance(block, Paragraph):
            lines += [{"plain": "{}", "note": "_{}_", "warn": "> {}"}[block.tone].format(_plain(block.text)), ""]
        elif isinstance(block, Bullets):
            lines += [*(f"- {_plain(item)}" for item in block.items), ""]
        elif isinstance(block, Table):
            lines += [*_table(block, reader), ""]
    return "\n".join(lines).rstrip() + "\n"


def _table(table: Table, reader: Reader) -> list[str]:
    rules = ["--:" if column.kind in _NUMBERS else "---" for column in table.columns]
    rows = [[column.label for column in table.columns], rules]
    rows += [[_plain(cell(row, column, reader)) for column in table.columns] for row in table.rows]
    return [_plain(table.caption), "", *(f"| {' | '.join(row)} |" for row in rows)]


def _plain(text: str) -> str:
    """Text whose signs Markdown would read otherwise are kept as signs."""
    return _MARKUP.sub(lambda found: "".join("\\" + sign for sign in found[1]), " ".join(text.split()))


def to_docx(title: str, blocks: Sequence[Block], reader: Reader) -> bytes:
    """The blocks as a DOCX document with headings, lists and tables of its own styles."""
    from docx import Document

    document = Document()
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.language = reader.lang
    document.add_heading(title, 0)
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, 1)
        elif isinstance(block, Paragraph):
            written = document.add_paragraph().add_run(block.text)
            written.italic, written.bold = block.tone == "note", block.tone == "warn"
        elif isinstance(block, Bullets):
            for item in block.items:
                document.add_paragraph(item, style="List Bullet")
        elif isinstance(block, Table):
            document.add_paragraph(block.caption)
            grid = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
            for place, column in zip(grid.rows[0].cells, block.columns, strict=True):
                place.text = column.label
            for row in block.rows:
                for place, column in zip(grid.add_row().cells, block.columns, strict=True):
                    place.text = cell(row, column, reader)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
