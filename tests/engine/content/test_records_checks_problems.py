"""Each case of ``problems/*.yml`` is reported at its place, and every code in words that are pinned in two languages.

A case gives ``files``, or the ``body``, ``matter`` or ``text`` of one post (``path``); ``expect`` lists
``line:column code``. ``fr`` and ``en`` are the whole report.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.commands.review.messages import REVIEW
from placette.engine.base.translation import load_catalogue
from placette.engine.findings.messages import ADDRESSES, MESSAGES
from placette.engine.findings.reports import render_plain
from placette.features.legal.settings import LEGAL
from tests.engine.content.reading_site import LEA, POST_PATH, place, post, problems_of, write_file

FOLDER = Path(__file__).parent / "problems"
CASES: list[dict[str, Any]] = [
    case for path in sorted(FOLDER.glob("*.yml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def write_case(case: dict[str, Any], root: Path) -> None:
    """The content folder of a case: its files, its post, and a profile for the post's author."""
    path = case.get("path", POST_PATH)
    text = case.get("text") or post(case.get("body", "Du texte.\n"), case.get("matter", ""))
    if repeated := case.get("repeat"):
        text += repeated["what"] * repeated["times"] + repeated["then"]
    for name, content in {"authors/lea-montel.md": LEA, path: text, **case.get("files", {})}.items():
        write_file(root / name, content)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_problem_is_told_where_it_stands_and_how_to_mend_it(case: dict[str, Any], tmp_path: Path) -> None:
    write_case(case, tmp_path)
    problems = problems_of(tmp_path)
    assert sorted(place(found, case.get("path", POST_PATH)) for found in problems) == sorted(case["expect"])
    for lang in {"fr", "en"} & case.keys():
        assert render_plain(problems, load_catalogue(lang).gettext) == case[lang].rstrip("\n")


def test_every_code_has_a_case_that_pins_its_words() -> None:
    told = {line.rsplit(" ", 1)[1] for case in CASES if "fr" in case and "en" in case for line in case["expect"]}
    # test_converting.py, where a process is killed; base/test_extras.py, without a library; letterbox/; review/;
    # building/; legal/
    elsewhere = {"text-slow", "text-dense", "document-unread", "letterbox-fictitious", *REVIEW, *ADDRESSES, *LEGAL}
    assert {code for code in MESSAGES.keys() - told if not code.startswith(("history-", "proposal-"))} == elsewhere
