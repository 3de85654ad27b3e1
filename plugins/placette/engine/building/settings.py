"""How a site is built: ``BUILDING_*`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass

PREVIEW = "READING_PREVIEW"
"""What makes a build a preview. Only tasks may say it: a file could make drafts public."""
PUBLICATION = "BUILDING_PUBLICATION"
"""What makes it one that is to be published. Only tasks may say it: a file could say that it isn't."""
STEADY = "IDENTITY_STEADY_NAMES"
"""What lets a change of a style sheet leave all pages as they are. Elsewhere visitors would go on seeing the old."""


@dataclass(frozen=True, slots=True)
class BuildingSettings:
    """The settings of the build itself."""

    executor: str = "processes"
    """Who reads texts and prepares photos: "processes", "serial" (to find a fault) or "dask://HOST:PORT"."""
    precompress: bool = False
    """Whether the output has a gzip and a brotli copy of each text beside it, for servers that send those."""
    publication: bool = False
    """Whether the site is built to be published: said by tasks alone, never by a file."""
    hold_addresses: bool = False
    """Whether a build stops when an address that was published would be lost; otherwise it is only reported."""
