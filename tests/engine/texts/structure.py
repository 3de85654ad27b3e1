"""A reader's view of HTML, by any program: elements and their text in order, link targets, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SAME = {"del": "s", "ins": "u"}
_BOXES = {True: "☑", False: "☐"}
_SHOWN = {"a": ("href", "title"), "img": ("src", "alt", "title"), "ol": ("start",), "td": ("align",), "th": ("align",)}


def structure(html: str) -> list[str]:
    """One line for each tag and each piece of text; white space counts in ``pre`` only."""
    tree = LexborHTMLParser(f"<main>{html}</main>")
    root = tree.css_first("main")
    assert root is not None
    lines: list[str] = []
    for line in _lines(root, inside_pre=False):
        if lines and not line.startswith("<") and not lines[-1].startswith("<"):
            lines[-1] += line
        else:
            lines.append(line)
    tidy = (line if line.startswith("<") or "\n\n" in line else re.sub(r"\s+", " ", line).strip() for line in lines)
    return [line for line in tidy if line]


def _lines(node: LexborNode, *, inside_pre: bool) -> Iterator[str]:
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            text = child.text_content or ""
            yield text.replace("\n", "\n\n") if inside_pre else text.replace("<", "‹")
        elif tag == "input":
            yield _BOXES["checked" in child.attributes]
        elif tag != "-comment":
            yield f"<{_SAME.get(tag, tag)}{''.join(_attributes(child, tag))}>"
            yield from _lines(child, inside_pre=inside_pre or tag == "pre")
            yield f"</{_SAME.get(tag, tag)}>"


def _attributes(node: LexborNode, tag: str) -> Iterator[str]:
    for name in _SHOWN.get(tag, ()):
        value = node.attributes.get(name)
        if value:
            yield f" {name}={' '.join(unquote(value).split())!r}"
