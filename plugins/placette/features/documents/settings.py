"""What an editor may choose about documents (``DOCUMENTS_*`` in ``pelicanconf.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

Bytes = Annotated[int, Field(ge=10_000, le=50_000_000)]
"""Forges refuse or complain about files of more than 50 MB."""


@dataclass(frozen=True, slots=True)
class DocumentsSettings:
    """How heavy a document may be, in bytes. Each is kept for ever, and visitors' phones load it."""

    pdf_limit: Bytes = 10_000_000
    """The largest PDF."""
    recording_limit: Bytes = 10_000_000
    """The largest MP3: twenty minutes of a voice at 64 kb/s."""
    other_limit: Bytes = 2_000_000
    """The largest ODT, ODS, CSV, GPX or ICS file."""
