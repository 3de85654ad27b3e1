"""The reference of all tasks, made from what ``invoke --help`` knows of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from placette.engine.base.message import N_

Translate = Callable[[str], str]


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


_TITLE = N_("Reference: tasks")
_SUMMARY = N_("Every command of a site, with its options.")
_INTRODUCTION = N_(
    "In the folder of the site, `invoke --list` shows the same list and `invoke --help TASK` the options of one "
    "command. A command ends with 0 when all is well, 1 when a text needs fixing, 2 when the command or a setting "
    "can’t be used. This page is made by `invoke manual` from the commands themselves."
)
_COLUMNS = (N_("option"), N_("what it does"), N_("default"))


def tasks_chapter(tasks: Iterable[TaskEntry], say: Translate) -> str:
    """The chapter in Markdown, in order of the alphabet."""
    parts = [f"# {say(_TITLE)}", say(_SUMMARY), say(_INTRODUCTION)]
    for task in sorted(tasks):
        parts += [f"## `invoke {task.name}`", say(task.sentence), *_table(task.options, say)]
    return "\n\n".join(parts) + "\n"


def _table(options: Sequence[Option], say: Translate) -> Iterator[str]:
    if options:
        rows = [tuple(map(say, _COLUMNS)), ("---",) * 3]
        rows += [(one.written, say(one.sentence).replace("<", "\\<"), one.default) for one in sorted(options)]
        yield "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)
