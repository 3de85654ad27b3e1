"""Pages of one file for those who edit, from templates of a folder."""

from __future__ import annotations

from base64 import b64encode
from gettext import NullTranslations
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def standalone_environment(folder: Path, words: NullTranslations) -> Environment:
    """Return Jinja for a folder's templates: everything escaped, nothing undeclared, sentences from the catalogue."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    return environment


def style_policy(style: str, *allowed: str) -> str:
    """Return a Content Security Policy: this style, what else is ``allowed`` (``img-src data:``), and nothing more."""
    mark = b64encode(sha256(style.encode()).digest()).decode()
    return "; ".join(("default-src 'none'", *allowed, f"style-src 'sha256-{mark}'"))
