"""Copies of the notebooks with their results: python docs/notebooks.py [workspace] writes reports/notebooks/*.html.

A cell of text stands as it is written, a cell of code with the table of its last line.
"""

from __future__ import annotations

import ast
import html
import os
import sys
from pathlib import Path
from typing import Any

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:64em;margin:2em auto;padding:0 1em}pre{background:#f4f4f2;padding:.7em;"
    "overflow:auto}table{border-collapse:collapse;display:block;overflow:auto}"
    "td,th{border:1px solid #ddd;padding:.2em .5em}"
)


def cells(text: str) -> list[tuple[bool, str]]:
    """Cut py:percent text into cells: whether it is text, and what stands in it."""
    found = []
    for cell in text.split("# %%")[1:]:
        head, _, body = cell.partition("\n")
        found.append(("[markdown]" in head, body.strip()))
    return found


def run(code: str, names: dict[str, Any]) -> Any:
    """Carry out a cell and give the value of its last line, None where that is no expression."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - our own notebooks
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307 - our own notebooks


def rendered(path: Path) -> str:
    """Run a notebook from top to bottom in the current workspace; give it as a page."""
    names: dict[str, Any] = {}
    parts = []
    for is_text, body in cells(path.read_text("utf-8")):
        if is_text:
            lines = [line.removeprefix("#").removeprefix(" ") for line in body.splitlines()]
            for line in lines:
                level = len(line) - len(line.lstrip("#"))
                said = html.escape(line.lstrip("# "))
                parts.append(f"<h{level}>{said}</h{level}>" if level else said)
            continue
        parts.append(f"<pre>{html.escape(body)}</pre>")
        value = run(body, names)
        if hasattr(value, "to_html"):
            parts.append(value.to_html(border=0, na_rep="—", max_rows=60))
        elif value is not None:
            parts.append(f"<pre>{html.escape(str(value))}</pre>")
    title = html.escape(path.stem.replace("_", " "))
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    return head + "\n".join(parts)


def render(workspace: Path) -> list[Path]:
    """Write a copy of every notebook, run on the workspace's warehouse."""
    os.chdir(workspace)
    folder = Path("reports") / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for path in sorted(NOTEBOOKS.glob("*.py")):
        written.append(folder / f"{path.stem}.html")
        written[-1].write_text(rendered(path), "utf-8", newline="\n")
    return written


if __name__ == "__main__":
    for place in render(Path(sys.argv[1] if len(sys.argv) > 1 else ".")):
        sys.stdout.write(f"{place}\n")
