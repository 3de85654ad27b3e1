"""A person is found in a text by any spelling of their name, and others aren't (``names.yml``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.commands.leaving.rewriting import (
    Field,
    Replacement,
    TraceKind,
    apply_edits,
    change_people,
    fields_of,
    hits,
    person_keys,
    put_label,
    rewrite_body,
    traces_of,
)
from tests.fixture_kinds import KINDS

KEYS = person_keys(KINDS)
NAME = "Zéphyrine d’Ambrevoix"
CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("names.yml").read_text(encoding="utf-8"))
PEOPLE: list[dict[str, str]] = yaml.safe_load(Path(__file__).with_name("people.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_person_is_found_and_replaced(case: dict[str, Any]) -> None:
    found = hits(case["text"], traces_of(case.get("name", NAME), case.get("addresses", ()), KEYS))
    if "found" in case:
        assert [f"{hit.kind}: {case['text'][hit.start : hit.end]}" for hit in found] == case["found"]
    if "becomes" in case:
        sure = [hit for hit in found if hit.kind is not TraceKind.PART]
        assert put_label(case["text"], sure, "Une habitante") == case["becomes"]


@pytest.mark.parametrize("text", ["lea " * 20_000, "z" * 200_000, "[a](b " * 20_000, "&" * 100_000, "d'" * 50_000])
def test_a_long_text_is_searched_without_hanging(text: str) -> None:
    assert [hit for hit in hits(text, traces_of(NAME, ["https://a.example"], KEYS)) if hit.kind is TraceKind.NAME] == []


@pytest.mark.parametrize("text", ["<a href=x " * 20_000, "<a " * 50_000, "<a href=x>" * 20_000, "<a href=a>b" * 9_000])
def test_long_links_are_read_without_hanging(text: str) -> None:
    replacement = Replacement(is_lea, "anonyme-1", "quelqu’un", traces_of(NAME, [], KEYS), everywhere=True)
    assert rewrite_body(text, replacement, "../../authors/lea.md") == text


def is_lea(name: str) -> bool:
    return name.lower() in {"lea", "léa montel"}


@pytest.mark.parametrize("case", PEOPLE, ids=lambda case: case["given"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_list_of_people_changes_in_its_place_and_nothing_else_does(case: dict[str, str], mark: str) -> None:
    end = "\r\n" if "\r\n" in case["given"] else "\n"
    gap = "" if case["given"].endswith("\n") else "\n"
    text = f"{mark}---{end}title: lea{end}{case['given']}{gap}---{end}lea, Léa Montel\n"
    for new, expected in (("anonyme-1", case["keep"]), ("", case["drop"])):
        edits = [edit for field in fields_of(text) if named(field) for edit in change_people(text, field, is_lea, new)]
        wanted = expected if expected.endswith("\n") else expected + gap
        assert apply_edits(text, edits) == text.replace(case["given"] + gap, wanted)


def named(field: Field) -> bool:
    return field.key not in {"title", "tags", "category"}
