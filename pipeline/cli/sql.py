"""`vacancies sql`: ask the warehouse anything, read-only."""

from __future__ import annotations

import csv
import sys
from typing import Annotated

import typer

from pipeline.cli._show import table
from pipeline.config import load_settings
from pipeline.errors import UsageError


def sql(
    query: Annotated[
        str, typer.Argument(help="One SELECT in DuckDB's SQL; tables are raw.*, core.*, mart.*, ledger.*")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a row.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV with a header line.")] = False,
) -> None:
    """Ask the warehouse of the last run; nothing can be changed through it.

    Example: `vacancies sql "select count(*) as vacancies from core.vacancy" --json`
    """
    import pandas as pd

    from pipeline.ledger import holder
    from pipeline.status import LEDGER, ledger
    from pipeline.warehouse import Warehouse

    if as_json and as_csv:
        raise UsageError("--json and --csv stand together; choose one of them")
    settings = load_settings()
    told = ledger(settings.raw, running=holder(settings.data))
    beside = {name: pd.DataFrame(rows, columns=LEDGER[name]) for name, rows in told.items()}
    found = Warehouse(settings.warehouse, beside).query(query)
    if as_json:
        sys.stdout.write(found.to_json(orient="records", lines=True, force_ascii=False, date_format="iso"))
        return
    rows = found.astype(object).where(found.notna(), None).itertuples(index=False)
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(found.columns)
        writer.writerows([_inert(value) for value in row] for row in rows)
    else:
        table([str(column) for column in found.columns], ([_short(value) for value in row] for row in rows))


def _short(value: object) -> object:
    """A figure as a person reads it: at most four decimals, where JSON and CSV hold all."""
    return f"{value:.4f}".rstrip("0").rstrip(".") if isinstance(value, float) and abs(value) >= 0.0001 else value


def _inert(value: object) -> object:
    """A text that a spreadsheet would run as a formula, made plain by an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")) else value
