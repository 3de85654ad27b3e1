"""An upgrade keeps all that a town has changed, and renews the rest."""

from __future__ import annotations

from datetime import date

import pytest

from placette.commands.starting.planning import SiteRecord, line_marks
from placette.commands.starting.upgrading import (
    Fate,
    Renewal,
    changes_of,
    covering,
    merge_texts,
    offered,
)

BASE = "un\ndeux\ntrois\nquatre\ncinq\n"
NEW = BASE.replace("un", "1")
OWN = BASE.replace("cinq", "cinq à nous")


@pytest.mark.whole
@pytest.mark.parametrize(
    ("base", "new", "now", "fate", "text"),
    [
        (BASE, NEW, BASE, Fate.RENEWED, NEW),
        (BASE, NEW, OWN, Fate.MERGED, NEW.replace("cinq", "cinq à nous")),
        (BASE, NEW, BASE.replace("un", "I"), Fate.CONFLICT, NEW),
        (None, NEW, None, Fate.ADDED, NEW),
        (None, NEW, OWN, Fate.CONFLICT, NEW),
        (BASE, None, BASE, Fate.REMOVED, None),
        (BASE, None, OWN, Fate.KEPT, OWN),
    ],
)
def test_each_file_has_its_fate(
    base: str | None, new: str | None, now: str | None, fate: Fate, text: str | None
) -> None:
    assert fated(base, new, now) == [Renewal("a", fate, text)]


def _of_windows(text: str) -> str:
    return text.replace("\n", "\r\n")


@pytest.mark.whole
def test_line_ends_of_windows_are_no_change_and_stay() -> None:
    merged = _of_windows(NEW.replace("cinq", "cinq à nous"))
    assert fated(BASE, NEW, _of_windows(BASE)) == [Renewal("a", Fate.RENEWED, _of_windows(NEW))]
    assert fated(BASE, NEW, _of_windows(OWN)) == [Renewal("a", Fate.MERGED, merged)]
    assert fated(BASE, None, _of_windows(BASE)) == [Renewal("a", Fate.REMOVED)]
    assert fated(BASE, NEW, _of_windows(NEW)) == []


@pytest.mark.parametrize(
    ("base", "new", "now"),
    [
        (BASE, NEW, NEW),
        (BASE, BASE, OWN),
        (BASE, NEW, None),  # the town has removed it
        (BASE, None, None),
    ],
)
def test_what_needs_nothing_is_left_alone(base: str | None, new: str | None, now: str | None) -> None:
    assert fated(base, new, now) == []


PAGE = "content/pages/charte.md"


@pytest.mark.whole
@pytest.mark.parametrize(
    ("base", "new", "now", "taken", "text"),
    [
        (BASE, NEW, BASE, Fate.RENEWED, NEW),
        (BASE, NEW, OWN, Fate.MERGED, NEW.replace("cinq", "cinq à nous")),
        (BASE, NEW, BASE.replace("un", "I"), Fate.CONFLICT, NEW),
    ],
)
def test_a_page_is_changed_only_where_its_new_text_is_taken(
    base: str, new: str, now: str, taken: Fate, text: str
) -> None:
    found = fated(base, new, now, PAGE)
    assert found == [Renewal(PAGE, taken, text)]
    assert list(offered(found)) == [Renewal(PAGE, Fate.OFFERED, text)]
    assert list(offered(fated(base, new, now))) == fated(base, new, now)


def test_a_page_is_never_removed_nor_brought_back_and_a_new_one_comes() -> None:
    assert list(offered(fated(BASE, None, BASE, PAGE))) == list(offered(fated(BASE, None, OWN, PAGE))) == []
    assert fated(BASE, NEW, None, PAGE) == []
    record = SiteRecord("1.0", date(2026, 1, 1), {}, {"content/pages/a.md": line_marks(BASE)}, {})
    found = list(changes_of(record, {"content/pages/a.md": BASE, PAGE: NEW}, {"content/pages/a.md": OWN}, merge_texts))
    assert list(offered(found)) == [Renewal(PAGE, Fate.ADDED, NEW)]


def test_own_templates_are_named_where_the_one_of_the_theme_is_another_now() -> None:
    old = {"base.html": "a", "components/card.html": "b", "components/face.html": "c"}
    new = {"base.html": "a", "components/card.html": "B", "recipe.html": "d"}
    assert covering([*old, "recipe.html", "ours.html"], old, new) == [
        "components/card.html",
        "components/face.html",
        "recipe.html",
    ]


def fated(base: str | None, new: str | None, now: str | None, path: str = "a") -> list[Renewal]:
    base_files, new_files, now_files = ({path: text} if text is not None else {} for text in (base, new, now))
    marks = {path: line_marks(text) for path, text in base_files.items()}
    record = SiteRecord("1.0", date(2026, 1, 1), {}, marks, {})
    return list(changes_of(record, new_files, now_files, merge_texts))
