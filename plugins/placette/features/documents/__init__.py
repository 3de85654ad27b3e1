"""Documents: files beside a text that its links offer, looked into before they are published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from placette.engine.base.settings import load_settings
from placette.engine.library.attachments import AttachmentKind
from placette.engine.pages.features import Feature
from placette.engine.pages.ports import OFFERED
from placette.features.documents.beginnings import suffix_of
from placette.features.documents.inspecting import (
    ACTS,
    LIMITS,
    PRIVATE,
    UNREAD,
    clean_document,
    inspect_document,
    too_costly,
)
from placette.features.documents.notes import note_on
from placette.features.documents.settings import DocumentsSettings
from placette.features.documents.writing import document_addresses, places_of_documents, write_documents

__all__ = ["FEATURE", "documents_of", "register"]


def documents_of(settings: Mapping[str, Any]) -> Iterator[AttachmentKind]:
    """The documents that a site accepts."""
    own = load_settings(DocumentsSettings, "DOCUMENTS", settings)
    yield AttachmentKind(
        name="document",
        limits={
            ".pdf": own.pdf_limit,
            ".mp3": own.recording_limit,
            **dict.fromkeys((".csv", ".gpx", ".ics", ".ods", ".odt"), own.other_limit),
        },
        inspect=inspect_document,
        mend=clean_document,
        bounds=LIMITS,
        costly=too_costly,
        mendable=frozenset({ACTS, PRIVATE}),
        private=frozenset({PRIVATE}),
        note=note_on,
        suffix_of=suffix_of,
        unread=UNREAD,
    )


FEATURE = Feature(
    name="documents",
    order=95,
    settings={"DOCUMENTS": DocumentsSettings},
    attached=documents_of,
    files=write_documents,
    written=document_addresses,
    offers={OFFERED: places_of_documents},
)
register = FEATURE.register
