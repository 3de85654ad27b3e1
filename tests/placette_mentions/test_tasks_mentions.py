"""``invoke mentions`` in a site: it asks where posts were announced, and reports in the site's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fixture_site import copy_project, run

pytestmark = pytest.mark.whole


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = copy_project("minimal", tmp_path)
    with (made / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write('\nSITEURL = "https://carnets.example"\n')
    (made / "publishconf.py").write_text("from pelicanconf import *\n", encoding="utf-8")
    return made


def test_where_a_post_was_announced_is_noted_and_asked_and_never_inside_the_network(project: Path) -> None:
    at = "http://127.0.0.1:8198/@mairie/7"
    done = run(project, "invoke", "announce", "--post", "bonjour", "--done", "--at", at)
    assert done.returncode == 0, done.stderr
    assert f"2026/bonjour/ {at}\n" in (project / ".announced.txt").read_text(encoding="utf-8")
    done = run(project, "invoke", "mentions")
    assert done.returncode == 1
    assert "réseau privé" in done.stdout


def test_an_address_needs_its_post(project: Path) -> None:
    assert run(project, "invoke", "announce", "--done", "--at", "https://mastodon.example/@a/1").returncode == 2
    assert run(project, "invoke", "announce", "--post", "bonjour", "--done", "--at", "@a/1").returncode == 2
