"""Proposals for dead links: of hundreds of them, only as many are looked for as somebody would mend."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from placette.engine.base.text import nearest
from placette.engine.library import dead_links
from placette.engine.library.dead_links import propose_targets
from placette.engine.problems.messages import NEAR, NOTHING_NEAR
from placette.engine.problems.problems import Problem
from placette.engine.texts.links import MISSING, WANTED

PATHS = [f"articles/2026/post-{number}-sur-la-riviere/index.md" for number in range(400)]


def dead(path: str, count: int) -> list[Problem]:
    wanted = [f"articles/2026/post-{number}-sur-le-riviere/index.md" for number in range(count)]
    return [Problem(path, line, 1, MISSING, ((WANTED, there), ("value", "x"))) for line, there in enumerate(wanted, 1)]


def proposals(problems: Iterable[Problem]) -> list[str]:
    return [dict(found.values)["proposal"] for found in problems]


def test_only_the_first_dead_links_of_a_text_are_looked_after(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    def counted(word: str, candidates: Iterable[str], count: int) -> list[str]:
        searched.append(word)
        return nearest(word, candidates, count)

    monkeypatch.setattr(dead_links, "nearest", counted)
    found = proposals(propose_targets([*dead("articles/a/index.md", 2500), *dead("articles/b/index.md", 1)], PATHS))
    assert found == [*[NEAR] * 50, *[NOTHING_NEAR] * 2450, NEAR]
    assert len(searched) == 50


def test_only_some_dead_links_of_a_site_are_looked_after(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dead_links, "_COMPARED", 10 * len(PATHS))
    one, other = dead("articles/a/index.md", 12), dead("articles/b/index.md", 12)
    found = proposals(propose_targets([*one, *other], PATHS))
    assert found == [*[NEAR] * 10, *[NOTHING_NEAR] * 2, *[NEAR] * 10, *[NOTHING_NEAR] * 2]
