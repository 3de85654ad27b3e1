"""Run many command lines of one project: ``python tests/tools/forked_commands.py FILE``, in the project's folder.

FILE is a JSON list of commands. Each has a ``name``, its ``words`` (``invoke check …``), the ``entry`` that a console
script has (``module:function``) unless it is run by ``python -m``, and may have a folder that becomes the project's
``content``. What each printed, and how it ended, is put into the file of its ``name``.

The process imports what the first command imports, then forks for each. It knows no module of the project by name.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import re
import runpy
import shutil
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NoReturn

_OF_THE_PROJECT = frozenset({"__main__", "tasks", "pelicanconf", "publishconf"})
"""Modules that read the command line or the content, and so are left to each command."""
_MADE = (".placette", "output")
_PROGRESS = re.compile(r"(?m)^.*(?:\(\d+\W?%\)(?:, .*)?|Déjà \d+\W?s\.|\d+\W?s so far\.)\n")
"""How far a command had come: a busy machine makes it say that."""


def preload(command: dict[str, Any]) -> None:
    """Import what a command imports, in the same order; a fork runs it to find that out."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        _silence()
        with suppress(SystemExit):
            run(command)
        with os.fdopen(writing, "w", encoding="utf-8") as names:
            names.write("\n".join(sys.modules))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as names:
        found = names.read().split()
    os.wait()
    for name in found:
        if name not in _OF_THE_PROJECT:
            with suppress(ImportError):
                import_module(name)


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)


def run(command: dict[str, Any]) -> None:
    """Run a console script, or a module as ``python -m`` does."""
    sys.argv[:] = command["words"]
    if entry := command.get("entry"):
        module, _, function = entry.partition(":")
        sys.exit(getattr(import_module(module), function)())
    runpy.run_module(command["words"][0], run_name="__main__", alter_sys=True)


def end(command: dict[str, Any]) -> NoReturn:
    """Run the command and end as it does, but without freeing memory, which takes a fork longer than the rest."""
    code: Any = 0
    try:
        run(command)
    except SystemExit as stop:
        code = stop.code
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
        code = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


def put_content(folder: str) -> None:
    """Let a folder become the project's content; nothing that an earlier command left stays."""
    for made in _MADE:
        shutil.rmtree(made, ignore_errors=True)
    shutil.rmtree("content")
    Path(folder).rename("content")


def _printed(file: IO[bytes]) -> bytes:
    """What went into a file, the same wherever the project lies and however busy the machine is."""
    file.seek(0)
    said = file.read().replace(os.fsencode(Path.cwd()), b"PROJECT").decode(errors="surrogateescape")
    return _PROGRESS.sub("", said).encode(errors="surrogateescape")


def run_each(commands: list[dict[str, Any]]) -> None:
    """Fork for every command, one after the other."""
    gc.freeze()
    for command in commands:
        if folder := command.get("content"):
            put_content(folder)
        said = Path(command["name"])
        said.parent.mkdir(parents=True, exist_ok=True)
        with Path(os.devnull).open("rb") as nothing, TemporaryFile() as out, TemporaryFile() as err:
            child = os.fork()
            if child == 0:
                for number, stream in enumerate((nothing, out, err)):
                    os.dup2(stream.fileno(), number)
                end(command)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            said.write_bytes(b"%b--- standard error\n%b--- exit code %d\n" % (_printed(out), _printed(err), code))


if __name__ == "__main__":
    sys.path[0] = str(Path.cwd())
    given = json.loads(Path(sys.argv[1]).read_bytes())
    preload(given[0])
    run_each(given)
