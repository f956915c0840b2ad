"""One run in a few lines, for terminal, manifest and notices: what came in, what was made, what to look at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.config import Settings
from pipeline.ledger import Ledger, one_line_of, recorded
from pipeline.notify import Delivery, Notice, Outcome, checked
from pipeline.status import Status
from pipeline.warehouse import Failure
from pipeline.wording import counted

_SHOWN = 8
"""Lines of one kind a notice shows; the rest is a count."""


def lines(
    steps: Sequence[Mapping[str, Any]], warnings: Iterable[Failure] = (), failed: Iterable[str] = ()
) -> list[str]:
    """Return the summary of a run from the counts of its steps, in the order things happened."""
    count = {name: value for step in steps for name, value in step.items() if name != "step"}
    told = []
    if "collected" in count:
        sources = counted(count.get("sources", 0), "source")
        told.append(f"collected: {counted(count['collected'], 'posting')} from {sources}")
    if "files" in count:
        anew = f"{count.get('parsed', 0)} of {counted(count.get('parts', 0), 'part')} anew"
        rejected = counted(count.get("rejected", 0), "record")
        read = counted(count.get("postings", 0), "posting")
        told.append(f"read: {read} of {counted(count['files'], 'file')} ({anew}), {rejected} rejected")
    if count.get("invented"):
        told.append("invented: this is the sample market, which says nothing about a real one")
    if "vacancies" in count:
        repeated = counted(count.get("duplicates", 0), "repeated posting")
        told.append(f"grouped: {counted(count['vacancies'], 'vacancy', 'vacancies')}, {repeated}")
    if "reported" in count:
        reported = counted(count["reported"], "vacancy", "vacancies")
        told.append(f"reported: {reported} of the role; {count.get('role_unknown', 0)} of unknown role")
    look_at = [*failed, *(f"check {w.check}: {w.meaning}" for w in warnings)]
    told += [f"look at: {line}" for line in look_at[:_SHOWN]]
    if len(look_at) > _SHOWN:
        told.append(f"look at: {len(look_at) - _SHOWN} more, in the manifest")
    return told


def changed(raw: Path, report: Path) -> tuple[str, bool]:
    """Return the report's digest, and whether it differs from that of the last run that made one.

    The same market gives the same bytes, so another digest means that something in the market, words or code changed.
    """
    digest = hashlib.sha256(report.read_bytes()).hexdigest()
    before = [line.get("sha256") for line in recorded(raw, "reports")]
    return digest, not before or before[-1] != digest


def tell(settings: Settings, ledger: Ledger, outcome: Outcome, told: Sequence[str], report: Path | None) -> None:
    """Send word of a run that ended, where the settings want it; what could not be sent is noted, never raised."""
    notify = checked(settings.notify)
    if not notify.wants(outcome):
        return
    ending = {"done": "done, nothing new", "changed": "done, the report changed", "failed": "failed"}[outcome]
    if outcome == "failed" and report is not None:
        ending = "done, but some sources failed"
    notice = Notice(ledger.stamp, outcome, f"vacancies: run {ledger.stamp} {ending}", tuple(told), report)
    for delivery in notify.send(notice):
        ledger.note("notices", outcome=outcome, channel=delivery.channel, error=delivery.error)


@contextmanager
def telling_failure(settings: Settings, ledger: Ledger) -> Iterator[None]:
    """Send word of a run that ends in an error, whatever it is but a person's Ctrl-C."""
    try:
        yield
    except Exception as error:
        with suppress(Exception):  # the run's own error is what the user must see
            tell(settings, ledger, "failed", [one_line_of(error), f"workspace: {settings.workspace}"], None)
        raise


def tell_done(settings: Settings, ledger: Ledger, told: Sequence[str], report: Path, failed: Sequence[str]) -> None:
    """Note the report's digest and send word of a run that made one; `failed` are the sources that did not answer."""
    digest, new = changed(settings.raw, report)
    ledger.note("reports", sha256=digest, report=str(report))
    tell(settings, ledger, "failed" if failed else "changed" if new else "done", told, report)


def tell_failure(settings: Settings, told: Status) -> list[Delivery]:
    """Send word of the last run where it failed or was killed and nobody was told yet (a killed run cannot say so)."""
    last = next((run for run in told.runs if run.status != "running"), None)
    if last is None or last.status == "done":
        return []
    if any(line.get("run") == last.run and not line.get("error") for line in recorded(settings.raw, "notices")):
        return []
    ledger = Ledger(settings.raw, last.run)
    known = len(recorded(settings.raw, "notices"))
    tell(settings, ledger, "failed", [*told.problems, f"workspace: {settings.workspace}"], None)
    sent = recorded(settings.raw, "notices")[known:]
    return [Delivery(str(line["channel"]), line.get("error")) for line in sent]
