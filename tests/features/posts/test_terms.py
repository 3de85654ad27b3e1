"""The lists of what posts have in common."""

from __future__ import annotations

from pathlib import Path

from tests.fixture_site import build


def test_the_page_of_keywords_says_that_there_are_none_yet(content: Path, tmp_path: Path) -> None:
    for post in (content / "articles").rglob("*.md"):
        lines = post.read_text(encoding="utf-8").splitlines(keepends=True)
        post.write_text("".join(line for line in lines if not line.startswith("tags:")), encoding="utf-8")
    site = build(content, tmp_path)
    assert site.texts_of("mots-cles/", "main .empty p")[0] == "Aucun texte n’a encore de mot-clé."
    assert site.page("mots-cles/").css("main li") == []
