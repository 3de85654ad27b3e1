"""The theme's templates: an environment in which nothing undeclared can be seen, and a mark of what a page includes."""

from __future__ import annotations

import gettext
import json
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, TemplateNotFound, meta

from placette.engine.base.files import digest
from placette.engine.base.store import Store
from placette.engine.base.versions import code_version, files_mark
from placette.engine.pages.compilations import Compilations, Findings, compilations_for
from placette.engine.pages.components import IMPORT, ComponentCode
from placette.engine.pages.memo import MemoExtension
from placette.engine.pages.shells import chain_of, parent_of, shape_of
from placette.engine.pages.wording import WordingExtension

SUFFIXES = (".html", ".xml", ".txt")


class Theme(Environment):
    """Jinja with a catalogue, and one plain table of globals: the library's chain of two takes a tenth of the time."""

    code_generator_class = ComponentCode
    bytecode_cache: Compilations
    words: gettext.NullTranslations | None = None
    names: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.store: Store | None = None
        self.known: dict[str, Findings] = {}
        self.sources: dict[str, str] = {}
        self.references: dict[str, list[str]] = {}
        self.parents: dict[str, str] = {}
        self.shapes: dict[str, list[str] | None] = {}

    def make_globals(self, d: Any) -> Any:
        """The globals of a template."""
        return {**self.globals, **d} if d else self.globals

    def _generate(self, source: Any, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        """The code of a template; Jinja says that this is to be overridden."""
        first, line, rest = super()._generate(source, name, filename, defer_init).partition("\n")
        return f"{first}{IMPORT}{line}{rest}"


def make_environment(
    folders: Sequence[Path],
    slots: frozenset[str],
    options: Mapping[str, Any],
    words: gettext.GNUTranslations,
    store: Store,
) -> Theme:
    """Jinja for the templates in some folders alone, with their catalogue; the same again while they don't change.

    ``slots`` are the templates that a page may print the slots of features with. What refers to what is kept in
    ``store``.
    """
    known = repr(sorted(map(str, options.items())))
    names = [(folder, path) for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    parts = (
        *map(str, folders),
        *(path.relative_to(folder).as_posix() for folder, path in names),
        *sorted(slots),
        files_mark(path for _, path in names),
        known,
        code_version(),
    )
    key = digest(*(part.encode("utf-8", "replace") for part in parts))
    if (key, id(words)) not in _THEMES:
        _THEMES.clear()
        kept = compilations_for(words, known)
        _THEMES[key, id(words)] = _make(folders, slots, {**options, "bytecode_cache": kept}, words)
    theme = _THEMES[key, id(words)]
    theme.store = store
    return theme


_THEMES: dict[tuple[str, int], Theme] = {}
"""The last environment: a preview builds again and again, and compiling templates is most of a small build."""


def _make(
    folders: Sequence[Path], slots: frozenset[str], options: Mapping[str, Any], words: gettext.GNUTranslations
) -> Theme:
    made = Theme(loader=FileSystemLoader(folders), auto_reload=False, cache_size=-1, **options)
    made.words, made.slots = words, slots
    made.names = frozenset(made.list_templates())
    made.add_extension(MemoExtension)
    made.add_extension(WordingExtension)
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    return made


def template_folders(settings: Mapping[str, Any]) -> list[Path]:
    """The folders of a site's templates: its own, whose files take the place of the theme's, then the theme's."""
    return [*map(Path, settings["THEME_TEMPLATES_OVERRIDES"]), Path(settings["THEME"], "templates")]


def template_name(kind: str, theme: Theme) -> str:
    """The file of the template for pages of this kind; raises ``TemplateNotFound`` when the theme has none."""
    found = [kind + suffix for suffix in SUFFIXES if kind + suffix in theme.names]
    if not found:
        raise TemplateNotFound(kind)
    return found[0]


class Marks(NamedTuple):
    """Marks of all that a template prints a page with, and of what prints its blocks alone, if that can be told.

    ``shell`` is the outermost template then: what changes with the first mark only is printed around the blocks.
    """

    whole: str
    blocks: str = ""
    shell: str = ""


def template_marks(names: Iterable[str], theme: Theme) -> dict[str, Marks]:
    """For each template the marks of it and of all that it includes, imports or extends, however deep.

    What is found in a source is kept: finding it means parsing it.
    """
    if theme.store:
        theme.known |= _known_findings(theme.store.get(_FINDINGS), theme.names)
    for name in names:
        _collect(name, theme)
    if theme.store:
        used = {_source_mark(source) for source in theme.sources.values()}
        theme.store.put(_FINDINGS, json.dumps({mark: theme.known[mark] for mark in sorted(used)}).encode())
        theme.store.prune()
    return {name: _marks_of(name, theme) for name in names}


_FINDINGS = "findings"


def _known_findings(kept: bytes | None, names: Set[str]) -> dict[str, Findings]:
    """What was found in each source, by its mark; nothing of those that refer to more than the theme has."""
    found: dict[str, Findings] = json.loads(kept or b"{}")
    return {mark: findings for mark, findings in found.items() if {*findings[0]} <= {*names, None}}


def _source_mark(source: str) -> str:
    return digest(source.encode(), code_version().encode())


def _collect(name: str, theme: Theme) -> None:
    """Find the sources of a template and of all that it refers to."""
    if name in theme.sources:
        return
    source = theme.sources[name] = theme.loader.get_source(theme, name)[0]  # type: ignore[union-attr]
    theme.references[name] = _referenced(name, source, theme)
    for other in theme.references[name]:
        _collect(other, theme)


def _marks_of(name: str, theme: Theme) -> Marks:
    whole = _mark(_closure([name], theme.references), theme.sources)
    *inner, shell = chain_of(name, theme.parents)
    shape = theme.shapes[shell]
    if shape is None:
        return Marks(whole)
    blocks, *called = shape
    referred = {other for one in inner for other in theme.references[one]}.difference([*inner, shell])
    reached = _closure([*referred, *called], theme.references)
    if shell in reached:
        return Marks(whole)
    return Marks(whole, digest(blocks.encode(), _mark({*reached, *inner}, theme.sources).encode()), shell)


def _closure(names: Iterable[str], references: dict[str, list[str]]) -> set[str]:
    found, waiting = set[str](), [*names]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += references[current]
    return found


def _mark(names: set[str], sources: dict[str, str]) -> str:
    return digest(*(f"{name}\0{sources[name]}".encode() for name in sorted(names)))


def _referenced(name: str, source: str, theme: Theme) -> list[str]:
    """The templates named in a source; where only printing shows which, those that print slots."""
    mark = _source_mark(source)
    if mark not in theme.known:
        theme.known[mark] = theme.bytecode_cache.findings(name, source, lambda: _find(source, theme))
    found, theme.parents[name], theme.shapes[name] = theme.known[mark]
    return sorted({*(other for other in found if other), *(theme.slots if None in found else ())})


def _find(source: str, theme: Theme) -> Findings:
    tree = theme.parse(source)
    return [*meta.find_referenced_templates(tree)], parent_of(tree), shape_of(tree, theme)
