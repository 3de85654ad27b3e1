"""A post begins with a large letter only where one letter may be cut off, and where there are lines beside it."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from placette.engine.base.files import Store
from placette.engine.content.options import Term
from placette.engine.texts.values import Licence, Status
from placette.features.posts import FEATURE
from placette.features.posts.article_page import (
    begins_with_capital,
    index_kinship,
    marks_of,
    related_paths,
    related_posts,
)
from placette.features.posts.kind import Article
from tests.fixture_site import Site, build, copy_site, edit_file


def post(slug: str, *, tags: str = "", author: str = "", commune: str = "", category: str = "nature") -> Article:
    return Article(
        path=slug,
        slug=slug,
        url=f"{slug}/",
        title=slug,
        summary="",
        lang="fr",
        date=datetime(2026, 1, 1, tzinfo=UTC),
        modified=None,
        authors=(author or slug,),
        roles=(),
        category=Term(category, category),
        tags=tuple(Term(tag, tag) for tag in tags.split()),
        communes=(commune,) if commune else (),
        whole_territory=False,
        licence=Licence("CC BY 4.0"),
        status=Status.PUBLISHED,
        photo=None,
    )


CASES = {
    "a shared tag before a shared category": ([post("b"), post("c", tags="eau")], "c b"),
    "a rare tag before a common one": (
        [post("b", tags="fête"), post("c", tags="fête"), post("d", tags="fête"), post("e", tags="eau")],
        "e b c d",
    ),
    "a commune before a tag": ([post("b", tags="eau"), post("c", commune="63113")], "c b"),
    "an author counts": ([post("b", category="x"), post("c", category="x", author="lea")], "c"),
    "equals come in their own order": ([post("b", tags="eau"), post("c", tags="eau"), post("d", tags="eau")], "b c d"),
    "nothing shared, nothing related": ([post("b", category="x")], ""),
    "alone": ([], ""),
}


@pytest.mark.parametrize(("others", "expected"), CASES.values(), ids=CASES)
def test_related(others: list[Article], expected: str) -> None:
    one = post("a", tags="eau fête", author="lea", commune="63113")
    everyone = [one, *others]
    found = related_posts(0, index_kinship([marks_of(article) for article in everyone]))
    assert [everyone[position].slug for position in found] == expected.split()


def test_what_was_found_is_kept_until_a_mark_changes(tmp_path: Path) -> None:
    store, posts = Store(tmp_path), [post("a", tags="eau"), post("b", tags="eau"), post("c", tags="bois")]
    found = related_paths(posts, store)
    assert found[0] == ("b", "c")
    kept = {path: path.stat().st_ino for path in tmp_path.iterdir()}
    assert related_paths(posts, Store(tmp_path)) == found
    assert {path: path.stat().st_ino for path in tmp_path.iterdir()} == kept
    changed = [posts[0], post("b", tags="bois"), post("c", tags="eau bois")]
    assert related_paths(changed, Store(tmp_path)) == [("c", "b"), ("c",), ()]
    assert len(list(tmp_path.iterdir())) == len(kept)


def test_a_new_post_changes_what_no_older_one_shows(tmp_path: Path) -> None:
    posts = [post(f"{number}", tags=f"t{number % 7}", category="c") for number in range(40)]
    before = related_paths(posts, Store(tmp_path))
    assert related_paths([post("new", tags="t1", category="c"), *posts], Store(tmp_path))[1:] == before


LINES = "e matin-là, la cloche a sonné deux fois. " * 5


@pytest.mark.parametrize(
    ("html", "large"),
    [
        (f"<p>C{LINES}</p>", True),
        (f"<p>É{LINES}<em>suite</em></p>\n<p>Puis.</p>", True),
        (f"<p>J’ai vu c{LINES}</p>", False),
        (f"<p>C{LINES}</p>\n<ul><li>un</li></ul>", False),
        ("<p>Court.</p>", False),
        (f'<p>Un <a href="https://a.example/{"x" * 160}">lien</a> et c’est tout.</p>', False),
        (f"<p>Trop d’esperluettes : {'&amp;' * 100}.</p>", False),
        (f"<p>C{'&amp;' * 160}</p>", True),
        (f"<p>«\u00a0C{LINES}</p>", False),
        (f"<p>3{LINES}</p>", False),
        (f"<p><em>C</em>{LINES}</p>", False),
        (f"<h2>Titre</h2><p>C{LINES}</p>", False),
        ("", False),
    ],
)
def test_the_first_letter(html: str, large: bool) -> None:
    assert begins_with_capital(html) is large


def test_no_post_is_both_the_next_one_and_one_to_read_next(demonstration_pages: Site) -> None:
    pages = [path for path in demonstration_pages.files() if re.fullmatch(r"20\d\d/[a-z0-9-]+/index\.html", path)]
    shown = 0
    for path in pages:
        page = demonstration_pages.page(path)
        beside = {node.attributes["href"] for node in page.css(".neighbours a")}
        following = {node.attributes["href"] for node in page.css("section[aria-labelledby=related] .card__title a")}
        assert not beside & following, path
        shown += len(following)
    assert shown > len(pages), "most texts have some to read next"


ZONE = ZoneInfo("Europe/Paris")
CHOSEN = "Choisi par l’équipe"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Posts of 1 to 4 May; the first is featured until 20 July, the second until 10 July, the third was until June."""
    content = copy_site("minimal", tmp_path)
    original = content / "articles/2026/bonjour"
    for number, until in ((1, "2026-07-20"), (2, "2026-07-10"), (3, "2026-06-01"), (4, "")):
        post = original.with_name(f"billet-{number}")
        shutil.copytree(original, post)
        source = (post / "index.md").read_text(encoding="utf-8")
        source = source.replace("Bonjour", f"Billet {number}").replace("2026-05-01", f"2026-05-0{number}")
        source = source.replace("date:", f"featured: {until}\ndate:", 1) if until else source
        (post / "index.md").write_text(source, encoding="utf-8")
    shutil.rmtree(original)
    return content


