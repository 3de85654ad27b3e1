"""Why a publication is impossible, as a sentence from the catalogues."""

from __future__ import annotations

from placette.engine.base.said_errors import SaidError


class PublishingError(SaidError):
    """Nothing changed online."""
