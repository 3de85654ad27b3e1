"""Front matter becomes strings with places, then typed values, as the tables say; unknown keys cost little."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.base.text import nearest
from placette.engine.content.kinds import draft_text
from placette.engine.findings.messages import KEYS_LISTED, NEAR
from placette.engine.texts import front_matter
from placette.engine.texts.characters import decode
from placette.engine.texts.front_matter import Entry, accepted_spellings, split_source, type_entries
from placette.engine.texts.values import Licence
from placette.features.posts.kind import ArticleMatter
from tests.engine.content.reading_site import MATTER, POST_PATH, place
from tests.fixture_kinds import KINDS, POSTS


def test_only_the_first_unknown_keys_are_compared_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []

    def counted(word: str, candidates: Iterable[str], count: int) -> list[str]:
        known = list(candidates)
        compared.append(len(known))
        return nearest(word, known, count)

    monkeypatch.setattr(front_matter, "nearest", counted)
    entries = tuple(Entry(f"tags{number}", "x", number, 1) for number in range(2000))
    found = [one for one in type_entries(entries, ArticleMatter, "a.md").problems if one.code == "key-unknown"]
    assert [dict(one.values)["proposal"] for one in found] == [*[NEAR] * 50, *[KEYS_LISTED] * 1950]
    assert sum(map(bool, compared)) == 50


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_french_writers_are_told_french_names_of_keys_alone(kind: Any) -> None:
    schema = kind.schema
    spelled = {name: accepted_spellings(schema, name) for name in schema.model_fields}
    both = {name: names for name, names in spelled.items() if len(names) > 1}
    entries = (Entry("zzzzzzzz", "x", 2, 1), Entry(next(iter(both.values()))[1], "x", 3, 1))
    told = [dict(one.values) for one in type_entries(entries, schema, "a.md").problems]
    shown = [name for values in told for name in (*values.get("names", "").split(", "), values.get("missing", ""))]
    assert [name for name in shown if name in both and name not in both[name][1:]] == []


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
        for name in {key, *field.json_schema_extra["french"]}  # type: ignore[index,misc,call-overload]
    ]
    assert len(spellings) == len(set(spellings))


def test_the_body_begins_on_the_line_after_the_block() -> None:
    source, _ = split_source("---\ntitle: a\n---\nb\n---\nc\n", POST_PATH)
    assert (source.body, source.body_line) == ("b\n---\nc\n", 4)
    assert [(entry.line, entry.column) for entry in source.entries] == [(2, 8)]
