"""What every section is handed: the market's tables, the reader's language, and the register of evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from pipeline.report.i18n import Reader, absent

Query = Callable[[str], pd.DataFrame]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame as plain dicts: every kind of missing value becomes None."""
    plain = frame.astype(object)
    return [{str(k): v for k, v in row.items()} for row in plain.where(frame.notna(), None).to_dict("records")]


@dataclass
class Tags:
    """The numbers that lead to postings: a key such as `band:17` gets a short id that links and rows carry."""

    known: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def link(self, key: str, label: str) -> str:
        """Register the key once and give back its id (`e1`, `e2`, …)."""
        tag = self.known.setdefault(key, f"e{len(self.known) + 1}")
        self.labels.setdefault(tag, label)
        return tag


@dataclass
class Context:
    """`query` runs one select on the marts; `market` is the one row of mart.market; `made` names versions."""

    query: Query
    reader: Reader
    market: Mapping[str, Any]
    made: Mapping[str, str]
    role: str = ""
    """The role as the profile names it; empty for the shipped one, account manager."""
    part: Mapping[str, str] = field(default_factory=dict)
    """The segment of the market that the report is of; empty for all of it."""
    tags: Tags = field(default_factory=Tags)
    codes: dict[str, dict[str, int]] = field(default_factory=dict)
    """The explorer's choices as it numbers them: `unit`, `place`, `experience`, `industry`, `requires`."""

    @cached_property
    def _labels(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for table, key in (("mart.industry", "industry"), ("mart.requirement", "concept")):
            for row in records(self.query(f"select * from {table}")):
                label = row.get(f"label_{self.reader.lang}") or row.get("label_en")
                if label:
                    found[str(row[key])] = str(label)
        return found

    def name(self, concept: Any) -> str:
        """Name a concept or industry in the reader's language; an id without a label reads as words."""
        if absent(concept):
            return self.reader.gettext("Not told")
        return self._labels.get(str(concept)) or str(concept).replace("-", " ").replace("_", " ").capitalize()
