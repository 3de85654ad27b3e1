"""Where a build works, beside its output: all of it outside what is published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placette.engine.base.files import digest


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a build."""

    output: Path
    staging: Path
    state: Path
    lock: Path


def places_of(settings: Mapping[str, Any]) -> Places:
    """The places of a build; each output folder has its own."""
    output, cache = Path(settings["OUTPUT_PATH"]), Path(settings["CACHE_PATH"])
    end = "".join(c if c.isalnum() else "-" for c in str(output))[-60:].strip("-")
    name = f"{end}-{digest(str(output.absolute()).encode('utf-8', 'surrogateescape'))[:8]}"
    return Places(output, *(cache / f"{name}.{what}" for what in ("staging", "state", "lock")))
