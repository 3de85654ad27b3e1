"""Each construct of OpenDocument texts becomes the Markdown that ``open_text.yml`` says."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from placette_letters.documents import read_document
from tests.placette_letters.documents.fixture_documents import HERE, open_file, shown

CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "open_text.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_construct_becomes_what_the_case_says(case: dict[str, Any]) -> None:
    manuscript = read_document("lettre.odt", open_file(case["body"]))
    assert manuscript.markdown == case["markdown"].strip("\n")
    assert manuscript.title == case.get("title", "")
    assert [remark.code for remark in manuscript.remarks] == case.get("remarks", [])
    assert [picture.caption for picture in manuscript.pictures] == case.get("captions", [])
    assert shown(manuscript).problems == ()


def test_lists_nested_without_end_keep_their_words() -> None:
    levels = 40
    body = "<text:list><text:list-item><text:p>mot</text:p>" * levels + "</text:list-item></text:list>" * levels
    manuscript = read_document("lettre.odt", open_file(body))
    assert manuscript.markdown.count("mot") == levels
    assert shown(manuscript).problems == ()
