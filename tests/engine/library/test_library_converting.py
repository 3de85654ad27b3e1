"""A text that takes too much time or memory is stopped and named; what stands beside it is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.base.translation import load_catalogue
from placette.engine.library import library as converting
from placette.engine.library.kinds import draft_text
from placette.engine.library.library import neighbours_of, outline_of, read_all
from placette.engine.library.records import Record
from placette.engine.library.tree import source_of
from placette.engine.problems.reports import render_plain
from placette.features.authors.profile import PROFILE
from placette.features.posts.kind import POST
from tests.engine.library.reading_site import LEA, OPTIONS, POST_PATH, post
from tests.fixture_kinds import POSTS

SHAPES = yaml.safe_load(Path(__file__).with_name("pathological.yml").read_text(encoding="utf-8"))


def test_a_text_that_is_too_slow_is_named_and_the_next_one_converted() -> None:
    slow = ":" * 180_000
    texts = {"articles/2026/a/index.md": slow, "articles/2026/b/index.md": "Un mot."}
    refused, read = read_bodies(texts)
    assert body_of(read) == "<p>Un mot.</p>"
    assert render_plain(refused.problems, load_catalogue("fr").gettext).splitlines()[1:] == [
        "  8  La mise en page de ce texte demande trop de temps ou trop de mémoire.  [text-slow, à corriger]",
        "      → Simplifiez sa mise en forme, ou faites-en deux billets.",
    ]
    assert render_plain(refused.problems, load_catalogue("en").gettext).splitlines()[1:] == [
        "  8  The text takes too long or too much memory to lay out.  [text-slow, to fix]",
        "      → Simplify its marks, or split it in two posts.",
    ]


@pytest.mark.parametrize("size", [10_000, 40_000])
def test_no_shape_that_makes_converters_slow_stops_the_reading(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "LIMITS", replace(converting.LIMITS, cpu=0.4))  # those that are slow are stopped
    monkeypatch.setattr(converting, "_AT_ONCE", 1)  # else those that travel with a slow one are read twice
    bodies = {f"articles/2026/{number}/index.md": shaped(shape, size) for number, shape in enumerate(SHAPES)}
    *outcomes, honest = read_bodies({**bodies, POST_PATH: "Un mot."})
    assert len(outcomes) == len(SHAPES)
    assert body_of(honest) == "<p>Un mot.</p>"


def test_the_neighbours_of_a_slow_text_are_read_though_they_travel_together() -> None:
    bodies = {f"articles/2026/billet-{number}/index.md": "Un mot." for number in range(60)}
    bodies["articles/2026/billet-30/index.md"] = ":" * 180_000
    records = read_bodies(bodies)
    slow = [record.outline.path for record in records if "text-slow" in {found.code for found in record.problems}]
    assert slow == ["articles/2026/billet-30/index.md"]
    assert {body_of(record) for record in records if record.outline.path not in slow} == {"<p>Un mot.</p>"}


def read_bodies(bodies: dict[str, str]) -> list[Record[Any, Any]]:
    """The records of posts with these bodies, read in workers."""
    sources = [source_of(path, POST.name, post(body).encode()) for path, body in bodies.items()]
    outlines = [outline_of(draft_text(s.path, POSTS, s.content()), OPTIONS) for s in sources]
    author = outline_of(draft_text("authors/lea-montel.md", PROFILE, LEA.encode()), OPTIONS)
    context = (neighbours_of([*outlines, author], OPTIONS, frozenset()), OPTIONS)
    return list(read_all(list(zip(sources, outlines, strict=True)), context))


def body_of(record: Record[Any, Any]) -> str:
    return record.value.body.html if record.value else ""


def shaped(shape: dict[str, str], size: int) -> str:
    """A text of at most ``size`` characters of that shape."""
    before, after = shape.get("before", ""), shape.get("after", "")
    return before + shape["repeat"] * ((size - len(before + after)) // len(shape["repeat"])) + after
