"""Accuracy on answers that others gave: floors pinned in floors_shared.json may only rise.

The answers and their texts stand in ../shared, beside the checkout; without them these tests have nothing to read.
"""

from __future__ import annotations

import csv
import importlib.util
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline import extract
from pipeline.evaluate import Scores, by_id, evaluate, read_answers
from pipeline.extract.public import public
from pipeline.model import Posting
from pipeline.sources import files

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared"
FLOORS: dict[str, dict[str, float]] = json.loads((HERE / "floors_shared.json").read_text("utf-8"))
TEXTS = {
    "gold/dev.jsonl": ["corpus/ru.jsonl", "corpus/tr.jsonl", "corpus/en.jsonl"],
    "seed/gold_dev.jsonl": ["seed/account_managers_tr.txt"],
    "cases/pay.jsonl": ["cases/pay.jsonl"],
    "cases/experience.jsonl": ["cases/experience.jsonl"],
}

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the answers stand in ../shared, which is not here")


@cache
def scores(answers: str) -> Scores:
    rows = read_answers((SHARED / answers).read_text("utf-8"))
    wanted = {str(row.get("uid", number)) for number, row in enumerate(rows, 1)}
    read: list[dict[str, Any]] = [
        public(item, extract.read(item, text_only=True), text_only=True)
        for item in files.read([SHARED / path for path in TEXTS[answers]])
        if isinstance(item, Posting) and item.id.rsplit(":", 1)[-1] in wanted
    ]
    return evaluate(rows, by_id(read))


@pytest.mark.parametrize("answers", sorted(TEXTS))
def test_floors_hold(answers: str) -> None:
    scores(answers).check_floors(FLOORS[answers])


def test_the_report_prints_no_better_than_what_is_reached() -> None:
    spec = importlib.util.spec_from_file_location("accuracy", HERE.parent / "docs" / "accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    with tool.KEPT.open(encoding="utf-8", newline="") as file:
        printed = [row for row in csv.DictReader(file) if row["answers"] == "known"]
    reached = {(row["language"], row["measure"]): row for row in tool.measured(SHARED)}
    assert {(row["language"], row["measure"]) for row in printed} == set(reached)
    worse = [row for row in printed if float(row["value"]) > reached[row["language"], row["measure"]]["value"]]
    assert worse == [], "the reader fell behind what its reports print: mend it, or run docs/accuracy.py"


def test_a_floor_that_is_not_reached_fails() -> None:
    with pytest.raises(Exception, match="asked/all"):
        scores("gold/dev.jsonl").check_floors({"asked/all": 1.01})
