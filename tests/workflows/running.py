"""Runs a job of a forge's workflow on this machine: its own lines, its own variables, a local repository.

What a forge brings itself is played: fetching, Python, the libraries (those of the tests), artefacts.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from filecmp import cmp
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import yaml

from tests.fixture_site import EPOCH, ROOT, git

_EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")
_NAME = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")


@dataclass(frozen=True)
class Ran:
    """What a job left: the exit code of its last step, all that it printed, its summary."""

    code: int
    log: str
    summary: str


def read(path: str) -> dict[str, Any]:
    """A workflow; YAML's own ``on`` (true) keeps its name."""
    loaded = yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in loaded.items()}


def run_job(path: str, job: str, folder: Path, forge: Path, told: Mapping[str, str]) -> Ran:
    """Run a job of GitHub's or Forgejo's in ``folder``. ``told`` are values of expressions (``github.base_ref``)."""
    workflow = read(path)
    base = workflow.get("defaults", {}).get("run", {})
    summary = folder / "summary.md"
    folder.mkdir(parents=True)
    log: list[str] = []
    for step in workflow["jobs"][job]["steps"]:
        filled = {name: fill(str(value), told) for name, value in {**base, **step.get("env", {})}.items()}
        if step.get("uses", "").startswith("actions/checkout@"):
            _check_out(folder, forge, {name: fill(str(value), told) for name, value in step["with"].items()}, told)
        elif "run" in step:
            place = folder / step.get("working-directory", base.get("working-directory", "."))
            done = _run(fill(step["run"], told), place, {**filled, "GITHUB_STEP_SUMMARY": str(summary)})
            log.append(done.stdout + done.stderr)
            if done.returncode:
                return Ran(done.returncode, "".join(log), _text(summary))
    return Ran(0, "".join(log), _text(summary))


def run_gitlab(job: str, folder: Path, variables: Mapping[str, str]) -> Ran:
    """Run a job of GitLab's, with what it extends, in one shell as its runner does."""
    jobs = read(".gitlab-ci.yml")
    base = jobs[jobs[job]["extends"]]
    folder.mkdir(parents=True)
    lines = "\n".join((*base["before_script"], *jobs[job]["script"]))
    done = _run(lines, folder, variables)
    return Ran(done.returncode, done.stdout + done.stderr, "")


def fill(text: str, told: Mapping[str, str]) -> str:
    """Return ``text`` with its expressions worked out; a name without value is an error."""
    return _EXPRESSION.sub(lambda found: str(_worked_out(found[1], told)), text)


def _worked_out(expression: str, told: Mapping[str, str]) -> object:
    python = _NAME.sub(lambda name: repr(told[name[0]]), expression).replace("&&", "and").replace("||", "or")
    return eval(python)


def _check_out(folder: Path, forge: Path, given: Mapping[str, str], told: Mapping[str, str]) -> None:
    """What actions/checkout does; it keeps no credentials."""
    assert given["persist-credentials"] == "False"
    place = folder / given.get("path", ".")
    git(folder, "init", "-q", str(place))
    depth = given.get("fetch-depth", "1")
    cut = () if depth == "0" else ("--depth", depth)
    git(place, "fetch", "-q", *cut, forge.as_uri(), given.get("ref", told["github.ref"]))
    git(place, "checkout", "-q", "FETCH_HEAD")
    keep_compiled(place)


def keep_compiled(place: Path) -> None:
    """Give our own code, as it was fetched, the times of the same files here: it is compiled for these already."""
    for file in (ROOT / "plugins").rglob("*.py"):
        same = place / file.relative_to(ROOT)
        if same.is_file() and not same.is_symlink() and cmp(file, same, shallow=False):
            shutil.copystat(file, same)
            (same.parent / "__pycache__").mkdir(exist_ok=True)
            compiled = Path(cache_from_source(str(file)))
            if compiled.is_file():
                shutil.copy2(compiled, cache_from_source(str(same)))


def _run(script: str, place: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """The lines of a step, but for those that fetch libraries, in a shell that knows nothing of this process."""
    lines = "\n".join(_without_fetching(script.split("\n")))
    known = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(place.parent)}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", lines],
        cwd=place,
        env={**known, "SOURCE_DATE_EPOCH": EPOCH, "PYTHONIOENCODING": "utf-8", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def _without_fetching(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if "pip install" not in line:
            yield line
            continue
        assert "--require-hashes" in line
        yield "mkdir -p .venv/bin"
        for name, module in (("invoke", "-m invoke"), ("python", "")):
            yield f"printf '#!/bin/sh\\nexec \"%s\" {module} \"$@\"\\n' '{sys.executable}' > .venv/bin/{name}"
            yield f"chmod +x .venv/bin/{name}"


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
