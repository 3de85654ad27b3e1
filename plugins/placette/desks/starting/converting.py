"""Decides what becomes of each file of a single-repository site, in which the software lies beside the town's texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath

import placette
from placette.desks.starting.evaluating import ROOT
from placette.desks.starting.old_settings import KeptStatements, folders_of_software
from placette.desks.starting.old_tasks import KeptTasks
from placette.desks.starting.planning import GUIDE, PICTURES
from placette.desks.starting.record import TERRITORY
from placette.desks.starting.rendering import repository_file
from placette.desks.starting.upgrading import Merge
from placette.engine.base.message import N_

SETTINGS, PUBLISHED, TASKS = "pelicanconf.py", "publishconf.py", "tasks.py"
_READ = ("README.md", GUIDE)
"""What a town may have written itself: kept where it isn't Placette's."""
_IGNORED = ".gitignore"
_THEME = "themes/placette/"
_USED = ("locale/", "static/", "templates/")
"""What a build reads of the theme."""
_MANUAL = "docs/"
_GONE = (".ci/", "hatch_build.py", "plugins/DEPENDENCIES.md", "tests/", _THEME)
_MARKED = {
    "CHANGELOG.fr.md": "invoke withdraw-author",
    "CHANGELOG.md": r"keepachangelog\.com|invoke withdraw-author",
    "LICENSE": "GNU AFFERO GENERAL PUBLIC LICENSE",
    "pyproject.toml": 'name = "placette"',
    "requirements-test.txt": "pytest==",
    ".pre-commit-config.yaml": "mypy plugins/placette",
}
"""Files of the software, and what shows that they are still its own."""
_FORGES = (".forgejo", ".github", ".gitlab", ".gitlab-ci.yml")
_FORMER = {".forgejo/workflows/check.yml", ".github/workflows/check.yml"}
_PINNED = re.compile(r"(?m)^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==")


@dataclass(frozen=True, slots=True)
class Fork:
    """A single-repository site as git holds it.

    Args:
        files: all that git tracks.
        read: the bytes of one of them; ``links`` are those that must not be read.
        changed: what the town has changed since it took over the software; None where that isn't known.
        began: the text of a file when the town took over the software; None where it isn't known.
    """

    files: frozenset[str]
    read: Callable[[str], bytes]
    links: frozenset[str] = frozenset()
    changed: frozenset[str] | None = None
    began: Callable[[str], str | None] = lambda _path: None

    @property
    def software(self) -> frozenset[str]:
        """The folders of ``plugins/`` that hold the software's code."""
        return folders_of_software({path.split("/")[1] for path in self.files if path.startswith("plugins/")})


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A file that a person should look at: a msgid that says why, and its values."""

    path: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conversion:
    """What is written (None: removed), and what a person should look at."""

    files: dict[str, bytes | None]
    looks: list[ToLookAt]

    def look(self, path: str, sentence: str, **values: object) -> None:
        """Have somebody look at a file."""
        self.looks.append(ToLookAt(path, sentence, values))


@dataclass(frozen=True, slots=True)
class Readings:
    """What the town's three Python files still say."""

    settings: KeptStatements
    published: KeptStatements
    tasks: KeptTasks


def plan_conversion(fork: Fork, planned: Mapping[str, str], readings: Readings, merge: Merge) -> Conversion:
    """What becomes of each file, where ``planned`` are those of a new site with the same answers."""
    software = fork.software
    found = Conversion({path: None for path in sorted(fork.files) if _is_software(fork, path, software)}, [])
    _keep_own_tests(fork, found)
    _keep_theme(fork, found, merge)
    _tell_of_lost_code(fork, found)
    _write_planned(fork, planned, found)
    _write_readings(fork, readings, found)
    _move_territory(fork, planned, str(readings.settings.values.get("TERRITORY_FILE", "")), found)
    return found


def words_of_code(fork: Fork) -> set[str]:
    """The modules of the code that a site has, and the words between quotes in it."""
    found, software = set[str](), fork.software
    for path in fork.files - fork.links:
        parts = PurePosixPath(path).parts
        if path.endswith(".py") and parts[0] == "plugins" and parts[1] in software:
            found.add(".".join(parts[1:-1] if parts[-1] == "__init__.py" else (*parts[1:-1], parts[-1][:-3])))
            found.update(re.findall(r'"(\w+)"', fork.read(path).decode(errors="replace")))
    return found


