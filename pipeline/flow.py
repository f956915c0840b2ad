"""The order of the rooms: files → postings → facts → warehouse → statistics → report, counted at each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline import extract, inputs, notify, report, summary
from pipeline.config import Settings
from pipeline.engines.local import cores
from pipeline.ledger import Ledger, code_version, locked, new_stamp, one_line, write_manifest
from pipeline.logs import logged
from pipeline.runs import Runs, compact
from pipeline.statistics import findings, market, movement, pay_check
from pipeline.tables import FACT, POSTING, concepts_to_table, rejects_to_table
from pipeline.warehouse import Failure, building, refuse
from pipeline.words import lexicon
from pipeline.work import Work

COUNTED = ("postings", "duplicates", "vacancies", "role_yes", "role_no", "role_unknown", "reported")


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run made: its report, what it counted step by step, and the checks that found something."""

    run: str
    report: Path
    postings: int
    rejected: int
    steps: list[dict[str, Any]]
    warnings: list[Failure] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def run(
    settings: Settings,
    paths: Sequence[Path] = (),
    out: Path | None = None,
    *,
    workers: int | None = None,
    allow_failed_checks: bool = False,
) -> RunSummary:
    """Carry out one run; `paths` are read where they are, else imports and what was dropped, else the sample.

    Raises UsageError for a missing path, NothingCameInError, LockedError, and VacanciesError for a failed check, a
    place that cannot be written, or a worker that died.
    """
    notify.checked(settings.notify)
    stamp = new_stamp()
    with one_line(settings.data), locked(settings.data, stamp), logged(settings.data, stamp):
        ledger = Ledger(settings.raw, stamp)
        with summary.telling_failure(settings, ledger), ledger.run():
            out = out or settings.reports / stamp
            made = _run(settings, inputs.find(settings, paths), out, ledger, workers or cores(), allow_failed_checks)
        summary.tell_done(settings, ledger, made.lines, made.report)
    return made


def _run(settings: Settings, given: inputs.Inputs, out: Path, ledger: Ledger, workers: int, allow: bool) -> RunSummary:
    with ledger.step("read") as count:
        work = Work(settings, given)
        count.update(work.parse())
    with ledger.step("facts") as count:
        count.update(work.read(workers))
    with building(settings.processed, settings.window_months, settings.tax, settings.currency) as build:
        with ledger.step("warehouse") as told:
            build.load("raw.posting", work.postings(), POSTING)
            build.load("raw.fact", work.facts(), FACT)
            build.store("raw.reject", rejects_to_table(work.rejects))
            build.store("raw.concept", concepts_to_table(lexicon().concepts.values()))
            runs = Runs(settings.raw, invented=build.is_invented())
            build.store("raw.source_figure", runs.figures())
            build.compute(pay_check.MAKES, pay_check.READS, pay_check.pay_checks)
            build.make()
            told.update(build.counted("mart.market", COUNTED))
        with ledger.step("statistics"):
            for table, rows in market.tables(*map(build.table, ("mart.vacancy", "mart.ask", "raw.concept"))).items():
                build.store(table, rows)
            for table, rows in findings.tables(*map(build.table, ("mart.vacancy", "raw.concept"))).items():
                build.store(table, rows)
            seen, today = compact(build.table("mart.vacancy")), build.today()
            for table, rows in movement.tables(seen, today, movement.Earlier(*runs.earlier())).items():
                build.store(table, rows)
            build.make()
        with ledger.step("checks") as told:
            found = build.check()
            told.update(warned=len(found))
            refuse(found, allow=allow)
        with ledger.step("report"):
            page = report.write_report(build.query, out, lang=settings.language, made=made_of())
        figures = build.table("core.source_figure")
    runs.add(ledger.stamp, seen, today)
    runs.add_figures(ledger.stamp, figures)
    lines = summary.lines(ledger.steps, found)
    write_manifest(out, settings, ledger, work.inputs_told(), work.rejects, made_of(), lines)
    work.remember()
    return RunSummary(ledger.stamp, page, ledger.counted("postings"), len(work.rejects), ledger.steps, found, lines)


def plan(settings: Settings, paths: Sequence[Path] = ()) -> list[dict[str, str]]:
    """Tell what a run would do again and why: rows of part, parse and read, each `kept` or a reason."""
    return Work(settings, inputs.find(settings, paths)).explain()


def made_of() -> dict[str, str]:
    """Return the versions that decide what a run makes of the same bytes."""
    return {"vacancies": code_version(), "reading": extract.version(), "vocabulary": lexicon().digest}
