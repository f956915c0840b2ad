"""`vacancies check`: is what we have fresh and whole enough? For a scheduler, a monitor, or a step before a report."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from pipeline.config import load_settings
from pipeline.errors import UsageError


def check(
    max_age: Annotated[str | None, typer.Option(help="At most this old: 26h, 8d, 2w.")] = None,
    min_rows: Annotated[int | None, typer.Option(min=1, help="At least so many postings, each source and run.")] = None,
    max_drop: Annotated[str | None, typer.Option(help="At most so much fewer than the time before: 40%.")] = None,
    source: Annotated[str | None, typer.Option(help="Look at this source only.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The reasons as one JSON list.")] = False,
) -> None:
    """Exit 0 where the data pass, 1 with the reasons where they do not.

    Example: `vacancies check --max-age 26h --min-rows 2 --max-drop 40%`
    """
    from pipeline.status import hours, judged, share, status

    if max_age is None and min_rows is None and max_drop is None:
        raise UsageError("say what to check: --max-age 26h, --min-rows 100, --max-drop 40%")
    reasons = judged(
        status(load_settings().raw, datetime.now(UTC)),
        max_age_hours=None if max_age is None else hours(max_age, "--max-age"),
        min_rows=min_rows,
        max_drop=None if max_drop is None else share(max_drop, "--max-drop"),
        only=source,
    )
    sys.stdout.write(json.dumps(reasons, ensure_ascii=False) + "\n" if as_json else "".join(f"{r}\n" for r in reasons))
    if reasons:
        raise typer.Exit(1)
