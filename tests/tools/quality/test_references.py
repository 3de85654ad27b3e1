"""The references have each declared setting with its sentence, type and default."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from placette.plugin import declared_settings, left_out, listed, load_site
from tests.fixture_site import ROOT
from tests.tools.quality.references import (
    Declaration,
    groups_of,
    parts_of_settings,
    read_declarations,
    settings_chapter,
    words_of,
    written,
)

SOURCE = '''
"""A module."""

class Other:
    """No settings."""
    name: str = ""
    """Not for people."""

class WalkSettings:
    """How walks
    are shown."""

    shown: int = 4
    """How many walks

    the home page shows."""
    silent: bool = False
    fast: str = "a"
    ("a tuple", "is no sentence")
'''


def test_each_field_has_the_sentence_that_follows_it() -> None:
    expected = Declaration("How walks are shown.", {"shown": "How many walks the home page shows."})
    assert read_declarations(SOURCE) == {"WalkSettings": expected}


@dataclass(frozen=True)
class WalkSettings:
    """How walks are shown."""

    shown: Annotated[int, Field(ge=1)] = 4
    """How many ``home`` shows | at most."""
    names: dict[str, str] = field(default_factory=dict)
    """Names of ways."""


@dataclass(frozen=True)
class Host:
    """Who hosts the site."""

    name: str = ""


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        (bool, "True or False"),
        (Annotated[int, Field(ge=1)], "a whole number"),
        (Literal["a", "b"], '`"a"`, `"b"`'),
        (date | None, "a date"),
        (tuple[str, ...], "texts in brackets"),
        (tuple[tuple[str, str], ...], "pairs in brackets: (label, address)"),
        (dict[str, str], "pairs in braces: name, then value"),
        (Host, "pairs in braces: name, then value"),
        (tuple[Host, ...], "in brackets, pairs in braces: name, then value"),
        (str, "a text"),
    ],
)
def test_a_type_is_said_in_words(hint: Any, words: str) -> None:
    assert words_of(hint) == words


def test_a_value_is_shown_as_it_is_written() -> None:
    values: list[Any] = ["é", ("a",), ("a", "b"), 4, True, {}, Host()]
    assert list(map(written, values)) == ['"é"', '("a",)', '("a", "b")', "4", "True", "{}", "{}"]


def test_the_chapter_has_a_table_of_each_group_and_one_of_addresses() -> None:
    defaults = load_site(ROOT / "pelicanconf.py") | {"WALK_URL": "balades/{slug}/"}
    parts = {"The first day": ["SITENAME"], "Later": ["WALK_SHOWN", "SITENAME"]}
    chapter = settings_chapter(groups_of([("WALK", WalkSettings)]), ["WALK_URL", "NONE_URL"], defaults, parts, str)
    first, later, rare = chapter.split("\n## ")[1:]
    assert ("`SITENAME`" in first, "`SITENAME`" in later, "`WALK_SHOWN`" in later, "`WALK_NAMES`" in rare) == (
        True,
        False,
        True,
        True,
    )
    assert "### `WALK_…`\n\nHow walks are shown.\n\n| setting |" in chapter
    assert "| `WALK_SHOWN` | How many `home` shows \\| at most. | a whole number | `4` |" in chapter
    assert "| `WALK_NAMES` | Names of ways. | pairs in braces: name, then value | `{}` |" in chapter
    assert '| `WALK_URL` | `"balades/{slug}/"` |\n| `NONE_URL` | `""` |' in chapter


def test_the_first_day_has_twenty_settings_at_most() -> None:
    parts = parts_of_settings()
    rows = settings_chapter(
        groups_of(declared_settings(listed(load_site(ROOT / "pelicanconf.py")))),
        [],
        load_site(ROOT / "pelicanconf.py"),
        parts,
        str,
    )
    assert 12 <= rows.split("\n## ")[1].count("\n| `") <= 20


def test_every_setting_that_is_declared_has_a_sentence() -> None:
    settings = load_site(ROOT / "pelicanconf.py")
    groups = groups_of(declared_settings((*listed(settings), *left_out(settings))))
    assert {"BUILDING", "PUBLISHING", "SHARING"} <= {group.prefix for group in groups}
    assert [one.name for group in groups for one in group.settings if not one.sentence] == []
