"""The spaCy component and the oracle that the fast matcher is held against."""

import itertools
import json
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from pipeline.extract import read
from pipeline.extract.component import SPANS, Oracle, displacy
from pipeline.extract.fold import encode, flat
from pipeline.extract.match import Hit, matcher
from pipeline.extract.patterns import meaning, variants
from pipeline.model import LANGUAGES, Posting
from pipeline.sample.generate import market

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.filterwarnings("ignore")


def test_component_writes_spans_that_survive_bytes() -> None:
    import spacy

    told = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))
    EntryPoint("vacancy_facts", told["project"]["entry-points"]["spacy_factories"]["vacancy_facts"], "").load()
    nlp = spacy.blank("ru")
    nlp.add_pipe("vacancy_facts")
    doc = nlp("Требования: знание Excel, английский язык.")
    assert {s.label_ for s in doc.spans[SPANS]} >= {"excel", "english"}
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert {s.label_ for s in again.spans[SPANS]} == {s.label_ for s in doc.spans[SPANS]}
    same = spacy.blank("ru")
    same.add_pipe("vacancy_facts")
    assert same.from_bytes(nlp.to_bytes())("Требования: знание Excel").spans[SPANS]


def test_displacy_rows_do_not_overlap() -> None:
    posting = Posting(id="1", source="t", page="t", text="Требования: Excel, Word, английский язык", language="ru")
    ents = displacy(posting, read(posting, text_only=True))["ents"]
    assert ents
    assert all(a["end"] <= b["start"] for a, b in itertools.pairwise(ents))


def apart(words: str, start: int, end: int) -> bool:
    """Two signs between its words: "sales, manager" names no sales manager."""
    return "  " in words[start:end]


def run_together(words: str, hit: Hit) -> bool:
    """A border where tag stripping ran two words together: "olanİyi derecede", "clientsYou", "UNIFORMENHospitality"."""
    start, end, term = hit.start, hit.end, hit.term
    beside = words[max(0, start - 1) : start] + words[end : end + 1]
    written = words[start:end]
    parted = {form.replace(" ", "") for form in variants(term)} if written not in variants(term) else set()
    return bool(beside.strip(" ")) or written.replace(" ", "") in parted


def repaired(text: str, start: int, end: int, language: str) -> bool:
    """Turkish letters that became question marks: "m??teri" is a word again, and "a?k" holds no "k"."""
    return language == "tr" and any(sign in text[max(0, start - 1) : end + 1] for sign in "?\ufffd")


def unexplained(oracle: Oracle, text: str, language: str) -> list[tuple[int, int, str]]:
    """Return where the two matchers disagree for none of the three reasons above."""
    words = flat(encode(text)).decode("latin-1")
    fast = {(hit.start, hit.end, meaning(hit.term)): hit for hit in matcher().find(text, language)}
    slow = oracle.find(text)
    odd = [m for m in slow - fast.keys() if not (apart(words, *m[:2]) or repaired(text, *m[:2], language))]
    odd += [m for m in fast.keys() - slow if not (run_together(words, fast[m]) or repaired(text, *m[:2], language))]
    return [(start, end, f"{text[start:end]!r} as {said}") for start, end, said in odd]


def test_oracle_agrees_on_the_sample_market() -> None:
    oracle = Oracle("en")
    texts = [row.text for row in market() if row.employer.lang == "en"]
    assert len(texts) > 20
    assert [odd for text in texts for odd in unexplained(oracle, text, "en")] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_oracle_agrees_on_the_corpus(language: str) -> None:
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is absent: the differential test needs real postings")
    oracle = Oracle(language)
    rows = [json.loads(line) for line in (CORPUS / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 150
    assert [(row["uid"], *odd) for row in rows for odd in unexplained(oracle, row["description"], language)] == []
