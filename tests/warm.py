"""A process that has imported what every command imports, and forks for each command that it is asked to run.

``python -m tests.warm <descriptor>`` waits on a socket. What depends on the folder or the variables of a command is
imported by the fork alone, which then runs the command as ``python -m`` does, to the interpreter's own end.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

LENGTH = struct.Struct("!I")
CLOCK = "PLACETTE_TESTS_CLOCK"
"""The variable of a command for which it is another moment: ISO 8601, with a zone. The command doesn't see it."""
_ROOT = Path(__file__).parents[1]
_PLUGINS = str(_ROOT / "plugins")
_LISTED = (
    "import invoke.main, placette.plugin, placette.tasks, sys\n"
    "placette.tasks.every_task()\n"
    "import placette.defaults\n"
    "print(*sys.modules)"
)
_OF_THEIR_PLACE = ("tasks", ".defaults")
"""How the names end of the modules that read the current folder when they are imported, or say where they lie."""


class _Refusing(MetaPathFinder):
    """Refuses the modules that would not be the same for another folder, and so all that import them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if _is_ours(fullname) and fullname.endswith(_OF_THEIR_PLACE):
            raise ImportError(fullname)
        return None


def _is_ours(name: str) -> bool:
    """Whether a module is the core's, or that of a package beside it."""
    return name.partition(".")[0].partition("_")[0] == "placette"


def preload() -> None:
    """Import what a command imports, in the same order, but for what depends on the folder of the command."""
    others = [place for place in sys.path if Path(place) not in {_ROOT, Path(_PLUGINS)}]
    sys.path[:] = [_PLUGINS, *others]
    names = _modules_of_a_command()
    refusing = _Refusing()
    sys.meta_path.insert(0, refusing)
    for name in names:
        try:
            import_module(name)
        except ImportError:  # left to the fork
            continue
    sys.meta_path.remove(refusing)
    catalogue = sys.modules["placette.engine.base.translation"]
    for lang in ("fr", "en"):
        catalogue.load_catalogue(lang)
        catalogue.load_catalogue(lang, (_ROOT / "themes" / "placette" / "locale", catalogue.HERE))
    sys.modules["placette.engine.base.versions"].code_version()
    _build_schemas()
    sys.path[:] = others


def _build_schemas() -> None:
    """What reads texts and their records, which each fork would else make for those that it reads."""
    schemas = [sys.modules["placette.engine.texts.front_matter"].Matter]
    while schemas:
        schema = schemas.pop()
        schema.model_rebuild()
        schemas += schema.__subclasses__()
    ours = [vars(module) for name, module in sys.modules.items() if _is_ours(name)]
    text_kind = sys.modules["placette.engine.content.kinds"].TextKind
    for kind in {value for known in ours for value in list(known.values()) if isinstance(value, text_kind)}:
        sys.modules["placette.engine.content.records"]._adapter(kind)


def _modules_of_a_command() -> list[str]:
    """Found out by a fork, so that nothing that must not be imported here is."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.dup2(writing, 1)
        exec(_LISTED)
        sys.stdout.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        names = lines.read().split()
    os.wait()
    return [name for name in names if name != "__main__"]


def wait_for_command(control: socket.socket) -> str | None:
    """Fork for every command; in a fork, prepared for it, this gives the module to run. None when no more will come."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        head, descriptors, _, _ = socket.recv_fds(control, LENGTH.size, 3)
        if not head:
            return None
        asked = json.loads(control.recv(LENGTH.unpack(head)[0], socket.MSG_WAITALL))
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            control.close()
            os.umask(asked["umask"])
            return _become(asked["folder"], asked["variables"], asked["command"], *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _become(folder: str, variables: dict[str, str], command: list[str], out: int, err: int, ended: int) -> str:
    """In another fork, whose end this one reports, be what a new process would be."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        os.write(ended, str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    for descriptor in (out, err, ended):
        os.close(descriptor)
    os.chdir(folder)
    if clock := variables.pop(CLOCK, ""):
        import time_machine

        time_machine.travel(datetime.fromisoformat(clock)).start()
    os.environ.clear()
    os.environ.update(variables)
    sought = variables.get("PYTHONPATH", "").split(os.pathsep)
    if _PLUGINS not in sought:  # ours is not the package that is installed: the project's own is
        _move(Path(folder))
    sys.path[:0] = [folder, *(place for place in sought if place and place not in sys.path)]
    sys.argv[:] = command
    return command[0]


def _move(root: Path) -> None:
    """Let our modules lie in the command's own folder, where the same code is; what is still to be imported does."""
    for name, loaded in sys.modules.items():
        if _is_ours(name):
            known = vars(loaded)
            known |= {key: _moved(value, root) for key, value in known.items() if isinstance(value, Path | tuple)}
            loaded.__file__ = str(_moved(Path(str(loaded.__file__)), root))
            if "__path__" in known:
                loaded.__path__ = [str(_moved(Path(path), root)) for path in loaded.__path__]


def _moved(value: Any, root: Path) -> Any:
    """A path below our folder, or a tuple with such paths, as below another one; anything else as it is."""
    if isinstance(value, Path):
        return root / value.relative_to(_ROOT) if value.is_relative_to(_ROOT) else value
    if type(value) is tuple and any(isinstance(part, Path) for part in value):
        return tuple(_moved(part, root) for part in value)
    return value


if __name__ == "__main__":
    preload()
    module = wait_for_command(socket.socket(fileno=int(sys.argv[1])))
    if module == "-c":
        exec(sys.argv.pop(1))
    elif module:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
