"""The tricks that make reading fast: each gives what the plain way gives."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import items
from pipeline.extract.facts import made
from pipeline.extract.fold import encode, flat, fold, folded, shape
from pipeline.extract.match import Matcher, glue_points, matcher
from pipeline.extract.patterns import is_sought
from pipeline.model import Fact
from pipeline.words import Lexicon, Term, lexicon

ROOT = Path(__file__).parents[2]
SIGNS = 'aBя Я.  \n\n!?…;:,)•●▪·*-–—✅❗📌➡️⚡+1.2)»"«(\r\t\u00a0\u200b\u3000\x0bşİéa  '
TEXTS = st.lists(st.sampled_from(SIGNS) | st.characters(), max_size=60).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_breaks_are_those_of_the_whole_expression(text: str) -> None:
    assert items.breaks(text, encode(text)) == [m.span() for m in items._ITEM.finditer(text)]


@given(TEXTS)
def test_every_view_has_one_byte_a_character(text: str) -> None:
    encoded = encode(text)
    assert {len(view) for view in (encoded, folded(encoded), flat(encoded), shape(encoded))} == {len(text)}
    assert folded(encoded) == fold(text)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("endNext one", [3]),
        ("olanİyi derecede", [4]),
        ("UNIFORMENHospitality", [9]),
        ("HubSpot", [3]),
        ("a B", []),
        ("до 18:00Обед", [8]),
        ("1CНавыки", [2]),
        ("речь2. Опыт", [4]),
        ("от 2. Опыт", []),
        ("РФГрафик", [2]),
    ],
)
def test_words_run_together_are_found(text: str, points: list[int]) -> None:
    assert glue_points(shape(encode(text)), "ru") == points


@pytest.mark.parametrize("lang", ["ru", "tr", "en"])
def test_every_term_is_found_as_the_vocabulary_writes_it(lang: str) -> None:
    terms = [
        t for t in lexicon().terms if is_sought(t, lang) and t.lang in (lang, "*") and any(map(str.isalnum, t.term))
    ]
    text, places = "", []
    for term in terms:
        places.append(len(text))
        text += f"{term.term} ; "
    found = {(hit.start, hit.term.kind, hit.term.concept) for hit in matcher().find(text, lang)}
    first = [next(i for i, sign in enumerate(term.term) if sign.isalnum()) for term in terms]
    asked = zip(terms, places, first, strict=True)
    assert [t.term for t, at, skip in asked if (at + skip, t.kind, t.concept) not in found] == []


def test_a_drafted_fact_is_a_fact() -> None:
    drafted = made("pay", "range", 1.0, 2.0, "RUB/month", "fixed", "net", quote="1-2", start=0, end=3, principal=True)
    fact = Fact("pay", "range", 1.0, 2.0, "RUB/month", "fixed", "net", quote="1-2", start=0, end=3, principal=True)
    assert type(drafted) is Fact
    assert drafted == fact
    assert hash(drafted) == hash(fact)
    assert made("role", "yes") == Fact("role", "yes")
    with pytest.raises(AttributeError):
        drafted.low = 3.0  # type: ignore[misc]


@pytest.fixture
def few_words() -> Lexicon:
    """A vocabulary that compiles in no time."""
    whole = lexicon()
    terms = tuple(t for t in whole.terms if t.file == "skills/office.csv")
    return Lexicon(terms, whole.concepts, "few")


def mentions(matcher: Matcher) -> list[tuple[int, int, Term]]:
    return [(hit.start, hit.end, hit.term) for hit in matcher.find("работа в excel", "ru")]


@pytest.mark.parametrize("torn", [b"", b"x" * 40, None])
def test_a_torn_cache_is_made_again(
    torn: bytes | None, few_words: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = mentions(Matcher(few_words))
    (kept,) = (tmp_path / "vacancies").glob("*.words")
    kept.write_bytes(kept.read_bytes()[:-1] if torn is None else torn)
    assert first
    assert mentions(Matcher(few_words)) == first


def test_old_words_leave_the_cache(few_words: Lexicon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("pipeline.extract.patterns.KEPT", 2)
    for digest in "abc":
        Matcher(Lexicon(few_words.terms, few_words.concepts, digest)).find("excel", "en")
    assert len(list((tmp_path / "vacancies").glob("*.words"))) == 2


@pytest.mark.slow
def test_reading_keeps_its_pace_against_spacy() -> None:
    """A ratio of one process; half of what is reached, so that no busy machine fails it. spaCy's tokenizer knows every
    word of the short invented texts by heart: on real postings the ratio is four times as high."""
    command = [sys.executable, "benchmarks/reading.py", "--market", "--passes", "3", "--floor", "0.2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
