"""``provenance.json``: what a site was made from and with, for whoever wants to make the same bytes again."""

from __future__ import annotations

import json
import platform
from functools import cache
from importlib.metadata import version

FILE = "provenance.json"
_LIBRARIES = ("pelican", "markdown", "nh3", "jinja2", "pillow", "pydantic", "selectolax", "fonttools", "brotli")
"""Those that a reader of the site would first suspect of a difference; the locked requirements have them all."""


def render_provenance(commit: str) -> str:
    """The file's text; without ``commit`` where there is none."""
    told = {"software": "Placette", **({"commit": commit} if commit else {}), "made_with": _made_with()}
    return json.dumps(told, indent=1) + "\n"


@cache
def _made_with() -> dict[str, str]:
    """Python and the libraries, which stay what they are as long as this process runs."""
    return {"python": platform.python_version(), **{name: version(name) for name in _LIBRARIES}}
