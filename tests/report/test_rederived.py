"""Fifty printed numbers, drawn with a fixed seed, counted again from the quotes and what the postings show."""

from __future__ import annotations

import random
from collections import Counter, defaultdict

import lxml.html
import pytest

import pipeline
from pipeline.report.labels import LANGUAGES, PAY_KINDS

STRENGTH = ("preferred", "required")


@pytest.fixture(scope="module")
def counted(sample_run) -> dict[tuple[str, str, str], int]:
    """Every count, by table, row and column, from quotes (requirements) and vacancies (forms of pay) alone."""
    with pipeline.open_market(sample_run.workspace) as market:
        facts = market.query("select vacancy_id, concept, scope, quote from mart.fact where scope is not null")
        names = market.query("select concept, label_en from raw.concept")
        shown = market.query("select kind, language from mart.vacancy")
    assert (facts["quote"].str.len() > 0).all()
    strongest: dict[tuple[str, str], int] = defaultdict(lambda: -1)
    for row in facts[facts["scope"].isin(STRENGTH)].itertuples():
        key = (str(row.concept), str(row.vacancy_id))
        strongest[key] = max(strongest[key], STRENGTH.index(str(row.scope)))
    label = dict(zip(names["concept"], names["label_en"], strict=True))
    found = Counter(
        ("numbers-requirements", label[concept], STRENGTH[level].capitalize())
        for (concept, _), level in strongest.items()
        if concept in label  # a field of experience is required too, and is no requirement of the list
    )
    for kind, language in shown.itertuples(index=False):
        for spoken in (language, "all"):
            found["numbers-disclosure", f"{LANGUAGES[spoken]} / {PAY_KINDS[kind]}", "Vacancies"] += 1
    return found


def printed(page: lxml.html.HtmlElement) -> dict[tuple[str, str, str], int]:
    """The same counts as they stand on the page."""
    found = {}
    for name, keys, heads in (
        ("numbers-requirements", ("Asked for",), ("Required", "Preferred")),
        ("numbers-disclosure", ("Language", "Form"), ("Vacancies",)),
    ):
        table = page.get_element_by_id(name)
        columns = [th.text_content() for th in table.iter("th")]
        for tr in table.find("tbody").iter("tr"):
            row = dict(zip(columns, (td.text_content() for td in tr.iter("td")), strict=True))
            for head in heads:
                found[name, " / ".join(row[k] for k in keys), head] = int(row[head].replace(",", ""))
    return found


def test_fifty_printed_numbers_are_counted_again_from_the_quotes(sample_run, counted):
    numbers = printed(lxml.html.fromstring((sample_run.report / "index.html").read_text("utf-8")))
    forms = {f"{a} / {b}" for a in LANGUAGES.values() for b in PAY_KINDS.values()}
    known = [key for key in numbers if key[0] == "numbers-requirements" or key[1] in forms]
    drawn = random.Random(7).sample(sorted(known), 50)
    assert {key: numbers[key] for key in drawn} == {key: counted.get(key, 0) for key in drawn}
