"""Our own invented answers, each file held by floors that may only rise."""

import json
from functools import cache
from pathlib import Path

import pytest

from pipeline import extract
from pipeline.evaluate import evaluate, read_answers
from pipeline.extract.public import public
from pipeline.model import Posting

HERE = Path(__file__).parent.parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


@cache
def read(text, title, language, uid):
    posting = Posting(uid, "files", "", text, title=title, language=language)
    return public(posting, extract.read(posting, text_only=True), text_only=True)


def read_row(row):
    return read(row["description"], row["title"], row["lang"], row["uid"])


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_floors_hold(name):
    answers = read_answers((HERE / "gold" / name).read_text(encoding="utf-8"))
    scores = evaluate(answers, {row["uid"]: read_row(row) for row in answers})
    scores.check_floors(FLOORS[name])


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_every_quote_is_its_slice(name):
    for row in read_answers((HERE / "gold" / name).read_text(encoding="utf-8")):
        shown = read_row(row)
        for fact in [*shown["asks"], shown["experience"], shown["salary"], shown["variable_pay"]]:
            if fact and fact.get("start") is not None:
                source = row["title"] if fact["in"] == "title" else row["description"]
                assert source[fact["start"] : fact["end"]] == fact["quote"]
