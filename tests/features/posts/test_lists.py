"""No list with an entry or two is alone: it shows where else visitors may take part."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.series.test_kind import hrefs
from tests.fixture_site import Site, build, copy_site, write_file

pytestmark = pytest.mark.whole


def test_a_short_list_goes_on_with_the_beginnings_of_others(kitchen_sink: Site) -> None:
    for path in ("series/", "communautes/", "balades/"):
        sections = kitchen_sink.page(path).css("main section")
        assert sections, path
        for section in sections:
            assert 1 <= len(section.css(".term-list__link")) <= 3
        shown = hrefs(kitchen_sink, path, ".term-list__link")
        assert len(shown) == len(set(shown))
        assert hrefs(kitchen_sink, path, "main h2 a, main h1 a") == []


def test_a_long_list_and_one_without_others_stand_by_themselves(content: Path, tmp_path: Path) -> None:
    (content / "communities").mkdir()
    for number in range(4):
        text = f"---\ntitle: Groupe {number}\nsummary: Un groupe.\nreferents: [lea]\n---\nVenez.\n"
        (content / f"communities/groupe-{number}.md").write_text(text, encoding="utf-8")
    write_file(content / "series/bassins.md", "---\ntitle: Bassins\nsummary: Des bassins.\n---\n")
    site = build(content, tmp_path)
    assert len(hrefs(site, "communautes/", ".term-list__link")) == 4
    assert (
        hrefs(site, "series/", "main section .term-list__link") == hrefs(site, "communautes/", ".term-list__link")[:3]
    )


def test_what_it_shows_of_another_list_is_never_old(tmp_path: Path) -> None:
    content = copy_site("minimal", tmp_path)
    write_file(content / "series/bassins.md", "---\ntitle: Bassins\nsummary: Des bassins.\n---\n")
    (content / "communities").mkdir()
    for title in ("Avant", "Depuis"):
        text = f"---\ntitle: {title}\nsummary: Un groupe.\nreferents: [lea]\n---\nVenez.\n"
        (content / "communities/groupe.md").write_text(text, encoding="utf-8")
        site = build(content, tmp_path)
        assert site.texts_of("series/", "main section .term-list__link") == [title]


def test_the_page_of_keywords_says_that_there_are_none_yet(content: Path, tmp_path: Path) -> None:
    for post in (content / "articles").rglob("*.md"):
        lines = post.read_text(encoding="utf-8").splitlines(keepends=True)
        post.write_text("".join(line for line in lines if not line.startswith("tags:")), encoding="utf-8")
    site = build(content, tmp_path)
    assert site.texts_of("mots-cles/", "main .empty p")[0] == "Aucun texte n’a encore de mot-clé."
    assert site.page("mots-cles/").css("main li") == []
