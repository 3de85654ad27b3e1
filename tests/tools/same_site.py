"""Whether this working tree builds the same bytes as a revision does: ``python tests/tools/same_site.py REV``.

Both sites, the demonstration and the kitchen sink, are built by each side's own ``invoke build`` in a copy of its files
without git, and every file of both outputs is compared. What a revision built is kept in ``.placette-tools/same-site``.
Exit code 0 when nothing differs, 1 otherwise.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".placette-tools" / "same-site"
EPOCH = "1796083200"
"""1 December 2026: every post of the demonstration is out."""
_SHOWN = 20
_SETTINGS = '\nVIEWS_MENU, VIEWS_FOOTER = (("Lire", "archives/"),), (("Plan du site", "plan-du-site/"),)\n'
"""The kitchen sink has none of the demonstration's pages; a link to one would stop the build."""


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


def make_kitchen_sink(project: Path) -> None:
    """Replace a project's content by the kitchen sink's, its photos drawn."""
    site = project / "tests" / "sites" / "kitchen-sink"
    shutil.rmtree(project / "content")
    shutil.copytree(site / "content", project / "content")
    for path, size in yaml.safe_load((site / "photos.yml").read_text(encoding="utf-8")).items():
        Image.linear_gradient("L").resize(tuple(size)).convert("RGB").save(project / "content" / path, quality=80)
    with (project / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write(_SETTINGS)


def build(project: Path, output: Path) -> None:
    """Run ``invoke build`` of a project; ends the program when it fails."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "invoke", "build", "--output", str(output)]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{project}: the build failed\n{done.stdout}{done.stderr}")


def build_both(project: Path, output: Path) -> None:
    """Build the demonstration and the kitchen sink of a project into folders of ``output``."""
    build(project, output / "demonstration")
    make_kitchen_sink(project)
    build(project, output / "kitchen-sink")


def built_by(revision: str) -> Path:
    """The folder of what a revision builds, made once."""
    named = subprocess.run(["git", "rev-parse", revision], cwd=ROOT, capture_output=True, text=True, check=True)
    kept = KEPT / named.stdout.strip()
    if not kept.is_dir():
        with tempfile.TemporaryDirectory() as room:
            project, output = Path(room, "project"), Path(room, "output")
            put_revision(revision, project)
            build_both(project, output)
            KEPT.mkdir(parents=True, exist_ok=True)
            shutil.copytree(output, kept)
    return kept


def differences(former: Path, latter: Path) -> Iterator[str]:
    """A line for each file that only one folder has, or whose bytes differ."""
    sides = (former, latter)
    names = {side: {p.relative_to(side).as_posix() for p in side.rglob("*") if p.is_file()} for side in sides}
    yield from (f"- {name}" for name in sorted(names[former] - names[latter]))
    yield from (f"+ {name}" for name in sorted(names[latter] - names[former]))
    for name in sorted(names[former] & names[latter]):
        if not filecmp.cmp(former / name, latter / name, shallow=False):
            yield f"≠ {name}"


def main() -> int:
    """Compare, say what differs."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("revision")
    arguments.add_argument("--keep", type=Path, help="a folder to put what this tree builds into, to be looked at")
    given = arguments.parse_args()
    former = built_by(given.revision)
    with tempfile.TemporaryDirectory() as room:
        project, output = Path(room, "project"), Path(room, "output")
        put_working_tree(project)
        build_both(project, output)
        found = list(differences(former, output))
        if given.keep:
            shutil.copytree(output, given.keep, dirs_exist_ok=True)
    print(*found[:_SHOWN], f"{len(found)} files differ from {given.revision}", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
