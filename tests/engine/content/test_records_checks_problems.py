"""Each case of ``problems/*.yml`` is reported at its place, and every code in words that are pinned in two languages.

A case gives ``files``, or the ``body``, ``matter`` or ``text`` of one post (``path``); ``expect`` lists
``line:column code``. ``fr`` and ``en`` are the whole report.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.base.translation import load_catalogue
from placette.engine.findings.messages import messages
from placette.engine.findings.reports import render_plain
from tests.engine.content.reading_site import LEA, POST_PATH, place, post, problems_of, write_file
from tests.fixture_site import codes_of

FOLDER = Path(__file__).parent / "problems"
CASES: list[dict[str, Any]] = [
    case for path in sorted(FOLDER.glob("*.yml")) for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


ELSEWHERE = {
    *("text-slow", "text-dense", "document-unread", "letterbox-fictitious", "address-lost", "address-merge"),
    *("address-line", "address-twice", "address-made", "address-target", "address-loop"),
}
"""``test_converting.py``, ``base/test_extras.py``, ``building/test_lost_addresses.py``, two features' own tests."""


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
    of_texts = {code for code in codes_of("engine", "features") if not messages()[code].subject}
    assert of_texts - told == {*ELSEWHERE, *codes_of("features/legal")}
