"""The references of settings and tasks in the manual, from the declarations that a build and ``invoke`` use."""

from __future__ import annotations

import ast
import inspect
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import yaml
from invoke import Argument, Task

from placette.commands.manual import REFERENCES
from placette.commands.review import key_table
from placette.commands.review.guide import DECIDES
from placette.commands.word_tasks import WordsArgument
from placette.engine.base.translation import load_catalogue
from placette.engine.content.kinds import Kinds
from placette.engine.texts.front_matter import Whose
from placette.plugin import address_settings, declared_settings, documented_features, load_site, shipped_kinds

Translate = Callable[[str], str]
_SHIPPED = "from placette.defaults import *\n"
"""The settings of a site that writes none, with all packages of this repository."""
_FRENCH = Path(__file__).with_suffix(".yml")
"""The words of these pages that are said nowhere else."""
_END = "Settings"
"""The suffix of the name of a class of settings."""


class Declaration(NamedTuple):
    """A class of settings: its sentence, and the sentence of each field that has one."""

    sentence: str
    fields: dict[str, str]


def read_declarations(source: str) -> dict[str, Declaration]:
    """Return the classes of settings in the source of a module, by name. Raises ``SyntaxError``."""
    declarations = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and node.name.endswith(_END):
            declarations[node.name] = Declaration(_flat(ast.get_docstring(node)), {})
            for field, after in pairwise(node.body):  # the string that follows each field
                match field, after:
                    case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(said))):
                        declarations[node.name].fields[name] = _flat(said)
    return declarations


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


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


_TITLE = "Reference: settings"
_SUMMARY = "Every setting: what it decides, what may be written, and what applies when nothing is written."
_INTRODUCTION = (
    "Settings are in `pelicanconf.py`; those that apply only once the site is public, in"
    " `publishconf.py`. A misspelt name stops the build, and the message proposes the"
    " right one. This page is made from the declarations that the"
    " build uses."
)
_COLUMNS = ("setting", "what it decides", "what to write", "default")
_FIRST, _LATER, _RARELY = "The first day", "Later", "Rarely"
_ABOUT_FIRST = "A new site has these in its `pelicanconf.py`, filled in."
_ABOUT_LATER = "The chapters of this manual say when."
_ABOUT_RARELY = "Most sites never write any of these."
_ROOT = Path(__file__).resolve().parents[3]
_NEW_SITE = _ROOT / "plugins/placette/commands/starting/site/common"
_NAME = re.compile(r"\b[A-Z]+(?:_[A-Z]+)*\b")
_ADDRESSES = "Addresses"
_ABOUT_ADDRESSES = (
    "They decide where each kind of page is, and keep their values for the whole life of"
    " a site: an address is for ever. `_URL` are pages and files: the file of an address"
    " that ends with a slash is the `index.html` there. `_FEED_ATOM` and `_FEED_JSON` are"
    " feeds, `_FEED_ICS` calendars. `{slug}` stands for the short name of a text,"
    " `{date:%Y}` for its year. An emptied address leaves the page or the feed out; the"
    " home page, whose address is empty, is left out by `None`."
)
_SITE = (
    ("SITENAME", "a text", "The name of the site, at the head of every page."),
    ("SITESUBTITLE", "a text", "One sentence below the name, on the home page and for search engines."),
    ("SITEURL", "a text", "The public address, without a slash at its end; in publishconf.py."),
    ("DEFAULT_LANG", "a text", "The language of the site and of its commands: fr or en."),
    ("TIMEZONE", "a text", "The time zone of dates and hours."),
    ("TERRITORY_FILE", "a text", "The file of the territory’s communes, which invoke territory writes."),
    ("PLUGINS", "names in brackets", 'The features of the site; without("agenda", "walks") leaves some out.'),
    (
        "DEFAULT_PAGINATION",
        "a whole number",
        "Posts on a page of a list; its first has half as many to half more.",
    ),
)
_TO_WRITE = frozenset({"SITENAME", "SITESUBTITLE", "TERRITORY_FILE", "PLUGINS"})
"""Settings whose default tells people nothing."""


def groups_of(declared: Iterable[tuple[str, type]]) -> tuple[Group, ...]:
    """Return the settings that these classes declare, by prefix, in order of the alphabet."""
    groups = []
    for prefix, kind in sorted(dict(declared).items()):
        sentences = read_declarations(inspect.getsource(sys.modules[kind.__module__]))[kind.__name__]
        hints = get_type_hints(kind, include_extras=True)
        rows = (
            Setting(
                f"{prefix}_{f.name.upper()}", sentences.fields.get(f.name, ""), words_of(hints[f.name]), _default_of(f)
            )
            for f in fields(kind)
        )
        groups.append(Group(prefix, sentences.sentence, tuple(rows)))
    return tuple(groups)


