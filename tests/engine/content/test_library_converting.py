"""A text that takes too much time or memory is stopped and named; what stands beside it is read."""

from __future__ import annotations

from cProfile import Profile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.base.translation import load_catalogue
from placette.engine.content import library as converting
from placette.engine.content.kinds import draft_text
from placette.engine.content.library import SourceText, neighbours_of, read_all
from placette.engine.content.reading import ContentRefusedError, read_everything
from placette.engine.content.records import Record, outline_of
from placette.engine.findings.problems import explain
from placette.engine.findings.reports import render_plain
from placette.engine.texts.body import BodySource, convert_body
from placette.engine.texts.links import Surroundings
from placette.features.authors.profile import PROFILE
from placette.features.posts.kind import POST
from placette.plugin import reader_of
from tests.engine.content.reading_site import LEA, OPTIONS, post
from tests.fixture_kinds import POSTS
from tests.fixture_site import build, copy_site, settings_of

pytestmark = pytest.mark.whole

SHAPES = yaml.safe_load(Path(__file__).with_name("pathological.yml").read_text(encoding="utf-8"))


SLOW = "- a\n" * 45_000


def test_a_text_that_is_too_slow_is_named_and_the_next_one_converted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "LIMITS", replace(converting.LIMITS, cpu=0.3))
    texts = {"articles/2026/a/index.md": SLOW, "articles/2026/b/index.md": "Un mot."}
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


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: str(shape["name"]))
def test_every_shape_takes_work_in_proportion_to_its_length_or_is_refused_by_a_count(shape: dict[str, str]) -> None:
    small, large = (calls_for(shaped(shape, size)) for size in (2_000, 8_000))
    assert large <= 5 * small + 20_000
    assert large <= 1_000 * 8_000


@pytest.mark.parametrize(
    ("body", "place", "sentence"),
    [
        ("Un mot.\n\n" + "[" * 50_000, "10:1", "50000 characters “[”"),
        ("[a" * 25_000, "8:1", "25000 characters “[”"),
        ("Un mot.\n" + "<b>" * 3_001, "9:1", "3001 characters “<…>”"),
        ("Voir http://a.fr/" + ")" * 501, "8:1", "501 characters “)”"),
    ],
)
def test_what_is_too_dense_is_refused_alike_by_a_check_and_a_build(
    body: str, place: str, sentence: str, tmp_path: Path
) -> None:
    content = copy_site("minimal", tmp_path)
    path = content / "articles/2026/dense/index.md"
    path.parent.mkdir(parents=True)
    author = min(path.stem for path in (content / "authors").glob("*.md"))
    path.write_text(post(body).replace("lea-montel", author), encoding="utf-8")
    with pytest.raises(ContentRefusedError) as refused:
        build(content, tmp_path)
    settings = settings_of(content, tmp_path)
    seen = read_everything(settings, reader_of(settings))
    assert refused.value.problems == seen.problems
    (found,) = seen.problems
    assert (found.path, f"{found.line}:{found.column}") == ("articles/2026/dense/index.md", place)
    assert found.code == "text-dense"
    assert sentence in explain(found, load_catalogue("en").gettext)[0]


def test_the_neighbours_of_a_slow_text_are_read_though_they_travel_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "LIMITS", replace(converting.LIMITS, cpu=0.3))
    bodies = {f"articles/2026/billet-{number}/index.md": "Un mot." for number in range(60)}
    bodies["articles/2026/billet-30/index.md"] = SLOW
    records = read_bodies(bodies)
    slow = [record.outline.path for record in records if "text-slow" in {found.code for found in record.problems}]
    assert slow == ["articles/2026/billet-30/index.md"]
    assert {body_of(record) for record in records if record.outline.path not in slow} == {"<p>Un mot.</p>"}


def read_bodies(bodies: dict[str, str]) -> list[Record[Any, Any]]:
    """The records of posts with these bodies, read in workers."""
    sources = [SourceText(path, POST.name, post(body).encode()) for path, body in bodies.items()]
    outlines = [outline_of(draft_text(s.path, POSTS, s.data), OPTIONS) for s in sources]
    author = outline_of(draft_text("authors/lea-montel.md", PROFILE, LEA.encode()), OPTIONS)
    context = (neighbours_of([*outlines, author], OPTIONS, frozenset()), OPTIONS)
    return list(read_all(list(zip(sources, outlines, strict=True)), context))


def calls_for(text: str) -> int:
    """How many functions a conversion calls, in Python and below: the same on every machine."""
    profile = Profile(builtins=True)
    profile.runcall(convert_body, BodySource("articles/2026/a/index.md", text, "fr"), Surroundings())
    return sum(entry.callcount for entry in profile.getstats())


def body_of(record: Record[Any, Any]) -> str:
    return record.value.body.html if record.value else ""


def shaped(shape: dict[str, str], size: int) -> str:
    """A text of at most ``size`` characters of that shape."""
    before, after = shape.get("before", ""), shape.get("after", "")
    return before + shape["repeat"] * ((size - len(before + after)) // len(shape["repeat"])) + after
