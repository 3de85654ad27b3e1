"""Whether this working tree gives the same as a revision does: ``python tests/tools/same_site.py REV``.

Each side's own commands run in copies of its files without git. Compared are

- ``sites``: every file of the demonstration and of the kitchen sink, built by ``invoke build``;
- ``own``: those of a small site with a feature of its own (``tests/examples/recipes``);
- ``checks``: what ``invoke check`` prints, in French and in English, of the revision's fixture sites and broken texts;
- ``help``: what the tasks of ``invoke`` and the commands of ``placette`` say of themselves, in both languages;
- ``words``: the messages of all catalogues, each with its translation;
- ``wheel``: the files that it holds, and the names of its modules, which ``--no-modules`` leaves out.

A file of the wheel or a message that only moved is listed, and is no difference. What a revision gave is kept in
``.placette-tools/same-site``. Exit code 0 when nothing differs, 1 otherwise.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import polib  # type: ignore[import-untyped]
import yaml
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".placette-tools" / "same-site"
EPOCH = "1796083200"
"""1 December 2026: every post of the demonstration is out."""
MODULES = "modules.list"
_SHOWN, _SHOWN_LINES = 20, 8
_LANGUAGES = ("fr", "en")
_FORMS = ("colour", "json", "github", "gitlab")
_FORKED = Path(__file__).with_name("forked_commands.py")
_SETTINGS = '\nVIEWS_MENU, VIEWS_FOOTER = (("Lire", "archives/"),), (("Plan du site", "plan-du-site/"),)\n'
"""The sites of the tests have none of the demonstration's pages; a link to one would stop the build."""
_NO_LEGAL = 'LEGAL_NOTICE_PAGE = LEGAL_PRIVACY_PAGE = LEGAL_ACCESSIBILITY_PAGE = ""\n'
_WRITE_CASES = """
import sys
from importlib import import_module
from pathlib import Path

module = import_module(sys.argv[1])
for number, case in enumerate(module.CASES):
    module.write_case(case, Path(sys.argv[2], f"{number:03} {case['name']}".replace("/", "-")))
"""


class Side(NamedTuple):
    """A revision or the working tree: its files, the revision's whose broken texts both are given, room for more."""

    project: Path
    revision: Path
    room: Path

    def copy(self, name: str) -> Path:
        """A copy of the project for a part of the comparison; its code is compiled once for all copies."""
        if not list(self.project.glob("plugins/*/__pycache__")):
            run(self.project, "-m", "compileall", "-q", "plugins")
        return Path(shutil.copytree(self.project, self.room / name))


def put_revision(revision: str, folder: Path) -> None:
    """Put the files of a revision into a folder; raises ``CalledProcessError`` for one that git doesn't know."""
    with tempfile.TemporaryFile() as archive:
        subprocess.run(["git", "archive", revision], cwd=ROOT, stdout=archive, check=True)
        archive.seek(0)
        with tarfile.open(fileobj=archive) as files:
            files.extractall(folder, filter="data")


def put_working_tree(folder: Path) -> None:
    """Put the files of this working tree that git knows or would add into a folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)


def run(folder: Path, *command: str, **environment: str) -> str:
    """What a Python command prints in a folder; ends the program when it fails."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={
            **os.environ,
            "SOURCE_DATE_EPOCH": EPOCH,
            "PYTHONIOENCODING": "utf-8",
            "PYTHONDONTWRITEBYTECODE": "",
            **environment,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        sys.exit(f"{folder}: {' '.join(command)} failed\n{done.stdout}{done.stderr}")
    return done.stdout


def draw_content(site: Path, content: Path) -> None:
    """Copy the content of a fixture site, its photos drawn."""
    shutil.copytree(site / "content", content)
    photos = site / "photos.yml"
    for path, size in (yaml.safe_load(photos.read_text(encoding="utf-8")) if photos.exists() else {}).items():
        Image.linear_gradient("L").resize(tuple(size)).convert("RGB").save(content / path, quality=80)


def give_site(project: Path, name: str, settings: str) -> None:
    """Replace a project's content by that of one of its fixture sites, and add to its settings."""
    shutil.rmtree(project / "content")
    draw_content(project / "tests" / "sites" / name, project / "content")
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as written:
        written.write(settings)


