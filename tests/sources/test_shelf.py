"""Every live source on the shelf: its papers in order, its examples read as expected, no person leaving a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shelf import ALL, IDS, LIVE, examples, folder, page, told

from pipeline.model import Posting, Reject
from pipeline.sources._source import Door, Parameter

HEADINGS = ("Who may use it", "Terms and robots", "Keys", "Parameters", "Quirks", "Not tried")
PLANTED = {
    "e-mail": "planted@mail.example",
    "phone": "+7 912 345-67-89",
    "handle": "@planted_nick",
    "name": "Контактное лицо: Иван Плантов",
}
SURVIVORS = re.compile(r"planted@|345-67-89|3456789|planted_nick|Плантов")
VALUES = (
    re.compile(r'(?<=: ")[^"\\]*(?=")|(?<=:")[^"\\]*(?=")'),  # JSON, also inside a page
    re.compile(r"(?<=: &quot;)[^&]*(?=&quot;)"),  # JSON in an attribute or a template
    re.compile(r"(?<=>)[^<>{}]+(?=<)"),  # text between tags
    re.compile(r"(?<=\[CDATA\[)[^\]]*(?=\]\])"),
)


@pytest.mark.parametrize("name", LIVE)
def test_a_source_has_its_papers(name: str) -> None:
    source = LIVE[name]
    readme = (folder(name) / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", readme, re.MULTILINE) == list(HEADINGS)
    assert "Never tried live here" in readme
    assert isinstance(source.DOOR, Door)
    assert source.DOOR.about
    assert source.DOOR.terms
    assert all(isinstance(parameter, Parameter) and parameter.about for parameter in source.PARAMETERS.values())
    assert all(f"`{parameter}`" in readme for parameter in source.PARAMETERS)
    assert all(f"`{variable}`" in readme for variable in (*source.DOOR.needs, *source.DOOR.uses))
    assert examples(name)


@pytest.mark.parametrize("name", LIVE)
def test_its_examples_read_as_expected(name: str) -> None:
    expected = json.loads((folder(name) / "examples" / "expected.json").read_text(encoding="utf-8"))
    read = {path.name: [told(record) for record in LIVE[name].parse(page(name, path))] for path in examples(name)}
    assert read == expected


@pytest.mark.parametrize(("name", "path"), ALL, ids=IDS)
def test_persons_in_its_examples_stay_there(name: str, path: Path) -> None:
    assert not [str(r) for r in LIVE[name].parse(page(name, path)) if SURVIVORS.search(str(r))]


def planted(text: str, value: str) -> Iterator[str]:
    """The text with the value in place of, and behind, each of its fields, one at a time."""
    for pattern in VALUES:
        for found in pattern.finditer(text):
            if "JobPosting" not in found[0] and "schema.org" not in found[0]:
                for written in (value, f"{found[0]} {value}"):
                    yield text[: found.start()] + written + text[found.end() :]


def survivors(name: str, path: Path, value: str) -> list[str]:
    return [
        str(record)
        for body in planted(path.read_text(encoding="utf-8"), value)
        for record in LIVE[name].parse(page(name, path, body.encode()))
        if SURVIVORS.search(str(record))
    ]


@pytest.mark.parametrize(("name", "path"), ALL, ids=IDS)
def test_what_is_planted_in_any_field_never_survives(name: str, path: Path) -> None:
    assert not survivors(name, path, "; ".join(PLANTED.values()))


@pytest.mark.slow
@pytest.mark.parametrize("kind", PLANTED)
@pytest.mark.parametrize(("name", "path"), ALL, ids=IDS)
def test_nor_does_any_of_it_alone(name: str, path: Path, kind: str) -> None:
    assert not survivors(name, path, PLANTED[kind])


@pytest.mark.parametrize(("name", "path"), ALL, ids=IDS)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_page_cut_or_spoilt_anywhere_never_raises(name: str, path: Path, data: st.DataObject) -> None:
    body = bytearray(path.read_bytes())
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(body) - 1), st.integers(0, 255)), max_size=4)):
        body[at] = byte
    cut = bytes(body[: data.draw(st.integers(0, len(body)))])
    assert all(isinstance(record, Posting | Reject) for record in LIVE[name].parse(page(name, path, cut)))


ODD = st.sampled_from([None, [], {}, "", 0, -1, 1e300, True, "x", [None], [[]], {"name": 5}, {"id": [1]}, "9" * 40])


def leaves(value: object, way: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    if way:
        yield way
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from leaves(inner, (*way, key))


@pytest.mark.parametrize(
    ("name", "path"), [pair for pair in ALL if pair[1].suffix == ".json"], ids=[i for i in IDS if i.endswith(".json")]
)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_field_of_an_odd_kind_never_raises(name: str, path: Path, data: st.DataObject) -> None:
    root = json.loads(path.read_text(encoding="utf-8"))
    for _ in range(3):
        ways = list(leaves(root))
        if not ways:
            break
        *way, last = data.draw(st.sampled_from(ways))
        node = root
        for key in way:
            node = node[key]
        node[last] = deepcopy(data.draw(ODD))
    records = list(LIVE[name].parse(page(name, path, json.dumps(root, ensure_ascii=False).encode())))
    assert all(isinstance(record, Posting | Reject) for record in records)
