"""A front matter of thousands of unknown keys is refused in a moment: a near one is looked for only some times."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from placette.engine.base.text import nearest
from placette.engine.findings.messages import KNOWN_KEYS, NEAR
from placette.engine.texts import front_matter
from placette.engine.texts.front_matter import Entry, accepted_spellings, type_entries
from placette.features.posts.kind import ArticleMatter
from tests.fixture_kinds import KINDS


def test_only_the_first_unknown_keys_are_compared_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def counted(word: str, candidates: Iterable[str], count: int) -> list[str]:
        known = list(candidates)
        compared.append(len(known))
        return nearest(word, known, count)

    monkeypatch.setattr(front_matter, "nearest", counted)
    entries = tuple(Entry(f"tags{number}", "x", number, 1) for number in range(2000))
    found = [one for one in type_entries(entries, ArticleMatter, "a.md").problems if one.code == "key-unknown"]
    assert [dict(one.values)["proposal"] for one in found] == [*[NEAR] * 50, *[KNOWN_KEYS] * 1950]
    assert sum(map(bool, compared)) == 50


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_french_writers_are_told_french_names_of_keys_alone(kind: Any) -> None:
    schema = kind.schema
    spelled = {name: accepted_spellings(schema, name) for name in schema.model_fields}
    both = {name: names for name, names in spelled.items() if len(names) > 1}
    entries = (Entry("zzzzzzzz", "x", 2, 1), Entry(next(iter(both.values()))[1], "x", 3, 1))
    told = [dict(one.values) for one in type_entries(entries, schema, "a.md").problems]
    shown = [name for values in told for name in (*values.get("names", "").split(", "), values.get("missing", ""))]
    assert [name for name in shown if name in both and name not in both[name][1:]] == []
