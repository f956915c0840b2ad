"""Every rule of the lint shelf finds its own examples, quotes them, and is silent where it must be."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.desk.lint import Rule, lint, rules
from pipeline.model import Posting

RULES = rules()


def posting(example: dict[str, Any]) -> Posting:
    return Posting("1", "draft", "draft", example["text"], title=example.get("title"), language=example["lang"])


def examples(kind: str) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{name}-{example['lang']}-{number}")
        for name, rule in RULES.items()
        for number, example in enumerate(getattr(rule, kind))
    ]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_where_it_comes_from_in_three_languages(rule: Rule) -> None:
    assert rule.since <= date(2026, 12, 31), "a law that is in force or near, a practice that is written down"
    for told in (rule.says, rule.title, rule.jurisdiction, rule.source):
        assert sorted(told) == ["en", "ru", "tr"]
        assert all(told.values())
    assert all(rule.says[lang].startswith(word) for lang, word in {"en": "Check:", "tr": "Kontrol edin:"}.items())
    assert not any(word in rule.says["en"].lower() for word in ("unlawful", "illegal", "forbidden", "violat"))
    assert rule.finds, "an example that it finds"
    assert rule.passes, "an example that it passes"


@pytest.mark.parametrize(("rule", "example"), examples("finds"))
def test_a_rule_finds_its_example_and_quotes_it(rule: Rule, example: dict[str, Any]) -> None:
    found = [finding for finding in lint(posting(example)) if finding.rule == rule.name]
    assert [finding.quote for finding in found] == [example["quote"]]


@pytest.mark.parametrize(("rule", "example"), examples("passes"))
def test_a_rule_is_silent_where_nothing_is_wrong(rule: Rule, example: dict[str, Any]) -> None:
    assert [finding for finding in lint(posting(example)) if finding.rule == rule.name] == []


def test_a_text_in_another_language_is_not_judged() -> None:
    assert lint(Posting("1", "draft", "draft", "Nur Frauen, 20-30 Jahre", language="other")) == []


@given(st.text(max_size=400), st.text(max_size=60), st.sampled_from(["ru", "tr", "en"]))
def test_whatever_the_text_a_quote_is_a_slice_of_it(text: str, title: str, lang: str) -> None:
    for finding in lint(Posting("1", "draft", "draft", text, title=title, language=lang)):
        assert (title if finding.where == "title" else text)[finding.start : finding.end] == finding.quote


def test_a_sentence_is_told_once_a_rule() -> None:
    text = "Требования:\n- мужчина, только мужчины, юноша"
    found = [f.rule for f in lint(Posting("1", "draft", "draft", text, language="ru"))]
    assert found.count("sex") == 1


def test_a_long_item_is_quoted_in_part_and_once_without_cut_words() -> None:
    item = "внимательный и аккуратный человек " * 10 + "мужского пола, только мужчины " + "и добрый товарищ " * 20
    [finding] = [f for f in lint(Posting("1", "d", "d", f"Требования:\n- {item}", language="ru")) if f.rule == "sex"]
    assert len(finding.quote) < 300
    assert set(finding.quote.replace(",", "").split()) <= set(item.replace(",", "").split())


def test_a_stated_field_is_quoted_as_it_was_written() -> None:
    from pipeline.model import Stated

    stated = Stated(salary_from=60000, currency="RUB", period="month", salary_written="от 60000 RUB")
    draft = Posting("1", "draft", "draft", "Требования:\n- 1С", language="ru", stated=stated)
    [finding] = [f for f in lint(draft) if f.rule == "open_ended_pay"]
    assert (finding.quote, finding.start, finding.end) == ("от 60000 RUB", 0, 0)
