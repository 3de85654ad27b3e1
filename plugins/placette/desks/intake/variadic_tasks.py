"""Tasks that take several file names: ``invoke photo one.jpg two.jpg``. Invoke's own arguments take one word each.

Before each word, and once more at the end, Invoke asks a positional argument whether it still lacks a value. So the
argument must know how many words there are before the first is read: they are counted on the command line.
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
        """The words; None while more are to come, which makes Invoke go on."""
        return self._words() if len(self._words()) >= self.count else None

    @value.setter
    def value(self, word: str) -> None:
        self.raw_value = self._value = [*self._words(), word]

    def _words(self) -> list[str]:
        return list(self._value or ())


class WordsTask(Task[Any]):
    """A task whose first argument takes every word that isn't part of an option."""

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:
        """The task's arguments; the first is a ``Words``."""
        first, *others = super().get_arguments(ignore_unknown_help)
        words = Words(names=first.names, kind=list, help=first.help, positional=True, attr_name=first.attr_name)
        words.count = count_words(_behind(self.name, sys.argv), words, others)
        return [words, *others]


def count_words(tokens: Sequence[str], words: Argument, others: Sequence[Argument]) -> int:
    """How many of a task's tokens belong to the argument ``words``.

    Those that are neither options nor their values, and those after its own name. Words after ``--`` aren't counted.
    """
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
    """The words after ``--``: Invoke joins them, and a name may hold spaces."""
    words = list(command[command.index(_END) + 1 :]) if _END in command else []
    return words if " ".join(words) == joined else joined.split()


def _behind(name: str, command: Sequence[str]) -> Sequence[str]:
    return command[command.index(name) + 1 :] if name in command else ()
