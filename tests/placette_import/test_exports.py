"""Exports of Blogger, Ghost and feeds, in the forms that their makers document, old and new."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from placette_import.sources import kind_of
from placette_import.values import EntryKind, EntryStatus
from tests.placette_import.fixture_importing import Into, entries_of

EXPORTS = Path(__file__).with_name("exports")


@pytest.mark.parametrize("name", ["blogger-2012.xml", "blogger-takeout.xml"])
def test_blogger_s_comments_are_comments(name: str) -> None:
    path = EXPORTS / name
    assert kind_of(path) == "blogger"
    with entries_of(path) as (source, found):
        assert {key: (one.kind, one.status) for key, one in found.items()} == {
            "blogger:11": (EntryKind.POST, EntryStatus.PUBLISHED),
            "blogger:12": (EntryKind.POST, EntryStatus.DRAFT),
            "blogger:13": (EntryKind.PAGE, EntryStatus.PUBLISHED),
        }
        spring = found["blogger:11"]
        assert (spring.body, spring.tags) == ("<p>Elle coule.</p>", ("eau",))
        assert spring.addresses[0].endswith("/2012/05/la-source.html")
        assert [source.people[key].name for key in spring.authors] == ["Rose"]
        assert [(one.key, one.parent, one.body) for one in spring.comments] == [
            ("blogger:c21", "", "Bien vu."),
            ("blogger:c22", "blogger:c21", "Merci."),
        ]


def test_ghost_s_authors_are_all_there_and_what_is_for_members_stays_out(into: Into) -> None:
    path = EXPORTS / "ghost.json"
    with entries_of(path) as (source, found):
        assert (source.kind, source.name) == ("ghost", "Au four")
        oven = found["ghost:p1"]
        assert [source.people[key].name for key in oven.authors] == ["Ana", "Léo"]
        assert (oven.categories, oven.tags, oven.picture_alt) == (("Pain",), (), "Le four ouvert")
        assert [one.status for one in found.values()] == [
            EntryStatus.PUBLISHED,
            EntryStatus.PRIVATE,
            EntryStatus.PUBLISHED,
            EntryStatus.DRAFT,
        ]
        assert "mail.example" not in repr((source, found))
    into.bring(path)
    assert "auteurs: [ana, leo]\n" in into.text("articles/2022/le-four/index.md")
    assert "pages/qui.md" in into.files()


def test_half_an_emoji_costs_itself(into: Into, tmp_path: Path) -> None:
    path = tmp_path / "ghost.json"
    text = (EXPORTS / "ghost.json").read_text(encoding="utf-8")
    path.write_text(text.replace('"id": "p1"', '"id": "p1\\ud83d"'), encoding="utf-8")
    into.bring(path)
    assert "articles/2022/le-four/index.md" in into.files()


@pytest.mark.parametrize("odd", [{"posts": None}, {"posts": ["x", 3]}, {"tags": {"a": 1}}, {"users": [{"name": "x"}]}])
def test_odd_tables_of_ghost_cost_themselves(odd: dict[str, Any], tmp_path: Path) -> None:
    whole = json.loads((EXPORTS / "ghost.json").read_text(encoding="utf-8"))
    whole["db"][0]["data"] |= odd
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    with entries_of(path) as (_source, found):
        assert len(found) in {0, 4}


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_both_kinds_of_feeds_say_the_same(name: str) -> None:
    with entries_of(EXPORTS / name) as (source, found):
        one = found["feed:g1"]
        assert (source.kind, source.name, source.site) == ("feed", "Flux", "https://flux.example")
        assert (one.title, one.authors, one.tags, one.summary) == ("Un", ("Eva",), ("eau",), "Court.")
        assert (one.addresses, f"{one.date:%Y-%m-%d %H:%M}") == (("https://flux.example/un",), "2022-05-03 08:00")
        assert "<p>Long.</p>" in one.body
