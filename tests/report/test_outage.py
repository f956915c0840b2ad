"""A source that was down is told under the title and first in the report, with what of it is still used."""

# ruff: noqa: E501 - a sentence of the report stays whole
from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest
from fake_market import marts, query_of
from fake_vacancies import vacancies

from pipeline.report import write_report

DOWN = [
    ("feeds", "failed", "answered 503 </p><script>", 40, date(2026, 6, 8)),
    ("jobs", "partial", None, 1, date(2026, 6, 7)),
    ("board", "closed", "it refuses", 0, None),
    ("young", "partial", None, 3, None),
]
SAID = {
    "en": [
        "Not collected this time: board (the site refused: it refuses). The report holds no vacancy of it.",
        "Not collected this time: feeds (the collection failed: answered 503 </p><script>). Its 40 vacancies are those of 8 Jun 2026.",
        "Not collected this time: jobs (cut short). Its 1 vacancy is that of 7 Jun 2026.",
        "Not collected this time: young (cut short). Its 3 vacancies are from collections that were never complete.",
    ],
    "ru": [
        "Вакансий этого источника в отчёте нет.",
        "Его 40 вакансий — по сбору за 8 июн. 2026.",
        "Его 1 вакансия — по сбору за 7 июн. 2026.",
        "Его 3 вакансии — из сборов",
    ],
    "tr": [
        "Raporda bu kaynaktan ilan yok.",
        "Bu kaynağın 40 ilanı 8 Haz 2026 tarihli toplamadan.",
        "Bu kaynağın 1 ilanı 7 Haz 2026 tarihli toplamadan.",
        "hiç tamamlanmamış toplamalardan",
    ],
}


@pytest.mark.parametrize("lang", SAID)
def test_what_was_down_is_told_before_all_else(lang, tmp_path):
    tables = marts(vacancies(60))
    rows = [dict(zip(("source", "status", "reason", "vacancies", "complete_on"), row, strict=True)) for row in DOWN]
    tables["outage"] = pd.DataFrame([row | {"ended_on": date(2026, 6, 10)} for row in rows])
    page = write_report(query_of(tables), tmp_path, lang=lang, sections=["in_short"]).read_text("utf-8")
    page = page.replace("\u00a0", " ").replace("&lt;", "<").replace("&gt;", ">")
    boxes = re.findall(r'<p class="warn outage" role="note">(.*?)</p>\n', page.split("<section")[0])
    points = re.findall(r"<li>(.*?)</li>", page.split("<section")[1])
    for place, told in enumerate(SAID[lang]):
        assert told in boxes[place]
        assert points[place] == boxes[place]


def test_where_all_was_collected_nothing_is_said(tmp_path):
    page = write_report(query_of(marts(vacancies(60))), tmp_path, sections=["in_short"]).read_text("utf-8")
    assert "outage" not in page
    assert "Not collected" not in page


@pytest.mark.parametrize(
    ("lang", "titles", "heading"),
    [
        ("en", {}, "What employers offer an account manager, and what they ask"),
        ("en", {"ru": ("бухгалтер",), "en": ("accountant",)}, "What employers offer and what they ask: Accountant"),
        ("ru", {"en": ("accountant",), "ru": ("бухгалтер",)}, "Что предлагают и чего ждут работодатели: Бухгалтер"),
        ("tr", {"ru": ("бухгалтер",)}, "İşverenler ne sunuyor, ne istiyor: Бухгалтер"),
    ],
)
def test_the_title_names_the_role_of_the_profile(lang, titles, heading, tmp_path):
    tables = query_of(marts(vacancies(20)))
    page = write_report(tables, tmp_path, lang=lang, titles=titles, sections=["in_short"]).read_text("utf-8")
    assert f"<h1>{heading}</h1>" in page


def test_only_roubles_have_a_bound_of_tax(tmp_path):
    page = write_report(query_of(marts(vacancies(300))), tmp_path, sections=["pay"]).read_text("utf-8")
    assert page.count("may be off by up to 13.9%") == 1
    assert page.count("gross and net stand together") == 1  # lira
