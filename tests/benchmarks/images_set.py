"""The set of files that is made of every photo, and who makes it: our encoder, and eleventy-img with its defaults."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.measuring import ROOT, Timed, install, time_command

WIDTHS = (480, 800, 1200, 1600, 2400)
FORMATS = ("AVIF", "JPEG")
OURS, THEIRS = "Placette", "eleventy-img"
TOOLS = ROOT / ".placette-tools" / "images"
"""Where the rival and all that it needs are installed; not tracked."""
_RIVAL = Path(__file__).with_name("images_rival")


def file_name(stem: str, width: int, form: str) -> str:
    """The name that both give to a file."""
    return f"{stem}-{width}.{form.lower()}"


def install_rival(environment: dict[str, str]) -> None:
    """Bring the rival as locked, from npm, unless it is there; none of its scripts is run.

    Raises ``FailedError`` when npm doesn't succeed, ``FileNotFoundError`` where there is none.
    """
    install(_RIVAL, TOOLS, environment)


def make_set(maker: str, photos: Path, output: Path, environment: dict[str, str]) -> Timed:
    """Make the whole set in a process of its own, on all cores; raises ``FailedError``."""
    return time_command(_command(maker, photos, output), ROOT if maker == OURS else TOOLS, environment)


def _command(maker: str, photos: Path, output: Path) -> list[str]:
    if maker == OURS:
        return [sys.executable, "-m", "tests.benchmarks.images_ours", str(photos), str(output)]
    formats = ",".join(form.lower() for form in FORMATS)
    return ["node", "make.cjs", str(photos), str(output), ",".join(map(str, WIDTHS)), formats]
