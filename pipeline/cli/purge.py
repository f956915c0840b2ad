"""`vacancies purge`: old archives go, their scrubbed postings stay; old reports go, the newest stays."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from pipeline.cli._show import say
from pipeline.config import load_settings
from pipeline.errors import UsageError


def purge(
    older_than: Annotated[
        str | None, typer.Option("--older-than", help="Age of archived pages that go: 180d, 26w.")
    ] = None,
    reports: Annotated[
        str | None, typer.Option("--reports-older-than", help="Age of reports that go: 180d, 26w.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
) -> None:
    """Delete archived pages and reports older than this; without an age, what [keep] of vacancies.toml says.

    Scrubbed postings of the pages are kept, and builds go on; after a purge they can no longer be parsed anew. What was
    dropped or imported is not touched, and the newest report stays.

    Example: `vacancies purge --older-than 180d --reports-older-than 52w --dry-run`
    """
    from pipeline import flow
    from pipeline.tidy import going, limits

    settings = load_settings()
    told = {name: age for name, age in (("archive", older_than), ("reports", reports)) if age is not None}
    ages = told or settings.keep
    if not ages:
        raise UsageError("how old? add --older-than 180d, --reports-older-than 52w, or [keep] to vacancies.toml")
    limit = limits(ages, datetime.now(UTC))
    if dry_run:
        names = list(going(settings, limit))
        sys.stdout.writelines(f"{name}\n" for name in names)
        say(f"{len(names)} would be purged")
        return
    gone = flow.purge(settings, limit)
    for one in gone:
        sys.stdout.write(f"{one.name}\t{one.bytes} bytes\t{one.postings} postings kept\n")
    say(f"{len(gone)} purged, {sum(one.bytes for one in gone) / 1e6:.1f} MB freed")
