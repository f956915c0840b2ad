"""The SQL shelf: one select a file, its path its table (`core/pay.sql` → `core.pay`), order by what is read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pipeline.errors import VacanciesError

SCHEMAS = ("raw", "seed", "core", "mart", "check")
_TABLE = re.compile(rf"\b(?:{'|'.join(SCHEMAS)})\.[a-z_]+\b")
_NOT_CODE = re.compile(r"--[^\n]*|'(?:[^']|'')*'")
_SEVERITY = re.compile(r"^-- severity: (fail|warn)$", re.MULTILINE)
_SAYS = re.compile(r"^-- says: (.+)$", re.MULTILINE)
_VIEW = re.compile(r"^-- a view over raw\.fact as fact\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Select:
    """One file of the shelf: the table it makes, its grain, the tables it reads.

    A check has a severity and `says` what it found: a sentence with columns of its first row (and `rows`) in braces.
    A view over raw.fact shows rows that stand there, and has no `where`, so that it can be read in their order.
    """

    table: str
    grain: str
    sql: str
    reads: frozenset[str]
    severity: str | None = None
    says: str = ""
    is_view: bool = False

    def of_facts(self, low: int, high: int) -> str:
        """Return the select of a view over some rows of raw.fact, in their order: a join gives none."""
        return f"{self.sql} where fact.rowid >= {low} and fact.rowid < {high} order by fact.rowid"

    @property
    def is_sliced(self) -> bool:
        """Whether it makes the rows of the keys from the variable slice_from up to, but without, slice_to."""
        return "getvariable('slice_from')" in self.sql


def shelf(root: Traversable | Path | None = None) -> list[Select]:
    """Read all `.sql` files of core, mart and check, in an order in which each finds what it reads.

    Raises VacanciesError when a file does not begin with its grain or when files read each other in a circle.
    """
    root = root or files("pipeline.warehouse") / "sql"
    found = [
        _read(folder.name, file)
        for folder in sorted((root / s for s in ("core", "mart", "check")), key=lambda f: f.name)
        if folder.is_dir()
        for file in sorted(folder.iterdir(), key=lambda f: f.name)
        if file.name.endswith(".sql")
    ]
    return ordered(found)


def ordered(selects: Iterable[Select]) -> list[Select]:
    """Return the selects so that each stands after those it reads; ties in alphabetical order."""
    by_table = {s.table: s for s in sorted(selects, key=lambda s: s.table)}
    sorter = TopologicalSorter({t: sorted(s.reads & by_table.keys()) for t, s in by_table.items()})
    try:
        sorter.prepare()
    except CycleError as error:
        raise VacanciesError(f"sql: {' → '.join(error.args[1])} read each other in a circle; break it") from None
    order: list[Select] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += [by_table[t] for t in ready]
        sorter.done(*ready)
    return order


def _read(schema: str, file: Traversable | Path) -> Select:
    sql = file.read_text(encoding="utf-8")
    first, _, rest = sql.partition("\n")
    table = f"{schema}.{file.name.removesuffix('.sql')}"
    if not first.startswith("-- one row"):
        raise VacanciesError(
            f"sql/{schema}/{file.name}: the first line must tell the grain ('-- one row a …'), found {first!r}"
        )
    severity, says, view = _SEVERITY.search(rest), _SAYS.search(rest), _VIEW.search(rest)
    if schema == "check" and (severity is None or says is None):
        raise VacanciesError(
            f"sql/{schema}/{file.name}: a check needs the lines '-- severity: fail' (or warn) and '-- says: …'"
        )
    reads = frozenset(_TABLE.findall(_NOT_CODE.sub(" ", sql))) - {table}
    told = (severity[1] if severity else None, says[1] if says else "", view is not None)
    return Select(table, first.removeprefix("-- "), sql, reads, *told)
