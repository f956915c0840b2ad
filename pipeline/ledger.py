"""What must survive: one run at a time, one appended line for every run and step, and a manifest beside each report."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline.config import Settings
from pipeline.errors import LockedError, VacanciesError
from pipeline.model import Reject

_log = logging.getLogger(__name__)


@contextmanager
def one_line(where: Path) -> Iterator[None]:
    """Turn what the operating system refuses (no right, no space, no such place) into one line that says what to do."""
    try:
        yield
    except OSError as error:
        place = error.filename or where
        raise VacanciesError(
            f"{place}: {error.strerror or ' '.join(str(error).split())}; nothing was replaced: "
            "free space or make the place writable, and run again"
        ) from error


@contextmanager
def locked(data: Path, run: str) -> Iterator[None]:
    """Hold the workspace for one run; raises LockedError (exit 75) that names the run and process holding it."""
    path = data / ".lock"
    data.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise LockedError(f"{path}: held by {file.read().strip() or 'another run'}; wait for it to end") from None
        file.truncate(0)
        file.write(f"run {run}, process {os.getpid()}")
        file.flush()
        yield


def holder(data: Path) -> str | None:
    """Return the stamp of the run that holds the workspace now, or None."""
    try:
        with (data / ".lock").open(encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        told = (data / ".lock").read_text(encoding="utf-8").split(",")[0]
        return told.removeprefix("run ").strip() or None
    return None


class Ledger:
    """Appends lines to runs.jsonl and run_steps.jsonl under data/raw/.ledger; a line is whole or absent."""

    def __init__(self, raw: Path, stamp: str) -> None:
        self._folder, self.stamp = raw / ".ledger", stamp
        self._folder.mkdir(parents=True, exist_ok=True)
        self.steps: list[dict[str, Any]] = []
        self.about: dict[str, str] = {}  # what the run's last line tells besides how it ended

    @contextmanager
    def run(self) -> Iterator[Ledger]:
        """Record that the run began, so that a killed one is known, and how it ends, with the counts of its steps."""
        self._append("runs", {"run": self.stamp, "status": "began", "began_at": _now()})
        try:
            yield self
        except BaseException as error:
            self._end("failed", error=one_line_of(error))
            raise
        self._end("done", postings=self.counted("postings"), rejected=self.counted("rejected"))

    def note(self, name: str, **facts: Any) -> None:
        """Append a line of another kind (a notice sent, a report's digest) to its own file, with this run's stamp."""
        self._append(name, {"run": self.stamp, "at": _now(), **facts})

    @contextmanager
    def step(self, name: str) -> Iterator[dict[str, Any]]:
        """Record a step: the caller puts its counts into the dict it is given."""
        counts: dict[str, Any] = {}
        began = time.monotonic()
        line: dict[str, Any] = {"run": self.stamp, "step": name, "status": "done"}
        try:
            yield counts
        except BaseException as error:
            line |= {"status": "failed", "error": one_line_of(error)}
            raise
        finally:
            line |= {"seconds": round(time.monotonic() - began, 3), **counts}
            self._append("run_steps", line)
            _log.info("step %s: %s", name, json.dumps(line, ensure_ascii=False, default=str))
        self.steps.append({"step": name, **counts})

    def counted(self, name: str) -> int:
        """Return a count as the latest step told it."""
        return next((int(step[name]) for step in reversed(self.steps) if name in step), 0)

    def _end(self, status: str, **facts: Any) -> None:
        self._append("runs", {"run": self.stamp, "status": status, "ended_at": _now(), **self.about, **facts})

    def _append(self, name: str, line: dict[str, Any]) -> None:
        with (self._folder / f"{name}.jsonl").open("ab") as file:
            file.write(json.dumps(line, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace") + b"\n")


def one_line_of(error: BaseException) -> str:
    """Return an error as the ledger and notices tell it: our own by its text, any other by its kind and text."""
    told = str(error) if isinstance(error, VacanciesError) else f"{type(error).__name__}: {error}"
    return " ".join(told.split())


def recorded(raw: Path, name: str) -> list[dict[str, Any]]:
    """Return the lines of one file of the ledger, oldest first; a line torn by a full disk or a kill is passed over."""
    try:
        written = (raw / ".ledger" / f"{name}.jsonl").read_bytes().splitlines()
    except FileNotFoundError:
        return []
    lines = []
    for line in written:
        with suppress(ValueError):
            lines.append(json.loads(line))
    return [line for line in lines if isinstance(line, dict)]


def collections(raw: Path) -> list[dict[str, Any]]:
    """Return every collection, oldest first, each with what its lines say together (the later line counts)."""
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for line in recorded(raw, "collections"):
        merged.setdefault((str(line.get("source")), str(line.get("collection"))), {}).update(line)
    return list(merged.values())


def moment_of(value: object) -> datetime | None:
    """Return a moment the ledger wrote, None where it wrote none."""
    try:
        return datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def new_stamp() -> str:
    """Return the name of a run: its moment, UTC, to the microsecond."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def _now() -> str:
    """Return the moment as text, UTC: for stamps only, never for figures."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def code_version() -> str:
    """Return the version of this program."""
    try:
        return version("vacancies")
    except PackageNotFoundError:  # run from a source tree that was never installed
        return "not installed"


def write_manifest(
    out: Path,
    settings: Settings,
    ledger: Ledger,
    files: Sequence[Mapping[str, Any]],
    rejects: Sequence[Reject],
    versions: Mapping[str, str],
    summary: Sequence[str] = (),
) -> None:
    """Write manifest.json into `out`: what the run was made of, and its stamp, which stands in no other file."""
    told = {
        "run": ledger.stamp, "ended_at": _now(), "summary": list(summary), "inputs": files, "steps": ledger.steps,
        "versions": versions,
        "settings": {"language": settings.language, "window_months": settings.window_months, "tax": settings.tax,
                     "currency": settings.currency},
        "rejects": [{"page": r.page, "place_in_page": r.place_in_page, "reason": r.reason} for r in rejects],
    }  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, indent=1, default=str)
    (out / "manifest.json").write_bytes(text.encode("utf-8", "replace") + b"\n")
