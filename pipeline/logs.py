"""The log for machines: JSON lines under data/logs, rotated; whatever a room logs passes one filter for secrets.

Rooms log through `logging.getLogger(__name__)`; people read stderr, which the cli writes. A line holds moment, level,
room, message and the run's stamp. Values of environment variables that look like secrets, and contact details, are
replaced before a line is written.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from pipeline.contacts import mask_contacts

LARGEST_BYTES = 5_000_000
KEPT = 5
"""Rotated files: with the open one at most 30 MB."""

HIDDEN = "[secret]"
_SECRET_NAME = re.compile(r"TOKEN|KEY|SECRET|PASSWORD|PASSWD|WEBHOOK|CREDENTIAL|AUTH", re.IGNORECASE)
_SHORTEST_SECRET = 6
_ADDRESS_LOGIN = re.compile(r"(\w+://)[^/\s@]+@")


def secrets(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the values of variables whose names say that they are secret, longest first."""
    found = {v for name, v in environment.items() if _SECRET_NAME.search(name) and len(v) >= _SHORTEST_SECRET}
    return sorted(found, key=len, reverse=True)


def cleaned(text: str, hidden: list[str]) -> str:
    """Return text without these secrets, without logins in addresses, and without contact details."""
    for value in hidden:
        text = text.replace(value, HIDDEN)
    return mask_contacts(_ADDRESS_LOGIN.sub(r"\1", text))


class _Lines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def __init__(self, run: str) -> None:
        super().__init__()
        self._run, self._hidden = run, secrets()

    def format(self, record: logging.LogRecord) -> str:
        told = record.getMessage()
        if record.exc_info and record.exc_info[0]:
            told += f" ({record.exc_info[0].__name__}: {record.exc_info[1]})"
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "level": record.levelname.lower(), "room": record.name, "run": self._run,
            "message": cleaned(told, self._hidden),
        }  # fmt: skip
        return json.dumps(line, ensure_ascii=False)


class _Log(RotatingFileHandler):
    """A rotated file; a line that cannot be written (a full disk) is lost: the run's own error tells of it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say nothing."""


@contextmanager
def logged(data: Path, run: str) -> Iterator[None]:
    """Write what the rooms log while a run goes on; a log that cannot be written never fails the run."""
    logger = logging.getLogger("pipeline")
    handler = None
    with suppress(OSError):
        (data / "logs").mkdir(parents=True, exist_ok=True)
        handler = _Log(
            data / "logs" / "vacancies.jsonl",
            maxBytes=LARGEST_BYTES,
            backupCount=KEPT,
            encoding="utf-8",
            errors="replace",
        )
    if handler is None:
        yield
        return
    handler.setFormatter(_Lines(run))
    level, propagates = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagates
        handler.close()
