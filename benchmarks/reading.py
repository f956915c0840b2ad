"""Text → all facts, one core, against spaCy's blank tokenizer and PhraseMatcher with the same words.

    .venv/bin/python benchmarks/reading.py ../shared/corpus/ru.jsonl ../shared/corpus/tr.jsonl ../shared/corpus/en.jsonl
    .venv/bin/python benchmarks/reading.py --market --floor 1

Prints Markdown. Process CPU time, the median of the passes; both sides run in turns in one process. Reading the files
is not timed. spaCy has its defaults, matches on LOWER, and reads every n-th posting only (at least 300), because it is
slow. The digest of all facts tells whether a change made for speed changed a fact. `--market` reads the English
postings of the invented sample; `--floor` ends with 1 when spaCy is not that many times as slow.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import statistics
import sys
import time
from collections import defaultdict
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from pipeline import extract, languages
from pipeline.engines import worker
from pipeline.extract.document import read_document
from pipeline.extract.match import Matcher
from pipeline.extract.patterns import is_sought
from pipeline.model import LANGUAGES, Posting, Reject
from pipeline.sample.generate import market
from pipeline.shelf import discover
from pipeline.sources.files import read
from pipeline.words import lexicon, load

LEAST_SAMPLE = 300


def phrase_matchers(spoken):
    """Return a blank pipeline and a PhraseMatcher a language, with the forms of the vocabulary that count in it."""
    import spacy
    from spacy.matcher import PhraseMatcher

    made = {}
    for language in spoken:
        nlp = spacy.blank(language)
        matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        terms = [t for t in lexicon().terms if is_sought(t, language)]
        forms = {f for t in terms for f in ({t.term} if t.lang == "*" else languages.forms(t.lang, t.term))}
        matcher.add("vocabulary", [nlp.make_doc(form) for form in sorted(forms)])
        made[language] = (nlp, matcher)
    return made


def start(language):
    """Return the CPU seconds until the words of a language are ready, their forms kept by an earlier run."""
    begin = time.process_time()
    Matcher(load(files("pipeline") / "vocab")).vocabulary(language)
    return time.process_time() - begin


def seconds(job, postings):
    begin = time.process_time()
    for posting in postings:
        job(posting)
    return (time.process_time() - begin) / len(postings)


def stages(postings):
    """Return stage → CPU seconds a posting: the documents, their items and parts, then each rule by itself."""
    spent = defaultdict(float)

    def timed(name, job, *values):
        begin = time.process_time()
        result = job(*values)
        spent[name] += time.process_time() - begin
        return result

    for posting in postings:
        text = timed("document", read_document, posting.text, posting.language)
        title = timed("document", read_document, posting.title or "", posting.language, "title")
        timed("items", lambda text=text: text.items)
        timed("parts", lambda text=text: text.parts)
        for name, rule in discover(extract.RULES).items():
            if hasattr(rule, "read"):
                timed(name, rule.read, text)
                timed(name, rule.read, title)
            if hasattr(rule, "read_posting"):
                timed(name, rule.read_posting, posting, text, title)
            if hasattr(rule, "stated"):
                timed(f"{name}, stated", rule.stated, posting)
    return {name: total / len(postings) for name, total in spent.items()}


def digest(postings):
    found = hashlib.sha256()
    for posting in postings:
        rows = [asdict(fact) for fact in extract.read(posting)]
        found.update(json.dumps([posting.id, rows], ensure_ascii=False).encode())
    return found.hexdigest()[:16]


def postings_of(options):
    if options.market:
        ads = [ad for ad in market() if ad.lang == "en"]
        return [Posting(str(ad.number), "sample", "market", ad.text, title=ad.title, language="en") for ad in ads]
    return [p for p in read(options.files) if not isinstance(p, Reject) and p.language in LANGUAGES]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--market", action="store_true", help="read the English postings of the sample instead")
    arguments.add_argument("--passes", type=int, default=5)
    arguments.add_argument("--floor", type=float, help="fail where spaCy is not this many times as slow")
    arguments.add_argument("--no-spacy", action="store_true", help="only our own times and the digest")
    options = arguments.parse_args()
    if not options.files and not options.market:
        arguments.error("name files of postings, or --market")
    postings = postings_of(options)
    sample = postings[:: max(1, len(postings) // LEAST_SAMPLE)]
    print(f"{len(postings)} postings, {sum(len(p.text) for p in postings) / len(postings):.0f} letters a text")
    print(f"digest of all facts: {digest(postings)}")
    spoken = sorted({p.language for p in postings})
    pipelines = {} if options.no_spacy else phrase_matchers(spoken)

    def spacy_reads(posting):
        nlp, matcher = pipelines[posting.language]
        matcher(nlp(posting.text))

    gc.freeze()  # as a process that reads postings does: what both know beforehand is not walked again and again
    gc.set_threshold(worker.OBJECTS)
    ours, theirs = [], []
    for _ in range(options.passes):
        ours.append(seconds(extract.read, postings))
        if pipelines:
            theirs.append(seconds(spacy_reads, sample))
    own = statistics.median(ours)
    print("\n| job | µs a posting | postings a second |\n|---|---|---|")
    print(f"| all facts | {own * 1e6:.0f} | {1 / own:.0f} |")
    if theirs:
        other = statistics.median(theirs)
        print(f"| spaCy tokenizer + PhraseMatcher | {other * 1e6:.0f} | {1 / other:.0f} |")
        print(f"\nspaCy takes {other / own:.2f} times as long.")
    print("\n| start | CPU s |\n|---|---|")
    for language in spoken:
        print(f"| words of {language} | {min(start(language) for _ in range(3)):.3f} |")
    print("\n| stage | µs a posting |\n|---|---|")
    for name, spent in sorted(stages(sample).items(), key=lambda row: -row[1]):
        print(f"| {name} | {spent * 1e6:.1f} |")
    if theirs and options.floor and other / own < options.floor:
        sys.exit(f"reading: spaCy takes {other / own:.2f} times as long, expected at least {options.floor}")


if __name__ == "__main__":
    main()
