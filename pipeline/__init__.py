"""Vacancy-market analytics: reads postings in Russian, Turkish and English, reports what the market pays and asks.

The command is `vacancies`; from Python `open_market()` reads what the last run made, and the public types below are
what passes between the rooms.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import VacanciesError
from pipeline.model import Fact, Page, Posting, Reject, Request, Stated

if TYPE_CHECKING:
    from pipeline.desk.door import OpenMarket

__all__ = ["Fact", "Page", "Posting", "Reject", "Request", "Stated", "VacanciesError", "open_market"]


def open_market(start: Path | str | None = None) -> OpenMarket:
    """Open what the last run made, of the workspace that `start` (default: the current folder) lies in, to ask.

    `market.band(experience="1-3")`, `market.position(80000, 120000)`, `market.requirements()` and
    `market.benchmark(text)` give typed answers with `to_frame()` and `explain()`; `market.query("select * from
    mart.band")` gives a DataFrame, docs/warehouse.md lists the tables. Raises UsageError where nothing has run yet.
    """
    from pipeline.config import load_settings
    from pipeline.desk.door import OpenMarket
    from pipeline.warehouse import Warehouse

    warehouse = Warehouse(load_settings(Path(start) if start is not None else None).warehouse)
    return OpenMarket(warehouse.query, warehouse.close)
