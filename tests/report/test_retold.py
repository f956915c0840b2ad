"""Every reason the program gives for a reject or for pay kept apart has a sentence in the reader's language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from pipeline.report.i18n import Reader
from pipeline.report.retold import KEPT_APART, PLACES, REJECTED, retold

HOUSE = Path(str(files("pipeline")))
READERS = [
    *sorted((HOUSE / "sources").rglob("*.py")), HOUSE / "fetch" / "postings.py", HOUSE / "engines" / "reading.py",
    HOUSE / "rates.py",
]  # fmt: skip
NO_READERS = {"_sitemaps.py", "_collect.py"}
"""They collect: what they raise ends a collection and is no reject."""
SAYING = {"reject": 0, "UnreadableError": 0, "ValueError": 0, "Reject": 3}
"""What makes a reason of its argument, and which argument that is."""


class Said:
    """The texts that a module may say as reasons, gathered from its tree; what is put in is shown as `7`."""

    def __init__(self, tree: ast.Module, others: dict[str, ast.FunctionDef]) -> None:
        self.tree, self.functions = tree, others
        self.names: dict[str, list[ast.expr]] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                self.names.setdefault(node.targets[0].id, []).append(node.value)
            if isinstance(node, ast.keyword) and node.arg:
                self.names.setdefault(f".{node.arg}", []).append(node.value)

    def reasons(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", None))
                at = SAYING.get(str(name))
                if at is not None and len(node.args) > at:
                    yield from self.texts(node.args[at])

    def texts(self, node: ast.expr) -> Iterator[str]:
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=parts):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in parts)
            case _:
                for behind in self.behind(node):
                    yield from self.texts(behind)

    def behind(self, node: ast.expr) -> list[ast.expr]:
        """The expressions that an expression may take its value from."""
        match node:
            case ast.BoolOp(values=either):
                return either
            case ast.IfExp(body=one, orelse=other):
                return [one, other]
            case ast.Name(id=name):
                return self.names.get(name, [])
            case ast.Attribute(attr=name):
                return self.names.get(f".{name}", [])
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in self.functions:
                returns = [n for n in ast.walk(self.functions[name]) if isinstance(n, ast.Return)]
                return [given.value for given in returns if given.value is not None]
        return []


def reasons() -> set[str]:
    trees = {file: ast.parse(file.read_text("utf-8")) for file in READERS if file.name not in NO_READERS}
    functions = {
        node.name: node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    }
    return {" ".join(reason.split()) for tree in trees.values() for reason in Said(tree, functions).reasons()}


def test_reasons_are_found() -> None:
    assert len(reasons()) > 40


@pytest.mark.parametrize("reason", sorted(reasons()))
def test_a_reason_of_a_reject_is_retold(reason: str) -> None:
    assert any(re.fullmatch(pattern, reason) for pattern in REJECTED), f"give {reason!r} a line in report/retold.py"


def kept_apart() -> set[str]:
    """Reasons of core.pay: words of its cases, of the seed of requirements, of the check of units."""
    month = (HOUSE / "warehouse" / "sql" / "core" / "month_pay.sql").read_text("utf-8")
    cases = month[month.index("case\n        when kind") : month.index("end as no_month")]
    seed = (HOUSE / "warehouse" / "seeds" / "kept_apart.csv").read_text("utf-8").splitlines()[1:]
    checked = (HOUSE / "statistics" / "sanity.py").read_text("utf-8")
    units = re.findall(r"^.*\breason\[.*= .*\"(.+)\"$", checked, re.MULTILINE)
    told = {text + "shift" * text.endswith(" ") for text in re.findall(r"then '([^']+)'", cases)}
    told |= {line.partition(",")[2].strip('"') for line in seed}
    told |= {f"{done}: {text}" for text in units for done in ("set aside", "mended")}
    return told | {"net pay among gross: no tax table of USD for 2026"}


@pytest.mark.parametrize("reason", sorted(kept_apart()))
def test_a_reason_to_keep_pay_apart_is_retold(reason: str) -> None:
    assert any(re.fullmatch(pattern, reason) for pattern in KEPT_APART), f"give {reason!r} a line in report/retold.py"


@pytest.mark.parametrize(
    ("table", "said", "shown"),
    [
        (REJECTED, "not JSON (Expecting value: line 1): repair", "не JSON: исправьте строку или удалите её"),
        (REJECTED, "an object was expected, found list", "здесь нет вакансии: искались название или текст"),
        (PLACES, "line 12", "строка 12"),
        (PLACES, "offer 3", "запись 3"),
        (PLACES, "sheet May, row 3", "лист May, строка 3"),
        (KEPT_APART, "paid by the shift", "оплата за час, смену, выработку или проект"),
        (KEPT_APART, "what no line knows", "what no line knows"),
    ],
)  # fmt: skip
def test_reasons_are_retold_in_the_reader_s_language(table, said, shown) -> None:
    assert retold(said, table, Reader("ru")) == shown
