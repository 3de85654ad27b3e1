"""Typst, bounded: a template of ours and values make a PDF. Text is data: it is never read as markup.

Values reach templates as JSON (``sys.inputs.data``), pictures as files in memory. A template walks the values and
calls Typst's own functions with strings; none of our templates evaluates a string.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and what Typst warned of."""

    pdf: bytes
    warnings: tuple[str, ...] = ()


class PressError(ValueError):
    """What Typst refused, in its words: a missing alternative, a skipped level."""


def print_pdf(
    template: str, values: Mapping[str, Any], pictures: Mapping[str, bytes], *, moment: datetime, accessible: bool = True
) -> Printed:
    """Return the PDF of ``templates/paper/<template>.typ``: the same input gives the same bytes.

    ``accessible`` asks for PDF/UA-1 and raises ``PressError`` where Typst refuses the document.
    """
    raise NotImplementedError
