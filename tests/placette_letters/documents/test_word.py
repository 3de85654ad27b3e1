"""Each construct of Word becomes the Markdown that ``word.yml`` says, and means the same in our converter."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from placette_letters.documents import read_document
from tests.placette_letters.documents.fixture_documents import HERE, shown, word_file

CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "word.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_construct_becomes_what_the_case_says(case: dict[str, Any]) -> None:
    data = word_file(case["body"], case.get("parts"), case.get("relations", ""))
    manuscript = read_document("lettre.docx", data)
    assert manuscript.markdown == case["markdown"].strip("\n")
    assert manuscript.title == case.get("title", "")
    assert [remark.code for remark in manuscript.remarks] == case.get("remarks", [])
    assert [picture.caption for picture in manuscript.pictures if "captions" in case] == case.get("captions", [])
    assert [problem for problem in shown(manuscript).problems if problem.code != "photo-alt"] == []
