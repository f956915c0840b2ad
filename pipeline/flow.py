"""The order of the rooms: fetch → postings → facts → warehouse → statistics → report, counted at each step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import extract, fetch, inputs, notify, report, summary
from pipeline.config import Settings
from pipeline.engines.reading import Engine, local
from pipeline.errors import NothingCameInError
from pipeline.ledger import Ledger, code_version, locked, new_stamp, one_line, write_manifest
from pipeline.logs import logged
from pipeline.rates import read_rates
from pipeline.runs import Runs, compact
from pipeline.statistics import asked, explorer, findings, market, markets, movement, pay_check
from pipeline.tables import FACT, POSTING, collections_to_table, concepts_to_table, rejects_to_table
from pipeline.tidy import Gone, Limits, tidy, tidy_after_a_run
from pipeline.warehouse import Failure, building, refuse
from pipeline.words import lexicon, serve_role
from pipeline.work import Work

if TYPE_CHECKING:
    from pipeline.fetch.collector import Outcome, Told

Tell = Callable[["Told"], None]

COUNTED = ("postings", "duplicates", "vacancies", "role_yes", "role_no", "role_unknown", "reported")


def unheard(_told: Told) -> None:
    """Tell nobody how a collection fares."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run made: its report (a build: its warehouse), its counts by step, and the checks that found something."""

    run: str
    report: Path
    postings: int
    rejected: int
    steps: list[dict[str, Any]]
    warnings: list[Failure] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def collect(settings: Settings, names: Sequence[str] = (), tell: Tell = unheard) -> list[Outcome]:
    """Collect the sources named, else those of vacancies.toml, into the archive; nothing else is done.

    Raises UsageError for an unknown source or setting, LockedError, KeyboardInterrupt once all is safe.
    """
    stamp = new_stamp()
    with one_line(settings.data), locked(settings.data, stamp), logged(settings.data, stamp):
        return fetch.collect(settings, names, Ledger(settings.raw, stamp), tell)


def run(
    settings: Settings,
    paths: Sequence[Path] = (),
    out: Path | None = None,
    *,
    workers: int | None = None,
    allow_failed_checks: bool = False,
    sources: Sequence[str] | None = (),
    tell: Tell = unheard,
) -> RunSummary:
    """Carry out one run; `paths` are read where they are, and nothing else.

    Without paths `sources` are collected (empty: those of vacancies.toml; None: none), and all that was ever collected,
    imported or dropped is read; where there is nothing of the kind, the sample.

    Raises UsageError for a missing path, NothingCameInError, LockedError, and VacanciesError for a failed check, a
    place that cannot be written, or a worker that died.
    """
    notify.checked(settings.notify)
    serve_role(settings.profile.titles, settings.profile.not_titles)
    stamp = new_stamp()
    with one_line(settings.data), locked(settings.data, stamp), logged(settings.data, stamp):
        ledger = Ledger(settings.raw, stamp)
        with summary.telling_failure(settings, ledger), ledger.run():
            asked = sources is not None and not paths and (sources or settings.sources)
            failed = _collected(settings, sources or (), ledger, tell) if asked else []
            out = out or settings.reports / stamp
            given = inputs.find(settings, paths)
            made = _run(settings, given, out, ledger, local(workers), allow_failed_checks, failed, workers)
        summary.tell_done(settings, ledger, made.lines, made.report, made.failed)
        tidy_after_a_run(settings, ledger)
    return made


def build(
    settings: Settings, *, workers: int | None = None, allow_failed_checks: bool = False, engine: Engine | None = None
) -> RunSummary:
    """Make the warehouse again from what was collected, imported or dropped: no network, no report.

    `engine` reads postings into facts; without one, processes of this machine do, `workers` of them.
    """
    serve_role(settings.profile.titles, settings.profile.not_titles)
    stamp = new_stamp()
    with one_line(settings.data), locked(settings.data, stamp), logged(settings.data, stamp):
        ledger = Ledger(settings.raw, stamp)
        with ledger.run():
            given, engine = inputs.find(settings), engine or local(workers)
            return _run(settings, given, None, ledger, engine, allow_failed_checks, [], workers)


def purge(settings: Settings, limit: Limits) -> list[Gone]:
    """Delete what is older than its limit: archives, whose postings are kept beside them, and reports."""
    stamp = new_stamp()
    with one_line(settings.data), locked(settings.data, stamp), logged(settings.data, stamp):
        return list(tidy(settings, limit, Ledger(settings.raw, stamp)))


