"""What is drawn tells the truth about a post, and no two posts side by side look the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from placette.engine.content.options import Term
from placette.engine.rendering.ports import Ports
from placette.engine.texts.fields import Motif
from placette.engine.texts.values import LICENCES, Status
from placette.features.posts import Article, motifs_of
from placette.features.posts.kind import POST
from placette.features.series import episode_of
from placette.plugin import open_site
from placette_landscapes.drawings import (
    FAMILIES,
    Drawing,
    family_of,
    landscape_svg,
    plan_drawings,
    read_drawing,
    subject_drawing,
)
from placette_landscapes.shapes import PALETTES, suitable_palettes
from tests.fixture_kinds import POSTS
from tests.fixture_site import EPOCH, ROOT, build, settings_of

CASES = yaml.safe_load((ROOT / "tests/features/posts/motifs.yml").read_text(encoding="utf-8"))
COUNTRY = FAMILIES["country"]


def post(
    number: int = 0, title: str = "Bonjour", tags: tuple[str, ...] = (), category: str = "Divers", **more: Any
) -> Article:
    made: Article = POSTS.value(
        path=f"articles/{number}",
        slug=f"billet-{number}",
        url="",
        title=title,
        summary="",
        lang="fr",
        date=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number),
        modified=None,
        authors=(f"personne-{number % 7}",),
        roles=(),
        category=Term(category, category.lower()),
        tags=tuple(Term(tag, tag) for tag in tags),
        communes=more.pop("communes", ()),
        whole_territory=False,
        licence=LICENCES[0],
        status=Status.PUBLISHED,
        photo=None,
        motifs=motifs_of(title, tags, category),
        **more,
    )
    return made


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_words_choose_what_is_drawn(case: dict[str, Any]) -> None:
    family = FAMILIES[case.get("landscape", "country")]
    names = {str(code): name for code, name in enumerate(case.get("communes", ()))}
    choice = Motif(case["choice"]) if "choice" in case else None
    tags = tuple(case.get("tags", ()))
    written = post(1, case["title"], tags, case.get("category", "Divers"), communes=tuple(names), motif=choice)
    (drawing,) = plan_drawings([written], names, family).values()
    assert drawing.motif in (family.motifs if case["motif"] == "neutral" else {Motif(case["motif"])})


def thousand() -> list[Article]:
    """Posts of which many say the same, newest first."""
    rng = Random(1)
    titles = ("L'école", "La dentelle", "Le marché", "L'hiver", "La fête", "Bonjour", "Le pont", "La forêt")
    return [
        post(number, rng.choice(titles), (rng.choice("abcd"),), rng.choice(("Une", "Deux")), series=rng.choice("xyz"))
        for number in range(1000, 0, -1)
    ]


def twins_in(posts: list[Article]) -> list[tuple[str, Drawing]]:
    """Each drawing that a list shows twice in a row, with the kind of the list."""
    drawn = plan_drawings(posts, {}, COUNTRY)
    lists: dict[tuple[str, str], list[Drawing]] = {}
    for one in posts:
        own = [("site", ""), ("category", one.category.slug), *(("author", key) for key in one.authors)]
        series = episode_of(one).series
        own += [("series", series)] if series else []
        for name in (*own, *(("tag", tag.slug) for tag in one.tags)):
            lists.setdefault(name, []).append(drawn[one.path])
    return [(kind, one) for (kind, _), row in lists.items() for one, other in pairwise(row) if one == other]


def test_no_list_shows_two_of_a_kind_side_by_side() -> None:
    twins = twins_in(thousand())
    assert [one for _, one in twins if len({*suitable_palettes(one.motif)}) == len(PALETTES)] == []
    assert [one for kind, one in twins if kind == "site"] == []
    assert len(twins) <= 15, "where a motif has but three palettes"


def test_a_category_and_a_tag_of_one_name_are_two_lists_and_no_series_is_none() -> None:
    posts = [
        post(number, "La dentelle", ("une",) if number % 3 else ("autre",), ("Autre", "Une")[number % 5 < 2])
        for number in range(1000, 0, -1)
    ]
    assert twins_in(posts) == []


def test_a_post_of_the_same_motif_every_day_never_looks_like_the_two_before() -> None:
    drawn = [*plan_drawings([post(number, "La dentelle") for number in range(200, 0, -1)], {}, COUNTRY).values()]
    assert all(one != other for one, other in (*pairwise(drawn), *zip(drawn, drawn[2:], strict=False)))


def test_a_new_post_changes_no_drawing_and_an_edited_one_few() -> None:
    posts = thousand()
    before = plan_drawings(posts, {}, COUNTRY)
    later = plan_drawings([post(1001, "La dentelle"), *posts], {}, COUNTRY)
    assert {path: later[path] for path in before} == before
    changes = []
    for place in range(0, 1000, 50):
        edited = [*posts]
        edited[place] = replace(posts[place], motifs=(Motif.TUBE,))
        after = plan_drawings(edited, {}, COUNTRY)
        changes.append(sum(after[path] != before[path] for path in before))
    assert sum(changes) / len(changes) < 4
    assert max(changes) < 12


def test_a_post_keeps_its_drawing_for_ever() -> None:
    posts = thousand()
    drawn = plan_drawings(posts, {}, COUNTRY)
    first = [str(drawn[one.path]) for one in posts[-5:]]
    assert first == ["winter-slate", "forest-wheat", "lace-dawn", "forest-dusk", "market-slate"]
    assert plan_drawings([replace(one) for one in posts[500:]], {}, COUNTRY).items() <= drawn.items()


def test_a_drawing_is_read_as_it_was_written() -> None:
    drawing = subject_drawing("Le marché", "marche", COUNTRY)
    assert drawing.motif is Motif.MARKET
    assert read_drawing(str(drawing), "other", COUNTRY) == drawing
    assert read_drawing("", "other", COUNTRY).motif in COUNTRY.motifs


@pytest.mark.parametrize("line", ["title: La dentelle", "motif: dentelle"])
def test_a_post_that_waits_is_drawn_as_its_words_say(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    source = content / "articles/2026/bonjour/index.md"
    text = source.read_text(encoding="utf-8").replace("2026-05-01", "2026-12-31")
    text = text.replace("title: Bonjour", line) if line.startswith("title") else text.replace("---", f"---\n{line}", 1)
    source.write_text(text, encoding="utf-8")
    site = open_site(settings_of(content, tmp_path))
    (waiting,) = site.build.scheduled(POST)
    draw = site.ask(Ports.DRAWN)
    assert draw
    assert draw(waiting) == landscape_svg("bonjour", subject_drawing("Dentelle", "bonjour", COUNTRY), family_of(site))


@pytest.mark.whole
def test_an_editor_says_what_is_drawn_and_page_and_file_follow(content: Path, tmp_path: Path) -> None:
    source = content / "articles/2026/bonjour/index.md"
    text = source.read_text(encoding="utf-8")
    for choice, motif in (("Dentelle", "lace"), ("château", "castle"), ("harbour", "harbour")):
        source.write_text(text.replace("---\n", f"---\nmotif: {choice}\n", 1), encoding="utf-8")
        site = build(content, tmp_path, SHARING_CARDS=False)
        assert [path for path in site.files() if path.startswith("drawings/")] == [f"drawings/bonjour-{motif}.svg"]
        assert f'src="/drawings/bonjour-{motif}.svg"' in site.text("2026/bonjour/index.html")
