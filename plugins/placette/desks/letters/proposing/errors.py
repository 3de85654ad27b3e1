"""Why a proposal can't be put somewhere, as a sentence from the catalogues."""

from __future__ import annotations

from placette.engine.base.said_errors import SaidError


class ProposingError(SaidError):
    """Nothing was lost, and it may be tried again."""
