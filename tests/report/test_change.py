"""What changed: the market's movement, and beside it edits, reposts and outages; the summary in at most six sentences."""

# ruff: noqa: E501 - a sentence of the report stays whole
from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest
from fake_market import marts, query_of
from fake_vacancies import vacancies

from pipeline.report import write_report

BEFORE, NOW = date(2026, 5, 1), date(2026, 5, 10)
CHANGE = {
    "unit": "RUB/month", "base_on": BEFORE, "new_on": NOW, "percent": 4.0, "percent_low": 1.0, "percent_high": 7.0,
    "smallest_visible_change": 3.0, "raw_percent": 6.0, "mix_percent": 2.0, "reading_percent": 0.5, "verdict": "up",
    "n_base": 90, "n_new": 95,
}  # fmt: skip
PREMIUM = {
    "unit": "RUB/month", "concept": "crm", "merged": None, "percent": 1.0, "percent_low": -4.0, "percent_high": 6.0,
    "raw_percent": 2.0, "without_share": 0.7, "without_low": 0.6, "without_high": 0.8, "clear": False, "n_with": 40,
    "n_without": 60, "employers_with": 20, "reason": None,
}  # fmt: skip


def written(tmp_path, lang="en", **given) -> dict[str, str]:
    """Sections of a report on the fake market with these tables, by name; no-break spaces made plain."""
    tables = marts(vacancies(300)) | {name: pd.DataFrame(rows) for name, rows in given.items()}
    page = write_report(query_of(tables), tmp_path, lang=lang, sections=["in_short", "change"]).read_text("utf-8")
    page = page.replace("\u00a0", " ").replace("\u2212", "-")
    return dict(re.findall(r'<section id="(\w+)">(.*?)</section>', page, flags=re.DOTALL))


def points(section: str) -> list[str]:
    return re.findall(r"<li>(.*?)</li>", section, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Since the report of 1 May 2026 pay moved by +4% (+1% … +7%), like for like."),
        ({"percent_low": -1.0, "verdict": "no change visible"}, "no change of pay is to be seen: +4% (-1% … +7%)."),
        ({"percent": None, "percent_low": None, "percent_high": None, "verdict": "cannot say"}, None),
        ({"unit": "TRY/month"}, None),
    ],
)
def test_the_summary_says_what_moved_in_its_own_unit(change, said, tmp_path):
    shown = points(written(tmp_path, change=[CHANGE | change])["in_short"])
    assert [p for p in shown if "Since the report" in p] == [p for p in shown if said and said in p]
    assert any("Since the report" in p for p in shown) == (said is not None)


@pytest.mark.parametrize(
    ("premium", "said"),
    [
        ({}, "What could be dropped first: “Crm”. 70% (60–80%) of comparable vacancies do without it"),
        ({"clear": True, "percent_low": 0.4}, "Where these are asked, pay clearly differs: Crm +1% (0% … +6%)"),
        ({"percent_low": 0.4}, None),  # not clear, yet its interval leaves zero out: nothing is said
        ({"without_low": 0.45}, None),  # most may well ask for it
        ({"unit": "TRY/month"}, None),
    ],
)
def test_the_summary_says_what_to_ask_only_where_it_is_clear(premium, said, tmp_path):
    shown = points(written(tmp_path, premium=[PREMIUM | premium])["in_short"])
    told = [p for p in shown if p.startswith(("What could be dropped", "Where these are asked"))]
    assert bool(told) == (said is not None)
    assert said is None or said in told[0]


def test_the_summary_keeps_to_six_sentences(tmp_path):
    shown = points(written(tmp_path, change=[CHANGE], premium=[PREMIUM])["in_short"])
    assert len(shown) == 6
    assert not any(p.startswith("Other currencies") for p in shown)
    assert len(points(written(tmp_path)["in_short"])) < 6


EDITS = [
    {
        "posting_key": f"f|{n}", "vacancy_id": f"V0000{n}", "title": "Account manager", "employer": "Invented <b>",
        "url": "https://example.org/1", "edited_on": day, "version": 2, "what": what, "before": before, "after": after,
    }
    for n, day, what, before, after in [
        (1, NOW, "pay", "от 50 000", "от 60 000"), (1, NOW, "text", None, None),
        (2, NOW, "title", "Manager", "Key manager"), (3, BEFORE, "pay", "1", "2"),
    ]
]  # fmt: skip
AGAIN = [
    {"posting_key": "f|9", "vacancy_id": "V00009", "again_on": day, "reposted_from": "f|8", "earlier_until_on": BEFORE}
    for day in (NOW, BEFORE)
]


def test_edits_and_reposts_since_the_last_report_stand_apart_from_the_market(tmp_path):
    section = written(tmp_path, change=[CHANGE], edit=EDITS, repost=AGAIN)["change"]
    told = " ".join(points(section))
    assert "2 vacancies were edited by their employers (pay 1, title 1, text 1)" in told
    assert "1 vacancy was posted again under a new number" in told
    table = section.split('id="numbers-edits"')[1]
    assert "от 60 000" in table
    assert "Key manager" in table
    assert "Invented &lt;b&gt;" in table
    assert table.count("<tr>") == 3


def test_a_first_report_tells_the_edits_of_its_window(tmp_path):
    section = written(tmp_path, edit=EDITS)["change"]
    assert "nothing to compare with yet" in section
    assert "3 vacancies were edited" in section


@pytest.mark.parametrize("lang", ["ru", "tr"])
def test_what_changed_is_told_in_the_reader_s_language(lang, tmp_path):
    section = written(tmp_path, lang=lang, change=[CHANGE], edit=EDITS, repost=AGAIN, premium=[PREMIUM])
    for english in ("edited", "posted again", "What to ask", "dropped", "Since"):
        assert english not in section["change"] + section["in_short"]


@pytest.mark.parametrize(("low", "told"), [(-0.4, "holds zero"), (0.3, "is less than 1.5% and not called a change")])
def test_a_small_change_is_said_to_hold_zero_only_where_it_does(tmp_path, low, told):
    change = CHANGE | {"percent": 1.2, "percent_low": low, "percent_high": 2.1, "verdict": "no change visible"}
    assert told in points(written(tmp_path, change=[change], edit=EDITS, repost=AGAIN)["change"])[0]