def at(month: int, day: int, hour: int) -> str:
    return str(int(datetime(2026, month, day, hour, 30, tzinfo=ZONE).timestamp()))


def shown(site: Site) -> list[str]:
    return site.texts_of("", ".h-entry .p-name")


@pytest.mark.whole
def test_the_newest_of_the_chosen_leads_until_the_end_of_its_last_day(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, at(7, 10, 23))
    assert shown(site) == ["Billet 2", "Billet 4", "Billet 3", "Billet 1"]
    assert site.texts_of("", ".lead .overline strong") == [CHOSEN]
    moments = set(FEATURE.moments(site.build))
    assert datetime(2026, 7, 11, tzinfo=ZONE) in moments, "a build is due when it ceases to lead"
    site = build(content, tmp_path, at(7, 11, 0))
    assert shown(site) == ["Billet 1", "Billet 4", "Billet 3", "Billet 2"]
    site = build(content, tmp_path, at(7, 21, 0))
    assert shown(site) == ["Billet 4", "Billet 3", "Billet 2", "Billet 1"]
    assert site.texts_of("", ".lead .overline strong") == []


@pytest.mark.whole
def test_a_chosen_post_that_is_older_than_all_others_on_the_page_takes_the_place_of_none(
    content: Path, tmp_path: Path
) -> None:
    original = content / "articles/2026/billet-4"
    for day in range(5, 15):
        post = original.with_name(f"billet-{day}")
        shutil.copytree(original, post)
        edit_file(post / "index.md", "2026-05-04", f"2026-05-{day:02}")
    site = build(content, tmp_path, at(7, 15, 12))
    assert shown(site)[0] == "Billet 1"
    assert len(shown(site)) == 8
    assert site.page("").css("#latest ~ .section-heading__link")
