"""What two texts share is counted once: a later run takes it from there, never from what is torn or of other code."""

from pathlib import Path

import numpy as np
import pytest

from pipeline import openings
from pipeline.openings import counted, nearby
from pipeline.openings.shingles import Ints

from .conftest import told

ONE, OTHER = np.array([7, 1, 5], np.uint64), np.array([2, 9, 5], np.uint64)
ASKED = {2: 70, 9: 10, 5: 50}


class Counter:
    """Counts pairs, and remembers how many it was asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, pairs: Ints) -> Ints:
        self.asked.append(len(pairs))
        return np.array([ASKED[int(OTHER[pair])] for pair in pairs], np.int64)


def test_a_pair_is_counted_once_whichever_text_comes_first(tmp_path: Path) -> None:
    count = Counter()
    for one, other in ((ONE, OTHER), (OTHER, ONE)):
        assert counted.shared(tmp_path, "1", one, other, count).tolist() == [70, 10, 50]
    assert count.asked == [3, 0]


def test_only_new_pairs_are_counted_and_only_those_asked_for_stay(tmp_path: Path) -> None:
    count = Counter()
    counted.shared(tmp_path, "1", ONE[:2], OTHER[:2], count)
    assert counted.shared(tmp_path, "1", ONE[1:], OTHER[1:], lambda pairs: count(pairs + 1)).tolist() == [10, 50]
    assert counted.shared(tmp_path, "1", ONE, OTHER, count).tolist() == [70, 10, 50]
    assert count.asked == [2, 1, 1]


@pytest.mark.parametrize("damage", ["torn", "empty", "other code"])
def test_what_is_torn_or_of_other_code_is_counted_again(tmp_path: Path, damage: str) -> None:
    count = Counter()
    counted.shared(tmp_path, "1", ONE, OTHER, count)
    file = tmp_path / counted.NAME
    file.write_bytes({"torn": file.read_bytes()[:-40], "empty": b"", "other code": file.read_bytes()}[damage])
    stamp = "2" if damage == "other code" else "1"
    assert counted.shared(tmp_path, stamp, ONE, OTHER, count).tolist() == [70, 10, 50]
    assert count.asked == [3, 3]


def test_a_second_grouping_counts_nothing_and_finds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = " ".join(f"word{n}" for n in range(60))
    table, texts = told(
        [{"text": long}, {"text": long + " more"}, {"text": long.replace(" word5 ", " other "), "place": None}]
    )
    first = openings.grouped(table, texts, folder=tmp_path)["core.grouping"]
    asked: list[int] = []
    shared = nearby.Spill.shared
    monkeypatch.setattr(
        nearby.Spill, "shared", lambda self, left, right: asked.append(len(left)) or shared(self, left, right)
    )
    assert openings.grouped(table, texts, folder=tmp_path)["core.grouping"] == first
    assert asked == [0]
    assert first["similarity"].null_count == 0
