"""Sources that gave nothing whole this time, said where nobody can miss it: on the first page."""

from __future__ import annotations

from typing import Any

from pipeline.report.clean import foreign
from pipeline.report.context import Context, records
from pipeline.report.labels import OUTAGES

LONGEST_REASON = 90


def outages(context: Context) -> list[str]:
    """One saying a source whose newest collection did not end complete: why, and how old its vacancies are."""
    return [_said(row, context) for row in records(context.query("select * from mart.outage order by source"))]


def _said(row: dict[str, Any], context: Context) -> str:
    r, why = context.reader, context.reader.word(OUTAGES, row["status"])
    if row["reason"]:
        why = r.say("{status}: {reason}", status=why, reason=foreign(row["reason"], LONGEST_REASON))
    head = r.say("Not collected this time: {source} ({why}).", source=foreign(row["source"]), why=why)
    return f"{head} {_left(row, context)}"


def _left(row: dict[str, Any], context: Context) -> str:
    """What of the source the report still uses, and of which day that is."""
    r, n = context.reader, int(row["vacancies"])
    if not n:
        return r.gettext("The report holds no vacancy of it.")
    if row["complete_on"] is None:
        return r.count_of(
            "Its {n} vacancy is from collections that were never complete.",
            "Its {n} vacancies are from collections that were never complete.",
            n,
        )
    return r.count_of(
        "Its {n} vacancy is that of {day}.", "Its {n} vacancies are those of {day}.", n, day=r.day(row["complete_on"])
    )
