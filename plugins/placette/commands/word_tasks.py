"""Tasks that take words without an option: names of files, up to the next task."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from invoke import Argument, Task
from invoke.parser.context import to_flag

_END = "--"


class WordsArgument(Argument):
    """A positional argument that takes ``count`` words of the command line, as a list."""

    count = 0

    @property
    def value(self) -> list[str] | None:
        """The words; None while more are to come, which makes Invoke go on."""
        words = list(self._value or ())
        return words if len(words) >= self.count else None

    @value.setter
    def value(self, word: str) -> None:
        self.raw_value = self._value = [*(self._value or ()), word]


class WordsTask(Task[Any]):
    """A task whose first argument takes every word that can name a file and isn't part of an option."""

    def get_arguments(self, ignore_unknown_help: bool | None = None) -> list[Argument]:
        """Return the task's arguments; the first is a ``WordsArgument``."""
        first, *others = super().get_arguments(ignore_unknown_help)
        words = WordsArgument(names=first.names, kind=list, help=first.help, positional=True, attr_name=first.attr_name)
        behind = sys.argv[sys.argv.index(self.name) + 1 :] if self.name in sys.argv else ()
        words.count = count_words(behind, words, others)
        return [words, *others]


def count_words(tokens: Sequence[str], words: Argument, others: Sequence[Argument]) -> int:
    """Return how many of a task's tokens belong to the argument ``words``.

    Those that are neither options nor their values, up to one that can only be the next task, and those after its own
    name. Words after ``--`` aren't counted.
    """
    flags, taking = (
        {to_flag(name) for argument in some if argument.takes_value for name in argument.names}
        for some in ([words], others)
    )
    count, before = 0, ""
    for token in tokens:
        value = before.startswith("-") and before in flags | taking
        is_word = value or token.startswith("-") or "." in token or "/" in token or Path(token).exists()
        if token == _END or not is_word:
            break
        if value or not token.startswith("-"):
            count += before not in taking
        elif token.partition("=")[0] in flags:
            count += "=" in token
        before = "" if value else token
    return count


def words_after_end(joined: str, command: Sequence[str]) -> list[str]:
    """Return the words after ``--``: Invoke joins them, and a name may contain spaces."""
    words = list(command[command.index(_END) + 1 :]) if _END in command else []
    return words if " ".join(words) == joined else joined.split()