def build(project: Path, output: Path) -> None:
    """Run ``invoke build`` of a project."""
    run(project, "-m", "invoke", "build", "--output", str(output))


def build_sites(side: Side, into: Path) -> None:
    """Build the demonstration and the kitchen sink."""
    project = side.copy("sites")
    build(project, into / "demonstration")
    give_site(project, "kitchen-sink", _SETTINGS)
    build(project, into / "kitchen-sink")


def build_own(side: Side, into: Path) -> None:
    """Build the site of the recipes, as the test does that names their feature in its settings."""
    project = side.copy("own")
    test = project / "tests" / "test_features.py"
    said = {
        ast.unparse(node.targets[0]): node.value.value
        for node in ast.parse(test.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }
    shutil.copytree(project / "tests" / "examples" / "recipes", project / "plugins" / "recipes")
    give_site(project, "minimal", f"{_SETTINGS}{_NO_LEGAL}{said['SETTINGS']!s}")
    (project / "content" / "recipes").mkdir()
    (project / "content" / "recipes" / "truffade.md").write_text(str(said["RECIPE"]).format(minutes=50), "utf-8")
    build(project, into / "site")


def _file_with(folder: Path, words: str) -> Path:
    """The one test that holds some words: tests may move."""
    found = [path for path in sorted(folder.rglob("test_*.py")) if words in path.read_text(encoding="utf-8")]
    found = [path for path in found if path.parent.name != "tools"]
    if len(found) != 1:
        sys.exit(f"{folder}: {len(found)} tests hold {words!r}")
    return found[0]


def run_checks(side: Side, into: Path) -> None:
    """Run ``invoke check`` for each fixture site and each broken text of the revision."""

    def run_in(lang: str) -> None:
        project, texts = _in_language(side, "checks", lang), side.room / f"texts-{lang}"
        _write_cases(side.revision, side.room / f"cases-{lang}")
        join_cases(side.room / f"cases-{lang}", texts)
        names = sorted(path.name for path in texts.iterdir())
        commands = [_checked(into / lang / f"{name}.txt", texts / name) for name in names]
        for site in sorted(path for path in (side.revision / "tests" / "sites").iterdir() if path.is_dir()):
            draw_content(site, texts / site.name)
            commands.append(_checked(into / lang / f"{site.name}.txt", texts / site.name))
            if site.name == "broken":
                commands += [
                    {**_checked(into / lang / f"{form}.txt"), "words": [*_CHECK, "--form", form]} for form in _FORMS
                ]
        _run_forked(project, commands)

    _for_each_language(run_in)


_CHECK = ("invoke", "check", "--all")


def _checked(said: Path, content: Path | None = None) -> dict[str, Any]:
    return {"name": str(said), "words": _CHECK, **({"content": str(content)} if content else {})}


def _write_cases(revision: Path, folder: Path) -> None:
    test = _file_with(revision / "tests", "\ndef write_case(").relative_to(revision)
    module = ".".join(test.with_suffix("").parts)
    run(revision, "-c", _WRITE_CASES, module, str(folder), PYTHONPATH=f"{revision / 'plugins'}{os.pathsep}{revision}")


def join_cases(cases: Path, into: Path) -> None:
    """Put broken texts together into few content folders, each into the first where it takes no other file's place."""
    sites: list[dict[str, bytes]] = []
    for number, case in enumerate(sorted(cases.iterdir())):
        own = f"{_POST}-{number}"
        paths = [path for path in sorted(case.rglob("*")) if path.is_symlink() or not path.is_dir()]
        names = {path.relative_to(case).as_posix().replace(_POST, own): path for path in paths}
        held = {name: _held(path).replace(_POST.encode(), own.encode()) for name, path in names.items()}
        for at in range(len(sites) + 1):
            sites += [{}] if at == len(sites) else []
            if all(sites[at].get(name, data) == data and _is_free(name, sites[at]) for name, data in held.items()):
                break
        for name in held.keys() - sites[at].keys():
            target = into / f"texts {at:02}" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if names[name].suffix == ".md" and _is_plain(names[name]):
                target.write_bytes(held[name])
            else:
                names[name].rename(target)
        sites[at] |= held


_POST = "le-lavoir"
"""The folder of most broken texts, which gets a number where they stand beside each other."""


def _held(path: Path) -> bytes:
    return path.read_bytes() if _is_plain(path) else str(path).encode()


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _is_free(name: str, site: Iterable[str]) -> bool:
    """Whether no file stands where this one needs a folder, nor the other way round, whatever the case of letters."""
    low = name.lower()
    others = [other.lower() for other in site if other != name]
    return not any(low == o or low.startswith(f"{o}/") or o.startswith(f"{low}/") for o in others)


def show_help(side: Side, into: Path) -> None:
    """Ask ``invoke`` and ``placette`` for their lists and for the help of each task."""
    scripts = tomllib.loads((side.project / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    programs = {"invoke": "", **scripts}

    def run_in(lang: str) -> None:
        project, commands = _in_language(side, "help", lang), list[dict[str, Any]]()
        for program, entry in programs.items():
            asked = [["--list"], ["--help"], *(["--help", name] for name in tasks[program])]
            for words in asked:
                said = into / lang / f"{' '.join((program, *words))}.txt"
                commands.append({"name": str(said), "entry": entry, "words": [program, *words]})
        _run_forked(project, commands)

    tasks = {program: _tasks_of(side, program, entry) for program, entry in programs.items()}
    _for_each_language(run_in)


def _tasks_of(side: Side, program: str, entry: str) -> list[str]:
    said = side.room / f"{program}.list"
    _run_forked(side.project, [{"name": str(said), "entry": entry, "words": [program, "--list", "--list-format=json"]}])
    listed, _, _ = said.read_text(encoding="utf-8").partition("--- standard error\n")
    return [task["name"] for task in json.loads(listed)["tasks"]]


def _in_language(side: Side, name: str, lang: str) -> Path:
    project = side.copy(f"{name}-{lang}")
    settings = project / "pelicanconf.py"
    said = settings.read_text(encoding="utf-8")
    settings.write_text(said.replace('DEFAULT_LANG = "fr"', f'DEFAULT_LANG = "{lang}"'), encoding="utf-8")
    return project


def _for_each_language(do: Any) -> None:
    with ThreadPoolExecutor() as threads:
        list(threads.map(do, _LANGUAGES))


def _run_forked(project: Path, commands: Iterable[Mapping[str, Any]]) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as given:
        json.dump(list(commands), given)
        given.flush()
        run(project, str(_FORKED), given.name, PYTHONPATH=str(project / "plugins"))


def list_words(side: Side, into: Path) -> None:
    """Write the messages of each catalogue, a line each: msgid, translation, whether it is obsolete or unsure."""
    for path in sorted(side.project.rglob("*.po")):
        lines = sorted(map(_line_of, polib.pofile(path)))
        said = into / f"{path.relative_to(side.project)}.list"
        said.parent.mkdir(parents=True, exist_ok=True)
        said.write_text("".join(f"{path.stem}: {line}\n" for line in lines), encoding="utf-8")


def _line_of(entry: polib.POEntry) -> str:
    known = [entry.msgctxt, entry.msgid, entry.msgid_plural, entry.msgstr, *entry.msgstr_plural.values()]
    marks = [mark for mark, said in (("obsolete", entry.obsolete), ("fuzzy", entry.fuzzy)) if said]
    return json.dumps([*filter(None, known), *marks], ensure_ascii=False)


def open_wheel(side: Side, into: Path) -> None:
    """Build the wheel; put what it holds into a folder, and the names of its modules into a list."""
    run(side.project, "-m", "hatchling", "build", "-t", "wheel", "-d", str(side.room / "dist"))
    (wheel,) = (side.room / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(archive.namelist())
        archive.extractall(into, [name for name in names if not name.endswith((".py", ".dist-info/RECORD"))])
    (into / MODULES).write_text("".join(f"{name}\n" for name in names if name.endswith(".py")), encoding="utf-8")


PARTS = {
    "sites": build_sites,
    "own": build_own,
    "checks": run_checks,
    "help": show_help,
    "words": list_words,
    "wheel": open_wheel,
}
_MAY_MOVE = frozenset({"words", "wheel"})


def given_by(revision: str, names: Iterable[str], folder: Path, room: Path) -> dict[str, Path]:
    """The folders of what a revision gives, each part made once; ``folder`` holds its files."""
    named = subprocess.run(["git", "rev-parse", revision], cwd=ROOT, capture_output=True, text=True, check=True)
    here = b"".join(path.read_bytes() for path in (Path(__file__), _FORKED))
    kept = KEPT / f"{named.stdout.strip()}.{hashlib.sha256(here).hexdigest()[:8]}"
    kept.mkdir(parents=True, exist_ok=True)
    for name in names:
        if not (kept / name).is_dir():
            with tempfile.TemporaryDirectory(dir=KEPT) as made:
                (Path(made) / name).mkdir()
                PARTS[name](Side(folder, folder, room), Path(made) / name)
                try:
                    (Path(made) / name).rename(kept / name)
                except OSError:
                    if not (kept / name).is_dir():  # no other process was quicker
                        raise
    return {name: kept / name for name in names}


def facts_of(folder: Path) -> dict[str, str]:
    """What a folder holds: the digest of each file by its path, each line of a list by its own words."""
    found: dict[str, str] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".list":
            found |= {f"{name}: {line}": line for line in path.read_text(encoding="utf-8").splitlines()}
        else:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def differences(former: Path, latter: Path, *, moves: bool = False) -> Iterator[str]:
    """A line for each file that only one folder has, or whose bytes differ; with ``moves``, → for what only moved."""
    before, after = facts_of(former), facts_of(latter)
    gone, new = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    if moves:
        places: dict[str, list[str]] = {}
        for name in new:
            places.setdefault(after[name], []).append(name)
        moved = {name: places[before[name]].pop(0) for name in gone if places.get(before[name])}
        yield from (f"→ {name}, now {place.partition(': ')[0]}" for name, place in moved.items())
        gone, new = [name for name in gone if name not in moved], sorted({*new} - {*moved.values()})
    yield from (f"- {name}" for name in gone)
    yield from (f"+ {name}" for name in new)
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield "\n    ".join((f"≠ {name}", *_changed_lines(former / name, latter / name)))


def sections(name: str, lines: Iterable[str]) -> dict[str, list[str]]:
    """The differences of a part under its name; those of the wheel's modules, which may be many, under their own."""
    found: dict[str, list[str]] = {name: []}
    if name == "wheel":
        found[MODULES] = []
    for line in lines:
        found[MODULES if line[2:].startswith(f"{MODULES}: ") else name].append(line)
    return found


def _changed_lines(former: Path, latter: Path) -> list[str]:
    if former.suffix != ".txt":
        return []
    before, after = (path.read_text(encoding="utf-8").splitlines() for path in (former, latter))
    lines = difflib.unified_diff(before, after, lineterm="", n=0)
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return changed[:_SHOWN_LINES]


def main() -> int:
    """Compare, say what differs."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("revision")
    arguments.add_argument("--only", default=",".join(PARTS), help="the parts to compare, separated by commas")
    arguments.add_argument("--no-modules", action="store_true", help="leave out the names of the wheel's modules")
    arguments.add_argument("--keep", type=Path, help="a folder to put what this tree gives into, to be looked at")
    given = arguments.parse_args()
    names = given.only.split(",")
    if unknown := {*names} - PARTS.keys():
        arguments.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    count = 0
    with tempfile.TemporaryDirectory() as place:
        room = Path(place)
        for folder in ("before", "after"):
            (room / folder).mkdir()
        put_revision(given.revision, room / "revision")
        put_working_tree(room / "tree")
        former = given_by(given.revision, names, room / "revision", room / "before")
        for name in names:
            made = room / "made" / name
            made.mkdir(parents=True)
            PARTS[name](Side(room / "tree", room / "revision", room / "after"), made)
            for title, lines in sections(name, differences(former[name], made, moves=name in _MAY_MOVE)).items():
                if title == MODULES and given.no_modules:
                    continue
                moved = [line for line in lines if line.startswith("→")]
                differing = [line for line in lines if not line.startswith("→")]
                print("".join(f"{line}\n" for line in (*differing[:_SHOWN], *moved[:_SHOWN])), end="")
                print(f"{title}: {len(differing)} differ from {given.revision}, {len(moved)} moved", flush=True)
                count += len(differing)
        if given.keep:
            shutil.copytree(room / "made", given.keep, dirs_exist_ok=True)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
