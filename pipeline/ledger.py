"""What must survive: one run at a time, and one appended line for every run and step, under data/raw/.ledger."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import LockedError, VacanciesError


@contextmanager
def locked(data: Path, run: str) -> Iterator[None]:
    """Hold the workspace for one run; raises LockedError (exit 75) that names the run and process holding it."""
    path = data / ".lock"
    try:
        data.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise VacanciesError(
            f"{path}: cannot be written ({error.strerror}); make the folder writable or run elsewhere"
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise LockedError(f"{path}: held by {file.read().strip() or 'another run'}; wait for it to end") from None
        file.truncate(0)
        file.write(f"run {run}, process {os.getpid()}")
        file.flush()
        yield


class Ledger:
    """Appends lines to runs.jsonl and run_steps.jsonl; a line is whole or absent."""

    def __init__(self, raw: Path, run: str) -> None:
        self._folder, self._run = raw / ".ledger", run
        self._folder.mkdir(parents=True, exist_ok=True)
        self.steps: list[dict[str, Any]] = []

    @contextmanager
    def step(self, name: str) -> Iterator[dict[str, Any]]:
        """Record a step: the caller puts its counts into the dict it is given."""
        counts: dict[str, Any] = {}
        began = time.monotonic()
        line = {"run": self._run, "step": name, "status": "done"}
        try:
            yield counts
        except BaseException as error:
            line |= {"status": "failed", "error": f"{type(error).__name__}: {error}"}
            raise
        finally:
            self._append("run_steps", line | {"seconds": round(time.monotonic() - began, 3), **counts})
        self.steps.append({"step": name, **counts})

    def end(self, status: str, **facts: Any) -> None:
        """Record the end of the run."""
        self._append("runs", {"run": self._run, "status": status, "ended_at": now(), **facts})

    def _append(self, name: str, line: dict[str, Any]) -> None:
        with (self._folder / f"{name}.jsonl").open("ab") as file:
            file.write(json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n")


def now() -> str:
    """Return the moment as text, UTC: for stamps only, never for figures."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def digests(paths: Iterable[Path], below: Path) -> list[dict[str, Any]]:
    """Return name, bytes and sha256 of every file named or standing in a named folder, in order of name."""
    listed = []
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and not file.name.startswith("."):
                with file.open("rb") as opened:
                    digest = hashlib.file_digest(opened, "sha256").hexdigest()
                name = str(file.relative_to(below)) if file.is_relative_to(below) else file.name
                listed.append({"name": name, "bytes": file.stat().st_size, "sha256": digest})
    return listed
