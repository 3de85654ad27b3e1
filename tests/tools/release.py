"""Checks the two archives of a version before they are released: ``python -m tests.tools.release dist --tag v1.0.0``.

Then installs the wheel in an empty environment, which fetches its libraries, and begins, checks and builds a site.
Exit code 0, or 1 with a line for each fault. Without a tag, the version may have any.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from packaging.metadata import Metadata

ROOT = Path(__file__).parents[2]
CHANGELOGS = ("CHANGELOG.md", "CHANGELOG.fr.md")
_UNWANTED = re.compile(r"(^|/)(__pycache__|tests)/|/content/articles/\d")
"""What a wheel never holds: compiled code, the tests, posts of the demonstration. A new site has its own tests."""
_TEMPLATES = "/site/common/tests/"
_SITE = "--kind village --place Augan --title Augan --url https://augan.example --publish gh-pages --forge none"
_TRIED = ("invoke check --all", "invoke build")


def faults_of(folder: Path, tag: str, root: Path = ROOT) -> list[str]:
    """What is wrong with the archives in ``folder`` for the project in ``root``, a sentence each."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    name, version = settings["project"]["name"], settings["project"]["version"]
    wheel, source = folder / f"{name}-{version}-py3-none-any.whl", folder / f"{name}-{version}.tar.gz"
    found = sorted(path.name for path in folder.iterdir())
    if found != sorted((wheel.name, source.name)):
        return [f"There must be {wheel.name} and {source.name} alone, not {', '.join(found) or 'nothing'}."]
    faults = [f"The tag is {tag}, the version {version}."] if tag not in {"", f"v{version}"} else []
    faults += [
        f"{log} doesn't begin with {version}."
        for log in CHANGELOGS
        if re.findall(r"^## (\S+)", (root / log).read_text(encoding="utf-8"), re.MULTILINE)[:1] != [version]
    ]
    packages = {Path(package).name for package in settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]}
    information = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(wheel) as archive:
        faults += _faults_of_wheel(archive, packages, information)
        faults += _faults_of_metadata(archive.read(f"{information}/METADATA"), name, version)
    with tarfile.open(source) as archive_of_source:
        told = archive_of_source.extractfile(f"{name}-{version}/PKG-INFO")
        faults += _faults_of_metadata(told.read() if told else b"", name, version)
    return faults


def _faults_of_wheel(archive: zipfile.ZipFile, packages: set[str], information: str) -> Iterator[str]:
    """Whether it holds the packages and its metadata alone, and each file is the one that its record names."""
    names = set(archive.namelist())
    tops = {name.partition("/")[0] for name in names}
    if tops != {*packages, information}:
        yield f"The wheel holds {', '.join(sorted(tops))}."
    yield from (
        f"The wheel holds {name}." for name in sorted(names) if _UNWANTED.search(name) and _TEMPLATES not in name
    )
    record = f"{information}/RECORD"
    rows = csv.reader(io.StringIO(archive.read(record).decode()))
    digests = {name: digest for name, digest, _ in rows if name != record}
    for name in sorted(digests.keys() ^ (names - {record})):
        yield f"The wheel's record and its files differ: {name}."
    for name in sorted(digests.keys() & names):
        digest = base64.urlsafe_b64encode(hashlib.sha256(archive.read(name)).digest()).decode().rstrip("=")
        if digests[name] != f"sha256={digest}":
            yield f"The wheel's record tells of another {name}."


def _faults_of_metadata(written: bytes, name: str, version: str) -> Iterator[str]:
    """Whether a registry accepts the metadata, and shows the README as Markdown."""
    try:
        told = Metadata.from_email(written, validate=True)
    except ExceptionGroup as errors:
        yield from (f"The metadata are refused: {error}" for error in errors.exceptions)
        return
    if (told.name, str(told.version)) != (name, version):
        yield f"The metadata are of {told.name} {told.version}."
    if told.description_content_type != "text/markdown" or not told.description:
        yield "The metadata hold no description in Markdown."
    if not told.license_expression or not told.license_files:
        yield "The metadata hold no licence."


def try_out(wheel: Path, room: Path) -> None:
    """Install the wheel in an empty environment and make a site with it. Raises ``CalledProcessError``."""
    subprocess.run([sys.executable, "-m", "venv", str(room / "env")], check=True)
    programs, site = room / "env" / "bin", room / "site"
    known = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_"))}
    known |= {f"GIT_{who}_{what}": "a@a.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    known["PATH"] = f"{programs}{os.pathsep}{known['PATH']}"
    steps = [(room, f"pip install -q {wheel.resolve()}"), (room, f"placette new site {_SITE}")]
    for folder, command in (*steps, *((site, command) for command in _TRIED)):
        program, *words = command.split()
        print(f"$ {program} {' '.join(words)}", flush=True)
        subprocess.run([str(programs / program), *words], cwd=folder, env=known, check=True, stdin=subprocess.DEVNULL)
    if not (site / "output" / "index.html").is_file():
        raise FileNotFoundError(site / "output" / "index.html")


def main(words: list[str] | None = None) -> int:
    """Check the archives of a folder, and try the wheel when nothing is wrong with them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tag", default="")
    given = parser.parse_args(words)
    faults = faults_of(given.folder, given.tag)
    print("\n".join(faults), end="\n" if faults else "", file=sys.stderr)
    if faults:
        return 1
    (wheel,) = given.folder.glob("*.whl")
    with tempfile.TemporaryDirectory() as room:
        try_out(wheel, Path(room))
    return 0


if __name__ == "__main__":
    sys.exit(main())
