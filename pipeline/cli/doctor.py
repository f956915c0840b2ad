"""`vacancies doctor`: is everything a run needs in place, and if not, what to do?"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from pipeline.cli._show import table


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="The findings as one JSON list.")] = False,
) -> None:
    """Look at settings, packages, folders, disk, lock, warehouse, ledger, clock and sources; exit 1 where one fails.

    Example: `vacancies doctor`
    """
    from pipeline.doctor import examine

    findings = examine()
    if as_json:
        sys.stdout.write(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1) + "\n")
    else:
        table(("subject", "state", "found", "what to do"), [(f.subject, f.state, f.found, f.fix) for f in findings])
    if any(finding.state == "fail" for finding in findings):
        raise typer.Exit(1)
