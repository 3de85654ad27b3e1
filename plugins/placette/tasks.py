"""The tasks of a site: its ``tasks.py`` is ``namespace = collect()``, with tasks of its own in the brackets."""

from __future__ import annotations

import re
import sys
from ast import literal_eval
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from functools import cache
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from types import MappingProxyType
from typing import Any

from invoke import Collection, ParseError, Parser, Program, Task
from invoke.exceptions import Exit

import placette.engine.base.startup  # noqa: F401 - before anything large
from placette.commands.site_tasks import CONFIGURED, _
from placette.commands.unknown_tasks import is_invoke, mistake_in
from placette.engine.base.startup import name_of_module, packages
from placette.engine.base.translation import SettingError, in_site_language, site_root, site_words

TASKS = {
    "new": "placette.commands.writing.new_tasks",
    **dict.fromkeys(("new-author", "new-event", "new-walk"), "placette.commands.writing.new_tasks"),
    "photo": "placette.commands.intake.file_tasks",
    "document": "placette.commands.intake.file_tasks",
    "check": "placette.commands.review.check_tasks",
    "explain": "placette.commands.review.check_tasks",
    "serve": "placette.commands.serve",
    "build": "placette.commands.build_tasks",
    "publish": "placette.commands.publishing.publish_tasks",
    "rollback": "placette.commands.publishing.publish_tasks",
    "ask": "placette.commands.questions",
    "answer": "placette.commands.questions",
    "decide": "placette.commands.decisions",
    "announce": "placette.commands.announcing.announce_tasks",
    "check-pr": "placette.commands.review.check_tasks",
    "withdraw-author": "placette.commands.leaving.withdraw_tasks",
    "clean": "placette.commands.building",
    "guide": "placette.commands.review.check_tasks",
    "hook": "placette.commands.review.check_tasks",
    "links": "placette.commands.status.status_tasks",
    "status": "placette.commands.status.status_tasks",
    "territory": "placette.features.territory.territory_tasks",
    "addresses": "placette.commands.building",
    "doctor": "placette.commands.doctor.doctor_tasks",
    "editor": "placette.commands.editor",
    "manual": "placette.commands.manual",
}
"""The tasks of every site, each with its module: a command imports those alone that it names. Packages bring further
ones: see ``tasks_of_packages``."""
COMMON = frozenset(
    "new new-author new-event new-walk photo document check serve build publish rollback status".split()
    + "letters ask answer decide announce".split()
)
"""The tasks that ``invoke --list`` shows beside a site's own; ``invoke --list more`` shows the others."""
MORE = "more"
FEATURES = (
    {"ask": "questions", "answer": "questions", "decide": "decisions", "document": "documents", "editor": "editor"}
    | {"new-event": "agenda", "import-events": "agenda", "new-walk": "walks"}
    | {"announce": "sharing", "territory": "territory"}
)
"""The tasks that need a feature of the core: a site that leaves it out doesn't list them."""
_OF_ALL = frozenset({"-l", "--list", "-D", "--list-depth", "-F", "--list-format", "--complete"})
"""Options of Invoke that look at every task."""
_CODE = Path(__file__).parents[1]
_TASKS_OF = re.compile(r"^    tasks=(\{[^{}]*\}),$", re.MULTILINE)
"""Where a package beside the core says which tasks it brings."""


def collect(*more: Any, lying_in: Mapping[str, str] = MappingProxyType({})) -> Collection:
    """Return the tasks of ``invoke`` in a site: its own and ``more``, in the site's language.

    ``lying_in`` names further ones, each with its module. Where the command names tasks, there are these alone and
    ``more``. Ends the program for an unknown task or option.
    """
    known = {**TASKS, **lying_in}
    if wanted := list_asked(sys.argv):
        return _listed(known, frozenset(lying_in), more, wanted)
    own = frozenset(task.name.replace("_", "-") for task in more)
    names = named_in(sys.argv, known, own)
    if len(names) == len(known):  # it names none of these: the settings list the packages that bring more
        known |= tasks_of_packages(site_root())
        names = named_in(sys.argv, known, own)
    namespace = _collection(tasks_named(names, known), more)
    if mistake_in(namespace, sys.argv):  # what was meant may be any
        known |= tasks_of_packages(site_root())
        namespace = _collection(tasks_named(known, known), more)
        if sentence := mistake_in(namespace, sys.argv):
            raise Exit(_of_unlisted(sys.argv[1:], known) or sentence, 2)
    return namespace


def list_asked(typed: Sequence[str]) -> str | bool:
    """Return what ``--list`` is given in a command line for people: True for nothing; False without it."""
    if is_invoke(typed):
        with suppress(ParseError):
            own = Parser((), Program().initial_context, ignore_unknown=True).parse_argv([*typed[1:]])[0].args
            return own["list-format"].value != "json" and (own["list"].value or False)
    return False


