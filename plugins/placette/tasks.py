"""The tasks of a site: its ``tasks.py`` is ``namespace = collect()``, with tasks of its own in the brackets."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence, Set
from importlib import import_module
from types import MappingProxyType
from typing import Any

from invoke import Collection
from invoke.exceptions import Exit

import placette.engine.base.startup  # noqa: F401 - before anything large
from placette.commands.site_tasks import CONFIGURED
from placette.commands.unknown_tasks import is_invoke, mistake_in
from placette.engine.base.translation import in_site_language, site_root, site_words

TASKS = {
    "new": "placette.commands.writing.tasks",
    "new-author": "placette.commands.writing.tasks",
    "photo": "placette.commands.intake.tasks",
    "document": "placette.commands.intake.tasks",
    "check": "placette.commands.review.tasks",
    "explain": "placette.commands.review.tasks",
    "serve": "placette.commands.serve",
    "build": "placette.commands.build_tasks",
    "publish": "placette.commands.publishing.tasks",
    "rollback": "placette.commands.publishing.tasks",
    "ask": "placette.commands.questions",
    "answer": "placette.commands.questions",
    "letters": "placette_letters.tasks",
    "decide": "placette.commands.decisions",
    "sheet": "placette_letters.tasks",
    "announce": "placette.commands.announcing.tasks",
    "mentions": "placette_mentions.tasks",
    "poster": "placette.commands.announcing.tasks",
    "check-pr": "placette.commands.review.tasks",
    "withdraw-author": "placette.commands.leaving.tasks",
    "clean": "placette.commands.building",
    "guide": "placette.commands.review.tasks",
    "hook": "placette.commands.review.tasks",
    "import-events": "placette.commands.importing",
    "links": "placette.commands.status.tasks",
    "status": "placette.commands.status.tasks",
    "territory": "placette.features.territory.tasks",
    "addresses": "placette.commands.building",
    "archive": "placette_archive.tasks",
    "doctor": "placette.commands.doctor.tasks",
    "editor": "placette.commands.editor",
    "manual": "placette.commands.manual",
}
"""What every site can do, and the module that each task lies in: a command imports those alone that it names."""
_OF_ALL = frozenset({"-l", "--list", "-D", "--list-depth", "-F", "--list-format", "--complete"})
"""Options of Invoke that look at every task."""


def collect(*more: Any, lying_in: Mapping[str, str] = MappingProxyType({})) -> Collection:
    """What ``invoke`` offers in a site: its tasks and ``more``, in the site's language.

    ``lying_in`` names further ones, each with its module. Where the command names tasks, there are these alone and
    ``more``. Ends the program for a task or an option that there isn't.
    """
    known = {**TASKS, **lying_in}
    own = frozenset(task.name.replace("_", "-") for task in more)
    for names in (named_in(sys.argv, known, own), tuple(known)):  # after a slip, what was meant may be any
        namespace = _collection(tasks_named(names, known), more)
        sentence = mistake_in(namespace, sys.argv)
        if not sentence:
            return namespace
    raise Exit(sentence, 2)


def every_task() -> tuple[Any, ...]:
    """All that a site can do; imports every desk."""
    return tasks_named(TASKS)


def tasks_named(names: Iterable[str], known: Mapping[str, str] = TASKS) -> tuple[Any, ...]:
    """The tasks of these names, of those ``known``; imports the modules that they lie in."""
    return tuple(getattr(import_module(known[name]), name.replace("-", "_")) for name in names)


def named_in(typed: Sequence[str], known: Mapping[str, str] = TASKS, own: Set[str] = frozenset()) -> tuple[str, ...]:
    """The tasks that a command may speak of; all ``known`` ones unless it names one, or one of the site's ``own``."""
    words = frozenset(word.partition("=")[0] for word in typed[1:])
    if not is_invoke(typed) or words & _OF_ALL or not words & (known.keys() | own):
        return tuple(known)
    return tuple(name for name in known if name in words)


def _collection(named: Iterable[Any], more: Iterable[Any]) -> Collection:
    namespace = Collection(*in_site_language((*named, *more), site_words(site_root())))
    namespace.configure({CONFIGURED: {"tasks": every_task}})
    return namespace
