"""`vacancies build`: the warehouse made again from the archive alone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli._show import say, table
from pipeline.config import load_settings
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.engines.reading import Engine

ENGINES = ("local", "spark")


def build(
    explain: Annotated[bool, typer.Option("--explain", help="Only tell what would be read again, and why.")] = False,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that read; default: all cores.")] = None,
    allow_failed_checks: Annotated[
        bool, typer.Option("--allow-failed-checks", help="Build although a check failed.")
    ] = False,
    engine: Annotated[str, typer.Option(help="What reads: local (processes of this machine) or spark.")] = "local",
    master: Annotated[
        str | None, typer.Option(help="Spark's master, such as local[2] or spark://host:7077; only with spark.")
    ] = None,
) -> None:
    """Build the warehouse from all that was collected, imported or dropped; nothing is fetched, no report is written.

    Only what changed is read again: new bytes, or bytes whose code or words changed. The last line is its path.

    Example: `vacancies build --explain`
    """
    from pipeline import flow

    chosen = _engine(engine, master, workers)
    settings = load_settings()
    if explain:
        rows = flow.plan(settings)
        table(("part", "parse", "read"), [(row["part"], row["parse"], row["read"]) for row in rows])
        return
    made = flow.build(settings, workers=workers, allow_failed_checks=allow_failed_checks, engine=chosen)
    for line in made.lines:
        say(line)
    sys.stdout.write(f"{made.report}\n")


def _engine(name: str, master: str | None, workers: int | None) -> Engine | None:
    """Return the engine asked for, None for the usual one. Raises UsageError for what does not go together."""
    if name not in ENGINES:
        raise UsageError(f"--engine {name}: unknown; choose one of {', '.join(ENGINES)}")
    if name == "local":
        if master is not None:
            raise UsageError(f"--master {master}: only Spark has a master; add --engine spark or leave it out")
        return None
    if master is None:
        raise UsageError("--engine spark: which master is not said; add --master, for example --master local[2]")
    if workers is not None:
        raise UsageError(f"--workers {workers}: Spark shares the work out itself; say it in the master, as local[2]")
    from pipeline.engines import spark

    return spark.on(master)
