"""A mistake in a command line of ``invoke``, reported in the site's language.

Invoke itself reports it in English. It reads the command line after it has read ``tasks.py``, so this reads it before,
with Invoke's own parser, and ends the program as a task would. All other messages are left to Invoke.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterable, Sequence
from copy import copy
from pathlib import Path

from invoke import Collection, Exit, ParseError, Parser, ParserContext, Program

from placette.commands.site_tasks import _
from placette.engine.base.text import nearest
from placette.engine.findings.problems import printable

_NAMES = frozenset({"invoke", "inv", "placette"})
_HELP = ("--help", "-h")
_BINARY = "inv[oke]"
"""As Invoke calls itself in its help."""
_UNKNOWN = re.compile(r"No idea what (.+) is!")
_NO_WORD = re.compile(r"'(.+)' did not receive required positional arguments: .+")
_NO_VALUE = re.compile(r"Flag <Argument: (\w+).*> needed value and was not given one!")
"""Most messages of Invoke's parser."""


def refuse_unknown(tasks: Collection, typed: Sequence[str]) -> None:
    """End the program (2) for a task or an option that there isn't, or without its value; ``typed`` as in ``sys.argv``.

    Nothing where another program than Invoke was started.
    """
    if sentence := mistake_in(tasks, typed):
        raise Exit(sentence, 2)


def mistake_in(tasks: Collection, typed: Sequence[str]) -> str:
    """Return the message for a mistake in the command line; empty for what Invoke understands, or reports itself.

    Shows the help of a task and ends the program (0) where it was asked for before a word that the task needs: Invoke
    takes ``--help`` for that word.
    """
    if not is_invoke(typed):
        return ""
    twins = [copy(task) for task in tasks.tasks.values()]
    for twin in twins:
        twin.help = dict(twin.help)  # Invoke takes out what it has read
    contexts = Collection(*twins).to_contexts()
    names = {name for context in contexts for name in (context.name, *context.aliases) if name}
    first = Program().initial_context
    try:
        core = Parser((), first, ignore_unknown=True).parse_argv([*typed[1:]])
        parsed_contexts = Parser(contexts, first).parse_argv(core.unparsed)
    except ParseError as error:
        return _sentence(error, names, _program(typed))
    except ValueError as error:  # of an option that takes a number
        return _("“{value}” is not a number.").format(
            value=printable(str(literal_eval(str(error).rpartition(": ")[2])))
        )
    for context in parsed_contexts:
        if any(word.raw_value in _HELP for word in context.positional_args):
            Program(binary=_BINARY, namespace=tasks).run([typed[0], _HELP[0], context.name or ""])
    for wanted in (core[0].args["help"].value, parsed_contexts[0].args["help"].value):
        if isinstance(wanted, str) and wanted not in names:
            return _unknown_task(wanted, names, _program(typed))
    return ""


def is_invoke(typed: Sequence[str]) -> bool:
    """Return whether Invoke was started, rather than tests or tools that look at our tasks."""
    program = Path(typed[0]) if typed else Path()
    return program.stem in _NAMES or (program.stem == "__main__" and program.parent.name in _NAMES)


def _program(typed: Sequence[str]) -> str:
    """Return the command as people type it: ``python -m invoke`` is ``invoke``."""
    program = Path(typed[0])
    return program.stem if program.stem in _NAMES else program.parent.name


def _sentence(error: ParseError, tasks: Iterable[str], program: str) -> str:
    """Return Invoke's message in the site's language; empty for rare ones."""
    if match := _UNKNOWN.fullmatch(str(error)):
        return _unknown(literal_eval(match[1]), error.context, tasks, program)
    if match := _NO_VALUE.fullmatch(str(error)):
        return _("Write a value after “--{name}”.").format(name=match[1].replace("_", "-"))
    if error.context and _NO_WORD.fullmatch(str(error)):
        argument = error.context.missing_positional_args[0]
        values = {"task": error.context.name, "word": str(argument.name).upper(), "help": argument.help}
        return _("Write after “{task}”: {word}. {help}").format(**values)
    return ""


def _unknown(word: str, context: ParserContext | None, tasks: Iterable[str], program: str) -> str:
    if not word.startswith("-") or context is None:
        return _unknown_task(word, tasks, program)
    options = {flag.lstrip("-"): flag for flag in (*context.flags, *context.inverse_flags) if flag.startswith("--")}
    near = nearest(word.lstrip("-"), options, 1)
    values = {"task": context.name or program, "name": printable(word)}
    if near:
        return _("“{task}” has no option “{name}”. Did you mean “{near}”?").format(near=options[near[0]], **values)
    command = f"{program} {context.name} --help" if context.name else f"{program} --help"
    return _("“{task}” has no option “{name}”. They are listed by: {command}").format(command=command, **values)


def _unknown_task(name: str, tasks: Iterable[str], program: str) -> str:
    near, word = nearest(name, tasks, 1), printable(name)
    if near:
        return _("There is no task “{name}”. Did you mean “{near}”?").format(name=word, near=near[0])
    return _("There is no task “{name}”. They are listed by: {command}").format(name=word, command=f"{program} --list")
