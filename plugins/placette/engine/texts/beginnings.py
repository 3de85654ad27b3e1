"""The first words of a text, where nobody sums it up."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

_SUMMARY = 240
"""Characters of a summary made from a text's first words."""


def first_words(html: str) -> str:
    """The beginning of the first paragraph of a text's HTML, for one that has no summary."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for note in tree.css("a.footnote-ref"):
        note.decompose()
    words = (" ".join(node.text().split()) for node in tree.css("p"))
    paragraph = next(filter(None, words), "")
    return paragraph if len(paragraph) <= _SUMMARY else paragraph[:_SUMMARY].rsplit(" ", 1)[0] + "…"
