"""The public object: stated before text, the strongest scope, and every key of the promise."""

from datetime import date

import pytest

from pipeline.extract.public import experience_bucket, public
from pipeline.extract.rules import stated
from pipeline.model import Fact, Posting, Stated

POSTING = Posting(
    "7", "files", "a.csv", "some text", title="Key Account Manager", language="en", posted_on=date(2025, 3, 1)
)
KEYS = [
    "id",
    "source",
    "url",
    "title",
    "employer",
    "place",
    "language",
    "posted_on",
    "role",
    "salary",
    "variable_pay",
    "experience",
    "asks",
    "industries",
]


def test_a_posting_without_facts_has_every_key():
    row = public(POSTING, [])
    assert list(row) == KEYS
    assert row["posted_on"] == "2025-03-01"
    assert (row["role"], row["salary"]["kind"], row["salary"]["quote"]) == ("unknown", "absent", None)
    assert row["experience"] is None
    assert row["asks"] == row["industries"] == []


def test_what_a_site_states_wins_unless_only_the_text_is_read():
    said = Fact("pay", "from", 50000.0, unit="RUB/month", quote="50 000", start=0, end=6, principal=True)
    stated = Fact("pay", "range", 60000.0, 90000.0, "RUB/month", level="gross", origin="stated", quote="60-90")
    both = public(POSTING, [said, stated])["salary"]
    assert (both["from"], both["to"], both["tax"], both["start"]) == (60000, 90000, "gross", None)
    assert public(POSTING, [said, stated], text_only=True)["salary"]["from"] == 50000


@pytest.mark.parametrize(
    ("scopes", "strongest"),
    [
        (("mentioned", "preferred", "duty"), "preferred"),
        (("offered", "required"), "required"),
        (("duty", "not_needed"), "not_needed"),
    ],
)
def test_a_concept_shows_its_strongest_scope(scopes, strongest):
    facts = [Fact("skills", "excel", scope=s, quote="Excel", start=0, end=5) for s in scopes]
    assert [a["scope"] for a in public(POSTING, facts)["asks"]] == [strongest]


def test_licence_letters_are_joined_and_sorted():
    facts = [Fact("mobility", "driving-licence", scope="required", level=x, quote=x, start=0, end=1) for x in "CB"]
    assert public(POSTING, facts)["asks"][0]["level"] == "B,C"


@pytest.mark.parametrize(
    ("scope", "years", "bucket"),
    [
        (None, None, "silent"),
        ("not_needed", None, "none"),
        ("required", 0.5, "none"),
        ("required", 1, "1-3"),
        ("required", 3, "3-6"),
        ("required", 6, "6+"),
        ("required", None, "some"),
        ("preferred", None, "none"),
    ],
)
def test_experience_buckets(scope, years, bucket):
    assert experience_bucket(scope, years) == bucket


@pytest.mark.parametrize("bucket", ["none", "1-3", "3-6", "6+", "some", "silent", None])
def test_a_stated_bucket_survives_the_round_trip(bucket):
    facts = stated.stated(Posting("1", "files", "", "", stated=Stated(experience=bucket)))
    said = facts[0] if facts else None
    assert experience_bucket(said and said.scope, said and said.low) == (bucket or "silent")
