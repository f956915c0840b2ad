"""Real answers that others recorded: they stand beside the checkout, never in it, and are skipped where they do not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from shelf import LIVE, page

from pipeline.model import Posting, Reject
from pipeline.sources.files import read

SHARED = Path(__file__).parents[3] / "shared"
RECORDED = SHARED / "contracts" / "recorded"
pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not beside this checkout")


def postings(source: str, path: str) -> list[Posting]:
    file = RECORDED / path
    made = list(LIVE[source].parse(page(source, file)))
    assert not [record for record in made if isinstance(record, Reject)]
    return [record for record in made if isinstance(record, Posting)]


@pytest.mark.parametrize(
    ("source", "path", "count"),
    [
        ("trudvsem", "trudvsem/vacancies_company_inn.2026-09-28.excerpt.json", 10),
        ("hh", "hh/search_items.2025-07.json", 2),
        ("hh", "hh/vacancy_page_105250895.2024-08.min.html", 1),
        ("superjob", "superjob/docs_example_vacancies_search.2013.json", 1),
        ("greenhouse", "ats/greenhouse_gitlab.2026-07-18.json", 2),
        ("lever", "ats/lever_matchgroup.2026-07-18.json", 2),
        ("ashby", "ats/ashby_linear.2026-07-18.json", 2),
        ("feeds", "feeds/rabota_ru_xml_as_json.2022-08.json", 2),
    ],
)
def test_a_recorded_answer_parses_and_an_import_of_it_says_the_same(source: str, path: str, count: int) -> None:
    made = postings(source, path)
    assert len(made) == count
    assert all(p.title and p.posted_on and p.place and p.url for p in made)
    imported = [record for record in read([RECORDED / path]) if isinstance(record, Posting)]
    assert [(p.title, p.employer, p.stated, p.posted_on) for p in imported] == [
        (p.title, p.employer, p.stated, p.posted_on) for p in made
    ]


def test_what_the_recorded_answers_state() -> None:
    vacancy = postings("trudvsem", "trudvsem/vacancies_company_inn.2026-09-28.excerpt.json")[0]
    assert (vacancy.stated.salary_from, vacancy.stated.salary_to, vacancy.stated.currency) == (40000, 50000, "RUB")
    (hh,) = postings("hh", "hh/vacancy_page_105250895.2024-08.min.html")
    assert (hh.id, hh.url, hh.place, hh.posted_on) == (
        "105250895", "https://hh.ru/vacancy/105250895", "Коломна", date(2024, 8, 8),
    )  # fmt: skip
    assert (hh.stated.salary_from, hh.stated.salary_to, hh.stated.gross, hh.stated.period) == (
        45000,
        None,
        True,
        "month",
    )
    assert (hh.stated.experience, hh.stated.remote, hh.closed) == ("1-3", False, False)
    (sj,) = postings("superjob", "superjob/docs_example_vacancies_search.2013.json")
    assert (sj.stated.salary_from, sj.stated.currency, sj.stated.experience) == (None, None, "3-6")
    assert "35" not in str(sj.stated)
    paid, unpaid = postings("lever", "ats/lever_matchgroup.2026-07-18.json")
    assert (paid.stated.salary_from, paid.stated.salary_to, paid.stated.currency, paid.stated.period) == (
        150000, 180000, "USD", "year",
    )  # fmt: skip
    assert unpaid.stated.salary_from is None
    assert "Kotlin" in paid.text
    feed = postings("feeds", "feeds/rabota_ru_xml_as_json.2022-08.json")[0]
    assert (feed.title, feed.posted_on, feed.closes_on) == ("Шлифовщик", date(2022, 8, 21), date(2022, 9, 20))
    assert (feed.stated.salary_from, feed.stated.currency, feed.stated.period) == (80000, "RUB", "month")


def test_a_recorded_refusal_and_dictionaries_are_no_postings() -> None:
    for path in sorted((RECORDED / "hh").glob("*.json")):
        if not path.name.startswith("search"):
            found = [record for record in LIVE["hh"].parse(page("hh", path)) if isinstance(record, Posting)]
            assert not found, path.name


@pytest.mark.parametrize("shape", ["handmade_openroles_recruitee.json", "handmade_openroles_workable.json",
                                   "handmade_openroles_personio.xml"])  # fmt: skip
def test_boards_that_have_no_folder_yet_can_still_be_imported(shape: str) -> None:
    assert [record for record in read([RECORDED / "ats" / shape]) if isinstance(record, Posting)]


def test_every_page_of_jsonld_parses_but_three_that_say_nothing() -> None:
    index = [json.loads(line) for line in (SHARED / "jsonld" / "index.jsonl").read_text(encoding="utf-8").splitlines()]
    made = {
        row["file"]: list(LIVE["jobposting"].parse(page("jobposting", SHARED / "jsonld" / row["file"])))
        for row in index
    }
    found = {name: [record for record in records if isinstance(record, Posting)] for name, records in made.items()}
    assert len(found) == 49
    assert {name for name, held in found.items() if not held} == {
        "39_mf_extracts_multiple_blocks.html",  # a JobPosting without a single property: a reject
        "40_mf_handles_invalid_json.html",
        "43_mf_handles_empty_script.html",
    }
    assert all(p.title or p.text or p.employer for held in found.values() for p in held)
