"""What is installed: the packages that a site may list, the theme, and libraries with the commands that bring them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, entry_points
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

GROUP = "placette.packages"
"""The group of entry points that name the packages of a distribution."""
MANIFEST = "manifest.json"
"""The file in a package's folder that declares its tasks, settings and addresses, to be read without importing it."""
_CODE = Path(__file__).parents[3]
"""The folder of the core, with its packages beside it."""


class DeclaredTask(NamedTuple):
    """A task of ``invoke`` as a manifest declares it: its module, and the sentence of ``--list``."""

    module: str
    help: str
    role: Literal["editor", "webmaster", "developer"] = "editor"
    """Who uses it: ``invoke --list more`` shows those of each role together."""
    week: int = 0
    """Its place in the week of whoever sees to the site, all of which ``invoke --list`` shows; 0 for what is rarer."""
    feature: str = ""
    """The feature of the core that it needs: a site that leaves it out doesn't list the task."""


class Manifest(NamedTuple):
    """What a package declares of itself."""

    tasks: Mapping[str, DeclaredTask]
    settings: tuple[str, ...]
    """The beginnings of its settings' names."""
    addresses: Mapping[str, str]
    """Its pages and feeds by the names of their settings, as a site has them that sets none."""


@cache
def packages() -> Mapping[str, Path]:
    """Return the folders of the packages that a site may list, by name; none is imported for that.

    Those beside the core that have a manifest, as in a checkout, and those that the entry points of installed
    distributions name. Without one, a package is a library of others.
    """
    folders = {path.name: path for path in _beside() if (path / MANIFEST).is_file()}
    for entry in entry_points(group=GROUP):
        if entry.value not in folders and (folder := folder_of(entry.value)):
            folders[entry.value] = folder
    return {name: folders[name] for name in sorted(folders) if name.isidentifier()}


def _beside() -> Iterator[Path]:
    return (path for path in _CODE.glob("placette_*") if path.name.isidentifier() and (path / "__init__.py").is_file())


def folder_of(package: str) -> Path | None:
    """Return the folder of an import package, which is not imported; None where it is none, or absent."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin and spec.submodule_search_locations else None


@cache
def manifest_in(folder: Path) -> Manifest:
    """Return the manifest in the folder of a package; an empty one where it has none."""
    file = folder / MANIFEST
    declared = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    tasks = {name: DeclaredTask(**values) for name, values in declared.get("tasks", {}).items()}
    return Manifest(tasks, tuple(declared.get("settings", ())), declared.get("addresses", {}))


def core_manifest() -> Manifest:
    """Return the manifest of the core: the tasks of every site."""
    return manifest_in(_CODE / "placette")


def prefixes_of_packages() -> frozenset[str]:
    """Return the beginnings of the names of all settings that packages declare."""
    return frozenset(prefix for folder in packages().values() for prefix in manifest_in(folder).settings)


def folders_of_code() -> tuple[Path, ...]:
    """Return the folders of the core, of what lies beside it, and of the packages."""
    return (_CODE / "placette", *sorted({*_beside(), *packages().values()}))


def theme_folder() -> Path:
    """Return the folder of the theme: in the package, or beside it in its repository."""
    places = _CODE / "placette" / "theme", _CODE.parent / "themes" / "placette"
    return next(folder for folder in places if folder.is_dir())


def plugin_names(plugins: Iterable[str | ModuleType]) -> Iterator[str]:
    """Yield the names of the modules that ``PLUGINS`` lists, by their names or themselves."""
    return (plugin if isinstance(plugin, str) else plugin.__name__ for plugin in plugins)


def version_of(library: str) -> str:
    """Return the version of a library that is installed; empty for one that isn't."""
    try:
        metadata = distribution(library)
    except PackageNotFoundError:
        return ""
    head = re.search(
        r"(?m)^Version: *(.*)", metadata.read_text("METADATA") or ""
    )  # the others of its lines take longer
    return head[1].strip() if head else metadata.version


def command_for(extra: str) -> str:
    """Return the command that installs an extra of ``pyproject.toml``.

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
        record = distribution("placette").read_text("direct_url.json")
    except PackageNotFoundError:
        return ""
    if not record:
        return ""
    from urllib.request import url2pathname  # noqa: PLC0415 - few commands ask, and it brings HTTP's client

    origin = json.loads(record)
    url, repository = origin["url"], origin.get("vcs_info")
    if repository:
        return f"{repository['vcs']}+{url}@{repository['commit_id']}"
    parts = urlsplit(url)
    return url2pathname(parts.path) if parts.scheme == "file" else str(url)
