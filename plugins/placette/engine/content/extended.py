"""Kinds as the features of a site extend them: with keys in the front matter, and fields of the value, of their own."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, fields, is_dataclass, make_dataclass, replace
from functools import cache
from types import new_class
from typing import Any, TypeVar, cast, get_type_hints

from placette.engine.content.kinds import AnyKind, Draft, Extension, Kinds, TextKind
from placette.engine.content.neighbours import Outline
from placette.engine.texts.front_matter import Matter

A = TypeVar("A")


@dataclass(frozen=True, slots=True, eq=False)
class ExtendedKind(TextKind[Any, Any]):
    """A kind with what extensions add; other processes make it from these again, for its classes are in no module."""

    base: AnyKind | None = None
    extensions: tuple[Extension[Any], ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return extended, (self.base, self.extensions)


def extended_kinds(kinds: Iterable[AnyKind], extensions: Iterable[Extension[Any]]) -> Kinds:
    """Return kinds with all that extensions add to them."""
    every = tuple(extensions)
    return tuple(
        extended(kind, tuple(extension for extension in every if extension.kind == kind.name)) for kind in kinds
    )


@cache
def extended(kind: AnyKind, extensions: tuple[Extension[Any], ...]) -> AnyKind:
    """Return a kind with what its extensions add."""
    ordered = sorted(extensions, key=lambda extension: extension.order)
    keys = tuple((extension.keys, extension.before) for extension in ordered if extension.keys)
    added = tuple(extension.adds for extension in extensions if extension.adds)
    ties = tuple(extension.ties for extension in extensions if extension.ties)
    if not keys and not added and not ties:
        return kind
    values = {part.name: getattr(kind, part.name) for part in fields(kind)}
    values |= {"schema": _schema(cast("Any", kind.schema), keys), "value": _value(cast("Any", kind.value), added)}
    if ties:
        values["relations"] = replace(kind.relations, extra=_value(cast("Any", kind.relations.extra), ties))
    if kind.tombstone:
        fates = tuple((extension.withdrawn, "") for extension in extensions if extension.withdrawn)
        values["tombstone"] = replace(kind.tombstone, schema=_schema(cast("Any", kind.tombstone.schema), fates))
    return ExtendedKind(**values, base=kind, extensions=extensions)


@cache
def _schema(schema: Any, keys: tuple[tuple[type[Matter], str], ...]) -> type[Matter]:
    """Return a front matter with further keys: those of each before a key that it names, or last."""
    if not keys:
        return cast("type[Matter]", schema)
    namespace = {"__module__": schema.__module__, "__doc__": schema.__doc__}
    extended_schema: type[Matter] = new_class(
        schema.__name__, (schema, *(more for more, _ in keys)), exec_body=lambda ns: ns.update(namespace)
    )
    order = list(schema.model_fields)
    for more, before in keys:
        at = order.index(before) if before else len(order)
        order[at:at] = more.model_fields
    model_fields = dict(extended_schema.__pydantic_fields__)
    extended_schema.__pydantic_fields__ = {name: model_fields[name] for name in order}
    return extended_schema


@cache
def _value(value: Any, added: tuple[type[Any], ...]) -> type[Any]:
    """Return a class of values with further fields; other processes make it again for the values that they get."""
    if not added:
        return cast("type[Any]", value)
    more = [(part, get_type_hints(fields_class)[part.name]) for fields_class in added for part in fields(fields_class)]

    def reduced(self: Any) -> tuple[Any, ...]:
        return _revived, (value, added, tuple(getattr(self, part.name) for part in fields(self)))

    return make_dataclass(
        value.__name__,
        [(part.name, hint, copy(part)) for part, hint in more],
        bases=(value,),
        frozen=True,
        slots=True,
        namespace={"__doc__": value.__doc__, "__module__": value.__module__, "__reduce__": reduced},
    )


def _revived(value: Any, added: tuple[type[Any], ...], given: tuple[Any, ...]) -> Any:
    return _value(value, added)(*given)


@cache
def _names(made: Any) -> frozenset[str]:
    """Return the names of the fields of a dataclass; none of any other."""
    return frozenset(part.name for part in fields(made)) if is_dataclass(made) else frozenset()


def with_added(made: Any, kind: AnyKind, filled: dict[str, object]) -> Any:
    """Return the value of a text, with the fields that extensions fill."""
    if type(made) is kind.value:
        return replace(made, **filled) if filled else made
    return kind.value(**{name: getattr(made, name) for name in _names(cast("Any", type(made)))} | filled)


def tied(draft: Draft, outline: Outline[Any]) -> Outline[Any]:
    """Return an outline with what extensions add to it."""
    kind, base = draft.kind, outline.extra
    if not isinstance(kind, ExtendedKind):
        return outline
    more = {name: value for extension in kind.extensions for name, value in extension.tie(draft).items()}
    if base is None and not more:
        return outline
    values = {name: getattr(base, name) for name in _names(cast("Any", type(base)))}
    return replace(outline, extra=kind.relations.extra(**(values | more)))


def added(fields_of: type[A], text: object) -> A:
    """Return a text as the extension sees it that adds these fields: empty ones, where it was made without."""
    return cast("A", text) if _names(cast("Any", fields_of)) <= _names(cast("Any", type(text))) else fields_of()
