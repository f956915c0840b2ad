"""Pages with JobPosting: invented ones for each quirk, and the shared 49 where they are present."""

import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.model import Page, Posting, Reject
from pipeline.sources import hh, jobposting
from pipeline.sources.files.html import parse
from pipeline.sources.jobposting.jsonld import loads

SHARED = Path(__file__).parents[3] / "shared"
JOB = {
    "@type": "JobPosting",
    "title": "Sales Manager",
    "hiringOrganization": {"name": "Acme"},
    "description": "<p>Sell our things to shops</p>",
}


def page(body):
    return Page("files", "folder/page.html", body.encode() if isinstance(body, str) else body)


def script(value, kind="application/ld+json"):
    return f'<script type="{kind}">{value if isinstance(value, str) else json.dumps(value)}</script>'


def read(value):
    return list(parse(page(script(value))))


@pytest.mark.parametrize(
    "value",
    [
        JOB,
        [{"@type": "WebPage"}, JOB],
        {"@graph": [{"@type": "Organization"}, JOB]},
        {"@type": "WebPage", "mainEntity": {"@type": "ItemList", "itemListElement": [{"item": JOB}]}},
        JOB | {"@type": ["Thing", "JobPosting"]},
        {key.title() if key[0] != "@" else key: value for key, value in JOB.items()} | {"hiringOrganization": "Acme"},
    ],
)
def test_found_wherever_it_stands(value):
    (made,) = read(value)
    assert (made.id, made.title, made.employer, made.text) == (
        "page.html:1",
        "Sales Manager",
        "Acme",
        "Sell our things to shops",
    )


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type":"JobPosting","title":"x",}',
        '{"@type":"JobPosting" "title":"x"}',
        '{"@type":"JobPosting","title":"x","d":"\\$5"}',
        '{"@type":"JobPosting","title":"x","d":"a\nb"}',
        "//<![CDATA[\n" + '{"@type":"JobPosting","title":"x"}' + "\n//]]>",
        "{&quot;@type&quot;:&quot;JobPosting&quot;,&quot;title&quot;:&quot;x&quot;}",
        '{"@type":"JobPosting","title":"x"};',
    ],
)
def test_broken_json_is_mended(broken):
    assert loads(broken)["title"] == "x"


@pytest.mark.parametrize("broken", ["not json", "", '{"a": "unclosed', "{{{{"])
def test_or_given_up(broken):
    assert loads(broken) is None


def test_a_broken_posting_is_a_reject_and_an_empty_one_too():
    assert isinstance(read('{"@type":"JobPosting" :: "unclosed')[0], Reject)
    assert isinstance(read({"@type": "JobPosting"})[0], Reject)


@pytest.mark.parametrize(
    ("pay", "stated"),
    [
        ({"currency": "USD", "value": {"minValue": 5, "maxValue": 7, "unitText": "HOUR"}}, (5, 7, "USD", "hour")),
        ({"currency": "RUR", "value": {"minValue": 45000, "unitText": "MONTH"}}, (45000, None, "RUB", "month")),
        ({"currency": "TL", "value": {"value": "45.000", "unitText": "MONTH"}}, (45000, 45000, "TRY", "month")),
        ({"currency": "EUR", "minValue": 10, "maxValue": 20}, (10, 20, "EUR", None)),
        (
            {"currency": "USD", "unitText": "HOUR", "value": {"minValue": 8, "maxValue": 9, "unitText": "YEAR"}},
            (8, 9, "USD", "year"),
        ),
        ({"value": {"value": "$21,000 - $26,000"}}, (21000, 26000, "USD", None)),
        ({"currency": "USD", "value": {"value": 0}}, (None, None, None, None)),
        ({"currency": "TRY", "value": {"value": "-", "unitText": "MONTH"}}, (None, None, None, None)),
        ("competitive", (None, None, None, None)),
        (None, (None, None, None, None)),
    ],
)
def test_pay(pay, stated):
    (made,) = read(JOB | {"baseSalary": pay})
    assert (made.stated.salary_from, made.stated.salary_to, made.stated.currency, made.stated.period) == stated


def test_an_estimate_is_not_the_employers_pay():
    (made,) = read(JOB | {"estimatedSalary": {"currency": "USD", "median": 12, "unitText": "HOUR"}})
    assert made.stated.salary_from is None


