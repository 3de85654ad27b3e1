"""Libraries that only some sites need: whether they are there, and what to type when they aren't."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


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
