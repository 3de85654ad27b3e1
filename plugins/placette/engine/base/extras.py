"""What to type to install a library that only some sites need, or Placette itself."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution, version
from urllib.parse import urlsplit
from urllib.request import url2pathname


def version_of(library: str) -> str:
    """The version of a library that is installed; empty for one that isn't."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def command_for(extra: str) -> str:
    """The command that installs an extra of ``pyproject.toml``.

    In a checkout nothing is installed under our name, and pip would look for it elsewhere: there, the locked list.
    """
    if version_of("placette"):
        return f'pip install "placette[{extra}]"'
    return f"pip install -r requirements-{'test' if extra == 'test' else 'extras'}.txt"


def source_of_placette() -> str:
    """Where pip took the installed Placette from, as pip accepts it; empty for a registry or a checkout.

    A repository comes with the commit: ``git+https://forge.example/placette.git@9fceb02``. A local copy is its path.
    Reads what pip writes down about it (PEP 610).
    """
    try:
        written = distribution("placette").read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    if not written:
        return ""
    origin = json.loads(written)
    url, repository = origin["url"], origin.get("vcs_info")
    if repository:
        return f"{repository['vcs']}+{url}@{repository['commit_id']}"
    parts = urlsplit(url)
    return url2pathname(parts.path) if parts.scheme == "file" else str(url)
