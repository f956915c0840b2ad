"""`vacancies purge`: old archives go, their scrubbed postings stay."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from pipeline.cli._show import say
from pipeline.config import load_settings


def purge(
    older_than: Annotated[str, typer.Option("--older-than", help="Age of what goes: 180d, 26w.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
) -> None:
    """Delete archived pages of collections older than this; their scrubbed postings are kept beside, and builds go on.

    What was dropped or imported is not touched. After a purge those postings can no longer be parsed anew.

    Example: `vacancies purge --older-than 180d --dry-run`
    """
    from pipeline import flow
    from pipeline.fetch.purge import old
    from pipeline.status import hours

    settings = load_settings()
    before = datetime.now(UTC) - timedelta(hours=hours(older_than))
    if dry_run:
        for collection in old(settings.raw, before):
            sys.stdout.write(f"{collection.source}/{collection.name}\n")
        return
    gone = flow.purge(settings, before)
    for one in gone:
        sys.stdout.write(f"{one.source}/{one.collection}\t{one.bytes} bytes\t{one.postings} postings kept\n")
    say(f"{len(gone)} collections purged, {sum(one.bytes for one in gone) / 1e6:.1f} MB freed")
