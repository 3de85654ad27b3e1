"""``provenance.json``: the commit and the software that a site was made with, for whoever wants the same bytes."""

from __future__ import annotations

import json
import platform
from functools import cache

from placette.engine.base.extras import version_of

FILE = "provenance.json"
_LIBRARIES = ("pelican", "markdown-it-py", "nh3", "jinja2", "pillow", "pydantic", "selectolax", "brotli")
"""The libraries that are most likely to cause a difference; the locked requirements list them all."""


def render_provenance(commit: str) -> str:
    """The file's text, without ``commit`` if it is empty."""
    content = {"software": "Placette", **({"commit": commit} if commit else {}), "made_with": _made_with()}
    return json.dumps(content, indent=1) + "\n"


@cache
def _made_with() -> dict[str, str]:
    """The versions of Python and the libraries, which don't change while this process runs."""
    return {"python": platform.python_version(), **{name: found for name in _LIBRARIES if (found := version_of(name))}}
