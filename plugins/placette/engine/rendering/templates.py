"""The theme's templates: an environment in which nothing undeclared can be seen, and a mark of what a page includes."""

from __future__ import annotations

import gettext
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha1
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, meta
from jinja2.bccache import Bucket

from placette.engine.base.files import digest, keep_beside, kept_beside, kept_while
from placette.engine.base.versions import code_version

SUFFIXES = (".html", ".xml", ".txt")
References = list[str | None]
"""The templates that a source refers to; None where only printing shows which."""


class Compilations(BytecodeCache):
    """Compiled templates, and what they refer to, for one set of options.

    They are stored beside the bytecode of this module, for they are code: never among a site's own files, its cache or
    its theme. Each file is the last version of a template; its mark and checksum tell whether it is the one asked for.
    """

    def __init__(self, options: str) -> None:
        self._options = digest(options.encode())

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return a key without the file's name: the theme may lie elsewhere."""
        del filename
        return f"{self._options[:8]}-{super().get_cache_key(name)}"

    def get_source_checksum(self, source: str) -> str:
        """Return a mark of what the code depends on."""
        return sha1(f"{code_version()}{self._options}{source}".encode(), usedforsecurity=False).hexdigest()

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return the code of a template, placed in its present file."""
        bucket = super().get_bucket(environment, name, filename, source)
        if bucket.code and filename:
            bucket.code = bucket.code.replace(co_filename=filename)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template whose name and source are known."""
        cached = kept_beside(__file__, f"template-{bucket.key}.bin")
        if cached is not None:
            bucket.bytecode_from_string(cached)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        keep_beside(__file__, f"template-{bucket.key}.bin", bucket.bytecode_to_string())

    def references(self, name: str, source: str, find: Callable[[], References]) -> References:
        """Return what a template refers to, found once: parsing all takes half a second."""
        file, mark = f"references-{self.get_cache_key(name)}.bin", self.get_source_checksum(source)
        references: References = json.loads(kept_while(__file__, file, mark, lambda: json.dumps(find()).encode()))
        return references


class Theme(Environment):
    """Jinja with what is known of the templates."""

    bytecode_cache: Compilations
    names: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.sources: dict[str, str] = {}
        self.references: dict[str, list[str]] = {}


def make_environment(
    folders: Sequence[Path], slots: frozenset[str], options: Mapping[str, Any], words: gettext.GNUTranslations
) -> Theme:
    """Return Jinja for the templates in some folders alone, with their catalogue.

    ``slots`` are the templates that a page may print the slots of features with.
    """
    strict = {"undefined": StrictUndefined, **options}  # not among the settings: a look at them would import Jinja
    cache = Compilations(repr(sorted(map(str, options.items()))))
    theme = Theme(
        loader=FileSystemLoader(folders), auto_reload=False, cache_size=-1, **{**strict, "bytecode_cache": cache}
    )
    theme.slots, theme.names = slots, frozenset(theme.list_templates())
    theme.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
    theme.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    return theme


def template_folders(settings: Mapping[str, Any]) -> list[Path]:
    """Return the folders of a site's templates: its own, which replace the theme's of the same name, then those."""
    return [*map(Path, settings["THEME_TEMPLATES_OVERRIDES"]), Path(settings["THEME"], "templates")]


def template_name(kind: str, theme: Theme) -> str:
    """Return the file of the template for pages of this kind; raises ``TemplateNotFound`` when the theme has none."""
    for suffix in SUFFIXES:
        if kind + suffix in theme.names:
            return kind + suffix
    raise TemplateNotFound(kind)


def template_marks(names: Iterable[str], theme: Theme) -> dict[str, str]:
    """Return the mark of each template and of all that it includes."""
    for name in names:
        _collect(name, theme)
    return {name: _mark(_closure(name, theme.references), theme.sources) for name in names}


def _collect(name: str, theme: Theme) -> None:
    """Find the sources of a template and of all that it refers to; where only printing shows which, those of slots."""
    if name in theme.sources:
        return
    source = theme.sources[name] = theme.loader.get_source(theme, name)[0]  # type: ignore[union-attr]

    def find() -> References:
        return [*meta.find_referenced_templates(theme.parse(source))]

    references = theme.bytecode_cache.references(name, source, find)
    theme.references[name] = sorted({*filter(None, references), *(theme.slots if None in references else ())})
    for other in theme.references[name]:
        _collect(other, theme)


def _closure(name: str, references: Mapping[str, list[str]]) -> set[str]:
    closure, waiting = set[str](), [name]
    while waiting:
        current = waiting.pop()
        if current not in closure:
            closure.add(current)
            waiting += references[current]
    return closure


def _mark(names: set[str], sources: Mapping[str, str]) -> str:
    return digest(*(f"{name}\0{sources[name]}".encode() for name in sorted(names)))
