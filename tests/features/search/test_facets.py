"""What results are filtered by."""

from __future__ import annotations

import json
from datetime import datetime

from placette.engine.pages.searched import Searched, SearchedKind, Writing, year_of
from placette.features.search.entries import IndexEntry
from placette.features.search.facets import facet_files, facts_of

POST, PERSON = SearchedKind("post", "Post", "Posts", 30), SearchedKind("person", "Person", "People", 10)


def entry(number: int, kind: SearchedKind, year: int = 0, category: str = "", *communes: str) -> IndexEntry:
    date = datetime(year, 1, 2) if year else None
    return IndexEntry(number, "", Searched(kind, f"{number}/", "", "", Writing, "fr", date, category, communes))


def test_each_year_has_a_file_of_columns() -> None:
    entries = [
        entry(7, PERSON, 0, "", "Orcines"),
        entry(100, POST, 2025, "Nature"),
        entry(130, POST, 2026, "Cuisine", "Ambert", "Orcines"),
        entry(133, POST, 2026, "Nature", "Ambert"),
    ]
    years = {year: [one for one in entries if year_of(one.page) == year] for year in ("0", "2025", "2026")}
    made = facet_files({year: facts_of(own) for year, own in years.items()}, years.__getitem__)
    files = {name: json.loads(making.make()) for name, making in made.items()}
    assert len({making.key for making in made.values()}) == len(made)
    assert files == {
        "facets.json": {
            "kinds": ["person", "post"],
            "categories": ["Cuisine", "Nature"],
            "communes": ["Ambert", "Orcines"],
        },
        "y-0.json": {"n": [7], "k": [0], "c": [-1], "m": [1]},
        "y-2025.json": {"n": [100], "k": [1], "c": [1], "m": [-1]},
        "y-2026.json": {"n": [130, 3], "k": [1, 1], "c": [0, 1], "m": [[0, 1], 0]},
    }
