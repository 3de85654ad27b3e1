"""The tasks that a single-repository site has of its own, in a file whose other tasks come from the package."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from placette.desks.starting.old_settings import is_own
from placette.desks.starting.pieces import Piece, joined, pieces_of

_COLLECTED = "namespace = collect()"
_SOFTWARE = ("collect_again(", "in_site_language(", "refuse_unknown(", "sys.path.insert(")
_LISTS = frozenset({"SHARING", "TASKS", "namespace"})
"""What lists of tasks were called."""
_ALWAYS = frozenset({"Collection", "Path", "collect", "sys"})
"""What every file of tasks imports."""


@dataclass(frozen=True, slots=True)
class KeptTasks:
    """A file of tasks, the site's own among them, and the imports from Placette that those need."""

    text: str
    borrowed: tuple[str, ...] = ()


def keep_tasks(source: str, planned: str) -> KeptTasks:
    """The tasks of a site's own, put into the file that a new site has. Raises ``SyntaxError``."""
    pieces = pieces_of(source)
    lists = [piece for piece in pieces if _is_list(piece)]
    rest = [piece for piece in pieces if piece not in lists and not _is_software(piece)]
    own = [piece for piece in rest if piece.nodes and not _is_import(piece)]
    used = {name for piece in own for name in piece.used}
    listed = {name for piece in lists for name in piece.used}
    imports = [piece for piece in rest if _is_import(piece) and _is_needed(piece, used | listed, used)]
    offered = {
        name for piece in (*own, *imports) if not _is_borrowed(piece) for name in _bound(piece)
    } & listed - _ALWAYS
    names = [name for piece in lists for name in _in_order(piece) if name in offered]
    if not own and not names:
        return KeptTasks(planned)
    later = [piece for piece in own if "namespace" in piece.used]
    before = joined((*imports, *(piece for piece in own if piece not in later))).strip("\n")
    collected = f"namespace = collect({', '.join(dict.fromkeys(names))})"
    after = "".join(f"{piece.text}\n" for piece in later)
    text = planned.replace(_COLLECTED, f"{before}\n\n\n{collected}").rstrip("\n") + f"\n{after}"
    borrowed = tuple(ast.unparse(piece.nodes[0]) for piece in imports if _is_borrowed(piece))
    return KeptTasks(text, borrowed)


def _is_list(piece: Piece) -> bool:
    """Whether it says which tasks there are."""
    return any(isinstance(node, ast.Assign) and _targets(node) & _LISTS for node in piece.nodes)


def _targets(node: ast.Assign) -> set[str]:
    return {target.id for target in node.targets if isinstance(target, ast.Name)}


def _is_software(piece: Piece) -> bool:
    """Whether it is there in every file of tasks."""
    return all(isinstance(node, ast.Expr) and _says_always(node) for node in piece.nodes)


def _says_always(node: ast.Expr) -> bool:
    return isinstance(node.value, ast.Constant) or ast.unparse(node).startswith(_SOFTWARE)


def _is_import(piece: Piece) -> bool:
    return bool(piece.nodes) and all(isinstance(node, ast.Import | ast.ImportFrom) for node in piece.nodes)


def _module(piece: Piece) -> str:
    node = piece.nodes[0]
    return node.module or "" if isinstance(node, ast.ImportFrom) else ast.unparse(node).split()[1].rstrip(",")


def _is_borrowed(piece: Piece) -> bool:
    return _is_import(piece) and not is_own(_module(piece)) and _module(piece).split(".")[0] in {"placette", "plugins"}


def _is_needed(piece: Piece, wanted: set[str], used: set[str]) -> bool:
    """Whether the site's own tasks use it, or it brings one."""
    names = _bound(piece) - _ALWAYS
    return bool(names & used) or (bool(names & wanted) and not _is_borrowed(piece))


def _bound(piece: Piece) -> set[str]:
    """The names that it gives."""
    found = set()
    for node in piece.nodes:
        match node:
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                found |= {alias.asname or alias.name.partition(".")[0] for alias in aliases}
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Assign():
                found |= _targets(node)
    return found


def _in_order(piece: Piece) -> Iterable[str]:
    found = [node for top in piece.nodes for node in ast.walk(top) if isinstance(node, ast.Name)]
    return [node.id for node in sorted(found, key=lambda node: (node.lineno, node.col_offset))]
