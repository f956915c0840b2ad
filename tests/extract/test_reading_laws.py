"""Laws of the reader: a quote is its slice, twice is once, no text breaks it, and words are added without code."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pipeline
from pipeline.errors import VocabularyError
from pipeline.extract import read
from pipeline.extract.match import Matcher
from pipeline.model import Posting
from pipeline.words import INTERNAL_KINDS, lexicon, load

PIECES = st.sampled_from(
    [
        "Требования: ",
        "знание 1С",
        "желательно",
        "; ",
        "\n",
        "Excel",
        "İngilizce",
        "olanİyi",
        ". ",
        "\ud800",
        "\0",
        "ß",
        "от 50 000 руб.",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join)


def posting(text: str, lang: str = "ru") -> Posting:
    return Posting(id="1", source="t", page="t", text=text, title=None, language=lang)


@settings(max_examples=25, deadline=None)
@given(TEXTS, st.sampled_from(["ru", "tr", "en", "other"]))
def test_quotes_are_slices_and_reading_is_pure(text: str, lang: str) -> None:
    facts = read(posting(text, lang), text_only=True)
    assert facts == read(posting(text, lang), text_only=True)
    for fact in facts:
        if fact.origin == "text" and fact.start is not None and fact.end is not None:
            assert text[fact.start : fact.end] == fact.quote


def test_an_unrelated_sentence_removes_nothing() -> None:
    text = "Требования: знание Excel, английский язык. Условия: ДМС."
    before = {(f.concept, f.scope) for f in read(posting(text), text_only=True)}
    after = {(f.concept, f.scope) for f in read(posting(text + " Ветер дул с моря."), text_only=True)}
    assert before <= after


def copied(folder: Path) -> Path:
    vocabulary = folder / "vocab"
    shutil.copytree(Path(pipeline.__file__).parent / "vocab", vocabulary, ignore=shutil.ignore_patterns("__pycache__"))
    return vocabulary


def test_a_synonym_is_one_row(tmp_path: Path) -> None:
    vocabulary = copied(tmp_path)
    for path in vocabulary.rglob("*.csv"):  # few words compile fast; what is added is a row all the same
        if path.parent.name != "skills" and path.name != "concepts.csv":
            path.unlink()
    with (vocabulary / "skills" / "office.csv").open("a", encoding="utf-8") as out:
        out.write("excel,ru,табличный чародей,\n")
    found = Matcher(load(vocabulary)).find("нужен опыт табличного чародея", "ru")
    assert "excel" in {hit.term.concept for hit in found}


@pytest.mark.slow
def test_a_synonym_is_one_row_from_file_to_fact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vocabulary = copied(tmp_path)
    with (vocabulary / "skills" / "office.csv").open("a", encoding="utf-8") as out:
        out.write("excel,ru,табличный чародей,\n")
    mine = Matcher(load(vocabulary))
    monkeypatch.setattr("pipeline.extract.document.matcher", lambda: mine)
    facts = read(posting("Требования: опыт табличного чародея"), text_only=True)
    assert ("excel", "required") in {(f.concept, f.scope) for f in facts}


@pytest.mark.parametrize(
    ("file", "row"),
    [
        ("cues/scope.csv", "preferred,ru,очень славно,afterwards"),
        ("cues/sections.csv", "requirements,en,what counts,close"),
        ("personal.csv", "teamwork,en,herd instinct,wek"),
        ("units/time.csv", "number,en,umpteen,many"),
    ],
)
def test_a_note_no_rule_knows_is_refused(tmp_path: Path, file: str, row: str) -> None:
    vocabulary = copied(tmp_path)
    with (vocabulary / file).open("a", encoding="utf-8") as out:
        out.write(row + "\n")
    with pytest.raises(VocabularyError, match=f"{file}:.*note"):
        load(vocabulary)


@pytest.mark.parametrize("piece", ["а", "1С ", "желательно 1С ", "Желательно: ", ". ", ".", " ", "Требования: "])
def test_a_long_text_is_read_in_linear_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    assert read(posting(text), text_only=True) is not None


MUST_HAVE = {
    "en": "Requirements:\n- You must have {}\n- {} is required",
    "ru": "Требования:\n- обязательно {}\n- {} обязательно",
    "tr": "Aranan nitelikler:\n- {} şart\n- {} zorunludur",
}


def test_a_weak_word_is_never_asked() -> None:
    weak = [
        t
        for t in lexicon().terms
        if t.note == "weak" and t.lang in MUST_HAVE and t.kind not in INTERNAL_KINDS | {"industry"}
    ]
    assert len(weak) > 50
    asked = [
        (term.term, fact.scope)
        for term in weak
        for fact in read(Posting("1", "s", "p", MUST_HAVE[term.lang].format(term.term, term.term), language=term.lang))
        if fact.concept == term.concept and (fact.quote or "").casefold() == term.term.casefold()
        if fact.scope in ("required", "preferred")
    ]
    assert asked == []
