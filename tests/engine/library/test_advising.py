"""The review of posts: one that takes too long is reported, and stops the review of no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from placette.engine.base.processes.starting import Limits
from placette.engine.library import advising
from placette.engine.library.advising import Adviser, read_advice
from placette.engine.library.draft import Draft
from placette.engine.library.memory import Memory
from placette.engine.library.sources import source_of
from placette.engine.problems.problems import Problem, problem
from placette.features.posts.kind import POST
from tests.engine.library.reading_site import place, post, read_texts


def _advise(_: Any, draft: Draft) -> Iterator[Problem]:
    yield from _advise_source(draft)


def _advise_source(draft: Draft) -> Iterator[Problem]:
    while "sans fin" in draft.source.body:
        pass
    yield problem("html-dropped", draft.path, 1, what="<br>")


PATIENT = Adviser(POST, _advise, _advise_source)


@pytest.mark.parametrize("matter", ["", "inconnue: x\n"], ids=["published", "refused"])
def test_a_post_that_takes_too_long_is_reported_and_the_others_get_their_advice(
    matter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(advising, "LIMITS", Limits(cpu=0.5, wall=5.0, memory=512 * 1024 * 1024))
    long = f"Un mot sans fin.\n\n{'Encore. ' * 3000}\n"
    bodies = {"le-lavoir": "Du texte.\n", "la-source": long, "le-pont": "Du texte.\n"}
    files = {f"articles/2026/{name}/index.md": post(body, matter, title=name) for name, body in bodies.items()}
    library = read_texts(files)
    assert len(library.of(POST)) == (0 if matter else 3)
    sources = {path: source_of(path, POST.name, text.encode()) for path, text in files.items()}
    memory = Memory(None)
    expected = ["articles/2026/la-source/index.md 0:0 text-slow", "articles/2026/le-pont/index.md 1:0 html-dropped"]
    for _ in range(2):
        found = read_advice(library, sources, memory, PATIENT)
        assert sorted(place(one) for one in found) == ["1:0 html-dropped", *expected]


def test_advice_is_given_once_for_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"articles/2026/le-lavoir/index.md": post()}
    library = read_texts(files)
    sources = {path: source_of(path, POST.name, text.encode()) for path, text in files.items()}
    memory = Memory(None)
    first = read_advice(library, sources, memory, PATIENT)
    monkeypatch.setattr(advising, "advise_on", None)
    assert read_advice(library, sources, memory, replace(PATIENT)) == first != []
