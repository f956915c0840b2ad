"""Runs and collections of some hours ago, as the ledger keeps them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2026, 6, 8, 7, 0, tzinfo=UTC)


def write(raw: Path, name: str, *lines: dict[str, Any] | str) -> None:
    folder = raw / ".ledger"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.jsonl").open("a") as file:
        file.writelines((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)


def at(hours_ago: float) -> str:
    return (NOW - timedelta(hours=hours_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


def ran(raw: Path, run: str, hours_ago: float, postings: int = 500, **end: Any) -> None:
    write(raw, "runs", {"run": run, "status": "began", "began_at": at(hours_ago + 0.1)})
    write(
        raw,
        "runs",
        {"run": run, "status": "done", "ended_at": at(hours_ago), "postings": postings, "rejected": 0} | end,
    )


def collected(raw: Path, run: str, hours_ago: float, postings: int, state: str = "complete", reason: str = "") -> None:
    line = {"source": "trudvsem", "collection": run, "status": state, "reason": reason or None}
    write(raw, "collections", line | {"ended_at": at(hours_ago), "postings": postings})
