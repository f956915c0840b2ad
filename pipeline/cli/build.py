"""`vacancies build`: the warehouse made again from the archive alone."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.cli._show import say, table
from pipeline.config import load_settings


def build(
    explain: Annotated[bool, typer.Option("--explain", help="Only tell what would be read again, and why.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that read; default: all cores.")] = None,
    allow_failed_checks: Annotated[
        bool, typer.Option("--allow-failed-checks", help="Build although a check failed.")
    ] = False,
) -> None:
    """Build the warehouse from all that was collected, imported or dropped; nothing is fetched, no report is written.

    Only what changed is read again: new bytes, or bytes whose code or words changed. The last line is its path.

    Example: `vacancies build --explain`
    """
    from pipeline import flow

    settings = load_settings()
    if explain:
        rows = flow.plan(settings)
        table(("part", "parse", "read"), [(row["part"], row["parse"], row["read"]) for row in rows])
        return
    made = flow.build(settings, workers=workers, allow_failed_checks=allow_failed_checks)
    for line in made.lines:
        say(line)
    sys.stdout.write(f"{made.report}\n")
