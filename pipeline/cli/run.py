"""`vacancies run`: from files to a market report in one go."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli._collecting import Telling
from pipeline.cli._show import present, say, spoken
from pipeline.config import load_settings
from pipeline.errors import SourcesFailedError, UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager


def run(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders to read where they are.")] = None,
    source: Annotated[
        str | None, typer.Option(help="Collect this source only; `import`: collect nothing, read files.")
    ] = None,
    path: Annotated[list[Path] | None, typer.Option("--path", help="Like PATHS; may be repeated.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Language of the report: ru, tr or en.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the report instead of reports/<run>.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that read; default: all cores.")] = None,
    allow_failed_checks: Annotated[
        bool, typer.Option("--allow-failed-checks", help="Make the report although a check failed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The run's summary as one JSON object.")] = False,
) -> None:
    """Collect and read postings, build the warehouse, write the report; the last line is its path.

    Without paths: the sources of vacancies.toml are collected, then all that was ever collected, imported or dropped
    into data/raw/inbox is read; where there is nothing of the kind, the invented sample market.

    Example: `vacancies run postings.jsonl --out report`
    """
    from pipeline import flow

    sources = None if source == "import" else (source,) if source else ()
    settings = load_settings()
    settings = replace(settings, language=spoken(lang, settings))
    named = present([*(paths or []), *(path or [])])
    if named and sources:
        raise UsageError(f"--source {source} and {named[0]}: either a source is collected or files are read; give one")
    collects = sources is not None and not named and bool(sources or settings.sources)
    with nullcontext() if collects else _waiting("reading, building, reporting"):
        made = flow.run(
            settings,
            named,
            out,
            workers=workers,
            allow_failed_checks=allow_failed_checks,
            sources=sources,
            tell=Telling(),
        )
    for line in made.lines:
        say(line)
    if as_json:
        summary = {"run": made.run, "report": str(made.report), "postings": made.postings, "rejected": made.rejected}
        summary["lines"] = made.lines
        sys.stdout.write(json.dumps(summary | {"steps": made.steps}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(f"{made.report}\n")
    if made.failed:
        raise SourcesFailedError(f"the report is made, but {'; '.join(made.failed)}")


def _waiting(message: str) -> AbstractContextManager[object]:
    """A turning sign on stderr; nothing when stderr is not a terminal."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status(message)
