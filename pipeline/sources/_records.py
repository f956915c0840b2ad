"""Any object that may be a posting: each source is asked whether it knows it, else its columns tell."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import ModuleType
from typing import Any

from pipeline.model import Posting, Reject
from pipeline.shelf import discover
from pipeline.sources import _rows
from pipeline.sources._build import Spot


@cache
def _knowing() -> tuple[ModuleType, ...]:
    return tuple(source for source in discover("pipeline.sources").values() if hasattr(source, "recognises"))


def is_posting(record: Mapping[str, Any]) -> bool:
    """Tell whether some source knows the object or its fields look like a posting's."""
    return any(source.recognises(record) for source in _knowing()) or _rows.looks_like_posting(record)


def posting_of(record: Mapping[str, Any], spot: Spot) -> Posting | Reject:
    """Return the posting an object makes."""
    for source in _knowing():
        if source.recognises(record):
            made: Posting | Reject = source.posting_of(record, spot)
            return made
    found = _rows.columns(record)
    return _rows.row(record, spot, found) if _rows.usable(found) else spot.reject(_rows.no_columns(record))
