"""What is parsed and read again and what is kept: only parts whose bytes, code or words changed are redone."""

from __future__ import annotations

import hashlib
import json
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pipeline import extract
from pipeline.config import Settings
from pipeline.engines.local import cores, map_tasks
from pipeline.engines.reading import Engine, facts_key
from pipeline.inputs import PARSES, CollectedPart, Inputs, Part, parsing_version
from pipeline.ledger import collections, moment_of
from pipeline.model import Reject
from pipeline.partitions import Kept, posting_batches, without_rejects
from pipeline.tables import FACT, POSTING
from pipeline.words import lexicon


class Work:
    """The two rooms before the warehouse, part by part: bytes → postings → facts, under data/processed.

    `rejects` are those of all parts, kept ones included, once `parse` and `read` are done.
    """

    def __init__(self, settings: Settings, given: Inputs) -> None:
        self._given, self._raw = given, settings.raw
        self._parts = given.parts()
        self._keys = [part.key for part in self._parts]
        self._postings = Kept(settings.processed / "postings", POSTING)
        self._facts = Kept(settings.processed / "facts", FACT)
        self._remembered = settings.processed / "parts.json"  # only told: it may be lost with the folder
        self.rejects: list[Reject] = []

    def digest(self) -> str:
        """Return a digest of all bytes that are read, in their order."""
        return hashlib.sha256("".join(part.bytes_digest for part in self._parts).encode()).hexdigest()[:16]

    def parse(self, workers: int | None = None) -> dict[str, int]:
        """Make the files of postings that are missing; return counts. Raises NothingCameInError without a posting.

        Pieces of collections are read by `workers` processes, without a number one for every core.
        """
        missing, repeated = [part for part in self._parts if not self._postings.has(part.key)], 0
        collected = [part.tasks() for part in missing if isinstance(part, CollectedPart)]
        answers = map_tasks(PARSES, chain.from_iterable(collected), workers or cores())
        sizes = map(len, collected)
        for part in missing:
            refused: list[Reject] = []
            if isinstance(part, CollectedPart):
                read = chain.from_iterable(islice(answers, next(sizes)))
                self._postings.write(part.key, without_rejects(read, refused), refused)
                repeated += self._postings.drop_repeated(part.key)
            else:
                self._postings.write(part.key, posting_batches(part.read(), refused), refused)
        self.rejects += self._postings.rejects(self._keys)
        if not any(self._postings.rows(key) for key in self._keys):
            raise self._given.nothing(self.rejects)
        about = {"files": len(self.inputs_told()), "parts": len(self._parts), "parsed": len(missing)}
        about |= {"repeated_ids": repeated} if repeated else {}
        return about | {"rejected": len(self.rejects)}

    def read(self, engine: Engine) -> dict[str, int]:
        """Make the files of facts that are missing; return counts."""
        missing = [key for key in self._keys if not self._facts.has(facts_key(key))]
        engine(missing, self._postings, self._facts)
        self.rejects += self._facts.rejects(map(facts_key, self._keys))
        return {"reread": len(missing), "rejected": len(self.rejects)}

    def postings(self) -> list[Path]:
        """Return the files of postings, in order."""
        return [self._postings.path(key) for key in self._keys]

    def facts(self) -> list[Path]:
        """Return the files of facts, in order."""
        return [self._facts.path(facts_key(key)) for key in self._keys]

    def collections(self) -> list[dict[str, Any]]:
        """Return every collection that is read as the ledger tells it, in the order of reading.

        One that was killed, or that only the archive knows of, is partial: it tells nothing of what is gone.
        """
        lines = {(line.get("source"), line.get("collection")): line for line in collections(self._raw)}
        told = []
        for held in self._given.collections:
            line = dict(lines.get((held.source, held.name), {})) | {"source": held.source, "collection": held.name}
            if line.get("status") in (None, "began"):
                line |= {"status": "partial", "reason": "it was killed, or its line in the ledger is lost"}
            moments = {name: moment_of(line.get(name)) for name in ("began_at", "ended_at", "since")}
            told.append(line | moments)
        return told

    def inputs_told(self) -> list[dict[str, Any]]:
        """Return every file read, as the manifest tells it."""
        return [told for part in self._parts for told in part.told()]

    def remember(self) -> None:
        """Remove what no part needs any more, and note what decided each part, for `explain` to compare with."""
        self._postings.sweep(self._keys)
        self._facts.sweep(map(facts_key, self._keys))
        told = {part.name: _decided_by(part) for part in self._parts}
        self._remembered.write_text(json.dumps(told, indent=1), encoding="utf-8")

    def explain(self) -> list[dict[str, str]]:
        """Return what would be done: rows of part, parse and read, each `kept` or the reason to do it again."""
        try:
            before = json.loads(self._remembered.read_bytes())
        except (OSError, ValueError):
            before = {}
        rows = []
        for part in self._parts:
            why = _why(before.get(part.name), _decided_by(part))
            parsed, read = self._postings.has(part.key), self._facts.has(facts_key(part.key))
            rows.append({"part": part.name, "parse": "kept" if parsed else why, "read": "kept" if read else why})
        return rows


def _decided_by(part: Part | CollectedPart) -> dict[str, str]:
    versions = {"words": lexicon().digest, "rules or words of reading": extract.version()}
    return {"bytes": part.bytes_digest, "code that parses": parsing_version()} | versions


def _why(before: dict[str, str] | None, now: dict[str, str]) -> str:
    if before is None:
        return "new"
    changed = [name for name, digest in now.items() if before.get(name) != digest]
    return f"changed: {', '.join(changed)}" if changed else "its Parquet is gone or torn"
