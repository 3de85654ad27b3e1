"""The texts of a new site, from the templates in ``site/`` and from files of the package's own repository."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent
SITE = _HERE / "site"
_SUFFIX = ".jinja"
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")


def render(template: str, values: Mapping[str, object]) -> str:
    """The text of a template in ``site/``; a name that ``values`` lacks raises ``UndefinedError``."""
    return _environment().get_template(template).render(values)


def templates_of(folder: str) -> list[str]:
    """The templates below a folder of ``site/``, named from ``site/`` on, sorted."""
    found = (SITE / folder).rglob(f"*{_SUFFIX}")
    return sorted(path.relative_to(SITE).as_posix() for path in found)


def path_of(template: str) -> str:
    """Where in a site the text of a template stands: its own path without the folder of the language."""
    return template.partition("/")[2].removesuffix(_SUFFIX)


def repository_file(name: str) -> Path:
    """A file of the repository that sites need too: the wheel brings a copy, beside the code it lies further up."""
    brought = _HERE / "repository" / name
    return brought if brought.exists() else _HERE.parents[3] / name


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(SITE),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Python, YAML and Markdown; each value passes the filter of its language
    )
    made.filters |= {"yaml": _quoted, "python": _quoted, "md": escaped}
    return made


def _quoted(value: str) -> str:
    """A text between double quotes; JSON's are YAML's, and Python's too."""
    return json.dumps(value, ensure_ascii=False)


def escaped(value: str) -> str:
    """A text in which no character means anything to Markdown."""
    return _MARKDOWN.sub(r"\\\1", value)
