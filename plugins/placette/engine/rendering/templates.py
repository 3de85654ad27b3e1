"""The theme's templates: an environment in which nothing undeclared can be seen, and a mark of what a page includes."""

from __future__ import annotations

import gettext
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha1
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple, TypeVar

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, meta, nodes
from jinja2.bccache import Bucket
from jinja2.ext import Extension
from jinja2.parser import Parser

from placette.engine.base.files import Store, digest, keep_beside, kept_beside
from placette.engine.base.translation import Catalogue
from placette.engine.base.versions import code_version, files_mark
from placette.engine.rendering.components import IMPORT, ComponentCode, chain_of, parent_of, shape_of

_MANY = 1_000
"""Templates that are kept in memory at most: those of a few themes, or a few hours of changing one."""


Findings = tuple[list[str | None], str, list[str] | None]
"""The templates that a source refers to (None where only printing shows which), the one that it extends, its shape: see
``shape_of``."""


class Compilations(BytecodeCache):
    """Compiled templates, and what they refer to, for one catalogue and one set of options.

    They are stored beside the bytecode of this module, for they are code: never among a site's own files, its cache or
    its theme. Each file is the last version of a template; its mark and checksum tell whether it is the one asked for.
    """

    def __init__(self, words: gettext.NullTranslations, options: str) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}
        self._findings: dict[str, Findings] = {}
        self._words = words.mark if isinstance(words, Catalogue) else ""
        self._mark = digest(self._words.encode(), options.encode(), code_version().encode())

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A key without the file's name: the theme may lie elsewhere."""
        del filename
        return f"{self._words.partition('-')[0]}-{super().get_cache_key(name)}"

    def get_source_checksum(self, source: str) -> str:
        """Return a mark of what the code depends on: sentences are compiled in, and our extensions may have changed."""
        return sha1(f"{self._mark}{source}".encode(), usedforsecurity=False).hexdigest()

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return the code of a template, placed in its present file."""
        bucket = super().get_bucket(environment, name, filename, source)
        if bucket.code and filename:
            bucket.code = bucket.code.replace(co_filename=filename)
        return bucket

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template whose name and source are known."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))
        if bucket.code is None and self._words and (found := kept_beside(__file__, _name_of(bucket))) is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if len(self._code) >= _MANY:
            self._code.clear()
        if bucket.code is None:
            return
        self._code[bucket.key, bucket.checksum] = bucket.code
        if self._words:
            keep_beside(__file__, _name_of(bucket), bucket.bytecode_to_string())

    def findings(self, name: str, source: str, find: Callable[[], Findings]) -> Findings:
        """Return what parsing a template finds, computed once."""
        if source not in self._findings:
            if len(self._findings) >= _MANY:
                self._findings.clear()
            self._findings[source] = self._kept_findings(name, source, find) if self._words else find()
        return self._findings[source]

    def _kept_findings(self, name: str, source: str, find: Callable[[], Findings]) -> Findings:
        """They lie beside the compiled template, after the mark of its source: to find them takes half a second."""
        file = f"findings-{super().get_cache_key(name)}.bin"
        mark = digest(source.encode(), code_version().encode()).encode()
        kept = kept_beside(__file__, file)
        if kept is None or not kept.startswith(mark):
            kept = mark + json.dumps(find()).encode()
            keep_beside(__file__, file, kept)
        references, parent, shape = json.loads(kept.removeprefix(mark))
        return references, parent, shape


def compilations_for(words: gettext.NullTranslations, options: str) -> Compilations:
    """Return the compilations of environments with this catalogue and these options."""
    if (words, options) not in _COMPILATIONS:
        if len(_COMPILATIONS) >= _LANGUAGES:
            _COMPILATIONS.clear()
        _COMPILATIONS[words, options] = Compilations(words, options)
    return _COMPILATIONS[words, options]


def _name_of(bucket: Bucket) -> str:
    return f"template-{bucket.key}.bin"


_LANGUAGES = 4
_COMPILATIONS: dict[tuple[gettext.NullTranslations, str], Compilations] = {}


T = TypeVar("T")

_MOST_KEPT = 8_000
"""The most blocks kept: a preview runs for hours, and every process that prints keeps its own."""


class MemoExtension(Extension):
    """Keeps what each block printed for the values it names, as long as the environment lives."""

    tags = {"memo"}  # noqa: RUF012 - as the library declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.printed: dict[tuple[Any, ...], bytes] = {}  # half as large as text, for one «’» widens every letter
        self.met: dict[tuple[Any, ...], tuple[tuple[Any, ...], bytes]] = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """Parse a block that is printed through ``_once``."""
        line = next(parser.stream).lineno
        place = nodes.Const(f"{parser.name} {parser.free_identifier().name}")  # the same in every process
        values = [parser.parse_expression()]
        while parser.stream.skip_if("comma"):
            values.append(parser.parse_expression())
        body = parser.parse_statements(("name:endmemo",), drop_needle=True)
        call = self.call_method("_once", [place, nodes.Tuple(values, "load")])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _once(self, place: str, values: tuple[Any, ...], caller: Callable[[], str]) -> str:
        """Return the output for these very objects, cached; they are kept, so that no other gets their ids."""
        same = (place, *map(id, values))
        met = self.met.get(same)
        if met is None:
            met = _kept(self.met, same, (values, self._printed(place, values, caller)))
        return met[1].decode()

    def _printed(self, place: str, values: tuple[Any, ...], caller: Callable[[], str]) -> bytes:
        key = (place, values)
        found = self.printed.get(key)
        if found is None:
            found = _kept(self.printed, key, caller().encode())
        return found


def _kept(table: dict[Any, T], key: Any, value: T) -> T:
    """Put a value into a table, emptied first if it is full, and return it."""
    if len(table) >= _MOST_KEPT:
        table.clear()
    table[key] = value
    return value


_PLAIN = re.compile(r"""(?<![\w.])_\(\s*((?:"(?:[^"\\%]|\\.)*"\s*)+)\)""")
"""A sentence without values, which may go on in the strings of further lines: its translation never changes."""
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


