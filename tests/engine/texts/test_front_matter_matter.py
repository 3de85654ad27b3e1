"""Bytes become text, front matter becomes strings with places, strings become typed values: as the tables say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.content.kinds import draft_text
from placette.engine.texts.characters import decode
from placette.engine.texts.front_matter import split_source
from placette.engine.texts.values import Licence
from tests.engine.content.reading_site import MATTER, POST_PATH, place
from tests.fixture_kinds import POSTS


def cases(name: str) -> pytest.MarkDecorator:
    """The table of that name as parameters."""
    table = yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return pytest.mark.parametrize("case", table, ids=lambda case: case["name"])


def matter_of(case: dict[str, Any]) -> str:
    """The lines of a case, written out or repeated."""
    before, what, times = case.get("matter_repeated", ("", "", 0))
    return str(case.get("matter", before + what * times))


@cases("decoding.yml")
def test_bytes_are_read_as_the_case_says(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["hex"]) if "hex" in case else case.get("text", "\0" * case.get("zeros", 0)).encode()
    text, problems = decode(data, POST_PATH)
    assert [place(found) for found in problems] == case.get("expect", [])
    if "gives" in case:
        assert text == case["gives"]


@cases("matter.yml")
def test_front_matter_is_read_as_strings(case: dict[str, Any]) -> None:
    source, problems = split_source(case.get("text") or f"---\n{matter_of(case)}\n---\nb", POST_PATH)
    assert [place(found) for found in problems] == case.get("expect", [])
    assert {entry.key: entry.value for entry in source.entries} == case.get("gives", {})


@cases("schema.yml")
def test_front_matter_is_typed(case: dict[str, Any]) -> None:
    required = MATTER.replace("summary: Une phrase.\n", "# \n")
    draft = draft_text(POST_PATH, POSTS, f"---\n{required}{matter_of(case)}\n---\nb".encode())
    assert sorted(place(found) for found in draft.problems) == sorted(case.get("expect", []))
    for name, value in case.get("gives", {}).items():
        typed = getattr(draft.matter, name)
        shown = typed.label if isinstance(typed, Licence) else typed
        assert (shown if isinstance(shown, list) else str(shown)) == value


def test_every_french_name_of_a_key_means_one_key() -> None:
    spellings = [
        name
        for key, field in POSTS.schema.model_fields.items()
        for name in (key, *field.json_schema_extra["french"])  # type: ignore[index,misc,call-overload]
    ]
    assert len(spellings) == len(set(spellings))


def test_the_body_begins_on_the_line_after_the_block() -> None:
    source, _ = split_source("---\ntitle: a\n---\nb\n---\nc\n", POST_PATH)
    assert (source.body, source.body_line) == ("b\n---\nc\n", 4)
    assert [(entry.line, entry.column) for entry in source.entries] == [(2, 8)]