def counterpart(path: str) -> Path | None:
    """The same file in the installed package; None where it brings no such file."""
    package = Path(placette.__file__).parent
    places = {"plugins/placette/": package, _THEME: package / "theme", _MANUAL: package / "manual"}
    inside = [place / path.removeprefix(folder) for folder, place in places.items() if path.startswith(folder)]
    return next((place for place in (*inside, repository_file(path)) if place.is_file()), None)


def is_changed(fork: Fork, path: str) -> bool:
    """Whether the town has changed a file; where nobody knows, whether it differs from the package's."""
    theirs = counterpart(path)
    if theirs and theirs.read_bytes() == fork.read(path):
        return False
    return path in fork.changed if fork.changed is not None else True


def own_features(fork: Fork) -> set[str]:
    """The names of the modules in ``plugins/`` that are the town's."""
    parts = [PurePosixPath(path).parts for path in fork.files]
    names = {part[1].removesuffix(".py") for part in parts if part[0] == "plugins" and part[-1].endswith(".py")}
    return {name for name in names if name not in {*fork.software, "__init__"}}


def _is_software(fork: Fork, path: str, folders: Collection[str]) -> bool:
    first, second, *_rest = *PurePosixPath(path).parts, ""
    if path.startswith(_GONE) or (first == "plugins" and second in folders) or path == "plugins/__init__.py":
        return True
    if path in _MARKED and path not in fork.links:
        return bool(re.search(_MARKED[path], fork.read(path).decode(errors="replace")))
    return path in _forge_files() or (path.startswith(_MANUAL) and counterpart(path) is not None)


@cache
def _forge_files() -> frozenset[str]:
    """What the software has for forges."""
    places = [(root, repository_file(root)) for root in _FORGES]
    below = {
        f"{root}/{path.relative_to(place).as_posix()}"
        for root, place in places
        for path in place.rglob("*")
        if path.is_file()
    }
    return frozenset({*below, *_FORMER, ".gitlab-ci.yml"})


def _keep_own_tests(fork: Fork, found: Conversion) -> None:
    names = "|".join(sorted(map(re.escape, own_features(fork))))
    speaks = re.compile(rf"(?m)^\s*(?:import|from) (?:plugins\.)?(?:{names})\b")
    for path in sorted(fork.files - fork.links):
        if names and path.startswith("tests/") and path.endswith(".py") and is_changed(fork, path):
            if path.startswith("tests/examples/") or not speaks.search(fork.read(path).decode(errors="replace")):
                continue
            del found.files[path]
            found.look(path, N_("a test of a feature of yours: kept, but the tests of the software are gone"))


def _keep_theme(fork: Fork, found: Conversion, merge: Merge) -> None:
    for path in sorted(fork.files - fork.links):
        inside = path.removeprefix(_THEME)
        target = f"themes/{inside}"
        used = inside != path and inside.startswith(_USED)
        if not used or target in fork.files or not is_changed(fork, path):
            continue
        if inside.startswith("templates/"):
            found.files[target] = _template(fork, path, merge)
            found.look(target, N_("your template, in the place of Placette’s: look whether it still fits"))
        else:
            found.files[target] = fork.read(path)
            found.look(target, N_("kept here, but nothing reads it: take from it what you need"))


def _template(fork: Fork, path: str, merge: Merge) -> bytes:
    """The town's template; with what has changed in the package's since, where both can be told apart."""
    own, base, theirs = fork.read(path), fork.began(path), counterpart(path)
    if base is None or theirs is None:
        return own
    with suppress(UnicodeDecodeError):
        merged = merge(own.decode(), base, theirs.read_text(encoding="utf-8"))
        return own if merged is None else merged.encode()
    return own


def _tell_of_lost_code(fork: Fork, found: Conversion) -> None:
    """Changes to the software itself have no place in the new form."""
    code = [path for path in sorted(fork.files - fork.links) if path.startswith("plugins/placette/")]
    lost = [path for path in code if is_changed(fork, path)]
    if fork.changed is not None:
        for path in lost:
            found.look(path, N_("you had changed this file of the software: your change is in git only"))
    elif lost:
        sentence = N_("{count} files differ from today’s: they are older, or you had changed them (see --base)")
        found.look("plugins/placette", sentence, count=len(lost))


