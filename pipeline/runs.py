"""What earlier runs saw, kept for comparing: under data/raw/.ledger, append-only, and small.

`vacancies/<run>.parquet` holds the vacancies that came with a run, as it read them, and the ids of those that went;
a run that changed nothing adds no file. Employers stand as digests: they are only told apart, never named.
`figures.jsonl` holds a line a run and source: how many postings, and which shares of them tell what.
"""

from __future__ import annotations

import json
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import VacanciesError

_TEXT, _NUMBER, _FLAG = pa.string(), pa.float64(), pa.bool_()
COLUMNS = {
    "vacancy_id": _TEXT, "employer": _TEXT, "place": _TEXT, "experience": _TEXT, "industry": _TEXT, "language": _TEXT,
    "kind": _TEXT, "unit": _TEXT, "pay_low": _NUMBER, "pay_high": _NUMBER, "tax": _TEXT, "tax_view": _TEXT,
    "pay_scope": _TEXT, "period_assumed": _FLAG, "in_bands": _FLAG, "asked": pa.list_(_TEXT),
}  # fmt: skip
SOURCE_FIGURE = pa.schema(
    [("run", _TEXT), ("source", _TEXT), ("collection", _TEXT), ("postings", pa.int64())]
    + [(f"{name}_share", _NUMBER) for name in ("pay", "experience", "employer", "repeated", "ru", "tr", "en", "other")]
)
"""The figures of sources in earlier runs, as the warehouse takes them."""
_SCHEMA = pa.schema([("came", _FLAG), ("today", pa.date32()), *COLUMNS.items()])


def compact(vacancies: pd.DataFrame) -> pd.DataFrame:
    """The columns of mart.vacancy that comparing needs, employers as digests."""
    rows = vacancies[list(COLUMNS)].reset_index(drop=True)
    codes, names = pd.factorize(rows["employer"])
    digests = pd.Series([blake2b(str(name).encode(), digest_size=8).hexdigest() for name in names], dtype="str")
    return rows.assign(employer=digests.array.take(codes, allow_fill=True))


class Runs:
    """The record of one workspace; the invented sample and real data are two series that never meet."""

    def __init__(self, raw: Path, *, invented: bool) -> None:
        self._ledger = raw / ".ledger"
        self._folder = self._ledger / ("vacancies_of_the_sample" if invented else "vacancies")
        self._figures = self._ledger / ("figures_of_the_sample.jsonl" if invented else "figures.jsonl")

    def earlier(self) -> tuple[pd.DataFrame, list[date | None]]:
        """All recorded vacancies with the runs they `came` and were `gone` in, and each run's newest day in the data.

        Runs are numbered from 0, the oldest; `gone` is null for what the last run still saw.
        """
        parts, days = [], []
        gone: dict[tuple[str, int], int] = {}
        there: dict[str, int] = {}
        for number, file in enumerate(sorted(self._folder.glob("*.parquet"))):
            rows = _read(file)
            days.append(rows["today"].iloc[0])
            new = rows[rows["came"]].drop(columns=["today", "came"]).assign(came=number)
            # where a record between was deleted, what it told is made up for by the next that speaks of a vacancy
            for name in [*rows.loc[~rows["came"], "vacancy_id"], *new["vacancy_id"]]:
                if name in there:
                    gone[name, there.pop(name)] = number
            there |= dict.fromkeys(new["vacancy_id"], number)
            parts.append(new)
        if not parts:
            return pd.DataFrame(columns=[*COLUMNS, "came", "gone"]), []
        known = pd.concat(parts, ignore_index=True)
        ends = [gone.get(key) for key in zip(known["vacancy_id"], known["came"], strict=True)]
        return known.assign(gone=pd.array(ends, dtype="Int64")), days

    def add(self, run: str, now: pd.DataFrame, today: date | None) -> bool:
        """Record a run's vacancies (`now`, as `compact` gives them); False where nothing came and nothing went."""
        known, _ = self.earlier()
        there = set(known.loc[known["gone"].isna(), "vacancy_id"])
        new = now[~now["vacancy_id"].isin(there)].assign(came=True)
        left = sorted(there - set(now["vacancy_id"]))
        if new.empty and not left:
            return False
        rows = pd.concat([new, pd.DataFrame({"vacancy_id": left, "came": False})], ignore_index=True)
        table = pa.Table.from_pandas(
            rows.assign(today=today).reindex(columns=_SCHEMA.names), _SCHEMA, preserve_index=False
        )
        self._folder.mkdir(parents=True, exist_ok=True)
        draft = self._folder / f"{run}.draft"
        pq.write_table(table, draft, compression="zstd")
        draft.replace(self._folder / f"{run}.parquet")
        return True

    def figures(self) -> pa.Table:
        """The recorded figures of sources, oldest first."""
        return pa.Table.from_pylist(self._lines(), SOURCE_FIGURE)

    def _lines(self) -> list[dict[str, Any]]:
        """What the lines hold; a torn last one is passed over."""
        try:
            lines = self._figures.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        found: list[dict[str, Any]] = []
        for line in lines:
            try:
                found.append(json.loads(line))
            except ValueError:
                continue  # the machine died while it was written
        return found

    def add_figures(self, run: str, rows: pd.DataFrame) -> None:
        """Append a run's figures of imported files, one line a source, unless its last line tells the same.

        What was collected is not recorded: its figures are counted anew from the archive.
        """
        last = {row["source"]: row for row in self._lines()}
        told = pa.Table.from_pandas(rows[rows["collection"].isna()].assign(run=None), SOURCE_FIGURE).to_pylist()
        new = [row for row in told if {**last.get(row["source"], {}), "run": None} != row]
        if not new:
            return
        self._ledger.mkdir(parents=True, exist_ok=True)
        with self._figures.open("ab") as file:
            if file.tell() and not self._figures.read_bytes().endswith(b"\n"):
                file.write(b"\n")
            for row in new:
                file.write(json.dumps(row | {"run": run}, ensure_ascii=False, sort_keys=True).encode() + b"\n")


def _read(file: Path) -> pd.DataFrame:
    try:
        rows: pd.DataFrame = pq.read_table(file, schema=_SCHEMA).to_pandas()
    except (OSError, pa.ArrowException) as error:
        told = " ".join(str(error).split())[:200]
        raise VacanciesError(
            f"{file}: not the record of a run ({told}); delete it: the runs after it are then compared without it"
        ) from error
    return rows
