"""matplotlib's SVG made fit for a strict page: no style attributes, ids of its own, tips as <title>."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import matplotlib as mpl
from matplotlib.figure import Figure

from pipeline.report.canvas import STYLE

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_FONT = re.compile(r"^(?:(?P<style>italic|oblique) )?(?:(?P<weight>bold|\d{3}) )?(?P<size>[\d.]+)px")


def inline(figure: Figure, name: str, alt: str, tips: Mapping[str, str]) -> str:
    """Give a figure as an <svg> element; `tips` maps an artist's gid to the words that show when it is pointed at."""
    out = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(
            out, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    root = ET.fromstring(out.getvalue())  # noqa: S314 - our own drawing, written one line above
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in {f"{{{_SVG}}}metadata", f"{{{_SVG}}}style"}:
                parent.remove(child)
    for node in root.iter():
        _restyle(node)
        _rename(node, name)
        tip = tips.get((node.get("id") or "").removeprefix(f"{name}-"))
        if tip:
            title = ET.Element(f"{{{_SVG}}}title")
            title.text = tip
            node.insert(0, title)
    for used in ("width", "height"):
        root.attrib.pop(used, None)
    head = ET.Element(f"{{{_SVG}}}title", {"id": f"{name}-title"})
    head.text = alt
    root.insert(0, head)
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title")
    return ET.tostring(root, encoding="unicode")


def _restyle(node: ET.Element) -> None:
    """Turn a style attribute into presentation attributes, which a policy without inline style lets pass."""
    for item in (node.attrib.pop("style", None) or "").split(";"):
        key, _, value = item.partition(":")
        key, value = key.strip(), value.strip()
        if key == "font":
            found = _FONT.match(value)
            if found:
                node.set("font-size", found["size"])
                for part in ("style", "weight"):
                    if found[part]:
                        node.set(f"font-{part}", found[part])
        elif key == "transform-origin":
            continue
        elif key and not (key == "stroke-linejoin" and value == "miter") and key != "font-family":
            node.set(key, value)


def _rename(node: ET.Element, name: str) -> None:
    """Keep ids of two figures apart; drop ids nothing refers to."""
    if "id" in node.attrib:
        kept = node.attrib["id"]
        if re.match(r"^(axes|figure|patch|text|line2d|matplotlib|xtick|ytick|PathCollection)[._]?", kept):
            del node.attrib["id"]
        else:
            node.set("id", f"{name}-{kept}")
    for key in (f"{{{_XLINK}}}href", "clip-path"):
        if key in node.attrib:
            node.set(key, node.attrib[key].replace("#", f"#{name}-"))