def test_days_are_local_and_made_up_ones_dropped():
    (made,) = read(JOB | {"datePosted": "2026-09-25T23:30:00-07:00", "validThrough": "2026-10-25"})
    assert (made.posted_on, made.closes_on) == (date(2026, 9, 25), date(2026, 10, 25))
    (made,) = read(JOB | {"datePosted": "2024-08-11T08:17:42.806Z", "validThrough": "2027-08-11T08:17:42.806Z"})
    assert (made.posted_on, made.closes_on) == (None, None)


def test_months_of_experience_and_remote():
    (made,) = read(JOB | {"experienceRequirements": {"monthsOfExperience": "24"}, "jobLocationType": "TELECOMMUTE"})
    assert (made.stated.experience, made.stated.remote) == ("1-3", True)
    (made,) = read(JOB | {"applicantLocationRequirements": {"name": "Россия"}})
    assert made.stated.remote is None


def test_contacts_never_pass():
    (made,) = read(
        JOB
        | {
            "applicationContact": {"name": "Jane Doe", "email": "jane@acme.com"},
            "hiringOrganization": {"name": "Acme", "telephone": "+7 912 345 67 89"},
        }
    )
    assert "Jane" not in str(made)
    assert "912" not in str(made)


def test_microdata_and_rdfa():
    inside = '<h1 {0}="title">Sales</h1><div {0}="description"><ul><li>Sell</li></ul></div></div>'
    micro = '<div itemscope itemtype="http://schema.org/JobPosting">' + inside.format("itemprop")
    rdfa = '<div vocab="http://schema.org/" typeof="JobPosting">' + inside.format("property")
    for body in (micro, rdfa):
        (made,) = parse(page(body))
        assert (made.title, made.text) == ("Sales", "• Sell")


def test_a_cp1251_page():
    job = json.dumps(JOB | {"title": "Менеджер"}, ensure_ascii=False)
    body = f'<html><head><meta charset="windows-1251">{script(job)}</head></html>'
    (made,) = parse(page(body.encode("cp1251")))
    assert made.title == "Менеджер"


def test_hh_page_state_wins_over_its_json_ld():
    state = {
        "vacancyView": {
            "vacancyId": 7,
            "name": "Менеджер",
            "description": "<p>Звонки</p>",
            "area": {"name": "Казань"},
            "workExperience": "between1And3",
            "compensation": {"from": 45000, "currencyCode": "RUR", "gross": True},
            "company": {"visibleName": "ООО Пример"},
            "contactInfo": {"fio": "Анна Петрова"},
            "publicationDate": "2026-05-04T10:00:00+03:00",
        }
    }
    body = f'<template id="HH-Lux-InitialState">{json.dumps(state).replace(chr(34), "&quot;")}</template>{script(JOB)}'
    (made,) = parse(page(body))
    assert (made.id, made.url, made.stated.gross, made.stated.experience) == (
        "7",
        "https://hh.ru/vacancy/7",
        True,
        "1-3",
    )
    assert "Анна" not in str(made)
    assert not list(hh.parse_state(page(script(JOB))))


def _shared():
    index = SHARED / "jsonld" / "index.jsonl"
    return [json.loads(line) for line in index.read_text(encoding="utf-8").splitlines()] if index.exists() else []


@pytest.mark.skipif(not _shared(), reason="../shared/jsonld is not beside this checkout")
def test_every_shared_page_reads_as_its_index_expects():
    for row in _shared():
        body = (SHARED / "jsonld" / row["file"]).read_bytes()
        made = [r for r in jobposting.parse(Page("files", row["file"], body)) if isinstance(r, Posting)]
        expect = row["expect"] or {}
        assert len(made) == expect.get("count", len(made)), row["file"]
        assert [p.title for p in made] == expect.get("titles", [p.title for p in made]), row["file"]
        for name in ("title", "employer", "posted_on"):
            if name in expect:
                assert expect[name] in {str(getattr(p, name)) for p in made}, row["file"]
        if pay := expect.get("salary"):
            stated = made[0].stated
            got = {
                "from": stated.salary_from,
                "to": stated.salary_to,
                "currency": stated.currency,
                "period": stated.period,
            }
            want = {"from": None, "to": None} if pay.get("none") else pay
            assert {key: got[key] for key in want} == want, row["file"]
