"""`vacancies run`: from files to a market report in one go."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli._show import present, say
from pipeline.config import CHOICES, load_settings
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def run(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders to read where they are.")] = None,
    source: Annotated[str, typer.Option(help="Where postings come from; `import` reads files.")] = "import",
    path: Annotated[list[Path] | None, typer.Option("--path", help="Like PATHS; may be repeated.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Language of the report: ru, tr or en.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the report instead of reports/<run>.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that read; default: all cores.")] = None,
    allow_failed_checks: Annotated[
        bool, typer.Option("--allow-failed-checks", help="Make the report although a check failed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The run's summary as one JSON object.")] = False,
) -> None:
    """Read postings, build the warehouse, write the report; the last line is its path.

    Without paths: those of vacancies.toml and data/raw/inbox, and where there are none the invented sample market.

    Example: `vacancies run postings.jsonl --out report`
    """
    from pipeline import flow

    if source != "import":
        raise UsageError(f"--source {source}: unknown; the only source so far is import")
    if lang not in (None, *CHOICES["language"]):
        raise UsageError(f"--lang {lang}: unknown; choose one of {', '.join(CHOICES['language'])}")
    settings = load_settings()
    settings = replace(settings, language=lang or settings.language)
    named = present([*(paths or []), *(path or [])])
    with _waiting("reading, building, reporting"):
        made = flow.run(settings, named, out, workers=workers, allow_failed_checks=allow_failed_checks)
    for line in made.lines:
        say(line)
    if as_json:
        summary = {"run": made.run, "report": str(made.report), "postings": made.postings, "rejected": made.rejected}
        summary["lines"] = made.lines
        sys.stdout.write(json.dumps(summary | {"steps": made.steps}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{made.report}\n")


def _waiting(message: str) -> AbstractContextManager[object]:
    """A turning sign on stderr; nothing when stderr is not a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(message)