def words_of(hint: Any) -> str:
    """Return the allowed values of a type, as a msgid or as values to choose among."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return words_of(arguments[0])
    if origin is Literal:
        return ", ".join(f"`{written(value)}`" for value in arguments)
    if origin in {Union, UnionType}:
        return words_of(next(arg for arg in arguments if arg is not NoneType))
    if origin is tuple and get_origin(arguments[0]) is tuple:
        return _PAIRS
    if origin is tuple and is_dataclass(arguments[0]):
        return _TABLES
    return _TYPES[dict] if is_dataclass(hint) else _TYPES.get(origin or hint, _TEXT)


_TEXT = "a text"
_PAIRS = "pairs in brackets: (label, address)"
_TABLES = "in brackets, pairs in braces: name, then value"
_TYPES: Mapping[Any, str] = {
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    date: "a date",
    tuple: "texts in brackets",
    dict: "pairs in braces: name, then value",
}


def written(value: Any) -> str:
    """Return a value as a settings file has it, on one line."""
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
    groups: Sequence[Group],
    addresses: Sequence[str],
    defaults: Mapping[str, Any],
    parts: Mapping[str, Sequence[str]],
    say: Translate,
) -> str:
    """Return the chapter in Markdown: the first day, later, rarely; ``addresses`` are the settings with those of pages.

    ``parts`` are the names of the settings of the first day and of those that come later; all others are rare.
    """
    chapter = [f"# {say(_TITLE)}", say(_SUMMARY), say(_INTRODUCTION)]
    rows = {
        name: (f"`{name}`", say(sentence), say(kind), "" if name in _TO_WRITE else f"`{written(defaults[name])}`")
        for name, kind, sentence in _SITE
    }
    for group in groups:
        for s in group.settings:
            rows[s.name] = (f"`{s.name}`", _sentence(s.sentence, say), say(s.type), f"`{s.default}`")
    first = [name for name in rows if name in parts[_FIRST]]
    later = [name for name in rows if name in parts[_LATER] and name not in first]
    chapter += [f"## {say(_FIRST)}", say(_ABOUT_FIRST), _table(_COLUMNS, [rows[name] for name in first], say)]
    for title, about, names in (
        (_LATER, _ABOUT_LATER, later),
        (_RARELY, _ABOUT_RARELY, [name for name in rows if name not in first and name not in later]),
    ):
        chapter += [f"## {say(title)}", say(about)]
        site = [rows[name] for name, _, _ in _SITE if name in names]
        chapter += [_table(_COLUMNS, site, say)] if site else []
        for group in groups:
            if shown := [rows[s.name] for s in group.settings if s.name in names]:
                chapter += [f"### `{group.prefix}_…`", _sentence(group.sentence, say), _table(_COLUMNS, shown, say)]
    places = [(f"`{name}`", f"`{written(defaults.get(name) or '')}`") for name in addresses]
    chapter += [f"### {say(_ADDRESSES)}", say(_ABOUT_ADDRESSES), _table((_COLUMNS[0], _COLUMNS[3]), places, say)]
    return "\n\n".join(chapter) + "\n"


def parts_of_settings() -> dict[str, list[str]]:
    """Return the names of the settings of the first day, and of those that come later.

    What a new site's ``pelicanconf.py`` has is for the first day; what its other settings files have, or a chapter of
    the manual tells of, comes later.
    """
    files = {file.name.partition(".")[0]: file.read_text(encoding="utf-8") for file in _NEW_SITE.glob("*conf.py.jinja")}
    references = {path for paths in REFERENCES.values() for path in paths}
    chapters = [
        path for path in _ROOT.glob("docs/*/*.md") if path.relative_to(_ROOT / "docs").as_posix() not in references
    ]
    chapters += _ROOT.glob("plugins/*/manual/*/*.md")
    texts = [files["legalconf"], files["publishconf"], *(path.read_text(encoding="utf-8") for path in chapters)]
    return {
        _FIRST: _NAME.findall(files["pelicanconf"]),
        _LATER: [name for text in texts for name in _NAME.findall(text)],
    }


def _sentence(sentence: str, say: Translate) -> str:
    return say(sentence).replace("``", "`") if sentence else ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], say: Translate) -> str:
    lines = (tuple(map(say, columns)), ("---",) * len(columns), *rows)
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


class Option(NamedTuple):
    """An option of a task: how it is written, what it does (a msgid), its default where there is one."""

    written: str
    sentence: str
    default: str


class TaskEntry(NamedTuple):
    """A task: its name, what it does (a msgid), its options."""

    name: str
    sentence: str
    options: tuple[Option, ...]


_TASKS_TITLE = "Reference: tasks"
_TASKS_SUMMARY = "Every command of a site, with its options."
_TASKS_INTRODUCTION = (
    "In the folder of the site, `invoke --list` shows those of the week, `invoke --list more` the others by role, and "
    "`invoke --help TASK` the options of one. A command ends with 0 when all is well, 1 when a text needs fixing, 2 "
    "when the command or a setting can’t be used. This page is made from the commands themselves."
)


def tasks_chapter(tasks: Iterable[TaskEntry], say: Translate) -> str:
    """Return the chapter in Markdown, in order of the alphabet."""
    parts = [f"# {say(_TASKS_TITLE)}", say(_TASKS_SUMMARY), say(_TASKS_INTRODUCTION)]
    for entry in sorted(tasks):
        parts += [f"## `invoke {entry.name}`", say(entry.sentence)]
        rows = [(o.written, say(o.sentence).replace("<", "\\<"), o.default) for o in sorted(entry.options)]
        parts += [_table(("option", "what it does", _COLUMNS[3]), rows, say)] if rows else []
    return "\n\n".join(parts) + "\n"


_KEYS_TITLE = "Reference: lines"
_KEYS_SUMMARY = "Every line of the texts that anybody may propose: what goes there, and who decides on it."
_KEYS_INTRODUCTION = (
    "`invoke check-pr` compares a proposal with the text as it was, line by line, and stops what is not up to those who"
    " propose it. Whoever a line names has proposed the text, signed it before, or agreed through the team. This page"
    " is made from the declarations that the check uses."
)
_TEAMS_TEXTS = "What the team alone adds and changes: {folders}."


_RIGHTS = "Who may add one: {add}; change it: {change}; remove it: {remove}."


def keys_chapter(kinds: Kinds, say: Translate) -> str:
    """Return the chapter in Markdown: whose decision each key of a front matter is."""
    parts = [f"# {say(_KEYS_TITLE)}", say(_KEYS_SUMMARY), say(_KEYS_INTRODUCTION)]
    folders = {kind.name: f"`{kind.place.partition('/')[0]}/`" for kind in kinds}
    open_kinds = [kind for kind in kinds if kind.rights.add is not Whose.EDITORS]
    teams = sorted(folders[kind.name] for kind in kinds if kind not in open_kinds)
    parts.append(say(_TEAMS_TEXTS).format(folders=", ".join(teams)))
    for kind in open_kinds:
        rights = kind.rights
        words = {name: say(DECIDES[getattr(rights, name)]) for name in ("add", "change", "remove")}
        parts += [f"## {say(kind.name).capitalize()} ({folders[kind.name]})", say(_RIGHTS).format(**words)]
        parts.append(key_table(kind.schema, say))
    return "\n\n".join(parts) + "\n"


def shipped_settings() -> dict[str, Any]:
    """Return the settings of a site that writes none."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "defaults.py"
        file.write_text(_SHIPPED, encoding="utf-8")
        return load_site(file)


