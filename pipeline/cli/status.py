"""`vacancies status`: the last runs, every source, what failed and what to do."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli._show import say, table
from pipeline.config import load_settings

if TYPE_CHECKING:
    from pipeline.status import Status


def status(
    runs: Annotated[int, typer.Option(min=1, help="How many of the last runs to show.")] = 5,
    notify: Annotated[bool, typer.Option("--notify", help="Send word of a failure that was not told yet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
) -> None:
    """Show how the last runs and every source fared; exit code 1 where something needs a person.

    Example: `vacancies status --json`
    """
    from pipeline.ledger import holder
    from pipeline.status import status as state

    settings = load_settings()
    told = state(settings.raw, datetime.now(UTC), running=holder(settings.data))
    if notify:
        from pipeline.summary import tell_failure

        for delivery in tell_failure(settings, told):
            say(f"{delivery.channel}: {delivery.error or 'sent'}")
    if as_json:
        sys.stdout.write(json.dumps(_plain(told, runs), ensure_ascii=False, indent=1) + "\n")
    else:
        _show(told, runs)
    if not told.healthy:
        raise typer.Exit(1)


def _show(told: Status, runs: int) -> None:
    table(
        ("run", "status", "ended (UTC)", "postings", "rejected"),
        [(r.run, r.status, _moment(r.ended_at), r.postings, r.rejected) for r in told.runs[:runs]],
    )
    if told.sources:
        table(
            ("source", "last collection", "ended (UTC)", "last complete (UTC)", "postings", "before"),
            [
                (s.source, s.status, _moment(s.ended_at), _moment(s.complete_at), s.postings, s.postings_before)
                for s in told.sources
            ],
        )
    for problem in told.problems:
        sys.stdout.write(f"! {problem}\n")


def _moment(value: datetime | None) -> str:
    return value.strftime("%Y-%m-%d %H:%M") if value else ""


def _plain(told: Status, runs: int) -> dict[str, Any]:
    plain = asdict(told) | {"runs": [asdict(run) for run in told.runs[:runs]], "healthy": told.healthy}
    return json.loads(json.dumps(plain, default=lambda moment: moment.isoformat()))  # type: ignore[no-any-return]
