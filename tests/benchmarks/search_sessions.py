"""Visitors who search: what they type, one step after the other, and what an engine answers in Node.js."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import brotli

from tests.benchmarks.measuring import ROOT, FailedError, install

TOOLS = ROOT / ".placette-tools" / "search"
"""Where the rivals and what asks them are installed; not tracked."""
_RIVALS = Path(__file__).with_name("search_rivals")
_TOLD = 3000


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked; ``typing`` when the last word may be unfinished."""

    query: str
    typing: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Addresses found, best first; names of the files that were loaded for it; milliseconds of script."""

    found: tuple[str, ...]
    loaded: tuple[str, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Visit:
    """The answers to a session's steps, and the milliseconds of script before the first."""

    opening: float
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Engine:
    """What ``session.mjs`` asks: ``form`` names the function of ``module`` that opens ``data`` with ``library``."""

    name: str
    module: str
    form: str
    library: Path
    data: Path


def install_rivals(environment: dict[str, str]) -> None:
    """Bring the rivals as locked, from npm, unless they are there; none of their scripts is run.

    Raises ``FailedError`` when npm doesn't succeed, ``FileNotFoundError`` where there is none.
    """
    install(_RIVALS, TOOLS, environment)


def ask(engine: Engine, sessions: Sequence[Sequence[Step]]) -> list[Visit]:
    """Run sessions in one process of Node.js; raises ``FailedError``."""
    command = ["node", "ask.mjs", engine.module, engine.form, str(engine.library), str(engine.data)]
    asked = json.dumps([[asdict(step) for step in steps] for steps in sessions])
    done = subprocess.run(command, cwd=TOOLS, input=asked, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise FailedError(f"{engine.name} ended with {done.returncode}:\n{done.stderr[-_TOLD:]}")
    return as_visits(json.loads(done.stdout))


def as_visits(told: Sequence[Any]) -> list[Visit]:
    """Return the output of ``session.mjs`` as values."""
    return [Visit(visit["opening"], tuple(_answers(visit["answers"]))) for visit in told]


def typed(query: str) -> list[Step]:
    """A whole query, letter by letter, from the second one."""
    return [Step(query[:size], typing=True) for size in range(2, len(query) + 1)]


@cache
def weight(path: Path) -> int:
    """Bytes of a file as it is sent: by brotli at its best, unless that makes it larger."""
    data = path.read_bytes()
    return min(len(data), len(brotli.compress(data, quality=11)))


def weight_of_all(folder: Path) -> tuple[int, int]:
    """How many files lie in a folder, and their bytes uncompressed."""
    sizes = [entry.stat().st_size for entry in os.scandir(folder) if entry.is_file()]
    return len(sizes), sum(sizes)


def _answers(told: Sequence[Any]) -> Iterator[Answer]:
    return (Answer(tuple(one["found"]), tuple(one["loaded"]), one["milliseconds"]) for one in told)
