"""Shared by tasks: the present site, its words, and how to answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

from invoke import Exit

from placette.engine.base.files import write_atomic
from placette.engine.base.installed import command_for, version_of
from placette.engine.base.progress import progress_shown
from placette.engine.base.translation import N_, reason_of, site_root, site_words
from placette.engine.findings.problems import printable

ROOT = site_root()
WORDS = site_words(ROOT)
_ = WORDS.gettext
_END = "."
"""The line that ends a text typed at the keyboard."""

for _stream in (sys.stdout, sys.stderr):  # whatever the locale: a terminal gets what it can show, all else UTF-8
    if isinstance(_stream, TextIOWrapper) and _stream.encoding.lower().replace("-", "") != "utf8":
        _stream.reconfigure(errors="replace") if _stream.isatty() else _stream.reconfigure(encoding="utf-8")


def what_failed(error: BaseException, *, named: bool = True) -> str:
    """Return an error's message, in the site's language where the system gives it; see ``reason_of``."""
    return reason_of(error, _, named=named)


def refuse(sentence: str, /, code: int = 2, **values: object) -> NoReturn:
    """End the task with a sentence (a msgid) and its values, which may contain anything."""
    raise Exit(_(sentence).format(**{name: printable(str(value)) for name, value in values.items()}), code)


def file_failed(error: BaseException) -> Exit:
    """Return the error that ends a task (2) whose file can't be read or written."""
    return Exit(printable(_("A file cannot be read or written: {what}").format(what=what_failed(error))), 2)


def day_of(written: str) -> date | None:
    """Return a day as it was written, None for none; ends the task (2) for what is no day."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        refuse(N_("“{value}” is not a day. Write it as 2026-05-01."), value=written)


def need(extra: str, *libraries: str) -> None:
    """End the task (2) where one of the libraries that an extra brings is missing."""
    if not all(map(version_of, libraries)):
        refuse(N_("This task needs more libraries. Install them: {command}"), command=command_for(extra))


def write_text(path: Path, text: str) -> None:
    """Write a requested file; raises ``OSError``, of which every task tells."""
    write_atomic(path, text.encode())


def write_names(file: str, names: Iterable[str]) -> None:
    """Write a file of the site with a name on each line, if one is asked for; raises ``OSError``."""
    if file:
        write_text(ROOT / file, "".join(f"{name}\n" for name in names))


def read_words(file: str) -> str:
    """Return the text of a named file, in UTF-8 or as older Windows programs save them.

    Ends the task (2) for what is no text; raises ``OSError``.
    """
    data = Path(file).expanduser().read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            words = data.decode(encoding).replace("\r\n", "\n").strip()
            if "\0" not in words:
                return words
    refuse(N_("“{name}” is not a text that can be read here."), name=file)


def read_typed() -> str:
    """Return a text from the keyboard; empty without a terminal."""
    if not sys.stdin.isatty():
        return ""
    print(_("Type the text; an empty line begins a paragraph, and a line with only a full stop ends it."))
    lines = []
    while (line := sys.stdin.readline()) and line.strip() != _END:
        lines.append(line.rstrip())
    return "\n".join(lines).strip()


def shown(path: Path) -> str:
    """Return a path as people see it, from the site's folder."""
    return os.path.relpath(path, ROOT)


def put_out(report: str, output: str | bool = "") -> None:
    """Write a report into a file, or print it (no name, or ``-``); an empty one is no line on the screen."""
    if isinstance(output, str) and output not in {"", "-"}:
        write_text(ROOT / output, f"{report}\n")
    elif report:
        print(report)


def ask(question: str) -> str:
    """Return an answer from the keyboard; empty without a terminal. Ends the task where the keyboard says no more."""
    try:
        return input(f"{_(question)} : ").strip() if sys.stdin.isatty() else ""
    except EOFError:
        refuse(N_("Nothing was written."))


def ask_until(
    question: str,
    given: str,
    wrong: Callable[[str], tuple[str, Mapping[str, str]] | None],
    *,
    needed: bool = False,
    default: str = "",
) -> str:
    """Return a usable answer: ``given``, or asked for again until it can be used; empty for none, unless ``needed``.

    Ends the task for a given one that can't. ``wrong`` returns why, as a msgid and its values. An empty answer is
    ``default``.
    """
    if given and (why := wrong(given)):
        refuse(why[0], 2, **why[1])
    while not given and sys.stdin.isatty():
        typed = ask(f"{_(question)} [{default}]" if default else question) or default
        why = wrong(typed) if typed or needed else None
        if not why:
            return typed
        sentence = why[0] if typed else N_("This has to be answered: {choices}")
        print(printable(_(sentence).format_map(why[1])))
    return given


class Task:
    """What tasks of packages do alike: find the site, say what is wrong and end, ask, write."""

    ROOT, WORDS = ROOT, WORDS
    refuse = staticmethod(refuse)
    need = staticmethod(need)
    what_failed = staticmethod(what_failed)
    file_failed = staticmethod(file_failed)
    ask_until = staticmethod(ask_until)
    write_text = staticmethod(write_text)
    progress_shown = staticmethod(progress_shown)
