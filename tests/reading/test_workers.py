"""Work that takes too much time or memory is stopped and named; what stands beside it goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from plugins.core.catalogue import load_catalogue
from plugins.core.reports import render_plain
from plugins.core.workers import Limits, run_bounded
from plugins.reading.body import BodySource
from plugins.reading.converting import convert_all
from plugins.reading.surroundings import Surroundings
from tests.reading.greedy import answer, eat_slowly
from tests.reading.reading_site import POST

LIMITS = Limits(cpu=0.4, wall=3.0, memory=300_000_000)
SHAPES = yaml.safe_load(Path(__file__).with_name("pathological.yml").read_text(encoding="utf-8"))


def test_what_burns_eats_or_waits_has_no_answer_and_the_others_have_theirs() -> None:
    items = ["one", "burns", "two", "eats", "three", "waits", "four"]
    assert run_bounded(answer, items, None, LIMITS) == ["one", None, "two", None, "three", None, "four"]


def test_memory_taken_bit_by_bit_is_counted() -> None:
    patient = Limits(cpu=30.0, wall=60.0, memory=300_000_000)
    assert run_bounded(eat_slowly, ["x"], None, patient) == [None]


def test_nothing_to_do_starts_nothing() -> None:
    assert run_bounded(answer, [], None, LIMITS) == []


def test_a_fault_of_our_own_is_not_hidden() -> None:
    with pytest.raises(ValueError, match="breaks"):
        run_bounded(answer, ["one", "breaks"], None, LIMITS)


def test_a_text_that_is_too_slow_is_named_and_the_next_one_converted() -> None:
    slow = "!!! a\n" * 30_000
    texts = {"articles/2026/a/index.md": slow, "articles/2026/b/index.md": "Un mot."}
    sources = [BodySource(path, text, "fr", 8) for path, text in texts.items()]
    refused, converted = convert_all(sources, Surroundings())
    assert converted.body.html == "<p>Un mot.</p>"
    assert render_plain(refused.problems, load_catalogue("fr").gettext).splitlines()[1:] == [
        "  8  La mise en page de ce texte demande trop de temps ou trop de mémoire.  [text-slow, à corriger]",
        "      → Simplifiez sa mise en forme, ou faites-en deux billets.",
    ]
    assert render_plain(refused.problems, load_catalogue("en").gettext).splitlines()[1:] == [
        "  8  The text takes too long or too much memory to lay out.  [text-slow, to mend]",
        "      → Simplify its marks, or split it in two posts.",
    ]


@pytest.mark.parametrize("size", [10_000, 40_000])
def test_no_shape_that_makes_converters_slow_stops_the_reading(size: int) -> None:
    sources = [BodySource(shape["name"], shaped(shape, size), "fr") for shape in SHAPES]
    *outcomes, honest = convert_all([*sources, BodySource(POST, "Un mot.", "fr")], Surroundings())
    assert len(outcomes) == len(SHAPES)
    assert honest.body.html == "<p>Un mot.</p>"


def shaped(shape: dict[str, str], size: int) -> str:
    """A text of at most ``size`` characters of that shape."""
    before, after = shape.get("before", ""), shape.get("after", "")
    return before + shape["repeat"] * ((size - len(before + after)) // len(shape["repeat"])) + after