def _listed(known: Mapping[str, str], own: Set[str], more: Sequence[Any], wanted: str | bool) -> Collection:
    """Return the tasks of those ``known`` that ``--list`` shows; for ``more``, show the rare ones and end."""
    known = {**known, **tasks_of_packages(site_root())}
    left_out = {name for name, feature in FEATURES.items() if not is_listed(feature, site_root())}
    if wanted == MORE:
        rare = known.keys() - COMMON - own - left_out
        Program(namespace=_collection(_outlines(sorted(rare), known), ())).run([sys.argv[0], "--list"])
    if wanted is True:
        print(_("What is rarer: invoke --list more"), end="\n\n")
    return _collection(_outlines(sorted((known.keys() & COMMON | own) - left_out), known), more)


def _outlines(names: Iterable[str], known: Mapping[str, str]) -> list[Any]:
    """Return these tasks as ``--list`` shows them: name and docstring are read from the text, for imports take long."""
    outlines = []
    for name in names:
        own = re.escape(_function_of(name))
        found = re.search(rf'^def {own}\(.*?^    """(.*?)"""', _text_of(known[name]), re.MULTILINE | re.DOTALL)
        outline: Any = Task(lambda _context: None, name=name) if found else tasks_named([name], known)[0]
        outline.__doc__ = found[1] if found else outline.__doc__
        outlines.append(outline)
    return outlines


def _text_of(module: str) -> str:
    """The text of a module of the core or of a package beside it; empty for any other."""
    place = _CODE / module.replace(".", "/")
    files = (file for file in (place.with_suffix(".py"), place / "__init__.py") if file.is_file())
    return next((file.read_text(encoding="utf-8") for file in files), "")


def every_task() -> tuple[Any, ...]:
    """Return all tasks of the present site; imports each."""
    known = {**TASKS, **tasks_of_packages(site_root())}
    return tasks_named(known, known)


@cache
def tasks_of_packages(root: Path) -> Mapping[str, str]:
    """The tasks of the packages that a site lists, each with its module; of all packages where its settings fail.

    Those of packages beside the core are read from their text, without loading it; the site's own features are loaded.
    """
    named = packages() if (listed := _plugins(root)) is None else listed
    tasks: dict[str, str] = {}
    for name in (name for name in named if name.partition(".")[0] != "placette"):
        text = _text_of(name) if name in packages() else "tasks"
        if said := _TASKS_OF.search(text):
            tasks |= literal_eval(said[1])
        elif "tasks" in text and (feature := getattr(import_module(name), "FEATURE", None)):
            tasks |= feature.tasks
    return tasks


def _of_unlisted(words: Sequence[str], known: Mapping[str, str]) -> str:
    """Return which package brings the task that was named, where the site doesn't list it; empty for any other word."""
    name = next((word for word in words if not word.startswith("-")), "")
    for package in packages():
        said = _TASKS_OF.search(_text_of(package))
        if said and name in literal_eval(said[1]).keys() - known.keys():
            return _("“{task}” comes with {package}: list it in PLUGINS.").format(task=name, package=package)
    return ""


def is_listed(feature: str, root: Path) -> bool:
    """Return whether a site lists a feature of the core; True where its settings fail."""
    listed = _plugins(root)
    return listed is None or f"placette.features.{feature}" in listed


@cache
def _plugins(root: Path) -> tuple[str, ...] | None:
    """The names of the features that a site lists; None where its settings fail, which the tasks report."""
    from placette.engine.build.up_to_date import run_settings  # noqa: PLC0415 - most commands name other tasks

    try:
        listed = run_settings(root / "pelicanconf.py").get("PLUGINS", ())
    except (SettingError, OSError):
        return None
    if not list_asked(sys.argv):  # whoever goes on needs them whole: a part imported first would be loaded twice
        for plugin in listed:
            getattr(plugin, "FEATURE", None)
    # not isinstance: it would ask a module that has yet to load for its class, and so load every feature
    return tuple(plugin if type(plugin) is str else name_of_module(plugin) for plugin in listed)


def tasks_named(names: Iterable[str], known: Mapping[str, str] = TASKS) -> tuple[Any, ...]:
    """The tasks of these names, of those ``known``; imports the modules that they lie in."""
    return tuple(getattr(import_module(known[name]), _function_of(name)) for name in names)


def _function_of(name: str) -> str:
    """Return the name of a task's function: a word of Python itself has an underscore behind."""
    return f"{name}_" if iskeyword(name) else name.replace("-", "_")


def named_in(typed: Sequence[str], known: Mapping[str, str] = TASKS, own: Set[str] = frozenset()) -> tuple[str, ...]:
    """Return the tasks that a command needs: all ``known`` ones unless it names one, or one of the site's ``own``."""
    words = frozenset(word.partition("=")[0] for word in typed[1:])
    if not is_invoke(typed) or words & _OF_ALL or not words & (known.keys() | own):
        return tuple(known)
    return tuple(name for name in known if name in words)


def _collection(named: Iterable[Any], more: Iterable[Any]) -> Collection:
    namespace = Collection(*in_site_language((*named, *more), site_words(site_root())))
    namespace.configure({CONFIGURED: {"tasks": every_task}})
    return namespace
