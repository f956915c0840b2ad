"""Our own invented answers, each file held by floors that may only rise."""

import json
from pathlib import Path

import pytest

from pipeline.evaluate import evaluate, read_answers
from pipeline.extract.document import read_document
from pipeline.extract.public import public
from pipeline.extract.rules import experience, industry, role
from pipeline.model import Posting

HERE = Path(__file__).parent.parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


def read(row):
    posting = Posting(row["uid"], "files", "", row["description"], title=row["title"], language=row["lang"])
    text = read_document(posting.text, posting.language)
    title = read_document(posting.title or "", posting.language, "title")
    facts = [*experience.read(text), *industry.read_posting(posting, text, title)]
    return public(posting, [*facts, *role.read_posting(posting, text, title)], text_only=True)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_floors_hold(name):
    answers = read_answers((HERE / "gold" / name).read_text(encoding="utf-8"))
    scores = evaluate(answers, {row["uid"]: read(row) for row in answers})
    scores.check_floors(FLOORS[name])


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_every_quote_is_its_slice(name):
    for row in read_answers((HERE / "gold" / name).read_text(encoding="utf-8")):
        shown = read(row)["experience"]
        if shown:
            assert row["description"][shown["start"] : shown["end"]] == shown["quote"]
