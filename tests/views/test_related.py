"""Related posts share the most, and what is rare counts more than what is common."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.core.models import Article, Licence, Status, Term
from plugins.core.store import Store
from plugins.views.related import index_kinship, related_paths, related_posts


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
        "e b c",
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
    found = related_posts(0, index_kinship(everyone))
    assert [everyone[position].slug for position in found] == expected.split()


def test_what_was_found_is_kept_until_a_mark_changes(tmp_path: Path) -> None:
    store, posts = Store(tmp_path), [post("a", tags="eau"), post("b", tags="eau"), post("c", tags="bois")]
    found = related_paths(posts, store)
    assert found[0] == ("b", "c")
    (kept,) = tmp_path.iterdir()
    assert related_paths(posts, Store(tmp_path)) == found
    assert list(tmp_path.iterdir()) == [kept]
    assert related_paths([*posts[:2], post("c", tags="eau bois")], Store(tmp_path))[2] == ("a", "b")
    assert kept not in tmp_path.iterdir()


def test_a_damaged_store_is_found_again(tmp_path: Path) -> None:
    posts = [post("a", tags="eau"), post("b", tags="eau")]
    found = related_paths(posts, Store(tmp_path))
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:-2])
    assert related_paths(posts, Store(tmp_path)) == found
