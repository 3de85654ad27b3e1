"""Modules that load when something of theirs is first asked for, so that naming them costs next to nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType


class _LazyFinder(MetaPathFinder):
    """Finds the modules of a package, as ones that have yet to load."""

    def __init__(self, package: str) -> None:
        self._package = package

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module lies; None for those of others."""
        if f"{fullname}.".startswith(f"{self._package}."):
            spec = PathFinder.find_spec(fullname, path, target)
            if spec and spec.loader:
                spec.loader = LazyLoader(spec.loader)
            return spec
        return None


@contextmanager
def lazily(package: str) -> Iterator[None]:
    """Have modules of ``package`` that are imported inside, and weren't yet, load once anything of theirs is used.

    ``import a.b`` and ``from a import b`` use nothing of ``b``, ``from a.b import c`` does. What such a module imports
    when it loads afterwards is loaded at once. What it raises is raised then, too.
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
