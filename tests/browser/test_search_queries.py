"""What residents type finds what they look for: on the demonstration, and in a village that was begun a minute ago."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.conftest import Demonstration
from tests.browser.fixture_new_sites import new_site
from tests.commands.starting.fixture_wishes import VILLAGE
from tests.features.search.fixture_engine import search

pytestmark = pytest.mark.browser

_TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("search_queries.yml").read_text(encoding="utf-8"))
_RANKS = {"first": 1, "three": 3}
_POST = """---
titre: {title}
date: 2026-09-{day:02}
auteurs: [equipe]
rubrique: {category}
commune: "56006"
licence: CC BY 4.0
---
{text}
"""


def failed(output: Path, table: Mapping[str, Mapping[str, str | list[str]]]) -> list[tuple[str, list[str]]]:
    """Ask what is in the table, as if it were being typed; return the queries that don't find it, with what they do."""
    data = output / "recherche" / "data"
    files = {path.stem: path.read_text(encoding="utf-8") for path in data.iterdir()}
    asked = [(query, wanted, rank) for kind, rank in _RANKS.items() for query, wanted in table[kind].items()]
    answers = search(files, *((query, {"typing": True}) for query, _, _ in asked)).answers
    found = [[hit["url"] for hit in answer["hits"]] for answer in answers]
    return [
        (query, urls[:4])
        for (query, wanted, rank), urls in zip(asked, found, strict=True)
        if not {*([wanted] if isinstance(wanted, str) else wanted)} & {*urls[:rank]}
    ]


def test_the_table_is_long_enough() -> None:
    assert sum(len(_TABLE[site][kind]) for site in ("demonstration", "village") for kind in _RANKS) >= 60


def test_residents_find_what_they_look_for(demonstration: Demonstration) -> None:
    assert failed(demonstration.folder, _TABLE["demonstration"]) == []


def test_residents_of_a_new_site_find_what_they_look_for_beside_a_post_that_stuffs_words(tmp_path: Path) -> None:
    texts = {
        f"articles/2026/{slug}/index.md": _POST.format(
            title=own["title"],
            day=number + 1,
            category=own.get("category", "Vie locale"),
            text=f"{own['text']} " * own.get("times", 1),
        )
        for number, (slug, own) in enumerate(_TABLE["texts"].items())
    }
    with new_site(VILLAGE, tmp_path, texts, SEARCHING_SYNONYMS=("car, pibus", "«Rando» <b>!, randonnée")):
        assert failed(tmp_path / "output", _TABLE["village"]) == []
