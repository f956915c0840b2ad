"""What the core tables do to postings: openings, pay, experience, window."""

from datetime import date

import pytest

from pipeline.model import Fact, Stated

from .conftest import Small, pay, posting, rows


def openings(small: Small) -> int:
    return rows(small, "select count(*) from core.vacancy")[0][0]


class TestOneOpeningOnce:
    def test_same_id_pay_and_title_on_two_pages_is_one(self, small: Small) -> None:
        for page in ("a.csv", "b.csv"):
            small.add(posting("1", page=page, employer="Acme", text=f"seen on {page}"), pay())
        assert openings(small) == 1

    @pytest.mark.parametrize(
        "other",
        [{"title": "Key account manager"}, {"employer": "Other"}, {"source": "elsewhere"}],
        ids=["title", "employer", "source"],
    )
    def test_an_id_alone_never_merges(self, small: Small, other: dict) -> None:
        small.add(posting("1", employer="Acme"), pay())
        small.add(posting("1", **{"page": "b.csv", "employer": "Acme", "text": "another"} | other), pay())
        assert openings(small) == 2

    def test_same_id_and_title_with_other_pay_are_two(self, small: Small) -> None:
        small.add(posting("1", employer="Acme"), pay())
        small.add(posting("1", employer="Acme", page="b.csv", text="another"), pay(low=90_000))
        assert openings(small) == 2

    def test_bare_rows_that_share_an_id_and_a_title_are_two(self, small: Small) -> None:
        small.add(posting("1", text=""))
        small.add(posting("1", text="", page="b.csv"))
        assert openings(small) == 2

    def test_same_employer_title_and_text_is_one_whatever_the_case(self, small: Small) -> None:
        small.add(posting("1", employer="Acme", text="same"), pay())
        small.add(posting("2", employer="ACME ", text="same"))
        assert openings(small) == 1
        assert rows(small, "select kind, postings from core.pay join core.vacancy using (vacancy_id)") == [("range", 2)]

    def test_same_text_with_two_pays_are_two(self, small: Small) -> None:
        small.add(posting("1", employer="Acme", text="same"), pay())
        small.add(posting("2", employer="Acme", text="same"), pay(low=50_000))
        assert openings(small) == 2

    def test_chains_over_both_rules_are_one(self, small: Small) -> None:
        small.add(posting("1", employer="Acme", text="x"), pay())
        small.add(posting("2", employer="Acme", text="x"), pay())
        small.add(posting("2", employer="Acme", text="y", page="b.csv"), pay())
        small.add(posting("3", employer="Acme", text="y", page="b.csv"), pay())
        assert openings(small) == 1

    def test_an_id_that_comes_twice_on_its_page_loses_no_row(self, small: Small) -> None:
        small.add(posting("1", text="x"), pay())
        small.add(posting("1", text="y"), pay(low=1))
        assert rows(small, "select posting_key from core.posting order by 1") == [
            ("files|a.csv|1",),
            ("files|a.csv|1#2",),
        ]


BUCKETS = [
    # scope      years  bucket
    ("required", 0.5, "none"),
    ("required", 1, "1-3"),
    ("required", 3, "3-6"),
    ("required", 6, "6+"),
    ("required", None, "some"),
    ("not_needed", None, "none"),
]


def test_experience_bucket(small: Small) -> None:
    for number, (scope, low, _) in enumerate(BUCKETS):
        years = Fact("experience", "general", low, scope=scope, origin="stated", quote="x", principal=True)
        small.add(posting(str(number)), years)
    found = rows(small, "select experience from core.vacancy order by posting_key")
    assert found == [(bucket,) for *_, bucket in BUCKETS]


def test_experience_falls_back_to_the_stated_bucket_and_then_to_silence(small: Small) -> None:
    small.add(posting("1", stated=Stated(experience="3-6")))
    small.add(posting("2"))
    assert rows(small, "select experience, experience_origin from core.vacancy order by posting_key") == [
        ("3-6", "stated"),
        ("silent", None),
    ]


def test_the_strongest_scope_of_a_concept_counts(small: Small) -> None:
    for_excel = [
        Fact("skills", "excel", scope=s, origin="stated", quote=s)
        for s in ("mentioned", "preferred", "required", "offered")
    ]
    small.add(posting("1"), *for_excel)
    assert rows(small, "select concept, grp, scope from core.ask") == [("excel", "office", "required")]


def test_the_window_is_six_months_of_the_data_and_keeps_the_undated(small: Small) -> None:
    small.add(posting("new", posted_on=date(2026, 6, 5)))
    small.add(posting("edge", posted_on=date(2025, 12, 5)))
    small.add(posting("old", posted_on=date(2025, 12, 4)))
    small.add(posting("undated", posted_on=None))
    assert rows(small, "select reported, undated, outside_window from mart.market") == [(3, 1, 1)]


def test_role_unknown_is_counted_and_left_out(small: Small) -> None:
    small.add(posting("1"))
    small.add(posting("2", title=None), role=False)
    small.add(posting("3", title="Accountant"), Fact("role", "no", origin="stated", quote="x"), role=False)
    assert rows(small, "select role_yes, role_no, role_unknown, reported from mart.market") == [(1, 1, 1, 1)]
