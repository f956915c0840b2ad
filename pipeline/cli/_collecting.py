"""How a collection fares, on stderr: a line when a source begins, every few seconds, and when it ends."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pipeline.cli._show import say
from pipeline.wording import counted

if TYPE_CHECKING:
    from pipeline.fetch.collector import Told

EVERY_SECONDS = 10.0


class Telling:
    """Says how each source fares; called by the threads of the sources, one at a time."""

    def __init__(self) -> None:
        self._began: dict[str, float] = {}
        self._said: dict[str, float] = {}

    def __call__(self, told: Told) -> None:
        """Say it, unless something was said of this source a moment ago."""
        now = time.monotonic()
        if told.status == "began":
            self._began[told.source] = self._said[told.source] = now
            say(f"{told.source}: collecting")
        elif told.status != "goes on":
            how = told.status + (f": {told.reason}" if told.reason else "")
            say(f"{told.source}: {self._counts(told, now)}; {how}")
        elif now - self._said[told.source] >= EVERY_SECONDS:
            self._said[told.source] = now
            say(f"{told.source}: {self._counts(told, now)}")

    def _counts(self, told: Told, now: float) -> str:
        seconds = max(now - self._began[told.source], 0.001)
        announced = f" of {told.announced} announced so far" if told.announced else ""
        parts = [f"{counted(told.requests, 'request')} ({told.requests / seconds:.1f} a second)"]
        parts.append(f"{counted(told.postings, 'posting')}{announced}")
        if told.replayed:
            parts.append(f"{counted(told.replayed, 'answer')} from the archive")
        if told.errors:
            parts.append(counted(told.errors, "error"))
        return ", ".join(parts)
