"""The structure of a PDF as screen readers have it, read back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw


def tags_of(pdf: bytes) -> list[tuple[str, str]]:
    """Every element in reading order: its tag, and its alternative."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return list(_walk(document.Root.StructTreeRoot.K))


def facts_of(pdf: bytes) -> dict[str, str]:
    """The language, the title as a window shows it, and which part of PDF/UA the file says it keeps to."""
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as meta:
        return {"lang": str(document.Root.Lang), "title": str(meta["dc:title"]), "ua": str(meta["pdfuaid:part"])}


def texts_on(page: pypdfium2.PdfPage) -> list[pypdfium2.PdfObject]:
    """The pieces of text on a page, as they were drawn."""
    return [item for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT]


def _walk(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _walk(one)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S)[1:], str(node.get("/Alt", ""))
        yield from _walk(node.get("/K", pikepdf.Array()))
