"""The theme's templates: an environment in which nothing undeclared can be seen, and a mark of what a page includes."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateNotFound, meta

from plugins.core.files import digest
from plugins.views.memo import MemoExtension
from plugins.views.wording import WordingExtension

SUFFIXES = (".html", ".xml", ".txt")


class _Environment(Environment):
    """Jinja with a catalogue, and one plain table of globals: the library's chain of two takes a tenth of the time."""

    words: gettext.NullTranslations | None = None

    def make_globals(self, d: Any) -> Any:
        """The globals of a template."""
        return {**self.globals, **d} if d else self.globals


def make_environment(folder: Path, options: Mapping[str, Any], words: gettext.GNUTranslations) -> Environment:
    """Jinja for the templates of our theme alone, with their catalogue; read once, for one build."""
    made = _Environment(loader=FileSystemLoader(folder), auto_reload=False, cache_size=-1, **options)
    made.words = words
    made.add_extension(MemoExtension)
    made.add_extension(WordingExtension)
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    return made


def template_name(kind: str, environment: Environment) -> str:
    """The file of the template for pages of this kind; raises ``TemplateNotFound`` when the theme has none."""
    known = set(environment.list_templates())
    found = [kind + suffix for suffix in SUFFIXES if kind + suffix in known]
    if not found:
        raise TemplateNotFound(kind)
    return found[0]


def template_mark(name: str, environment: Environment) -> str:
    """A mark of a template and of all that it includes, imports or extends, however deep."""
    sources: dict[str, str] = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in sources:
            sources[current] = environment.loader.get_source(environment, current)[0]  # type: ignore[union-attr]
            waiting += _referenced(sources[current], environment)
    return digest(*(f"{name}\0{source}".encode() for name, source in sorted(sources.items())))


def _referenced(source: str, environment: Environment) -> list[str]:
    """The templates named in a source; every one, if one is named by a value that only printing tells."""
    found = list(meta.find_referenced_templates(environment.parse(source)))
    return environment.list_templates() if None in found else [name for name in found if name]