def references_of(settings: Mapping[str, Any], tasks: Iterable[Task[Any]]) -> dict[str, str]:
    """Return the references as Markdown, by path, in every language, for a site with these bare settings."""
    features = documented_features(settings)
    groups = groups_of(declared_settings(features))
    places = sorted({name for name in address_settings(features) if name.isidentifier()})  # not 404_URL
    entries = [TaskEntry(t.name.replace("_", "-"), " ".join((t.__doc__ or "").split()), _options(t)) for t in tasks]
    texts = {}
    for lang, (of_settings, of_tasks, of_keys) in REFERENCES.items():
        say = _words_in(lang)
        texts[of_settings] = settings_chapter(groups, places, settings, parts_of_settings(), say)
        texts[of_tasks] = tasks_chapter(entries, say)
        texts[of_keys] = keys_chapter(shipped_kinds(), say)
    return texts


def _options(one: Task[Any]) -> tuple[Option, ...]:
    """Return the options of a task as ``invoke --help`` writes them."""
    twin = copy(one)
    twin.help = dict(one.help)  # Invoke takes out what it has read
    pairs = ((argument, argument.default) for argument in twin.get_arguments())
    rows = ((a, isinstance(d, int | str) and d and not isinstance(d, bool), d) for a, d in pairs)
    return tuple(Option(f"`{_flag(a)}`", a.help or "", f"`{d}`" if is_told else "") for a, is_told, d in rows)


def _flag(argument: Argument) -> str:
    name = argument.names[0]
    if isinstance(argument, WordsArgument) or (argument.positional and argument.kind is not list):
        return name.upper()
    if argument.kind is bool:
        return f"--no-{name}" if argument.default else f"--{name}"
    return f"--{name} …"


def _words_in(lang: str) -> Translate:
    catalogue = load_catalogue(lang)
    words = yaml.safe_load(_FRENCH.read_text(encoding="utf-8")) if lang == "fr" else {}
    return lambda sentence: words.get(sentence) or catalogue.gettext(sentence)
