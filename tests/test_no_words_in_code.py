"""Words of a posting's language stand in the vocabulary, never in a .py file (DESIGN §5); alphabets may."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PIPELINE = Path(__file__).parent.parent / "pipeline"
FILES = sorted(PIPELINE.rglob("*.py"))
CHARACTER_CLASS = re.compile(r"\[[^\]]*\]")
RANGES = re.compile(r"[A-Za-zА-Яа-яЁё]-[A-Za-zА-Яа-яЁё]|[ёçğıöşüÇĞİÖŞÜЁ]+")
WORD = re.compile(r"[А-Яа-яЁё]{2,}|[A-Za-z]*[çğışöüÇĞİŞÖÜ][A-Za-zçğışöü]+")
ALPHABETS = {
    "extract/fold.py": "the letters that have a byte of their own",
    "extract/patterns.py": "letters of two alphabets that look alike",
    "extract/levels.py": "letters of licence categories in two alphabets",
    "languages/tr.py": "the vowels and hard consonants of suffix harmony",
}


def literals(path: Path) -> list[tuple[int, str]]:
    """All string constants of a file that are not documentation."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    return [
        (n.lineno, n.value)
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in told
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PIPELINE)))
def test_no_word_of_a_posting_stands_in_code(path: Path) -> None:
    if str(path.relative_to(PIPELINE)) in ALPHABETS:
        return
    found = [
        f"{path.name}:{line}: {text[:60]!r}"
        for line, text in literals(path)
        if WORD.search(RANGES.sub("", CHARACTER_CLASS.sub("", text)))
    ]
    assert not found, "move these words into pipeline/vocab: " + "; ".join(found)
