"""Word, OpenDocument, HTML and plain texts become our Markdown, with their pictures in place."""

from __future__ import annotations

from placette_letters.documents.html import read_html
from placette_letters.documents.reading import READING, read_bounded, read_document, read_plain

__all__ = ["READING", "read_bounded", "read_document", "read_html", "read_plain"]
