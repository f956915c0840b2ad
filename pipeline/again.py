"""Marts made again from a finished warehouse: of one segment alone, or compared with an earlier run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pipeline.config import Settings
from pipeline.errors import UsageError
from pipeline.runs import Runs, compact
from pipeline.statistics import asked, explorer, findings, market, markets, movement
from pipeline.warehouse.part import SEGMENTS, Part


def part_of(settings: Settings, segment: Mapping[str, str], since: date | None = None) -> Part:
    """Open the last run's market, cut to a segment, with its statistics made anew; the caller closes it.

    `since` compares with the newest run whose data end at or before that day. UsageError for an unknown name or value
    of a segment and for a day before the first run.
    """
    unknown = [name for name in segment if name not in SEGMENTS]
    if unknown:
        raise UsageError(f"--segment {unknown[0]}: expected one of {', '.join(SEGMENTS)}, as place=London")
    part = Part(settings.warehouse, segment)
    try:
        _compute(settings, part, segment, since)
    except BaseException:
        part.close()
        raise
    return part


def _compute(settings: Settings, part: Part, segment: Mapping[str, str], since: date | None) -> None:
    vacancies = part.table("mart.vacancy")
    if segment and vacancies.empty:
        raise UsageError(_nobody(part, segment))
    concepts, asks = part.table("raw.concept"), part.table("mart.ask")
    ready = markets.markets(vacancies)
    for tables in (
        market.tables(vacancies, asks, concepts, ready),
        asked.tables(vacancies, asks),
        explorer.tables(vacancies, concepts, ready),
        findings.tables(vacancies, concepts, ready),
        movement.tables(compact(vacancies), _today(part), _earlier(settings, part, segment, since)),
    ):
        for name, rows in tables.items():
            part.store(name, rows)


def _nobody(part: Part, segment: Mapping[str, str]) -> str:
    for name, value in segment.items():
        known = part.values(name)
        if value not in known:
            most = ", ".join(map(str, known[:8]))
            return f"--segment {name}={value}: no vacancy of the last run; there are {most}"
    return "--segment: no vacancy of the last run is in all of these; leave one out"


def _today(part: Part) -> date | None:
    day = part.query("select today from mart.market")["today"].iloc[0]
    return day.date() if day == day and day is not None else None


def _earlier(settings: Settings, part: Part, segment: Mapping[str, str], since: date | None) -> movement.Earlier:
    invented = bool(part.query("select sample from mart.market")["sample"].iloc[0])
    rows, days = Runs(settings.raw, invented=invented).earlier()
    if since is not None:
        at = [number for number, day in enumerate(days) if day is not None and day <= since]
        if not at:
            first = min((day for day in days if day is not None), default=None)
            raise UsageError(f"--since {since}: no run at or before that day; the first recorded is of {first}")
        last = at[-1]
        rows = rows[rows["came"] <= last]
        rows = rows.assign(gone=rows["gone"].where(rows["gone"] <= last))
        days = days[: last + 1]
    for name, value in segment.items():
        rows = rows[rows[name] == value]
    return movement.Earlier(rows, days)