def _collected(settings: Settings, sources: Sequence[str], ledger: Ledger, tell: Tell) -> list[str]:
    """Collect sources; return what failed, a line each."""
    with ledger.step("collect") as count:
        ended = fetch.collect(settings, sources, ledger, tell)
        failed = [f"source {o.source}: {o.status}: {o.reason}" for o in ended if o.failed]
        count.update(sources=len(ended), collected=sum(o.postings for o in ended), sources_failed=len(failed))
    return failed


def _run(
    settings: Settings,
    given: inputs.Inputs,
    out: Path | None,
    ledger: Ledger,
    engine: Engine,
    allow: bool,
    failed: list[str],
    workers: int | None,
) -> RunSummary:
    with ledger.step("read") as count:
        work = Work(settings, given)
        ledger.about |= {"inputs": work.digest(), "versions": ", ".join(map(" ".join, made_of().items()))}
        try:
            count.update(work.parse(workers))
        except NothingCameInError as error:
            raise NothingCameInError("; ".join(failed)) if failed else error from None
    with ledger.step("facts") as count:
        count.update(work.read(engine))
    files = {"raw.posting": work.postings(), "raw.fact": work.facts()}
    with building(settings.processed, settings.window_months, settings.tax, settings.currency, files) as build:
        with ledger.step("warehouse") as told:
            build.load("raw.posting", files["raw.posting"], POSTING)
            build.load("raw.fact", files["raw.fact"], FACT)
            rates, unread = read_rates(settings.raw / "rates")
            build.store("raw.rate", rates)
            work.rejects += unread
            build.store("raw.reject", rejects_to_table(work.rejects))
            build.store("raw.collection", collections_to_table(work.collections()))
            build.store("raw.concept", concepts_to_table(lexicon().concepts.values()))
            runs = Runs(settings.raw, invented=build.is_invented())
            build.store("raw.source_figure", runs.figures())
            build.compute(pay_check.MAKES, pay_check.READS, pay_check.pay_checks)
            build.make()
            told.update(build.counted("mart.market", COUNTED))
            if build.is_invented():
                told.update(invented=1)
        with ledger.step("statistics"):
            vacancies = build.listed(f"select {', '.join(markets.READS)} from mart.vacancy")
            asks = build.coded(f"select {', '.join(market.ASKS)} from mart.ask", vacancy_id=vacancies["vacancy_id"])
            build.ahead()
            concepts, ready = build.table("raw.concept"), markets.markets(vacancies)
            for table, rows in market.tables(vacancies, asks, concepts, ready).items():
                build.store(table, rows)
            for table, rows in asked.tables(vacancies, asks).items():
                build.store(table, rows)
            del asks  # the longest table: not held beside what follows
            for table, rows in explorer.tables(vacancies, concepts, ready).items():
                build.store(table, rows)
            for table, rows in findings.tables(vacancies, concepts, ready).items():
                build.store(table, rows)
            del ready
            seen, today = compact(vacancies), build.today()
            del vacancies
            for table, rows in movement.tables(seen, today, movement.Earlier(*runs.earlier())).items():
                build.store(table, rows)
            build.make()
        with ledger.step("checks") as told:
            found = build.check()
            told.update(warned=len(found))
            refuse(found, allow=allow)
        if out is not None:
            with ledger.step("report"):
                titles = settings.profile.titles
                page = report.write_report(build.query, out, lang=settings.language, made=made_of(), titles=titles)
        figures = build.table("core.source_figure")
    lines = summary.lines(ledger.steps, found, failed)
    if out is not None:  # a build that nobody was shown is no run to compare with
        runs.add(ledger.stamp, seen, today)
        runs.add_figures(ledger.stamp, figures)
        write_manifest(out, settings, ledger, work.inputs_told(), work.rejects, made_of(), lines)
    work.remember()
    made = page if out is not None else settings.warehouse
    return RunSummary(
        ledger.stamp, made, ledger.counted("postings"), len(work.rejects), ledger.steps, found, lines, failed
    )


def plan(settings: Settings, paths: Sequence[Path] = ()) -> list[dict[str, str]]:
    """Tell what a run would do again and why: rows of part, parse and read, each `kept` or a reason."""
    serve_role(settings.profile.titles, settings.profile.not_titles)
    return Work(settings, inputs.find(settings, paths)).explain()


def made_of() -> dict[str, str]:
    """Return the versions that decide what a run makes of the same bytes."""
    return {"vacancies": code_version(), "reading": extract.version(), "vocabulary": lexicon().digest}
