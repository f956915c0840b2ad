"""The live sources and their examples, as the tests of the whole shelf walk them."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.model import Page, Posting, Reject
from pipeline.shelf import discover

LIVE: dict[str, ModuleType] = {
    name: module for name, module in discover("pipeline.sources").items() if hasattr(module, "DOOR")
}


def folder(name: str) -> Path:
    return Path(str(LIVE[name].__file__)).parent


def examples(name: str) -> list[Path]:
    return sorted(path for path in (folder(name) / "examples").iterdir() if path.name != "expected.json")


_FLAGS = ("closed", "invented")
ALL = [(name, path) for name in LIVE for path in examples(name)]
IDS = [f"{name}-{path.name}" for name, path in ALL]


def page(name: str, path: Path, body: bytes | None = None) -> Page:
    return Page(name, path.name, path.read_bytes() if body is None else body)


def told(record: Posting | Reject) -> dict[str, Any]:
    """What a record says beyond what every record of its page says, as JSON writes it."""
    if isinstance(record, Reject):
        return {"reject": record.reason}
    found = {f.name: getattr(record, f.name) for f in fields(record) if f.name not in ("source", "page", "stated")}
    found["stated"] = {f.name: getattr(record.stated, f.name) for f in fields(record.stated)}
    return _plain(found)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        silent = {key for key, inner in value.items() if inner in (None, ()) or (inner is False and key in _FLAGS)}
        return {key: _plain(inner) for key, inner in value.items() if key not in silent}
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date | datetime) else value


def write_expected(name: str) -> None:
    """Write what the source reads now; to be looked over by a person before it is committed."""
    made = {path.name: [told(r) for r in LIVE[name].parse(page(name, path))] for path in examples(name)}
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    (folder(name) / "examples" / "expected.json").write_text(text, encoding="utf-8")
