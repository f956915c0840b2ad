"""`vacancies collect`: ask the sources, keep what they answer, do nothing else."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.cli._collecting import Telling
from pipeline.cli._show import say
from pipeline.config import load_settings
from pipeline.errors import NothingCameInError, SourcesFailedError, UsageError
from pipeline.wording import counted


def collect(
    sources: Annotated[list[str] | None, typer.Argument(help="Sources; default: those of vacancies.toml.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask nothing: show what each would ask first.")] = False,
) -> None:
    """Collect postings into the archive under data/raw; `vacancies build` or `vacancies run` reads them.

    A collection that was interrupted is taken up where it stood. Ctrl-C finishes what is in hand.

    Example: `vacancies collect trudvsem --dry-run`
    """
    from pipeline import fetch, flow

    settings = load_settings()
    if not sources and not settings.sources:
        raise UsageError("no source is configured: `vacancies init` writes a vacancies.toml, `vacancies sources` lists")
    if dry_run:
        for name, url in fetch.first_addresses(settings, sources or ()).items():
            sys.stdout.write(f"{name}\t{url}\n")
        return
    ended = flow.collect(settings, sources or (), Telling())
    failed = [f"{one.source}: {one.status}: {one.reason}" for one in ended if one.failed]
    if not any(one.postings for one in ended):
        raise NothingCameInError("; ".join(failed) or "no source brought a posting; look at what is asked of them")
    say(f"{counted(sum(one.postings for one in ended), 'posting')} from {counted(len(ended), 'source')}")
    if failed:
        raise SourcesFailedError(f"{len(failed)} of {counted(len(ended), 'source')} failed: {'; '.join(failed)}")
