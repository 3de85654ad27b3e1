"""The settings of a single-repository site, without what every site has by ``placette.defaults``."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import placette
from placette.desks.starting.evaluating import ROOT, UnreadableError, assign
from placette.desks.starting.pieces import Piece, joined, pieces_of, under_headings

PELICAN = frozenset(
    "ARTICLE_PATHS CACHE_CONTENT DIRECT_TEMPLATES IGNORE_FILES JINJA_ENVIRONMENT LOAD_CONTENT_CACHE PAGE_PATHS"
    " STATIC_PATHS THEME_STATIC_PATHS".split()
)
"""How Placette uses Pelican: never a site's choice."""
_FOLDERS = {"PATH": "content", "OUTPUT_PATH": "output", "CACHE_PATH": ".placette", "THEME": "themes/placette"}
"""Where everything lies in both forms."""
_FIRST = frozenset({"sys", "Path", "ROOT"})
"""Names that every settings file has by its first lines, beside those of ``placette.defaults``."""
_FORMER = frozenset(
    "archiving authors building core hosting identity images publishing quality reading sharing status territory"
    " views".split()
)
"""Folders of ``plugins/`` in which the software lay before it was one package."""
_SINCE = {"placette.features.pictures.settings": 'PICTURES_LANDSCAPE = "volcanoes"'}
"""Choices that came with a module: what a site has chosen whose code didn't have it yet."""
_ADDRESS = re.compile(r"(?P<stem>(?!\w+_LANG_)\w+?)_(?:URL|SAVE_AS|ATOM|JSON|ICS)")


@dataclass(frozen=True, slots=True)
class WrittenElsewhere:
    """Something that is imported, by its full name: a feature, mostly."""

    name: str


@dataclass(frozen=True, slots=True)
class KeptStatements:
    """What is left of a settings file, the values of all its names as far as they can be read, and what can't be.

    ``unread`` are lines of the old file and the beginnings of what stands there; ``dropped`` are names whose values
    differed from how Placette uses Pelican.
    """

    text: str
    values: Mapping[str, Any]
    unread: tuple[tuple[int, str], ...] = ()
    dropped: tuple[str, ...] = ()


def is_own(module: str) -> bool:
    """Whether a module is the site's: neither Placette's, today's or a former one, nor what it is built on."""
    first, _, rest = module.partition(".")
    if first == "plugins":
        return rest.partition(".")[0] not in {*_FORMER, "placette"}
    return first not in {"placette", "pelicanconf", "jinja2", "pelican", "pathlib", "sys"}


def folders_of_software(folders: Collection[str]) -> frozenset[str]:
    """Which folders of ``plugins/`` hold Placette's code: one since it is a package, several before."""
    return frozenset({"placette"} if "placette" in folders else _FORMER & set(folders))


def first_values() -> dict[str, Any]:
    """What the names of ``placette.defaults`` stand for, and where the folders lie."""
    return {**_defaults(), "ROOT": ROOT, **{name: str(ROOT / folder) for name, folder in _FOLDERS.items()}}


@cache
def _defaults() -> Mapping[str, Any]:
    """The public names of ``placette.defaults`` that can be read: like any settings file, it isn't run for that."""
    names: dict[str, Any] = {}
    for node in ast.parse((Path(placette.__file__).parent / "defaults.py").read_text(encoding="utf-8")).body:
        match node:
            case ast.Import() | ast.ImportFrom():
                names |= _imported(node)
            case ast.FunctionDef(name=name):
                names[name] = WrittenElsewhere(f"placette.defaults.{name}")
            case _:
                with suppress(UnreadableError):
                    assign(node, names)
    return {name: value for name, value in names.items() if not name.startswith("_")}


def keep_settings(source: str, head: str, values: Mapping[str, Any], known: Collection[str] = ()) -> KeptStatements:
    """What a settings file says beyond ``head`` and ``values``. Raises ``SyntaxError``.

    Args:
        known: modules of the code that the file was written for, and words between quotes in it. Where a file without
            ``placette.defaults`` doesn't name a feature or an address that its code had, it was left out, and still is.
    """
    reader = _Reader(dict(values), head)
    kept = [piece for piece in under_headings(pieces_of(source)) if reader.keeps(piece)]
    if known and "from placette.defaults import *" not in source:
        kept = _with_defaults(kept, reader, known)
    chosen = [line for module, line in _SINCE.items() if known and module not in known]
    kept += [Piece((*ast.parse(line).body,), line) for line in chosen]
    used = {name for piece in kept if not _is_import(piece) for name in piece.used}
    body = joined(piece for piece in kept if not _is_import(piece) or _is_needed(piece, used)).strip("\n")
    text = f"{head.rstrip()}\n\n{body}\n" if body else head
    return KeptStatements(text, reader.values, tuple(reader.unread), tuple(reader.dropped))


