"""How the unattended pipeline fares, told from the ledger alone: the last runs, every source, and what to do.

A run that began and never ended was killed (or the machine was): it counts as failed. The order is that of the ledger,
never that of the clock, which may jump.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.ledger import recorded

KILLED = "killed"
_AGE = re.compile(r"(\d{1,5})\s*([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}
_TOLERATED_SKEW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class RunState:
    """One run: `status` is done, failed, killed or running; moments are UTC.

    `inputs` is a digest of all bytes that were read, `versions` of what reads them.
    """

    run: str
    status: str
    began_at: datetime | None = None
    ended_at: datetime | None = None
    postings: int | None = None
    rejected: int | None = None
    error: str | None = None
    inputs: str | None = None
    versions: str | None = None


STEP = ("run", "step", "status", "seconds", "error")
"""What every line of a step tells; all else are its counts."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source: how its latest collection ended, and what its latest complete one brought (and the one before)."""

    source: str
    status: str
    ended_at: datetime | None
    reason: str | None
    complete_at: datetime | None
    postings: int | None
    postings_before: int | None


@dataclass(frozen=True, slots=True)
class Status:
    """All that is known: runs, newest first; `problems` are whole sentences that end in what to do."""

    now: datetime
    runs: tuple[RunState, ...]
    sources: tuple[SourceState, ...]
    problems: tuple[str, ...] = field(default=())

    @property
    def healthy(self) -> bool:
        """Whether the latest run that ended was done and no problem stands."""
        return not self.problems


def status(raw: Path, now: datetime, *, running: str | None = None) -> Status:
    """Return the state of a workspace's `data/raw`; `running` is the stamp of the run that holds the lock, if any."""
    runs = tuple(reversed(_runs(raw, running)))
    sources = tuple(_sources(raw))
    return Status(now, runs, sources, tuple(_problems(raw, runs, sources, now)))


LEDGER = {"runs": tuple(f.name for f in fields(RunState)), "run_steps": (*STEP, "counts")}
"""The tables that show the ledger, and their columns."""


