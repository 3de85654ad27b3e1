"""A front matter of thousands of unknown keys is refused in a moment: a near one is looked for only some times."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from placette.engine.base.text import nearest
from placette.engine.problems.messages import KNOWN_KEYS, NEAR
from placette.engine.texts import front_matter
from placette.engine.texts.front_matter import Entry, type_entries
from placette.features.posts.kind import ArticleMatter


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
