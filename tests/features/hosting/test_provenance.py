"""A site says which commit it was made from, and with what; a new commit alone is enough to say so anew."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from placette.engine.base import scanning
from tests.fixture_site import Site, build

PLAIN = {"SHARING_CARDS": False, "IMAGES_LANDSCAPES": False}
_GIT = ("git", "-c", "user.name=Test", "-c", "user.email=test@site.example", "-c", "commit.gpgsign=false")


def commit(folder: Path, text: str) -> str:
    """Commit a file beside the content; the commit's name."""
    (folder / "README.md").write_text(text, encoding="utf-8")
    for command in (["add", "."], ["commit", "-q", "-m", text]):
        subprocess.run([*_GIT, *command], cwd=folder, check=True)
    found = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True)
    return found.stdout.strip()


def provenance_of(site: Site) -> dict[str, object]:
    found: dict[str, object] = json.loads(site.text("provenance.json"))
    return found


def test_the_commit_is_told_and_a_new_one_changes_that_file_alone(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "_DOUBT", 0)  # the short cut is taken at once
    place = content.parent
    (place / ".gitignore").write_text("output/\ncache/\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=place, check=True)
    first = commit(place, "one")
    with monkeypatch.context() as hook:
        hook.setenv("GIT_DIR", "/nowhere")  # git points its hooks to another repository
        assert provenance_of(build(content, tmp_path, **PLAIN))["commit"] == first
    assert build(content, tmp_path, **PLAIN).outcome.build is None
    second = commit(place, "two")
    again = build(content, tmp_path, **PLAIN)
    assert again.outcome.settlement.put == ("provenance.json",)
    assert provenance_of(again)["commit"] == second != first


def test_without_a_repository_the_versions_are_told_alone(content: Path, tmp_path: Path) -> None:
    found = provenance_of(build(content, tmp_path, **PLAIN))
    assert set(found) == {"software", "made_with"}
    assert found["made_with"].keys() >= {"python", "pelican", "nh3"}  # type: ignore[attr-defined]