def ledger(raw: Path, *, running: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return the ledger as rows of the two tables of LEDGER; the counts of a step are one JSON object."""
    steps = []
    for line in recorded(raw, "run_steps"):
        counts = {name: value for name, value in line.items() if name not in STEP}
        steps.append({name: line.get(name) for name in STEP} | {"counts": json.dumps(counts, ensure_ascii=False)})
    return {"runs": [asdict(run) for run in _runs(raw, running)], "run_steps": steps}


def judged(
    told: Status,
    *,
    max_age_hours: float | None = None,
    min_rows: int | None = None,
    max_drop: float | None = None,
    only: str | None = None,
) -> list[str]:
    """Return why the data are not good enough, a sentence each: too old, too few, or fallen by more than a share.

    Each source is judged by its latest complete collection, and the whole by the latest run that was done. `only` looks
    at one source; raises UsageError where it was never collected.
    """
    if only is not None and only not in {s.source for s in told.sources}:
        known = ", ".join(s.source for s in told.sources) or "none"
        raise UsageError(f"--source {only}: never collected here; collected so far: {known}")
    subjects = [
        (f"source {s.source}", s.complete_at, s.postings, s.postings_before)
        for s in told.sources
        if only in (None, s.source)
    ]
    if only is None:
        done = [(run.ended_at, run.postings) for run in told.runs if run.status == "done"]
        (ended_at, rows), (_, rows_before) = [*done, (None, None), (None, None)][:2]
        subjects.insert(0, ("the last run", ended_at, rows, rows_before))
    reasons = []
    for name, moment, rows, rows_before in subjects:
        reasons += _too_old(name, moment, told.now, max_age_hours)
        if min_rows is not None and (rows or 0) < min_rows:
            reasons.append(f"{name}: {rows or 0} postings, at least {min_rows} expected")
        if max_drop is not None and rows is not None and rows_before and rows < rows_before * (1 - max_drop):
            fall = 1 - rows / rows_before
            reasons.append(
                f"{name}: {rows} postings after {rows_before}: {fall:.0%} fewer, at most {max_drop:.0%} expected"
            )
    return reasons


def hours(text: str, option: str) -> float:
    """Return a length of time as a person writes it (26h, 8d, 2w) in hours; UsageError names the option it is of."""
    told = _AGE.fullmatch(text.strip().lower())
    if told is None:
        raise UsageError(f"{option} {text}: expected a length of time such as 26h, 8d or 2w")
    return float(int(told[1]) * _HOURS[told[2]])


def share(text: str, option: str) -> float:
    """Return a share as a person writes it (40% or 0.4); UsageError names the option it is of."""
    try:
        value = float(text.strip().removesuffix("%")) / (100 if text.strip().endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise UsageError(f"{option} {text}: expected a share such as 40% or 0.4")
    return value


def _too_old(name: str, moment: datetime | None, now: datetime, limit: float | None) -> list[str]:
    if limit is None:
        return []
    if moment is None:
        return [f"{name}: never ended well, at most {limit:.0f} hours expected"]
    age = (now - moment).total_seconds() / 3600
    return [f"{name}: {age:.0f} hours old, at most {limit:.0f} expected"] if age > limit else []


def _runs(raw: Path, running: str | None) -> list[RunState]:
    merged: dict[str, dict[str, Any]] = {}
    for line in recorded(raw, "runs"):
        merged.setdefault(str(line.get("run")), {}).update(line)
    return [_run(stamp, line, running) for stamp, line in merged.items()]


def _run(stamp: str, line: Mapping[str, Any], running: str | None) -> RunState:
    ended = str(line.get("status"))
    if ended == "began":
        ended = "running" if stamp == running else KILLED
    return RunState(
        stamp, ended, _moment(line.get("began_at")), _moment(line.get("ended_at")),
        line.get("postings"), line.get("rejected"), line.get("error"), line.get("inputs"), line.get("versions"),
    )  # fmt: skip


def _sources(raw: Path) -> list[SourceState]:
    collections: dict[tuple[str, str], dict[str, Any]] = {}
    for line in recorded(raw, "collections"):
        collections.setdefault((str(line.get("source")), str(line.get("collection"))), {}).update(line)
    by_source: dict[str, list[dict[str, Any]]] = {}
    for (source, _), line in collections.items():
        by_source.setdefault(source, []).append(line)
    states = []
    for source, lines in sorted(by_source.items()):
        whole = [line for line in lines if line.get("status") == "complete"]
        last, before = [*reversed(whole), {}, {}][:2]
        states.append(
            SourceState(
                source,
                str(lines[-1].get("status")),
                _moment(lines[-1].get("ended_at")),
                lines[-1].get("reason"),
                _moment(last.get("ended_at")),
                last.get("postings"),
                before.get("postings"),
            )
        )
    return states


def _problems(raw: Path, runs: tuple[RunState, ...], sources: tuple[SourceState, ...], now: datetime) -> list[str]:
    ended = [run for run in runs if run.status != "running"]
    problems = []
    if not ended:
        problems.append("no run has ended here yet: start one with `vacancies run`")
    elif ended[0].status == KILLED:
        problems.append(f"run {ended[0].run} was killed or the machine stopped: run again, it takes up what was left")
    elif ended[0].status == "failed":
        problems.append(f"run {ended[0].run} failed: {ended[0].error}")
    for source in sources:
        if source.status != "complete":
            last = (
                f"its last complete collection is of {_day(source.complete_at)}"
                if source.complete_at
                else "never complete"
            )
            problems.append(
                f"source {source.source}: {source.status}: {source.reason or 'no reason was recorded'} ({last})"
            )
    if any(run.ended_at and run.ended_at > now + _TOLERATED_SKEW for run in runs):
        problems.append("a run ended later than now: the clock was set back; check the time of this machine")
    latest = runs[0].run if runs else None
    notices = [line for line in recorded(raw, "notices") if line.get("run") == latest and line.get("error")]
    return problems + [f"the notice by {line.get('channel')} was not sent: {line['error']}" for line in notices]


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
