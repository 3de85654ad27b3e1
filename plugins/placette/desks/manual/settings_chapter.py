"""The reference of all settings, made from their declarations: type, default and one sentence each."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from placette.engine.base.declarations import read_declarations
from placette.engine.base.message import N_

Translate = Callable[[str], str]


class Setting(NamedTuple):
    """A row of the reference: its name, what it decides, its type in words, its default as it is written."""

    name: str
    sentence: str
    type: str
    default: str


class Group(NamedTuple):
    """The settings that one class declares: their common beginning, and a sentence on them all."""

    prefix: str
    sentence: str
    settings: tuple[Setting, ...]


_TITLE = N_("Reference: settings")
_SUMMARY = N_("Every setting: what it decides, what may be written, and what holds when nothing is written.")
_INTRODUCTION = N_(
    "Settings stand in `pelicanconf.py`; those that hold only once the site is public, in `publishconf.py`. A misspelt "
    "name stops the build, and the message proposes the right one. This page is made by `invoke manual` from the "
    "declarations that the build uses."
)
_COLUMNS = (N_("setting"), N_("what it decides"), N_("what to write"), N_("default"))
_OWN = N_("The site")
_ADDRESSES = N_("Addresses")
_ABOUT_ADDRESSES = N_(
    "They decide where each kind of page lies, and keep their values for the whole life of a site: an address is for "
    "ever. `_URL` are pages and files: the file of an address that ends with a slash is the `index.html` there. "
    "`_FEED_ATOM` and `_FEED_JSON` are feeds, `_FEED_ICS` calendars. `{slug}` stands for the short name of a text, "
    "`{date:%Y}` for its year. An emptied address leaves the page or the feed out; the home page, whose address is "
    "empty, is left out by `None`."
)
_SITE = (
    ("SITENAME", N_("a text"), N_("The name of the site, at the head of every page.")),
    ("SITESUBTITLE", N_("a text"), N_("One sentence below the name, on the home page and for search engines.")),
    ("SITEURL", N_("a text"), N_("The public address, without a slash at its end; in publishconf.py.")),
    ("DEFAULT_LANG", N_("a text"), N_("The language of the site and of its commands: fr or en.")),
    ("TIMEZONE", N_("a text"), N_("The time zone of dates and hours.")),
    ("TERRITORY_FILE", N_("a text"), N_("The file of the territory’s communes, which invoke territory writes.")),
    ("PLUGINS", N_("modules in brackets"), N_("The features of the site; without(agenda, walks) leaves some out.")),
    ("DEFAULT_PAGINATION", N_("a whole number"), N_("How many posts one page of a list shows.")),
)
_TO_WRITE = frozenset({"SITENAME", "SITESUBTITLE", "TERRITORY_FILE", "PLUGINS"})
"""Those whose default says nothing to a person."""


def groups_of(declared: Iterable[tuple[str, type]]) -> tuple[Group, ...]:
    """The settings that these classes declare, by prefix, in order of the alphabet."""
    return tuple(_group(prefix, kind) for prefix, kind in sorted(dict(declared).items()))


def _group(prefix: str, kind: type) -> Group:
    said = read_declarations(inspect.getsource(sys.modules[kind.__module__]))[kind.__name__]
    hints = get_type_hints(kind, include_extras=True)
    rows = (
        Setting(f"{prefix}_{f.name.upper()}", said.fields.get(f.name, ""), words_of(hints[f.name]), _default_of(f))
        for f in fields(kind)
    )
    return Group(prefix, said.sentence, tuple(rows))


def words_of(hint: Any) -> str:
    """What may be written for a type, as a msgid or as values to choose among."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return words_of(arguments[0])
    if origin is Literal:
        return ", ".join(f"`{written(value)}`" for value in arguments)
    if origin in {Union, UnionType}:
        return words_of(next(one for one in arguments if one is not NoneType))
    if origin is tuple and get_origin(arguments[0]) is tuple:
        return _PAIRS
    if origin is tuple and is_dataclass(arguments[0]):
        return _TABLES
    return _TYPES[dict] if is_dataclass(hint) else _TYPES.get(origin or hint, _TEXT)


_TEXT = N_("a text")
_PAIRS = N_("pairs in brackets: (label, address)")
_TABLES = N_("in brackets, pairs in braces: name, then value")
_TYPES: Mapping[Any, str] = {
    bool: N_("True or False"),
    int: N_("a whole number"),
    float: N_("a number"),
    date: N_("a date"),
    tuple: N_("texts in brackets"),
    dict: N_("pairs in braces: name, then value"),
}


def written(value: Any) -> str:
    """A value as a settings file has it, on one line."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple):
        return f"({', '.join(map(written, value))}{',' if len(value) == 1 else ''})"
    return "{}" if is_dataclass(value) else repr(value)


def _default_of(field: Field[Any]) -> str:
    if field.default is not MISSING:
        return written(field.default)
    return written(field.default_factory()) if field.default_factory is not MISSING else ""


def settings_chapter(
    groups: Sequence[Group], addresses: Sequence[str], defaults: Mapping[str, Any], say: Translate
) -> str:
    """The chapter in Markdown; ``addresses`` are the names of the settings that say where pages lie."""
    parts = [f"# {say(_TITLE)}", say(_SUMMARY), say(_INTRODUCTION), f"## {say(_OWN)}"]
    parts.append(_table(_COLUMNS, _site_rows(defaults, say), say))
    for group in groups:
        rows = [(f"`{s.name}`", _said(s.sentence, say), say(s.type), f"`{s.default}`") for s in group.settings]
        parts += [f"## `{group.prefix}_…`", _said(group.sentence, say), _table(_COLUMNS, rows, say)]
    places = [(f"`{name}`", f"`{written(defaults.get(name) or '')}`") for name in addresses]
    parts += [f"## {say(_ADDRESSES)}", say(_ABOUT_ADDRESSES), _table((_COLUMNS[0], _COLUMNS[3]), places, say)]
    return "\n\n".join(parts) + "\n"


def _site_rows(defaults: Mapping[str, Any], say: Translate) -> Iterator[tuple[str, ...]]:
    for name, kind, sentence in _SITE:
        default = "" if name in _TO_WRITE else f"`{written(defaults[name])}`"
        yield f"`{name}`", say(sentence), say(kind), default


def _said(sentence: str, say: Translate) -> str:
    return say(sentence).replace("``", "`") if sentence else ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], say: Translate) -> str:
    lines = (tuple(map(say, columns)), ("---",) * len(columns), *rows)
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