class _Reader:
    """Goes through a file, and knows what its names stand for so far."""

    def __init__(self, values: dict[str, Any], head: str) -> None:
        first = ast.parse(head).body
        self.values, self._first = values, {ast.dump(node) for node in first}
        self.assigned: set[str] = set()
        self.unread: list[tuple[int, str]] = []
        self.dropped: list[str] = []
        for node in first:
            with suppress(UnreadableError):
                assign(node, values)

    def keeps(self, piece: Piece) -> bool:
        """Whether a piece says anything that the lines above it don't; takes in what it says."""
        said = [self._says(node) for node in piece.nodes]
        return any(said) or not piece.nodes

    def _says(self, node: ast.stmt) -> bool:
        names = _stored(node)
        self.assigned |= names
        if ast.dump(node) in self._first or names == {"ROOT"} or _is_doc(node) or _is_search_path(node):
            return False
        if isinstance(node, ast.Import | ast.ImportFrom):
            self._import(node)
            return True
        return self._says_value(node, names)

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        self.values |= _bound(node)
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*" and is_own(node.module or ""):
            self.values = {"ROOT": ROOT}  # whatever it brings, the lines below say something beside it
            self.unread.append((node.lineno, ast.unparse(node)))

    def _says_value(self, node: ast.stmt, names: set[str]) -> bool:
        before = dict(self.values)
        try:
            given = assign(node, self.values)
        except UnreadableError:
            return self._says_unread(node, names)
        changed = {name for name, value in given.items() if name not in before or before[name] != value}
        self.dropped += sorted(changed & PELICAN)
        return bool(changed - PELICAN - {"TERRITORY_FILE"})

    def _says_unread(self, node: ast.stmt, names: set[str]) -> bool:
        if names and names <= PELICAN:
            self.dropped += sorted(names)
            return False
        for name in names:
            self.values.pop(name, None)
        self.unread.append((node.lineno, ast.unparse(node).splitlines()[0]))
        return True


def _stored(node: ast.stmt) -> set[str]:
    """The names that a statement gives a value."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}


def _is_doc(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_search_path(node: ast.stmt) -> bool:
    return ast.unparse(node).startswith("sys.path.insert(0, str(ROOT")


def _bound(node: ast.Import | ast.ImportFrom) -> dict[str, Any]:
    """What an import gives; a former name of the software's stands for what has that name today."""
    known = _defaults()
    return {
        name: one
        for name, one in _imported(node).items()
        if one in known.values() or is_own(one.name) or name not in {*_FIRST, *known}
    }


def _imported(node: ast.Import | ast.ImportFrom) -> dict[str, WrittenElsewhere]:
    within = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    return {_name_of(alias): WrittenElsewhere(f"{within}{alias.name}") for alias in node.names if alias.name != "*"}


def _name_of(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _is_import(piece: Piece) -> bool:
    return bool(piece.nodes) and all(isinstance(node, ast.Import | ast.ImportFrom) for node in piece.nodes)


def _is_needed(piece: Piece, used: Collection[str]) -> bool:
    """Whether an import is the site's own, or somebody uses what it names and the first lines don't."""
    for node in piece.nodes:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        whole = node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
        names = {_name_of(alias) for alias in node.names} - {*_FIRST, *_defaults()}
        if names & set(used) or (names and is_own(whole)):
            return True
    return False


def _with_defaults(kept: Iterable[Piece], reader: _Reader, known: Collection[str]) -> list[Piece]:
    """The same for a file that lists everything itself: with what ``placette.defaults`` would bring taken out again."""
    pieces, listed = list(kept), reader.values.get("PLUGINS")
    addresses = "\n".join(_emptied(reader.assigned, known))
    if isinstance(listed, list | tuple) and all(isinstance(one, WrittenElsewhere) for one in listed):
        named = reader.values.items()
        own = [name for name, one in named if isinstance(one, WrittenElsewhere) and one in listed and is_own(one.name)]
        pieces = [piece for piece in pieces if [*map(_stored, piece.nodes)] != [{"PLUGINS"}]]
        addresses = "\n".join(filter(None, (addresses, _listing(listed, own, known))))
    return [*pieces, Piece((*ast.parse(addresses).body,), addresses, apart=1)] if addresses else pieces


def _listing(listed: Collection[Any], own: Iterable[str], known: Collection[str]) -> str:
    """PLUGINS as today's form writes it; empty where a site has all features and none of its own."""
    out = [one.name for one in _defaults()["PLUGINS"] if one not in listed and one.name != "placette.plugin"]
    names = ", ".join(name.rpartition(".")[2] for name in out if name in known)
    if own:
        return f"PLUGINS = (*{f'without({names})' if names else 'PLUGINS'}, {', '.join(own)})"
    return f"PLUGINS = without({names})" if names else ""


def _emptied(assigned: Collection[str], known: Collection[str]) -> Iterator[str]:
    """An address that isn't written is one that a site doesn't have: today an empty one says so."""
    missing: dict[str, list[str]] = {}
    for name, value in _defaults().items():
        address = _ADDRESS.fullmatch(name)
        if address and value and name not in assigned and {name, address["stem"]} & set(known):
            missing.setdefault(address["stem"], []).append(name)
    return (f'{" = ".join(names)} = ""' for names in missing.values())
