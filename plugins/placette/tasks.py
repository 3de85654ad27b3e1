"""The tasks of a site: its ``tasks.py`` is ``namespace = collect()``, with tasks of its own in the brackets."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import suppress
from copy import copy
from functools import cache, wraps
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Any, TextIO

from invoke import Collection, ParseError, Parser, Program, Task
from invoke.exceptions import Exit
from invoke.util import helpline

import placette.engine.base.startup  # noqa: F401 - before anything large
from placette.commands.site_tasks import _, file_failed
from placette.commands.unknown_tasks import is_invoke, mistake_in
from placette.engine.base.installed import (
    DeclaredTask,
    core_manifest,
    folder_of,
    manifest_in,
    packages,
    plugin_names,
)
from placette.engine.base.translation import (
    N_,
    SettingError,
    TranslatableError,
    in_site_language,
    site_root,
    site_words,
)

Tasks = Mapping[str, DeclaredTask]
TASKS: Tasks = core_manifest().tasks
"""The tasks of every site. Packages bring further ones: see ``tasks_of_packages``."""
MORE = "more"
"""The word after ``--list`` that asks for the tasks that are no part of the week."""
_ROLES = {
    "editor": N_("For editors, as needed"),
    "webmaster": N_("For webmasters"),
    "developer": N_("For the development of Placette"),
}
"""The headings of the tasks that are no part of the week, by role."""
_WEEK, _OWN = N_("The week"), N_("Of this site")
_OF_ALL = frozenset({"-l", "--list", "-D", "--list-depth", "-F", "--list-format", "--complete"})
"""Options of Invoke that look at every task."""


def collect(*more: Any, manifest: Path | None = None) -> Collection:
    """Return the tasks of ``invoke`` in a site: its own and ``more``, in the site's language.

    ``manifest`` is the folder of one that declares further tasks. Where the command names tasks, there are these alone
    and ``more``: no other is imported. Ends the program for an unknown task or option.
    """
    declared = manifest_in(manifest).tasks if manifest else {}
    tasks = {**TASKS, **declared}
    if option := list_asked(sys.argv):
        _show_list({**tasks, **tasks_of_packages(site_root())}, more, option)
        raise SystemExit
    more_names = frozenset(task.name.replace("_", "-") for task in more)
    names = named_in(sys.argv, tasks, more_names)
    if len(names) == len(tasks):  # it names none of these: the settings list the packages that bring more
        tasks |= tasks_of_packages(site_root())
        names = named_in(sys.argv, tasks, more_names)
    namespace = _collection(tasks_named(names, tasks), more)
    if mistake_in(namespace, sys.argv):  # what was meant may be any
        tasks |= tasks_of_packages(site_root())
        namespace = _collection(tasks_named(tasks, tasks), more)
        if sentence := mistake_in(namespace, sys.argv):
            raise Exit(_of_unlisted(sys.argv[1:], tasks) or sentence, 2)
    return namespace


def list_asked(typed: Sequence[str]) -> str | bool:
    """Return what ``--list`` is given in a command line for people: True for nothing; False without it."""
    if is_invoke(typed):
        with suppress(ParseError):
            options = Parser((), Program().initial_context, ignore_unknown=True).parse_argv([*typed[1:]])[0].args
            return options["list-format"].value != "json" and (options["list"].value or False)
    return False


def _show_list(tasks: Tasks, own: Sequence[Any], option: str | bool) -> None:
    """Print the week's tasks in their order and the site's ``own``; for ``more`` all others by role. Imports none."""
    listed = {name: task for name, task in tasks.items() if not task.feature or is_listed(task.feature, site_root())}
    week = sorted((name for name in listed if listed[name].week), key=lambda name: listed[name].week)
    rarer = {role: sorted(name for name in listed.keys() - week if listed[name].role == role) for role in _ROLES}
    groups = {_ROLES[role]: _outlines(listed, names) for role, names in rarer.items()}
    development = groups.popitem()
    if option != MORE:
        groups = dict([(_WEEK, _outlines(listed, week)), (_OWN, [*own]), development])
    for title, shown in groups.items():
        translated = in_site_language(shown, site_words(site_root()))
        if translated:
            print(f"{_(title)}\n")
            Program().print_columns([(task.name.replace("_", "-"), helpline(task)) for task in translated])
    print(_("Options of one: invoke --help TASK") if option == MORE else _("What is rarer: invoke --list more"))


def _outlines(tasks: Tasks, names: Iterable[str]) -> list[Any]:
    """Return these tasks with all that ``--list`` shows of them: the name and the sentence."""
    outlines: list[Any] = [Task(lambda _context: None, name=name) for name in names]
    for outline in outlines:
        outline.__doc__ = tasks[outline.name].help
    return outlines


def every_task() -> tuple[Any, ...]:
    """Return all tasks of the present site; imports each."""
    tasks = {**TASKS, **tasks_of_packages(site_root())}
    return tasks_named(tasks, tasks)


@cache
def tasks_of_packages(root: Path) -> Tasks:
    """Return the tasks of the packages that a site lists, its own features among them; of all where its settings fail.

    They are read from the manifests: no package is imported.
    """
    listed = _plugins(root)
    names = packages() if listed is None else (name for name in listed if not name.startswith("placette."))
    folders = (packages().get(name) or folder_of(name) for name in names)
    return {name: task for folder in folders if folder for name, task in manifest_in(folder).tasks.items()}


def _of_unlisted(words: Sequence[str], tasks: Tasks) -> str:
    """Return which package brings the task that was named, where the site doesn't list it; empty for any other word."""
    name = next((word for word in words if not word.startswith("-")), "")
    for package, folder in packages().items():
        if name in manifest_in(folder).tasks.keys() - tasks.keys():
            return _("“{task}” comes with {package}: list it in PLUGINS.").format(task=name, package=package)
    return ""


