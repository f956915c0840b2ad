"""What we do to one posting, against the libraries that do a part of it: all in turns, in one process, on one core.

    .venv/bin/python benchmarks/peers.py [--floor 1] [--passes 5] [JSONL …]

Without files it reads the English postings of the invented market. Reading text is compared with spaCy's blank
tokenizer and PhraseMatcher, with flashtext, and with one regular expression, a trie of the same words: they find words
and nothing more, we also say what each means for the candidate, and read pay and experience. SkillNER is not among
them: it fetches its words from the network when it is imported, and what it then does is that spaCy pass, three times.
The parsers are compared with the bare libraries: they give what is written, we give postings, or clean text with
contacts masked. `--floor` ends with 1 where spaCy takes less than so many times our time.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import orjson
import reading
import spacy
from _rows import in_turns, told
from bs4 import BeautifulSoup
from flashtext import KeywordProcessor
from lxml import html as lxml_html
from warcio.archiveiterator import ArchiveIterator

from pipeline import extract, languages
from pipeline.extract.patterns import is_sought
from pipeline.fetch.archive import Answer, Archive
from pipeline.sources import files
from pipeline.text import to_text
from pipeline.words import lexicon

FEW = 300
"""Postings that are read, of files; with fewer words than its cache holds spaCy's tokenizer is twice as quick."""
MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


def forms(language: str) -> list[str]:
    """Return all forms of the vocabulary that count in texts of a language."""
    terms = [term for term in lexicon().terms if is_sought(term, language)]
    found = {form for t in terms for form in ({t.term} if t.lang == "*" else languages.forms(t.lang, t.term))}
    return sorted({form.lower() for form in found})


def trie(words: list[str]) -> re.Pattern[str]:
    """Return one pattern of all words, their common beginnings written once."""
    root: dict[str, dict] = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}

    def written(node: dict[str, dict]) -> str:
        branches = [re.escape(letter) + written(after) for letter, after in node.items() if letter]
        if not branches:
            return ""
        joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
        return f"(?:{joined})?" if "" in node else joined

    return re.compile(rf"\b{written(root)}\b")


def as_html(text: str) -> str:
    lines = [f"<li>{line[2:]}</li>" if line.startswith("- ") else f"<p>{line}</p>" for line in text.split("\n")]
    return f"<div class='description'><b>About &amp; more</b>{''.join(lines)}</div>"


def read_texts(postings, passes: int) -> float:
    """Compare the reading of text and of HTML; return how many times as long spaCy takes."""
    spoken = sorted({p.language for p in postings})
    pipelines = reading.phrase_matchers(spoken)
    flash, patterns = {}, {}
    for language in spoken:
        words = forms(language)
        flash[language] = KeywordProcessor(case_sensitive=False)
        flash[language].add_keywords_from_list(words)
        patterns[language] = trie(words)
    pages = [as_html(p.text) for p in postings]

    def by_spacy(language: str, text: str) -> None:
        nlp, matcher = pipelines[language]
        matcher(nlp(text))

    def over(job):
        return (lambda: [job(p) for p in postings]), len(postings)

    timed = in_turns(
        {
            "ours": over(extract.read),
            "spaCy tokenizer + PhraseMatcher": over(lambda p: by_spacy(p.language, p.text)),
            "flashtext": over(lambda p: flash[p.language].extract_keywords(p.text)),
            "one regular expression (trie)": over(lambda p: patterns[p.language].findall(p.text.lower())),
        },
        passes,
    )
    ratio = timed["spaCy tokenizer + PhraseMatcher"].median / timed["ours"].median
    told("text → facts, a posting", timed.pop("ours"), timed)

    def ours_of_html() -> None:
        for posting, page in zip(postings, pages, strict=True):
            extract.read(replace(posting, text=to_text(page)))

    def theirs_of_html() -> None:
        for posting, page in zip(postings, pages, strict=True):
            by_spacy(posting.language, BeautifulSoup(page, "html.parser").get_text("\n"))

    timed = in_turns(
        {"ours": (ours_of_html, len(pages)), "Beautiful Soup, then spaCy": (theirs_of_html, len(pages))}, passes
    )
    told("HTML → facts, a posting", timed.pop("ours"), timed)
    timed = in_turns(
        {
            "ours": ((lambda: [to_text(page) for page in pages]), len(pages)),
            "Beautiful Soup get_text": (
                (lambda: [BeautifulSoup(page, "html.parser").get_text("\n") for page in pages]),
                len(pages),
            ),
            "lxml text_content": ((lambda: [lxml_html.fromstring(page).text_content() for page in pages]), len(pages)),
        },
        passes,
    )
    told("HTML → text, a posting", timed.pop("ours"), timed)
    return ratio


def read_files(postings, passes: int) -> None:
    """Compare the reading of JSON lines and of WARC."""
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "postings.jsonl"
        rows = [{"id": p.id, "title": p.title, "description": p.text} for p in postings] * 5
        lines.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        raw = Path(folder) / "raw"
        writer = Archive(raw, "bench").writer("20260302T000000000000Z")
        headers = (("Content-Type", "text/html; charset=utf-8"),)
        for number, posting in enumerate(postings):
            uri, body = f"https://jobs.example/{number}", as_html(posting.text).encode()
            writer.answer(
                Answer(uri, 200, "OK", headers, body, MOMENT, uri), {"User-Agent": "bench"}, holds_postings=True
            )
        writer.close()
        archive = Archive(raw, "bench")
        packed = next(raw.rglob("*.warc.gz")).read_bytes()

        def lines_by(decode):
            return (lambda: [decode(line) for line in lines.read_bytes().splitlines()]), len(rows)

        timed = in_turns(
            {
                "ours": ((lambda: list(files.read([lines]))), len(rows)),
                "json": lines_by(json.loads),
                "orjson": lines_by(orjson.loads),
            },
            passes,
        )
        told("JSON lines → postings, each", timed.pop("ours"), timed)

        def by_warcio() -> None:
            for record in ArchiveIterator(io.BytesIO(packed)):
                record.content_stream().read()

        def by_us() -> None:
            for collection in archive.collections():
                for _, record in archive.places(collection):
                    archive.page(record, collection)

        timed = in_turns({"ours": (by_us, len(postings)), "warcio": (by_warcio, len(postings))}, passes)
        told("WARC → pages, each", timed.pop("ours"), timed)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--passes", type=int, default=5)
    arguments.add_argument("--floor", type=float, help="fail where spaCy is not this many times as slow")
    options = arguments.parse_args()
    options.market = not options.files
    postings = reading.postings_of(options)
    postings = postings[:: max(1, len(postings) // FEW)]
    letters = sum(len(p.text) for p in postings) // len(postings)
    print(f"spaCy {spacy.__version__}; {len(postings)} postings of {letters} letters\n")
    print("| job | who | median | spread | times ours |\n|---|---|---|---|---|")
    ratio = read_texts(postings, options.passes)
    read_files(postings, options.passes)
    if options.floor and ratio < options.floor:
        sys.exit(f"peers: spaCy takes {ratio:.2f} times as long, expected at least {options.floor}")


if __name__ == "__main__":
    main()
