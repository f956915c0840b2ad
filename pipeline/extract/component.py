"""The open face: a spaCy component that writes our facts into `doc.spans`, and the slow oracle of the fast matcher.

`nlp.add_pipe("vacancy_facts")` works in any spaCy pipeline (`factory.py` registers it); the facts stand in
`doc.spans["vacancy_facts"]`, one span a fact with the concept as label, and, complete, as plain rows in
`doc.user_data["vacancy_facts"]` (both survive `Doc.to_bytes`).
"""

from __future__ import annotations

import html
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pipeline import extract, languages
from pipeline.extract.fold import encode, flat
from pipeline.extract.patterns import is_sought, meaning, variants
from pipeline.model import Fact, Posting
from pipeline.words import Lexicon, Term, lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

SPANS = "vacancy_facts"


class VacancyFacts:
    """Reads a Doc as a posting's text; `lang` fixes the language, null detects it."""

    def __init__(self, lang: str | None = None) -> None:
        self.lang = lang

    def __call__(self, doc: Doc) -> Doc:
        """Return the Doc with its facts as spans."""
        language = self.lang or languages.detect(doc.text)
        posting = Posting(id="doc", source="spacy", page="doc", text=doc.text, language=language)
        facts = [f for f in extract.read(posting, text_only=True) if f.start is not None and f.end is not None]
        spans = [doc.char_span(f.start or 0, f.end or 0, label=f.concept, alignment_mode="expand") for f in facts]
        doc.spans[SPANS] = [s for s in spans if s is not None]
        doc.user_data[SPANS] = [asdict(f) for f in facts]
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Return the settings; the words travel with the package."""
        return (self.lang or "").encode()

    def from_bytes(self, data: bytes, **_: Any) -> VacancyFacts:
        """Take the settings back."""
        self.lang = data.decode() or None
        return self


Mention = tuple[int, int, tuple[str, str, str, str, str]]
"""A term at [start, end) by its meaning."""


class Oracle:
    """The words of one language through spaCy's PhraseMatcher: slow, simple, what the fast matcher is held against."""

    def __init__(self, language: str, words: Lexicon | None = None) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher
        from spacy.tokens import Doc

        self._vocab = spacy.blank("xx").vocab
        self._doc = Doc
        self._matcher = PhraseMatcher(self._vocab)
        self._terms: dict[str, Term] = {}
        for number, term in enumerate((words or lexicon()).terms):
            if is_sought(term, language):
                self._terms[str(number)] = term
                patterns = [
                    Doc(self._vocab, words=[w for w in form.split(" ") if w]) for form in sorted(variants(term))
                ]
                self._matcher.add(str(number), patterns)

    def find(self, text: str) -> set[Mention]:
        """Return every term that stands in a text between word borders."""
        words = flat(encode(text)).decode("latin-1")
        places = [(m.start(), m.end()) for m in re.finditer("[^ ]+", words)]
        if not places:
            return set()
        doc = self._doc(self._vocab, words=[words[a:b] for a, b in places])
        found = [(self._terms[self._vocab.strings[key]], first, last) for key, first, last in self._matcher(doc)]
        return {(places[first][0], places[last - 1][1], meaning(term)) for term, first, last in found}


def displacy(posting: Posting, facts: tuple[Fact, ...]) -> dict[str, Any]:
    """Return what displaCy's manual entity view draws: the text and the places of its facts, none overlapping."""
    ents, reach = [], -1
    placed = [f for f in facts if f.where == "text" and f.start is not None and f.end is not None]
    for fact in sorted(placed, key=lambda f: (f.start or 0, -(f.end or 0))):
        if fact.start is not None and fact.start >= reach:
            ents.append({"start": fact.start, "end": fact.end, "label": f"{fact.concept} · {fact.scope or fact.kind}"})
            reach = fact.end or 0
    return {"text": posting.text, "ents": ents, "title": posting.title}


def page(posting: Posting, facts: tuple[Fact, ...]) -> str:
    """Return an HTML page, drawn by displaCy, with the facts marked in the text."""
    from spacy import displacy as drawing

    shown = displacy(posting, facts)
    shown["title"] = html.escape(posting.title or posting.id)
    return str(drawing.render(shown, style="ent", manual=True, page=True, jupyter=False))
