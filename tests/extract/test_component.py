"""The spaCy component and the oracle that the fast matcher is held against."""

import itertools
import json
from pathlib import Path

import pytest

from pipeline.extract import read
from pipeline.extract.component import SPANS, Oracle, displacy
from pipeline.extract.match import glue_points, matcher
from pipeline.model import Posting
from pipeline.words import lexicon

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.filterwarnings("ignore")


def test_component_writes_spans_that_survive_bytes() -> None:
    import spacy

    import pipeline.extract.component as face

    spacy.Language.factory("vacancy_facts", func=face.create_vacancy_facts)
    nlp = spacy.blank("ru")
    nlp.add_pipe("vacancy_facts")
    doc = nlp("Требования: знание Excel, английский язык.")
    assert {s.label_ for s in doc.spans[SPANS]} >= {"excel", "english"}
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert {s.label_ for s in again.spans[SPANS]} == {s.label_ for s in doc.spans[SPANS]}
    assert spacy.blank("ru").from_bytes is not None


def test_displacy_rows_do_not_overlap() -> None:
    posting = Posting(id="1", source="t", page="t", text="Требования: Excel, Word, английский язык", language="ru")
    ents = displacy(posting, read(posting, text_only=True))["ents"]
    assert ents
    assert all(a["end"] <= b["start"] for a, b in itertools.pairwise(ents))


@pytest.mark.slow
def test_oracle_agrees_on_the_corpus() -> None:
    if not CORPUS.is_dir():
        pytest.skip("../shared/corpus is absent: the differential test needs real postings")
    oracle, fast, number = Oracle(), matcher(), {id(t): n for n, t in enumerate(lexicon().terms)}
    checked = 0
    for name in ("ru", "tr", "en"):
        for line in (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["description"]
            if glue_points(text) or "\ufffd" in text or len(text) > 6000:
                continue
            got = {(h.start, h.end, number[id(h.term)]) for h in fast.find(text, name)}
            assert oracle.find(text, name) <= got, line[:60]
            checked += 1
    assert checked > 300
