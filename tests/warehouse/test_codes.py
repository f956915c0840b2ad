"""Industries and the role in other classifications: every industry of the vocabulary has its NACE divisions."""

from pipeline.words import lexicon

from .conftest import Small, posting, rows


def test_every_industry_of_the_vocabulary_has_a_nace_section(small: Small) -> None:
    small.add(posting("1"))
    told = rows(small, "select distinct industry, section from mart.industry_code where scheme = 'nace'")
    assert all(section for _, section in told)
    known = {c.concept for c in lexicon().concepts.values() if c.kind == "industry"} - {"other"}
    assert {industry for industry, _ in told} == known


def test_the_role_has_its_codes(small: Small) -> None:
    small.add(posting("1"))
    found = rows(small, "select scheme, code from mart.role_code where not is_neighbour and scheme <> 'esco'")
    assert set(found) == {("hh", "70"), ("isco08", "1420"), ("trudvsem", "202086")}
