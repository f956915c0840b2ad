"""The time, and waiting that a Ctrl-C ends: one object, so that tests never wait."""

from __future__ import annotations

import random
import threading
import time
from datetime import UTC, datetime


class Stopped(Exception):  # noqa: N818 - not an error: the user asked for it
    """The user asked to stop; what was in hand is finished."""


class Clock:
    """The clock of this machine; `stop` is set by Ctrl-C."""

    def __init__(self) -> None:
        self.stop = threading.Event()

    def now(self) -> datetime:
        """Return the moment, UTC: for stamps."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never run backwards: for pauses."""
        return time.monotonic()

    def jitter(self) -> float:
        """Return a number from 0 to 1, so that many clients do not ask at once."""
        return random.random()  # noqa: S311 - no secret depends on it

    def sleep(self, seconds: float) -> None:
        """Wait. Raises Stopped as soon as the user asked to stop."""
        if seconds > 0:
            self.stop.wait(seconds)
        self.go_on()

    def go_on(self) -> None:
        """Raise Stopped where the user asked to stop."""
        if self.stop.is_set():
            raise Stopped
