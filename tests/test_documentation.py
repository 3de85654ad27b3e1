"""What the documents say exists, and nothing in the repository tells of the machines it was made on."""

from __future__ import annotations

import configparser
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from placette.plugin import known_settings, load_site
from tests.fixture_site import ROOT

_MADE = frozenset(
    "output output-manual archives build node_modules __pycache__ .git .venv .placette .placette-tools"
    " .hypothesis".split()
)
_CACHES = re.compile(r"\.\w+_cache|.*\.egg-info")
_WORDS = frozenset({".md", ".py", ".po", ".yml", ".toml", ".html", ".txt", ".json", ".css", ".js", ""})
_TASK = re.compile(r"(?<![\w.-])invoke (?!-)([a-z][a-z-]*)")
_SPOKEN = frozenset({"task", "tasks"})
"""Words that may follow «invoke» in a sentence about it."""
_TELLTALES = tuple(
    f"{a}{b}" for a, b in (("/work", "/"), ("//", "pypi"), ("registry.", "npmjs"), ("/home", "/"), ("/Users", "/"))
)
"""In two pieces, or this file would tell of them too."""


def tracked(folder: Path = ROOT) -> Iterator[Path]:
    """The files of the repository: all but what builds, tests and tools leave (``.gitignore``)."""
    for path in sorted(folder.iterdir()):
        if path.name in _MADE or _CACHES.fullmatch(path.name):
            continue
        if path.is_dir():
            yield from tracked(path)
        elif path.suffix in _WORDS and not path.name.startswith(".coverage"):
            yield path


TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8", errors="replace") for path in tracked()}


def tasks() -> set[str]:
    import tasks as collected

    return set(collected.namespace.task_names)


def test_every_task_that_is_named_anywhere_exists() -> None:
    named = {(path, name) for path, text in TEXTS.items() for name in _TASK.findall(text)}
    assert ("README.md", "build") in named
    assert (
        sorted((p, n) for p, n in named if n not in tasks() | _SPOKEN and p.endswith((".md", ".po", ".yml", "run")))
        == []
    )


@pytest.mark.parametrize("task", ["build", "test", "serve", "check", "publish"])
def test_the_readme_shows_the_tasks_that_matter(task: str) -> None:
    assert re.search(rf"invoke {task}\b", TEXTS["README.md"])


_LINKED = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "plugins/README.md",
    "plugins/DEPENDENCIES.md",
    "themes/placette/README.md",
)


_CHAPTER = re.compile(r"(docs|plugins/\w+/manual)/.*")


@pytest.mark.parametrize("document", [*_LINKED, *filter(_CHAPTER.fullmatch, TEXTS)])
def test_documents_link_to_files_that_exist(document: str) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", TEXTS[document], flags=re.DOTALL)
    targets = set(re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text))
    assert sorted(target for target in targets if not (ROOT / document).parent.joinpath(target).exists()) == []


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len(TEXTS["README.md"].splitlines()) <= 90


def test_settings_that_documents_name_exist() -> None:
    known = known_settings(load_site(ROOT / "pelicanconf.py"))
    prefixed = re.compile(r"\b((?:READING|VIEWS|SHARING|IDENTITY|PROFILES|BUILDING|IMAGES|STATUS)_[A-Z_]+[A-Z])\b")
    named = {(path, name) for path, text in TEXTS.items() if path.endswith(".md") for name in prefixed.findall(text)}
    assert sorted((path, name) for path, name in named if name not in known) == []


def how_editors_write(path: str, wanted: configparser.ConfigParser) -> dict[str, str]:
    """What ``.editorconfig`` wants of a file: the last section that fits has the last word."""
    options: dict[str, str] = {}
    for section in wanted.sections():
        pattern = re.escape(section).replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
        braces = re.sub(r"\\{(.*)\\}", lambda found: f"({found[1].replace(',', '|')})", pattern)
        if re.fullmatch(braces, path if "/" in section else path.rpartition("/")[2]):
            options |= wanted[section]
    return options


def test_files_are_written_as_the_editors_settings_say() -> None:
    wanted = configparser.ConfigParser()
    wanted.read_string("[whole]\n" + (ROOT / ".editorconfig").read_text(encoding="utf-8"))
    assert wanted["whole"]["root"] == "true"
    wanted.remove_section("whole")
    assert how_editors_write("plugins/a.py", wanted)["indent_size"] == "4"
    assert how_editors_write("tests/a/b.eml", wanted)["end_of_line"] == "unset"
    others = []
    for path, text in TEXTS.items():
        options, raw = how_editors_write(path, wanted), (ROOT / path).read_bytes()
        faults = {
            "end_of_line": options["end_of_line"] == "lf" and b"\r" in raw,
            "insert_final_newline": options["insert_final_newline"] == "true" and text[-1:] not in {"", "\n"},
            "trim_trailing_whitespace": options["trim_trailing_whitespace"] == "true"
            and bool(re.search(r"[ \t]$", text, re.MULTILINE)),
        }
        others += [(path, fault) for fault, found in faults.items() if found]
    assert others == []


_CHANGELOGS = ("CHANGELOG.md", "CHANGELOG.fr.md")


def test_the_changelog_speaks_to_editors_newest_version_first() -> None:
    text = TEXTS["CHANGELOG.md"]
    versions = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert [
        version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+(rc\d+)? — \d{4}-\d\d-\d\d", version)
    ] == []
    days = [version[-10:] for version in versions]
    assert days == sorted(days, reverse=True)
    kinds = re.findall(r"^### (.*)$", text, re.MULTILINE)
    assert set(kinds) <= {"What you can do now", "What you must do", "What it no longer has", "For developers"}
    entries = [line for line in re.split(r"\n(?=- |\n)", text) if line.startswith("- ")]
    assert entries
    assert [entry for entry in entries if not entry.rstrip().endswith((".", "!"))] == []


def test_the_changelog_says_the_same_in_french() -> None:
    entries = [len(re.findall(r"^- ", TEXTS[name], re.MULTILINE)) for name in _CHANGELOGS]
    assert entries[0] == entries[1]
    for pattern in (r"^## (.*)$", r"`((?:invoke|placette) [^`]*|[A-Z_]+_[A-Z_]+|--\w+)`"):
        english, french = (sorted(re.findall(pattern, TEXTS[name], re.MULTILINE)) for name in _CHANGELOGS)
        assert english == french


@pytest.mark.parametrize("telltale", _TELLTALES)
def test_no_file_tells_of_a_developers_machine_or_of_a_registry(telltale: str) -> None:
    assert [path for path, text in TEXTS.items() if telltale in text] == []


def test_locked_packages_name_their_bytes_and_not_their_source() -> None:
    lock = json.loads(TEXTS["tests/tools/package-lock.json"])
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if not package.get("integrity", "").startswith("sha512-")] == []
    for requirements in ("requirements.txt", "requirements-extras.txt", "requirements-test.txt"):
        pinned = re.findall(r"^([\w.\[\],-]+)==[^\\\n]*(\\?)$", TEXTS[requirements], re.MULTILINE)
        assert pinned
        assert [name for name, continued in pinned if not continued] == [], "a requirement without hashes"
