"""File names written one after the other behind a task, where Invoke's own arguments take one word each.

Invoke asks a positional argument, before each word, whether it still lacks a value, and once more at the end: so it
has to know how many words there are before the first is read. They are counted on the command line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from invoke.parser import Argument
from invoke.parser.context import to_flag
from invoke.tasks import Task

_END = "--"


class Words(Argument):
    """A positional argument that takes ``count`` words of the command line, as a list."""

    count = 0

    @property
    def value(self) -> list[str] | None:
        """The words; None as long as there are more to come, which is how Invoke knows."""
        return self._words() if len(self._words()) >= self.count else None

    @value.setter
    def value(self, word: str) -> None:
        self.raw_value = self._value = [*self._words(), word]

    def _words(self) -> list[str]:
        return list(self._value or ())


class WordsTask(Task[Any]):
    """A task whose first argument takes every word that belongs to no option."""

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:
        """The arguments, of which the first is ``Words``."""
        first, *others = super().get_arguments(ignore_unknown_help)
        words = Words(names=first.names, kind=list, help=first.help, positional=True, attr_name=first.attr_name)
        words.count = count_words(_behind(self.name, sys.argv), words, others)
        return [words, *others]


def count_words(tokens: Sequence[str], words: Argument, others: Sequence[Argument]) -> int:
    """How many words the argument ``words`` gets of a task's tokens: those that are neither options nor their values,
    and those behind its own name. What stands after ``--`` isn't counted."""
    own, taking = _flags([words]), _flags(others)
    count, waiting = 0, False
    for token in tokens:
        if token == _END:
            break
        if waiting or not token.startswith("-"):
            count += not waiting
            waiting = False
        elif token.partition("=")[0] in own:
            count += "=" in token
        else:
            waiting = token in taking
    return count


def _flags(arguments: Iterable[Argument]) -> set[str]:
    return {to_flag(name) for argument in arguments if argument.takes_value for name in argument.names}


def words_after_end(joined: str, command: Sequence[str]) -> list[str]:
    """The words after ``--``: Invoke joins them, and names may hold spaces."""
    words = list(command[command.index(_END) + 1 :]) if _END in command else []
    return words if " ".join(words) == joined else joined.split()


def _behind(name: str, command: Sequence[str]) -> Sequence[str]:
    return command[command.index(name) + 1 :] if name in command else ()