class WordingExtension(Extension):
    """Puts translations in the place of plain sentences; ``environment.words`` is the catalogue."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source with its plain sentences translated; translations are ours, and may have HTML."""
        del name, filename
        return _PLAIN.sub(self._translated, source)

    def _translated(self, match: re.Match[str]) -> str:
        words: gettext.NullTranslations | None = getattr(self.environment, "words", None)
        if words is None:
            return match[0]
        sentence = "".join(map(json.loads, _STRING.findall(match[1])))
        translation = words.gettext(sentence)
        lines = "\n" * match[0].count("\n")  # so that what follows stays where it is
        return match[0] if "%" in translation else f"({json.dumps(translation, ensure_ascii=False)}|safe{lines})"


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
        """Return the code of a template; Jinja's documentation wants this overridden."""
        first, line, rest = super()._generate(source, name, filename, defer_init).partition("\n")
        return f"{first}{IMPORT}{line}{rest}"


def make_environment(
    folders: Sequence[Path],
    slots: frozenset[str],
    options: Mapping[str, Any],
    words: gettext.GNUTranslations,
    store: Store,
) -> Theme:
    """Return Jinja for the templates in some folders alone, with their catalogue; the same while they don't change.

    ``slots`` are the templates that a page may print the slots of features with. References between templates are kept
    in ``store``.
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
    strict = {"undefined": StrictUndefined, **options}  # not among the settings: a look at them would import Jinja
    made = Theme(loader=FileSystemLoader(folders), auto_reload=False, cache_size=-1, **strict)
    made.words, made.slots = words, slots
    made.names = frozenset(made.list_templates())
    made.add_extension(MemoExtension)
    made.add_extension(WordingExtension)
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}
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
    """Return marks of all that a template prints a page with, and of what prints its blocks alone, if separable.

    ``page_frame`` is the outermost template then: what changes with the first mark only is printed around the blocks.
    """

    whole: str
    blocks: str = ""
    page_frame: str = ""


def template_marks(names: Iterable[str], theme: Theme) -> dict[str, Marks]:
    """Return the marks of each template and of all that it includes; they are kept, for they need parsing."""
    if theme.store:
        found: dict[str, Findings] = json.loads(theme.store.get(_FINDINGS) or b"{}")
        there = {*theme.names, None}  # what was found may refer to more than the theme has
        theme.known |= {mark: findings for mark, findings in found.items() if there.issuperset(findings[0])}
    for name in names:
        _collect(name, theme)
    if theme.store:
        used = {_source_mark(source) for source in theme.sources.values()}
        theme.store.put(_FINDINGS, json.dumps({mark: theme.known[mark] for mark in sorted(used)}).encode())
        theme.store.prune()
    return {name: _marks_of(name, theme) for name in names}


_FINDINGS = "findings"


def _source_mark(source: str) -> str:
    return digest(source.encode(), code_version().encode())


def _collect(name: str, theme: Theme) -> None:
    """Find the sources of a template and of all that it refers to; where only printing shows which, those of slots."""
    if name in theme.sources:
        return
    source = theme.sources[name] = theme.loader.get_source(theme, name)[0]  # type: ignore[union-attr]
    mark = _source_mark(source)
    if mark not in theme.known:
        theme.known[mark] = theme.bytecode_cache.findings(name, source, lambda: _find(source, theme))
    found, theme.parents[name], theme.shapes[name] = theme.known[mark]
    theme.references[name] = sorted({*filter(None, found), *(theme.slots if None in found else ())})
    for other in theme.references[name]:
        _collect(other, theme)


def _marks_of(name: str, theme: Theme) -> Marks:
    whole = _mark(_closure([name], theme.references), theme.sources)
    *inner, page_frame = chain_of(name, theme.parents)
    shape = theme.shapes[page_frame]
    if shape is None:
        return Marks(whole)
    blocks, *called = shape
    referred = {other for one in inner for other in theme.references[one]}.difference([*inner, page_frame])
    reached = _closure([*referred, *called], theme.references)
    if page_frame in reached:
        return Marks(whole)
    return Marks(whole, digest(blocks.encode(), _mark({*reached, *inner}, theme.sources).encode()), page_frame)


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


def _find(source: str, theme: Theme) -> Findings:
    tree = theme.parse(source)
    return [*meta.find_referenced_templates(tree)], parent_of(tree), shape_of(tree, theme)
