"""What is wrong with the archives of a version is found before the registry has them."""

from __future__ import annotations

import base64
import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.tools.release import faults_of

PROJECT = '[project]\nname = "p"\nversion = "1.0"\n[tool.hatch.build.targets.wheel]\npackages = ["plugins/p"]\n'
METADATA = (
    "Metadata-Version: 2.4\nName: p\nVersion: 1.0\nLicense-Expression: MIT\nLicense-File: LICENSE\n"
    "Description-Content-Type: text/markdown\n\nA small thing.\n"
)
INFORMATION = "p-1.0.dist-info"
MODULE = {"p/__init__.py": "x"}
DIFFERENT = "There must be p-1.0-py3-none-any.whl and p-1.0.tar.gz alone"
CASES: dict[str, tuple[dict[str, str], str, list[str]]] = {
    "as it must be": ({}, "v1.0", []),
    "without a tag": ({}, "", []),
    "another tag": ({}, "v1.1", ["The tag is v1.1, the version 1.0."]),
    "nothing in the changelog": (
        {"log": "## 0.9 — 2026-01-01\n"},
        "",
        ["CHANGELOG.md doesn't", "CHANGELOG.fr.md doesn't"],
    ),
    "another package": ({"q/a.py": "x"}, "", ["The wheel holds p, p-1.0.dist-info, q."]),
    "tests": ({"p/tests/a.py": "x"}, "", ["The wheel holds p/tests/a.py."]),
    "the tests of a new site": ({"p/site/common/tests/a.py": "x"}, "", []),
    "posts of the demonstration": ({"p/content/articles/2026/a.md": "x"}, "", ["The wheel holds p/content/articles"]),
    "a file that was changed": ({"changed": "p/__init__.py"}, "", ["record tells of another p/__init__.py"]),
    "a file of no record": ({"unrecorded": "p/__init__.py"}, "", ["record and its files differ: p/__init__.py"]),
    "metadata of another": ({"metadata": METADATA.replace("1.0", "2.0")}, "", ["are of p 2.0."] * 2),
    "metadata that are refused": ({"metadata": METADATA.replace("MIT", "Mine")}, "", ["metadata are refused"] * 2),
    "no description": ({"metadata": METADATA.partition("\n\n")[0]}, "", ["no description in Markdown"] * 2),
    "no licence": ({"metadata": METADATA.replace("License-File: LICENSE\n", "")}, "", ["no licence"] * 2),
    "an archive too many": ({"beside": "p-0.9.tar.gz"}, "", [DIFFERENT]),
}


def row_of(name: str, text: str) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
    return f"{name},sha256={digest},{len(text)}"


def write_archives(folder: Path, given: Mapping[str, str]) -> None:
    metadata = given.get("metadata", METADATA)
    files = MODULE | {name: text for name, text in given.items() if "/" in name} | {f"{INFORMATION}/METADATA": metadata}
    rows = [row_of(name, text) for name, text in files.items() if name != given.get("unrecorded")]
    files |= {given["changed"]: "changed"} if "changed" in given else {}
    with zipfile.ZipFile(folder / "p-1.0-py3-none-any.whl", "w") as wheel:
        for name, text in {**files, f"{INFORMATION}/RECORD": "\n".join((*rows, f"{INFORMATION}/RECORD,,"))}.items():
            wheel.writestr(name, text)
    with tarfile.open(folder / "p-1.0.tar.gz", "w:gz") as source:
        entry = tarfile.TarInfo("p-1.0/PKG-INFO")
        entry.size = len(metadata.encode())
        source.addfile(entry, io.BytesIO(metadata.encode()))


@pytest.mark.parametrize(("given", "tag", "expected"), CASES.values(), ids=CASES)
def test_archives_are_looked_at(given: dict[str, str], tag: str, expected: list[str], tmp_path: Path) -> None:
    root, folder = tmp_path / "root", tmp_path / "dist"
    for place in (root, folder):
        place.mkdir()
    (root / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    for log in ("CHANGELOG.md", "CHANGELOG.fr.md"):
        (root / log).write_text(given.get("log", "# Changes\n\n## 1.0 — 2026-01-02\n\n## 0.9\n"), encoding="utf-8")
    write_archives(folder, given)
    if "beside" in given:
        (folder / given["beside"]).write_bytes(b"")
    faults = faults_of(folder, tag, root)
    assert len(faults) == len(expected), faults
    assert [part for part, fault in zip(expected, faults, strict=True) if part not in fault] == []
