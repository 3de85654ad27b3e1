"""The first of a month has raised letters where pages print it, and nowhere else."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from markupsafe import Markup, escape

from placette.engine.base.dates import long_date
from placette.engine.rendering.site import date_view, raise_first
from tests.fixture_site import Site

FIRST = datetime(2026, 5, 1, tzinfo=UTC)


def test_the_letters_of_the_first_are_raised_for_people_alone() -> None:
    view = date_view(FIRST, "fr")
    assert escape(view.long) == "1<sup>er</sup>\u00a0mai\u00a02026"
    assert escape(view.short) == "1<sup>er</sup>\u00a0mai"
    assert view.iso == "2026-05-01T00:00:00+00:00"
    assert long_date(FIRST, "fr") == "1er\u00a0mai\u00a02026"
    assert Markup(view.long).striptags().replace("\u00a0", " ") == "1er mai 2026"


@pytest.mark.parametrize(("day", "lang"), [(1, "en"), (2, "fr"), (11, "fr"), (21, "fr")])
def test_no_other_day_is_touched(day: int, lang: str) -> None:
    view = date_view(FIRST.replace(day=day), lang)
    assert not isinstance(view.long, Markup)
    assert "<" not in view.long + view.short


def test_what_follows_stays_escaped() -> None:
    assert escape(raise_first("1er\u00a0<b>")) == "1<sup>er</sup>\u00a0&lt;b&gt;"


def test_machines_read_dates_without_markup(kitchen_sink: Site) -> None:
    plain = [path for path in kitchen_sink.files() if path.endswith((".ics", ".txt"))]
    assert plain
    assert [path for path in plain if "1<sup>" in kitchen_sink.text(path) or "Markup(" in kitchen_sink.text(path)] == []
    pages = [path for path in kitchen_sink.files() if path.endswith(".html")]
    assert [path for path in pages if re.search(r'="[^"<>]*<sup>', kitchen_sink.text(path))] == []
    assert [
        path for path in pages if "Markup(" in kitchen_sink.text(path) or "&lt;sup&gt;" in kitchen_sink.text(path)
    ] == []
    assert any("1<sup>er</sup>" in kitchen_sink.text(path) for path in pages)


def test_a_sentence_about_a_date_raises_them_wherever_they_stand() -> None:
    assert escape(raise_first("Mardi 1er\u00a0décembre, & plus")) == "Mardi 1<sup>er</sup>\u00a0décembre, &amp; plus"
    assert raise_first("1er") == "1<sup>er</sup>"
    assert raise_first("1er–5, 1er, 8") == "1<sup>er</sup>–5, 1<sup>er</sup>, 8"
    assert raise_first("du 1er au 2") == "du 1<sup>er</sup> au 2"
    assert (raise_first("11er"), raise_first("1erx")) == ("11er", "1erx")
