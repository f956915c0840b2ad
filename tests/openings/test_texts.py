"""Shingles, signatures and the exact count: what the vectorised code says is what a plain reading says."""

import random
import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.openings import nearby
from pipeline.openings.shingles import WORDS, shingles

TEXT = st.text(alphabet="abк ёеığİI,.-«»\n1\u00a0", max_size=60)


def plain(text: str) -> set[tuple[str, ...]]:
    """The word 5-grams of a text, read in the simplest way."""
    text = text.replace("İ", "i").lower().replace("ё", "е").replace("ı", "i")
    found = re.findall(r"[^\W_]+", text)
    return {tuple(found[i : i + WORDS]) for i in range(max(1, len(found) - WORDS + 1))} if found else set()


def sets(texts: list[str]) -> list[set[int]]:
    found = shingles(pa.array(texts, pa.string()))
    return [set(part.tolist()) for part in np.split(found.values, found.ends[:-1])]


@given(st.lists(TEXT, min_size=1, max_size=6))
def test_shingles_are_the_word_five_grams(texts: list[str]) -> None:
    assert [len(found) for found in sets(texts)] == [len(plain(text)) for text in texts]


@given(TEXT, TEXT)
def test_texts_share_what_their_five_grams_share(one: str, other: str) -> None:
    a, b = sets([one, other])
    assert len(a & b) == len(plain(one) & plain(other))


@given(st.lists(TEXT, min_size=1, max_size=6))
def test_a_text_reads_the_same_in_any_company(texts: list[str]) -> None:
    assert sets(texts) == [sets([text])[0] for text in texts]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ёлка и ЩУКА — друзья", "елка и щука друзья"),
        ("IŞIK ve İSTANBUL", "ışık ve istanbul"),
        ("• first\n• second", "First, second."),
        ("сто\u00a0тысяч\u2009рублей", "сто тысяч рублей"),
        ("100–120 (тыс.)", "100-120 тыс"),
    ],
)
def test_case_and_punctuation_do_not_count(one: str, other: str) -> None:
    assert len(set(map(frozenset, sets([one, other])))) == 1


def test_phrases_are_found_whole_and_in_their_own_text_only() -> None:
    texts = ["open in SEVERAL, cities now", "several", "cities", None, "several big cities"]
    assert shingles(pa.array(texts, pa.string()), ("several cities",)).marked.tolist() == [True, *[False] * 4]


def vary(words: list[str], share: float, rng: random.Random) -> list[str]:
    return [f"{word}x" if rng.random() < share else word for word in words]


def test_pairs_that_share_four_fifths_are_found_and_counted_exactly() -> None:
    rng = random.Random(1)
    lexicon = [f"w{i}" for i in range(3000)]
    texts, planted = [], []
    for _ in range(300):
        words = rng.choices(lexicon, k=rng.randint(40, 300))
        planted.append((len(texts), len(texts) + 1))
        texts += [" ".join(words), " ".join(vary(words, 0.015, rng))]
    found = shingles(pa.array(texts))
    pairs = nearby.Pairs()
    for left, right in nearby.candidates(nearby.signatures(found), np.arange(len(texts))):
        pairs.add(left, right)
    left, right = pairs.rows()
    with nearby.Spill(len(texts)) as spill:
        spill.add(np.arange(len(texts)), found)
        shared = spill.shared(left, right)
        exact = [len(plain(texts[a]) & plain(texts[b])) for a, b in zip(left.tolist(), right.tolist(), strict=True)]
        assert shared.tolist() == exact
    near = {(a, b) for a, b in planted if jaccard(texts[a], texts[b]) >= 0.8}
    assert len(near) > 200
    assert near <= set(zip(left.tolist(), right.tolist(), strict=True))


def jaccard(one: str, other: str) -> float:
    a, b = plain(one), plain(other)
    return len(a & b) / len(a | b)
