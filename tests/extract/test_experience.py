"""Phrases of experience by themselves, and what each asks: a modality with years, or nothing."""

import csv
from pathlib import Path

from pipeline import extract
from pipeline.extract.public import public
from pipeline.model import Posting

PAIRS = Path(__file__).parent / "experience_pairs.csv"


def asked(language, text):
    posting = Posting("1", "files", "", text, language=language)
    found = public(posting, extract.read(posting, text_only=True), text_only=True)["experience"]
    return (found["modality"], found["min_years"], found["max_years"]) if found else None


def test_a_phrase_asks_for_experience_or_tells_of_something_else():
    number = {"": None}
    wrong = []
    with PAIRS.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            least, most = (number[c] if c in number else float(c) for c in (row["min_years"], row["max_years"]))
            want = (row["modality"], least, most) if row["modality"] else None
            got = asked(row["lang"], row["text"])
            if got != want:
                wrong.append((row["text"], want, got))
    assert not wrong
