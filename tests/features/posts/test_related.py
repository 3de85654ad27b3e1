"""Related posts share the most, and what is rare counts more than what is common."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from placette.engine.base.store import Store
from placette.engine.library.models import Term
from placette.engine.texts.values import Licence, Status
from placette.features.posts import related
from placette.features.posts.article import Article
from placette.features.posts.related import Kinship, borne_by, index_kinship, marks_of, related_paths, related_posts


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
    found = related_posts(0, index_kinship([marks_of(borne_by(article)) for article in everyone]))
    assert [everyone[position].slug for position in found] == expected.split()


def test_what_was_found_is_kept_until_a_mark_changes(tmp_path: Path) -> None:
    store, posts = Store(tmp_path), [post("a", tags="eau"), post("b", tags="eau"), post("c", tags="bois")]
    found = related_paths(posts, store)
    assert found[0] == ("b", "c")
    kept = {path: path.stat().st_ino for path in tmp_path.iterdir()}
    assert related_paths(posts, Store(tmp_path)) == found
    assert {path: path.stat().st_ino for path in tmp_path.iterdir()} == kept
    assert related_paths([*posts[:2], post("c", tags="eau bois")], Store(tmp_path))[2] == ("a", "b")
    assert len(list(tmp_path.iterdir())) == len(kept)


def test_a_damaged_store_is_found_again(tmp_path: Path) -> None:
    posts = [post("a", tags="eau"), post("b", tags="eau")]
    found = related_paths(posts, Store(tmp_path))
    for kept in tmp_path.iterdir():
        kept.write_bytes(kept.read_bytes()[:-2])
    assert related_paths(posts, Store(tmp_path)) == found


def bearing(slug: str, tags: str) -> Article:
    """A post that shares nothing but its tags."""
    return post(slug, tags=tags, category=slug)


_EACH = st.builds(bearing, st.sampled_from("ABCDEFG"), st.sampled_from(["", "a", "b", "a b", "b c"]))
_POSTS = st.lists(_EACH, max_size=7, unique_by=lambda article: article.path)
_A, _B, _C = bearing("A", "a b"), bearing("B", "a"), bearing("C", "b")


@example(states=[[_A, _B, _C], [_A, _C, _B]], few=4)  # equals in another order
@example(states=[[_A, _B], [_A, bearing("D", "a")]], few=4)  # another post of the same mark
@example(states=[[_A, _B, _C], [bearing("A", "b"), _B, _C]], few=4)  # a mark less
@given(states=st.lists(_POSTS, min_size=2, max_size=5), few=st.integers(1, 4))
def test_what_is_found_step_by_step_is_what_is_found_at_once(states: list[list[Article]], few: int) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(related, "_COMMON", few)
        for number, posts in enumerate(states):
            alone = Store(Path(folder) / f"{number}")
            assert related_paths(posts, Store(Path(folder) / "kept")) == related_paths(posts, alone)


def test_one_post_more_has_few_others_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = [post(f"{number}", tags=f"t{number % 30}", category=f"c{number % 10}") for number in range(120)]
    related_paths(posts, Store(tmp_path))
    sought: list[int] = []

    def seek(position: int, _kinship: Kinship) -> tuple[int, ...]:
        sought.append(position)
        return ()

    monkeypatch.setattr(related, "related_posts", seek)
    related_paths([post("new", tags="t1", category="c1"), *posts], Store(tmp_path))
    assert 1 <= len(sought) <= 1 + 4 + 12