def is_listed(feature: str, root: Path) -> bool:
    """Return whether a site lists a feature of the core; True where its settings fail."""
    listed = _plugins(root)
    return listed is None or f"placette.features.{feature}" in listed


@cache
def _plugins(root: Path) -> tuple[str, ...] | None:
    """Return the names of the features that a site lists; None where its settings fail, which the tasks report."""
    from placette.engine.build.up_to_date import run_settings  # noqa: PLC0415 - most commands name other tasks

    try:
        return tuple(plugin_names(run_settings(root / "pelicanconf.py").get("PLUGINS", ())))
    except (SettingError, OSError):
        return None


def tasks_named(names: Iterable[str], tasks: Tasks = TASKS) -> tuple[Any, ...]:
    """Return the tasks of these names; imports the modules that they lie in."""
    return tuple(report_failures(getattr(import_module(tasks[name].module), _function_of(name))) for name in names)


def report_failures(task: Any) -> Any:
    """Return a task that ends with a sentence (2) where a file, the disk, a connection or a process fails.

    Who closes the pipe that it prints into, as ``head`` does, has read enough: that is no failure.
    """
    body = task.body

    @wraps(body)
    def whole_body(*arguments: Any, **options: Any) -> Any:
        try:
            result = body(*arguments, **options)
            sys.stdout.flush()
        except OSError as error:
            if not (isinstance(error, BrokenPipeError) and _is_closed(sys.stdout)):
                raise file_failed(error) from error
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more when it ends
            return None
        except TranslatableError as error:
            raise Exit(error.render(_), 2) from error
        return result

    guarded = copy(task)
    guarded.body = whole_body
    return guarded


def _is_closed(stream: TextIO) -> bool:
    """Return whether a stream leads into a pipe that nobody reads any more; Windows has no such question."""
    if not hasattr(select, "poll"):
        return False
    reader = select.poll()
    reader.register(stream.fileno(), 0)
    return any(events & select.POLLERR for _, events in reader.poll(0))


def _function_of(name: str) -> str:
    """Return the name of a task's function: a word of Python itself has an underscore behind."""
    return f"{name}_" if iskeyword(name) else name.replace("-", "_")


def named_in(typed: Sequence[str], tasks: Tasks = TASKS, more: Set[str] = frozenset()) -> tuple[str, ...]:
    """Return the tasks that a command needs: all of them unless it names one, or one of ``more``."""
    words = frozenset(word.partition("=")[0] for word in typed[1:])
    if not is_invoke(typed) or words & _OF_ALL or not words & (tasks.keys() | more):
        return tuple(tasks)
    return tuple(name for name in tasks if name in words)


def _collection(tasks: Iterable[Any], more: Iterable[Any]) -> Collection:
    return Collection(*in_site_language((*tasks, *more), site_words(site_root())))
