"""Commands that start at once: forks of a process that has imported Placette already (``warm.py``).

Their exit code, their words, their folder and their variables are their own. What would not be the same there as in a
new process is left to a new process: see ``can_run``.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tests.warm import LENGTH

ROOT = Path(__file__).parents[1]
_CODE = ("plugins", "themes")
_READ_AT_START = ("PYTHON", "LANG", "LC_", "LD_", "TZ")
"""How the variables begin that an interpreter, or its libraries, read once and for all."""
_LOCK = threading.Lock()


def can_run(project: Path, variables: Mapping[str, str]) -> bool:
    """Whether a fork does the same as a new process: its interpreter starts alike, and the project's code is ours."""
    if not hasattr(socket, "send_fds") or not (project / "plugins").is_dir():
        return False
    return _at_start(variables) == _at_start(_variables()) and (project == ROOT or _code_of(project) == _our_code())


def run(
    project: Path, command: Sequence[str], variables: Mapping[str, str], *, together: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a module as ``python -m`` would, or ``-c`` and its lines; ``together`` joins both outputs."""
    asked = {"folder": str(project), "variables": dict(variables), "command": list(command), "umask": _umask()}
    body = json.dumps(asked).encode()
    reading, writing = os.pipe()
    with TemporaryFile() as out, TemporaryFile() as err, os.fdopen(reading, "rb") as ended:
        with _LOCK:
            control = _waiting()
            socket.send_fds(
                control, [LENGTH.pack(len(body))], [out.fileno(), (out if together else err).fileno(), writing]
            )
            control.sendall(body)
        os.close(writing)
        code = int(ended.read())
        said = [_text_of(file) for file in (out, err)]
    return subprocess.CompletedProcess([sys.executable, "-m", *command], code, *said)


def _umask() -> int:
    """This process's own, which can't be asked without being set."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask


@cache
def _waiting() -> socket.socket:
    """The socket of this process's own waiting one, which ends when the socket closes."""
    ours, theirs = socket.socketpair()
    with theirs:
        subprocess.Popen(
            [sys.executable, "-m", "tests.warm", str(theirs.fileno())],
            cwd=ROOT,
            env=_variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
    return ours


@cache
def _variables() -> dict[str, str]:
    """Those of the waiting process: this one's, as they are when a first command is run."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "COVERAGE_", "COV_"))}
    return {**known, "PYTHONIOENCODING": "utf-8"}


def _at_start(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in variables.items() if name.startswith(_READ_AT_START)}


@cache
def _our_code() -> dict[str, tuple[int, int]]:
    return _code_of(ROOT)


def _code_of(project: Path) -> dict[str, tuple[int, int]]:
    """Size and time of change of each file of the code and the theme."""
    listed: dict[str, tuple[int, int]] = {}
    folders = [project / part for part in _CODE]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders += [Path(entry.path)] if entry.name != "__pycache__" else []
                    continue
                known = entry.stat()
                listed[entry.path[len(str(project)) :]] = known.st_size, known.st_mtime_ns
    return listed


def _text_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")
