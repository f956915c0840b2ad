"""What goes when it is old: archived pages ([keep] archive; their scrubbed postings stay) and reports ([keep] reports).

Nothing goes unless somebody said so, in vacancies.toml or to `vacancies purge`; the newest report always stays. The log
rotates by itself (logs.py).
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.fetch.purge import old, purge
from pipeline.ledger import Ledger
from pipeline.status import hours

if TYPE_CHECKING:
    from pipeline.config import Settings

LOG = logging.getLogger(__name__)
_OPTIONS = {"archive": "--older-than", "reports": "--reports-older-than"}


@dataclass(frozen=True, slots=True)
class Limits:
    """The moments before which things are old; null: they are kept for ever."""

    archive: datetime | None = None
    reports: datetime | None = None


@dataclass(frozen=True, slots=True)
class Gone:
    """One thing that went: its name, its bytes, and the postings that were kept of it."""

    name: str
    bytes: int
    postings: int = 0


def limits(keep: Mapping[str, str], now: datetime) -> Limits:
    """Return the limits of [keep], or of the options that say the same; raises UsageError for no length of time."""
    return Limits(**{name: now - timedelta(hours=hours(age, _OPTIONS[name])) for name, age in keep.items()})


def going(settings: Settings, limit: Limits) -> Iterator[str]:
    """Yield the names of what would go."""
    for collection in old(settings.raw, limit.archive) if limit.archive else ():
        yield f"{collection.source}/{collection.name}"
    for report in _old_reports(settings.reports, limit.reports):
        yield f"reports/{report.name}"


def tidy(settings: Settings, limit: Limits, ledger: Ledger) -> Iterator[Gone]:
    """Delete what is older than its limit, one after another, each noted in the ledger; the run's lock is held."""
    for one in purge(settings.raw, limit.archive) if limit.archive else ():
        ledger.note("purges", source=one.source, collection=one.collection, bytes=one.bytes, postings=one.postings)
        yield Gone(f"{one.source}/{one.collection}", one.bytes, one.postings)
    for report in _old_reports(settings.reports, limit.reports):
        size = sum(file.stat().st_size for file in report.rglob("*") if file.is_file())
        shutil.rmtree(report)
        ledger.note("purges", report=report.name, bytes=size)
        yield Gone(f"reports/{report.name}", size)


def tidy_after_a_run(settings: Settings, ledger: Ledger) -> None:
    """Do what [keep] says; what cannot be deleted is logged and tried again by the next run."""
    try:
        for gone in tidy(settings, limits(settings.keep, datetime.now(UTC)), ledger):
            LOG.info("purged %s, %d bytes", gone.name, gone.bytes)
    except OSError as error:
        LOG.warning("could not purge: %s", error)


def _old_reports(reports: Path, before: datetime | None) -> list[Path]:
    """The folders of runs that began before a moment, oldest first: only such as a run made, and never the newest."""
    if before is None or not reports.is_dir():
        return []
    made = [(_began_at(page.parent.name), page.parent) for page in reports.glob("*/manifest.json")]
    by_age = sorted((began_at, folder) for began_at, folder in made if began_at is not None)
    return [folder for began_at, folder in by_age[:-1] if began_at < before]


def _began_at(name: str) -> datetime | None:
    """The moment in the name of a run's folder; None for a name that somebody gave with --out."""
    try:
        return datetime.strptime(name, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC)
    except ValueError:
        return None
