"""What keeps a letterbox from being published: an address at which nobody would read a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from placette.engine.base.settings import load_settings
from placette.engine.library.build import Build
from placette.engine.problems.problems import Problem, problem
from placette.features.legal import LegalSettings, is_fictitious
from placette.features.letterbox.settings import LetterboxSettings

_FILE = "pelicanconf.py"
_NAMES = ("address", "form", "telephone", "counter")


def lacking(_build: Build, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Settings of the letterbox that only look filled in, for a site that is no demonstration."""
    own = load_settings(LetterboxSettings, "LETTERBOX", settings)
    if load_settings(LegalSettings, "LEGAL", settings).demonstration:
        return
    for name in _NAMES:
        value = str(getattr(own, name))
        if value and is_fictitious(value):
            yield problem("letterbox-fictitious", _FILE, setting=f"LETTERBOX_{name.upper()}", value=value)