def _write_planned(fork: Fork, planned: Mapping[str, str], found: Conversion) -> None:
    """What a new site has, without texts of its own."""
    for path, text in planned.items():
        theirs = path in fork.files - fork.links
        if (
            path in {SETTINGS, PUBLISHED, TASKS, TERRITORY}
            or (path == _IGNORED and theirs)
            or (path.startswith("content/") and not _is_missing(fork, path))
        ):
            continue
        if path in _READ and theirs and is_changed(fork, path):
            found.look(path, N_("kept as you have it: look whether it speaks of files that are gone"))
            _keep_pictures(fork, path, found)
            continue
        if theirs and fork.read(path) == text.encode():
            found.files.pop(path, None)
            continue
        if path in _forge_files() and theirs and is_changed(fork, path):
            found.look(path, N_("replaced: if you had changed it, take your change from git"))
        found.files[path] = text.encode()
    _tell_of_libraries(fork, planned["requirements.txt"], found)


def _is_missing(fork: Fork, path: str) -> bool:
    """Whether a site lacks what editors' programs read; its texts are its own."""
    return path.startswith("content/.") and path not in fork.files


def _keep_pictures(fork: Fork, path: str, found: Conversion) -> None:
    if path == GUIDE:
        for picture in [one for one in found.files if one.startswith(f"{PICTURES}/") and one in fork.files]:
            del found.files[picture]


def _tell_of_libraries(fork: Fork, new: str, found: Conversion) -> None:
    path = "requirements.txt"
    old = fork.read(path).decode(errors="replace") if path in fork.files - fork.links else ""
    theirs = {*_PINNED.findall(new.lower()), *_PINNED.findall((fork.began(path) or "").lower())}
    if gone := sorted({*_PINNED.findall(old.lower())} - theirs):
        found.look(path, N_("no longer lists {names}: add what your own features need"), names=", ".join(gone))


def _write_readings(fork: Fork, readings: Readings, found: Conversion) -> None:
    texts = {SETTINGS: readings.settings.text, PUBLISHED: readings.published.text, TASKS: readings.tasks.text}
    for path, text in texts.items():
        if path not in fork.files or fork.read(path) != text.encode():
            found.files[path] = text.encode()
    for path, kept in ((SETTINGS, readings.settings), (PUBLISHED, readings.published)):
        for line, said in kept.unread:
            found.look(path, N_("line {line} ({said}): kept, but only a run shows its value"), line=line, said=said)
        if kept.dropped:
            sentence = N_("left out, because Placette sets it: {names}")
            found.look(path, sentence, names=", ".join(sorted(set(kept.dropped))))
    if readings.tasks.borrowed:
        sentence = N_("your tasks take this from inside Placette, where it may have moved: {names}")
        found.look(TASKS, sentence, names="; ".join(readings.tasks.borrowed))


def _move_territory(fork: Fork, planned: Mapping[str, str], written: str, found: Conversion) -> None:
    path = written.removeprefix(f"{ROOT}/")
    if path != TERRITORY and path in fork.files - fork.links:
        found.files[path] = None
        found.files[TERRITORY] = fork.read(path)
    elif TERRITORY not in fork.files:
        found.files[TERRITORY] = planned[TERRITORY].encode()
        found.look(TERRITORY, N_("made anew from the official list, because the settings name no file of the site"))


def sections(fork: Fork, conversion: Conversion) -> Iterator[tuple[str, list[str]]]:
    """What is written and what is removed, for showing; a folder of which nothing stays stands for all in it."""
    written = {path for path, data in conversion.files.items() if data is not None}
    removed = conversion.files.keys() - written
    staying = {folder for path in (fork.files | written) - removed for folder in PurePosixPath(path).parents}
    yield N_("Written:"), sorted(written)
    yield N_("Removed:"), sorted({_highest(PurePosixPath(path), staying) for path in removed})


def _highest(path: PurePosixPath, staying: Collection[PurePosixPath]) -> str:
    gone = [folder for folder in path.parents if folder not in staying and folder.name]
    return f"{gone[-1]}/" if gone else str(path)
