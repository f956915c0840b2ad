"""The warehouse: DuckDB, built by plain SQL into a new file that replaces the old one, read by everybody else.

What builds it is imported when it is first asked for: who only reads does not wait for it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from pipeline.warehouse.reading import Warehouse

if TYPE_CHECKING:
    from pipeline.warehouse.build import Build, Failure, refuse
    from pipeline.warehouse.publish import building

__all__ = ["Build", "Failure", "Warehouse", "building", "refuse"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(importlib.import_module("pipeline.warehouse.publish"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
