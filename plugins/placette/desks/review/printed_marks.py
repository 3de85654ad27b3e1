"""Finds what readers would see printed as it is: marks of other systems, unfinished Markdown, notes called nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from placette.desks.review.findings import Finding

_REPORTED = 5
_SHOWN = 40
_CODE = frozenset({"code", "pre", "kbd", "samp"})
_MARKS = re.compile(
    r"""
    (?P<Hugo>\{\{[<%].{0,200}?[>%]\}\})
  | (?P<Jekyll>\{%.{0,200}?%\}|\{\{.{0,200}?\}\})
  | (?P<WordPress>\[/?(?:caption|gallery|embed|video|audio|playlist|button|vc_\w+|et_pb_\w+|su_\w+)\b[^\]\n]{0,200}\])
  | (?P<kramdown>\{:[^{}\n]{1,200}\}|\{[.\#][\w-][^{}\n]{0,200}\})
  | (?P<unfinished>\*\*\S+|(?<!\S)\S+\*\*|~~\S+|(?<!\S)\S+~~|\]\([^()\s]+\)|\[\^[^\[\]\n]{1,80}\])
    """,
    re.VERBOSE,
)
"""What ends in a mark is looked for from the beginning of its word alone: a word of a whole page would take minutes."""
_NOTE = re.compile(r"^ {0,3}\[\^([^\[\]\s]+)\]:", re.MULTILINE)


def printed_marks(html: str, body: str) -> Iterator[Finding]:
    """Marks in the texts of ``html``, which ``body`` became; code is not looked at."""
    root = LexborHTMLParser(html, is_fragment=True).root
    return islice(_printed(root, body), _REPORTED) if root and _MARKS.search(html) else iter(())


def _printed(root: LexborNode, body: str) -> Iterator[Finding]:
    after = 0
    for text in _texts(root):
        for found in _MARKS.finditer(text):
            mark = found[0][:_SHOWN]
            at = body.find(mark[:8], after)
            after = at + 1 if at >= 0 else after
            system = found.lastgroup or ""
            code, values = ("mark-unfinished", {}) if system == "unfinished" else ("mark-foreign", {"system": system})
            yield Finding(max(at, 0), code, {"what": mark, **values})


def _texts(node: LexborNode) -> Iterator[str]:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            yield child.text_content or ""
        elif child.tag not in _CODE:
            yield from _texts(child)


def lost_notes(body: str) -> Iterator[Finding]:
    """Notes that no word of the text calls: they are not shown."""
    for found in islice(_NOTE.finditer(body), 200):
        if body.count(f"[^{found[1]}]") < 2:
            yield Finding(found.start(), "note-uncalled", {"name": found[1][:_SHOWN]})
