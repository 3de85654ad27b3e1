"""The theme's templates: an environment in which nothing undeclared can be seen, and a mark of what a page includes."""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping
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


def template_marks(names: Iterable[str], environment: Environment) -> dict[str, str]:
    """For each template a mark of it and of all that it includes, imports or extends, however deep."""
    sources: dict[str, str] = {}
    references: dict[str, list[str]] = {}
    for name in names:
        _collect(name, environment, sources, references)
    return {name: _mark(_closure(name, references), sources) for name in names}


def _collect(name: str, environment: Environment, sources: dict[str, str], references: dict[str, list[str]]) -> None:
    if name not in sources:
        sources[name] = environment.loader.get_source(environment, name)[0]  # type: ignore[union-attr]
        references[name] = _referenced(sources[name], environment)
        for other in references[name]:
            _collect(other, environment, sources, references)


def _closure(name: str, references: dict[str, list[str]]) -> set[str]:
    found, waiting = set[str](), [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += references[current]
    return found


def _mark(names: set[str], sources: dict[str, str]) -> str:
    return digest(*(f"{name}\0{sources[name]}".encode() for name in sorted(names)))


def _referenced(source: str, environment: Environment) -> list[str]:
    """The templates named in a source; every one, if one is named by a value that only printing tells."""
    found = list(meta.find_referenced_templates(environment.parse(source)))
    return environment.list_templates() if None in found else [name for name in found if name]
