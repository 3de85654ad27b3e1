"""How a site is built: ``BUILDING_*`` in ``pelicanconf.py``."""

from __future__ import annotations

from dataclasses import dataclass


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
