"""The words of the tasks, in the site's language."""

from __future__ import annotations

import ast
import gettext
from collections.abc import Iterable
from copy import copy
from pathlib import Path
from typing import Any

from placette.engine.base.catalogue import load_catalogue


def site_root() -> Path:
    """The nearest folder, from the current one upwards, that holds ``pelicanconf.py``; else the current one."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "pelicanconf.py").is_file()), here)


def site_language(root: Path) -> str:
    """``DEFAULT_LANG`` as the site's settings file states it, read without running it; French by default."""
    try:
        tree = ast.parse((root / "pelicanconf.py").read_text(encoding="utf-8"))
    except (OSError, SyntaxError):
        return "fr"
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and "DEFAULT_LANG" in {ast.unparse(target) for target in node.targets}:
            return str(ast.literal_eval(node.value)) if isinstance(node.value, ast.Constant) else "fr"
    return "fr"


def site_words(root: Path, folders: tuple[Path, ...] = ()) -> gettext.GNUTranslations:
    """The catalogue of the site's language, from these folders or our own; English when there is none for it."""
    try:
        return load_catalogue(site_language(root), folders)
    except FileNotFoundError:
        return load_catalogue("en", folders)


def in_site_language(tasks: Iterable[Any], words: gettext.GNUTranslations) -> tuple[Any, ...]:
    """Twins of these tasks whose docstrings and helps, shown by ``invoke --list`` and ``--help``, are translated."""
    return tuple(_translated(task, words) for task in tasks)


def _translated(task: Any, words: gettext.GNUTranslations) -> Any:
    twin, sentence = copy(task), " ".join((task.__doc__ or "").split())
    twin.__doc__ = words.gettext(sentence)
    twin.help = {name: words.gettext(text) for name, text in task.help.items()}
    return twin
