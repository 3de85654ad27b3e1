"""What a settings file says, found without running it: texts, numbers, collections, paths below its folder."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

ROOT = PurePosixPath("{root}")
"""Stands for the folder of the settings file."""


class UnreadableError(ValueError):
    """An expression whose value only a run would show."""


def value_of(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """The value of an expression. Raises ``UnreadableError``."""
    match node:
        case ast.Name(id=name) if name in names:
            return names[name]
        case ast.Tuple(elts=parts):
            return tuple(_items(parts, names))
        case ast.List(elts=parts):
            return list(_items(parts, names))
        case ast.Dict(keys=keys, values=values) if all(keys):
            return _dictionary(zip(keys, values, strict=True), names)
        case ast.BinOp() | ast.Call():
            return _result(node, names)
    try:
        return ast.literal_eval(node)
    except (TypeError, ValueError) as error:
        raise UnreadableError(ast.unparse(node)) from error


def _result(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """What becomes of a sum, of a path, of an empty list, of a day, and of leaving features out."""
    match node:
        case ast.Call(func=ast.Subscript(value=ast.Name(id="list")), args=[], keywords=[]):
            return []
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _path(value_of(left, names), value_of(right, names))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return sum_of(value_of(left, names), value_of(right, names))
        case ast.Call(func=ast.Name(id="str"), args=[path], keywords=[]):
            return str(_path(value_of(path, names)))
        case ast.Call(func=ast.Name(id="date"), args=numbers, keywords=[]):
            return _day(list(_items(numbers, names)))
        case ast.Call(func=ast.Name(id="without"), args=features, keywords=[]) if "without" in names:
            left_out = list(_items(features, names))
            return tuple(feature for feature in names["PLUGINS"] if feature not in left_out)
    raise UnreadableError(ast.unparse(node))


def assign(node: ast.stmt, names: MutableMapping[str, Any]) -> dict[str, Any]:
    """What an assignment gives its names: put into ``names``, and returned. Raises ``UnreadableError``."""
    match node:
        case ast.Assign(targets=targets, value=value):
            found = value_of(value, names)
            given = {name: held for target in targets for name, held in _spread(target, found)}
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            given = {name: value_of(value, names)}
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value) if name in names:
            given = {name: sum_of(names[name], value_of(value, names))}
        case _:
            raise UnreadableError(ast.unparse(node))
    names.update(given)
    return given


def sum_of(one: Any, other: Any) -> Any:
    """Two texts, lists or tuples joined. Raises ``UnreadableError`` for anything else."""
    if type(one) is not type(other) or not isinstance(one, str | list | tuple):
        raise UnreadableError
    return one + other  # type: ignore[operator]


def _items(parts: list[ast.expr], names: Mapping[str, Any]) -> Iterator[Any]:
    for part in parts:
        if isinstance(part, ast.Starred):
            spread = value_of(part.value, names)
            if not isinstance(spread, list | tuple):
                raise UnreadableError(ast.unparse(part))
            yield from spread
        else:
            yield value_of(part, names)


def _dictionary(pairs: Iterable[tuple[ast.expr | None, ast.expr]], names: Mapping[str, Any]) -> dict[Any, Any]:
    try:
        return {value_of(key, names): value_of(value, names) for key, value in pairs if key}
    except TypeError as error:
        raise UnreadableError(str(error)) from error


def _day(numbers: list[Any]) -> date:
    try:
        return date(*numbers)
    except (TypeError, ValueError) as error:
        raise UnreadableError(str(error)) from error


def _path(*parts: Any) -> PurePosixPath:
    first, *more = parts
    if not isinstance(first, PurePosixPath) or not all(isinstance(part, str) for part in more):
        raise UnreadableError
    return first.joinpath(*more)


def _spread(target: ast.expr, value: Any) -> Iterator[tuple[str, Any]]:
    match target:
        case ast.Name(id=name):
            yield name, value
        case ast.Tuple(elts=targets) if isinstance(value, list | tuple) and len(value) == len(targets):
            for part, held in zip(targets, value, strict=True):
                yield from _spread(part, held)
        case _:
            raise UnreadableError(ast.unparse(target))
