"""Commands run as where some libraries were never installed."""

from __future__ import annotations

from pathlib import Path

_STARTING = """
import importlib.metadata
import sys

ABSENT = {modules!r}


class Nowhere:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)


def distribution(name, known=importlib.metadata.distribution):
    if name in {distributions!r}:
        raise importlib.metadata.PackageNotFoundError(name)
    return known(name)


sys.meta_path.insert(0, Nowhere())
importlib.metadata.distribution = distribution  # versions are asked of it
"""


def without(folder: Path, distributions: set[str], modules: set[str]) -> str:
    """A value of ``PYTHONPATH`` with which Python, and all that it starts, neither lists nor imports these."""
    folder.mkdir(exist_ok=True)
    written = _STARTING.format(modules=modules, distributions=distributions)
    (folder / "sitecustomize.py").write_text(written, encoding="utf-8")
    return str(folder)
