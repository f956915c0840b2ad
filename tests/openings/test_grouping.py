"""Which postings are one opening, beyond pairs: chains, crowds, contradictions; neither order nor workers matter."""

import random
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import openings

from .conftest import grouped, one, told

LONG = (
    "We lease cold containers to food producers in the north and need someone to look after sixty customers there "
    "renew their contracts in time visit sites twice a month and settle invoice queries with our finance team"
)
OTHER = (
    "A night shift supervisor keeps the bakery running plans the ovens checks deliveries of flour and trains the new "
    "bakers who join us every spring before the summer festival brings the whole town to our small front door"
)
SEVERAL = " This opening is available in multiple locations."


def test_a_hidden_pay_never_ties_two_amounts_together() -> None:
    hidden: dict[str, Any] = {"text": LONG}
    cheap, dear = ({**hidden, "pay_low": pay, "currency": "GBP"} for pay in (30_000.0, 40_000.0))
    assert grouped(cheap, hidden, dear) == [0, 0, 2]
    assert grouped(hidden, cheap, dear) in ([0, 0, 2], [0, 1, 0])


def test_a_chain_of_edits_is_one_opening() -> None:
    words = LONG.split()
    steps = [{"text": " ".join(words[:-n] if n else words), "employer": None} for n in range(5)]
    assert one(*steps)


def test_one_ad_for_several_cities_is_one_opening_and_else_each_city_is_its_own() -> None:
    cities = ("Leeds", "York", "Hull")
    assert one(*({"place": city, "text": LONG + SEVERAL} for city in cities))
    assert grouped(*({"place": city, "text": LONG} for city in cities)) == [0, 1, 2]


def test_an_agency_joins_its_client_but_never_two_clients() -> None:
    agency = {"employer": "Northgate Recruitment", "text": LONG}
    assert one({"text": LONG}, agency)
    assert len(set(grouped({"text": LONG}, agency, {"employer": "Oakfield", "text": LONG}))) == 2


def test_a_crowd_of_one_text_falls_into_its_cities_and_pays() -> None:
    crowd = [{"place": f"City {n % 50}", "pay_low": 1000.0 * (n % 2 + 1), "text": LONG} for n in range(400)]
    opening = grouped(*crowd)
    assert len(set(opening)) == 50
    assert all(crowd[o] == posting for o, posting in zip(opening, crowd, strict=True))


def test_short_texts_without_an_employer_say_too_little() -> None:
    assert not one(*({"employer": None, "text": "Call us today"} for _ in range(2)))
    assert one(*({"employer": "Acme", "text": "Call us today"} for _ in range(2)))


def test_postings_of_a_live_source_are_never_joined_by_their_id() -> None:
    rows = [
        {"id": "7", "employer": None, "is_live": live, "pay_low": 5.0, "text": text}
        for live in (True, False)
        for text in (LONG, OTHER)
    ]
    assert grouped(*rows[:2]) == [0, 1]
    assert grouped(*rows[2:]) == [0, 0]


def test_nothing_at_all_is_grouped_as_nothing() -> None:
    table, texts = told([])
    assert openings.grouped(table, texts)["core.grouping"].num_rows == 0
    assert grouped({"text": None}, {"text": "", "title": None, "employer": None}) == [0, 1]


def test_each_join_keeps_its_reason() -> None:
    table, texts = told([{"text": LONG}, {"text": LONG}, {"text": OTHER, "place": None}])
    rows = openings.grouped(table, texts)["core.grouping"].to_pylist()
    assert [(r["opening"], r["reason"], r["alike"], r["similarity"]) for r in rows] == [
        (0, "same text", 1, 1.0),
        (0, "same text", 0, 1.0),
        (2, None, None, None),
    ]


POSTING = st.fixed_dictionaries(
    {
        "id": st.sampled_from("12"),
        "title": st.sampled_from(["Nurse", "Senior nurse", "Driver", None]),
        "employer": st.sampled_from(["Acme", "ACME Inc.", "Oakfield", "Northgate Recruitment", None]),
        "place": st.sampled_from(["Leeds", "York", None]),
        "pay_low": st.sampled_from([None, 1.0, 2.0]),
        "text": st.sampled_from([LONG, LONG + " now", LONG + SEVERAL, OTHER, "short", None]),
        "url": st.sampled_from([None, "https://e.org/1"]),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(POSTING, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_workers_matter(postings: list[dict[str, Any]], rng: random.Random) -> None:
    table, [texts] = told(postings)
    expected = openings.grouped(table, [texts], 1)
    order = list(range(len(postings)))
    rng.shuffle(order)
    halves = [texts.take(pa.array(part)) for part in (order[::2], order[1::2]) if part]
    shuffled = openings.grouped(table.take(pa.array(order)), halves, 3)
    assert all(shuffled[name].equals(rows) for name, rows in expected.items())


@settings(max_examples=60, deadline=None)
@given(st.lists(POSTING, min_size=1, max_size=12))
def test_an_opening_never_shows_two_amounts_and_is_called_by_its_first_posting(postings: list[dict[str, Any]]) -> None:
    opening = grouped(*postings)
    for first in set(opening):
        members = [n for n, o in enumerate(opening) if o == first]
        assert min(members) == first
        assert len({postings[n]["pay_low"] for n in members} - {None}) <= 1
