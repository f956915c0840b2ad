"""The questions of docs/warehouse.md, asked of the sample market; all but those about what went wrong are answered."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pipeline.config import load_settings
from pipeline.status import LEDGER, ledger
from pipeline.warehouse import Warehouse

PAGE = Path(__file__).parents[2] / "docs" / "warehouse.md"
QUESTIONS = re.findall(
    r"^\*\*(.+?)\*\*\n\n```sql\n(.+?)\n```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
)
MAY_BE_EMPTY = {
    "Has pay moved since earlier runs?",  # a first run
    "How long are openings of live sources open, and how many are posted again?",  # the sample is of files
    "What was changed in postings, and when?",
    "Did all checks pass?",
    "Which places does the gazetteer not know?",
}


@pytest.fixture(scope="module")
def market(sample_run: Any) -> Iterator[Warehouse]:
    settings = load_settings(sample_run.workspace)
    told = {name: pd.DataFrame(rows, columns=LEDGER[name]) for name, rows in ledger(settings.raw).items()}
    with Warehouse(settings.warehouse, told) as opened:
        yield opened


def test_there_are_twenty() -> None:
    assert len(QUESTIONS) >= 20
    assert set(dict(QUESTIONS)) >= MAY_BE_EMPTY


@pytest.mark.parametrize(("question", "sql"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_a_question_is_answered(market: Warehouse, question: str, sql: str) -> None:
    rows = market.query(sql)
    assert len(rows) or question in MAY_BE_EMPTY
