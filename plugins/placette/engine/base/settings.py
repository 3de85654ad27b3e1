"""Settings as frozen dataclasses: what a feature declares, its types and defaults, in one place.

``SHARING_TARGETS`` in ``pelicanconf.py`` fills the field ``targets`` of ``SharingSettings``. A name
that nothing knows stops the build and the right one is proposed: a default used in
silence because of a typing error is the worst answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter, ValidationError

from placette.engine.base.text import nearest
from placette.engine.base.translation import SettingError

T = TypeVar("T")
_ADDRESSES = ("_url", "_save_as")
"""The ends of the names of pages' addresses, which may begin as the settings of another feature do."""
_PLAIN = (bool, float, int, str)


def load_settings(kind: type[T], prefix: str, given: Mapping[str, Any]) -> T:
    """Return an instance of ``kind`` from the settings that start with ``PREFIX_``. Raises ``SettingError``."""
    names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    values = {
        own: value
        for name, value in given.items()
        if name.startswith(f"{prefix}_")
        if (own := name.removeprefix(f"{prefix}_").lower()) in names or not own.endswith(_ADDRESSES)
    }
    for unknown in sorted(set(values) - names):
        raise SettingError(_unknown(f"{prefix}_{unknown.upper()}", [f"{prefix}_{n.upper()}" for n in sorted(names)]))
    return kind(**{name: _typed(f"{prefix}_{name.upper()}", kind, name, value) for name, value in values.items()})


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Raise ``SettingError`` for the first name of ``given``, in order of the alphabet, that is not known."""
    allowed = sorted(set(known))
    for unknown in sorted(set(given) - set(allowed)):
        raise SettingError(_unknown(unknown, allowed))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


@cache
def _adapter(kind: type, field: str) -> TypeAdapter[Any]:
    """Return what checks a field; it takes half a millisecond to make."""
    return TypeAdapter(_hints(kind)[field])


def _typed(name: str, kind: type, field: str, value: Any) -> Any:
    hint = _hints(kind)[field]
    if hint in _PLAIN and type(value) is hint:  # most are
        return value
    try:
        return _adapter(kind, field).validate_python(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"{part}: " for part in first["loc"])  # a key of the setting, or the number of an entry
        raise SettingError(f"{name} = {value!r}: {where}{first['msg']}") from error


def _unknown(name: str, allowed: Iterable[str]) -> str:
    close = nearest(name.removesuffix("_SAVE_AS"), allowed, 1)  # as Pelican has them: the address is enough
    return f"{name}?  →  {close[0]}" if close else f"{name}?"
