"""What a command does before anything large is imported: garbage collection off, lazy imports, optional libraries.

And at its end: what nobody reads any more (``invoke --list | head``) is dropped without a word.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import re
import select
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import LazyLoader
from pathlib import Path
from types import ModuleType, TracebackType
from urllib.parse import urlsplit

gc.disable()
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # for which pydantic looks at all that is installed
atexit.register(gc.freeze)  # what is left is freed when the process ends
sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)  # Invoke forbids it, so that each command compiled us


@atexit.register
def drop_unread() -> bool:
    """Return whether nobody reads any more what is printed, as after ``head`` had enough; drop it then."""
    gone = False
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # Windows has no poll; some streams are no files
            watched = select.poll()
            watched.register(stream.fileno(), 0)
            if watched.poll(0):  # its other end is closed
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # or Python reports it as it ends
                gone = True
    return gone


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not (isinstance(error, BrokenPipeError) and drop_unread()):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _report

_PACKAGES = Path(__file__).parents[3]
"""The folder of the core, with its packages beside it."""


@cache
def packages() -> tuple[str, ...]:
    """The packages that lie beside the core, listed by a site or not: their names begin like its own."""
    beside = (path.name for path in _PACKAGES.glob("placette_*") if (path / "__init__.py").is_file())
    return tuple(sorted(name for name in beside if name.isidentifier()))


def folders_of_code() -> tuple[Path, ...]:
    """The folders of the core and of the packages beside it."""
    return tuple(_PACKAGES / name for name in ("placette", *packages()))


def theme_folder() -> Path:
    """The folder of the theme: in the package, or beside it in its repository."""
    places = _PACKAGES / "placette" / "theme", _PACKAGES.parent / "themes" / "placette"
    return next(folder for folder in places if folder.is_dir())


class _LazyFinder(MetaPathFinder):
    """Finds the modules of a package and of those beside it whose names begin so, as ones that have yet to load."""

    def __init__(self, package: str) -> None:
        self._package = package

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module is; None for those of others."""
        if fullname.startswith(self._package) and fullname[len(self._package) :][:1] in {"", ".", "_"}:
            spec = PathFinder.find_spec(fullname, path, target)
            if spec and spec.loader:
                spec.loader = LazyLoader(spec.loader)
            return spec
        return None


@contextmanager
def lazy_imports(package: str) -> Iterator[None]:
    """Import modules of ``package``, and of packages beside it, lazily: each loads when it is first used.

    ``import a.b`` and ``from a import b`` use nothing of ``b``, ``from a.b import c`` does. What such a module imports
    when it loads afterwards is loaded at once. Its errors are raised then, too.
    """
    finder = _LazyFinder(package)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def name_of_module(module: ModuleType) -> str:
    """The full name of a module, which is not loaded for that."""
    spec: ModuleSpec | None = object.__getattribute__(module, "__dict__").get("__spec__")
    return spec.name if spec else str(object.__getattribute__(module, "__name__"))


def version_of(library: str) -> str:
    """The version of a library that is installed; empty for one that isn't."""
    try:
        found = distribution(library)
    except PackageNotFoundError:
        return ""
    head = re.search(r"(?m)^Version: *(.*)", found.read_text("METADATA") or "")  # the others of its lines take longer
    return head[1].strip() if head else found.version


def command_for(extra: str) -> str:
    """The command that installs an extra of ``pyproject.toml``.

    In a checkout nothing is installed under our name, and pip would look for it elsewhere: there, the locked list.
    """
    if version_of("placette"):
        return f'pip install "placette[{extra}]"'
    return f"pip install -r requirements-{'test' if extra == 'test' else 'extras'}.txt"


def source_of_placette() -> str:
    """Return where pip took the installed Placette from, as pip accepts it; empty for a registry or a checkout.

    A repository comes with the commit: ``git+https://forge.example/placette.git@9fceb02``. A local copy is its path.
    Reads the record that pip writes (PEP 610).
    """
    try:
        written = distribution("placette").read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    if not written:
        return ""
    from urllib.request import url2pathname  # noqa: PLC0415 - few commands ask, and it brings HTTP's client

    origin = json.loads(written)
    url, repository = origin["url"], origin.get("vcs_info")
    if repository:
        return f"{repository['vcs']}+{url}@{repository['commit_id']}"
    parts = urlsplit(url)
    return url2pathname(parts.path) if parts.scheme == "file" else str(url)
