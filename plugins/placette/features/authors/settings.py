"""The settings of the authors' pages (``PROFILES_*`` in ``pelicanconf.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field


@dataclass(frozen=True, slots=True)
class ProfilesSettings:
    """Settings of the authors' pages."""

    kinds: tuple[str, ...] = ("habitant", "association", "école", "service", "élu", "équipe", "invité")
    """The order of the groups on the authors' page."""
    per_page: Annotated[int, Field(ge=1)] = 60
    """How many people one page of the lists of people shows."""
