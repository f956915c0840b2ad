"""The shelf of sections: a section is one .sql file with a header, and may have a .py file of the same name.

Header lines lead the file: `-- title:` (English, translated by the catalogues), `-- order:` a number, `-- lead:` one
sentence under the title. The select gives the section its rows. Without a .py file they are printed as one table,
each column by the last part of its name (`share`, `n`, `on`). A .py file has `build(rows, context) -> list of blocks`.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError, VacanciesError
from pipeline.report.blocks import Block, Column, Kind, Sheet, Table
from pipeline.report.context import Context, records

SHELF = Path(__file__).parent / "sections"
_HEADER = re.compile(r"^--\s*(title|order|lead)\s*:\s*(.+?)\s*$")
_KINDS: dict[str, Kind] = {"share": "share", "n": "count", "employers": "count", "on": "day", "url": "link"}

Build = Callable[[list[dict[str, Any]], Context], Sequence[Block]]


@dataclass(frozen=True)
class Section:
    """One section as it stands on the shelf."""

    name: str
    title: str
    lead: str
    order: int
    sql: str
    build: Build | None


def header(sql: str) -> dict[str, str]:
    """Read the header lines of a section."""
    return {found[1]: found[2] for line in sql.splitlines() if (found := _HEADER.match(line))}


def read_shelf(folder: Path = SHELF, only: Sequence[str] | None = None) -> list[Section]:
    """Read the sections of a folder in their order; `only` keeps the named ones, a name nobody has is a UsageError."""
    sections = []
    for path in sorted(folder.glob("*.sql")):
        sql = path.read_text("utf-8")
        told = header(sql)
        if "title" not in told or not told.get("order", "").isdigit():
            raise VacanciesError(f"{path.name}: expected header lines '-- title: …' and '-- order: <number>'; add them")
        sections.append(
            Section(path.stem, told["title"], told.get("lead", ""), int(told["order"]), sql, _builder(path))
        )
    names = {section.name for section in sections}
    unknown = [name for name in only or () if name not in names]
    if unknown:
        raise UsageError(f"--sections {unknown[0]}: no such section; there are {', '.join(sorted(names))}")
    return sorted((s for s in sections if only is None or s.name in only), key=lambda s: (s.order, s.name))


def _builder(path: Path) -> Build | None:
    code = path.with_suffix(".py")
    if not code.exists():
        return None
    spec = importlib.util.spec_from_file_location(f"pipeline.report.sections.{path.stem}", code)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    build: Build = module.build
    return build


def blocks_of(section: Section, context: Context) -> list[Block]:
    """Run a section: its rows, then its own Python or the plain table."""
    rows = records(context.query(section.sql))
    if section.build is not None:
        return list(section.build(rows, context))
    title = context.reader.gettext(section.title)
    columns = [
        Column(
            key, context.reader.gettext(key.replace("_", " ").capitalize()), _KINDS.get(key.rsplit("_", 1)[-1], "text")
        )
        for key in (rows[0] if rows else ())
    ]
    table = Table(section.name.replace("_", "-") + "-table", title, columns, rows)
    return [table, Sheet(title, table)]
