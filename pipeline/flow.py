"""The order of the rooms: files → postings → facts → warehouse → statistics → report, counted at each step."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline import extract, report, sample
from pipeline.config import Settings
from pipeline.engines.local import cores, map_slices, slices_of
from pipeline.engines.reading import failures
from pipeline.errors import NothingCameInError, UsageError, VacanciesError
from pipeline.ledger import Ledger, digests, locked, now
from pipeline.model import Reject
from pipeline.partitions import write_facts, write_postings
from pipeline.sources import files
from pipeline.statistics import market
from pipeline.tables import FACT, POSTING, REJECT, concepts_to_table, rejects_to_table
from pipeline.warehouse import Build, Failure, building
from pipeline.words import lexicon


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run made: its report, what it counted step by step, and the checks that found something."""

    run: str
    report: Path
    postings: int
    rejected: int
    steps: list[dict[str, Any]]
    warnings: list[Failure] = field(default_factory=list)


def run(
    settings: Settings,
    paths: Sequence[Path] = (),
    out: Path | None = None,
    *,
    workers: int | None = None,
    allow_failed_checks: bool = False,
) -> RunSummary:
    """Carry out one run and return its summary; `paths` are read where they are, else imports, inbox or the sample.

    Raises UsageError for a missing path, NothingCameInError, LockedError, and VacanciesError for a failed check.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    with locked(settings.data, stamp):
        ledger = Ledger(settings.raw, stamp)
        try:
            summary = _run(
                settings,
                _inputs(settings, paths),
                out or settings.reports / stamp,
                stamp,
                ledger,
                workers or cores(),
                allow_failed_checks,
            )
        except BaseException as error:
            ledger.end("failed", error=f"{type(error).__name__}: {error}")
            raise
        ledger.end("done", postings=summary.postings, rejected=summary.rejected)
        return summary


def _run(
    settings: Settings, inputs: list[Path], out: Path, stamp: str, ledger: Ledger, workers: int, allow: bool
) -> RunSummary:
    rejects: list[Reject] = []
    with ledger.step("read") as count:
        postings = write_postings(files.read(inputs), settings.processed / "postings", rejects)
        slices = slices_of([postings])
        count |= {"rejected": len(rejects)}
    if not slices:
        raise NothingCameInError(_nothing(inputs, rejects))
    with ledger.step("facts") as count:
        read = failures(map_slices("pipeline.engines.reading:facts_of", slices, workers), rejects)
        facts = write_facts(read, settings.processed / "facts")
        count |= {"rejected": len(rejects)}
    with ledger.step("warehouse") as count, building(settings.processed, settings.window_months) as build:
        build.load("raw.posting", [postings], POSTING)
        build.load("raw.fact", [facts], FACT)
        build.store("raw.reject", rejects_to_table(rejects) if rejects else REJECT.empty_table())
        build.store("raw.concept", concepts_to_table(lexicon().concepts.values()))
        build.make()
        _statistics(build)
        build.make()
        found = build.check()
        _stop(found, allow)
        counted = build.query("select * from mart.market").iloc[0]
        count |= {
            name: int(counted[name])
            for name in ("postings", "duplicates", "vacancies", "role_yes", "role_no", "role_unknown", "reported")
        }
        with ledger.step("report"):
            page = report.write_report(build.query, out, lang=settings.language)
    _manifest(out, stamp, inputs, settings, ledger.steps, rejects)
    return RunSummary(stamp, page, int(counted["postings"]), len(rejects), ledger.steps, found)


def _inputs(settings: Settings, paths: Sequence[Path]) -> list[Path]:
    """Tell what is read: what was named, else what the settings name, else the inbox, else the invented sample."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: there is no such file or folder; check the path")
    inbox = (
        [f for f in sorted(settings.inbox.rglob("*")) if f.is_file() and not f.name.startswith(".")]
        if settings.inbox.is_dir()
        else []
    )
    named = list(paths) or [*settings.imports, *([settings.inbox] if inbox else [])]
    return named or [sample.lay(settings.raw / "sample")]


def _statistics(build: Build) -> None:
    vacancies, asks = build.query("from mart.vacancy"), build.query("from mart.ask")
    band, members = market.bands(vacancies)
    for table, rows in (
        ("band", band),
        ("band_vacancy", members),
        ("disclosure", market.disclosure(vacancies)),
        ("requirement", market.requirements(vacancies, asks, build.query("from raw.concept"))),
        ("industry", market.industries(vacancies, band)),
    ):
        build.store(f"mart.{table}", rows)


def _stop(found: Sequence[Failure], allow: bool) -> None:
    failed = [f for f in found if f.severity == "fail"]
    if failed and not allow:
        told = "; ".join(f"{f.check}: {f.rows} × {f.meaning}, first {f.example[:200]}" for f in failed)
        raise VacanciesError(f"checks failed, no report was made and the old warehouse stays: {told}")


def _nothing(inputs: Sequence[Path], rejects: Sequence[Reject]) -> str:
    where = ", ".join(str(p) for p in inputs)
    if not rejects:
        return f"{where}: nothing to read; expected JSONL, CSV, XLSX, HTML, XML, TXT or JSON files with postings"
    first = rejects[0]
    return f"{where}: all {len(rejects)} records were rejected; the first: {first.page}, {first.place_in_page}: {first.reason}"


def _manifest(
    out: Path,
    stamp: str,
    inputs: Sequence[Path],
    settings: Settings,
    steps: list[dict[str, Any]],
    rejects: Sequence[Reject],
) -> None:
    """Write what the run was made of; the stamp stands here and in the folder's name only."""
    told = {
        "run": stamp, "ended_at": now(), "inputs": digests(inputs, settings.workspace), "steps": steps,
        "versions": {"vacancies": _version(), "reading": extract.version(), "vocabulary": lexicon().digest},
        "settings": {"language": settings.language, "window_months": settings.window_months, "tax": settings.tax},
        "rejects": [{"page": r.page, "place_in_page": r.place_in_page, "reason": r.reason} for r in rejects],
    }  # fmt: skip
    (out / "manifest.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1, default=partial(str)) + "\n", encoding="utf-8"
    )


def _version() -> str:
    try:
        return version("vacancies")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "not installed"
