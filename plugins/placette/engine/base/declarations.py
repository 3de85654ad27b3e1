"""The sentences beside the fields of a settings class, for people: each stands below its field, as a string.

Python drops such strings when it compiles a class, so they are read from its source.
"""

from __future__ import annotations

import ast
from typing import NamedTuple

_END = "Settings"
"""How the name of a class of settings ends."""


class Declaration(NamedTuple):
    """A class of settings: what it says of them all, and the sentence of each field that has one."""

    sentence: str
    fields: dict[str, str]


def read_declarations(source: str) -> dict[str, Declaration]:
    """The classes of settings in the source of a module, by name. Raises ``SyntaxError``."""
    classes = (node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name.endswith(_END))
    return {node.name: Declaration(_flat(ast.get_docstring(node) or ""), _sentences(node)) for node in classes}


def _sentences(node: ast.ClassDef) -> dict[str, str]:
    """The string that follows each field."""
    found = {}
    for field, after in zip(node.body, node.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(after, ast.Expr):
            said = after.value.value if isinstance(after.value, ast.Constant) else None
            if isinstance(said, str):
                found[field.target.id] = _flat(said)
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())
