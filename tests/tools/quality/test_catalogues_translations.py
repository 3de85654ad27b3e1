"""Translations speak of the same values as the sentences of the code, in French that a printer would set so."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.tools.quality.catalogues import CATALOGUES

ROOT = Path(__file__).parents[3]
_PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)s")
_EXAMPLE = re.compile(r'"[^"]*"|!\[')
"""What a person types as it stands: a value between straight quotation marks, a picture."""
_LOOSE = re.compile(r"[^\u00a0\u202f][;!?»]|«[^\u00a0]|[ ]:|\w'|[.]{3}|\bdu (?:\d+|1er) [a-zéû]+.\d{4}")
"""Marks without the no-break space of French, straight apostrophes, three dots."""


def translations(path: Path) -> Iterator[tuple[str, str]]:
    """Each sentence and its translation; for plurals, each form."""
    with path.open("rb") as source:
        for message in read_po(source):
            assert message.string is not None
            msgids = (message.id,) if isinstance(message.id, str) else message.id
            strings = (message.string,) if isinstance(message.string, str) else message.string
            if msgids[0]:
                yield from ((msgids[min(form, len(msgids) - 1)], string) for form, string in enumerate(strings))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("folder", CATALOGUES)
def test_a_translation_speaks_of_the_same_values(folder: str, lang: str) -> None:
    for sentence, translation in translations(ROOT / folder / f"{lang}.po"):
        assert sorted(_PLACEHOLDER.findall(translation)) == sorted(_PLACEHOLDER.findall(sentence)), sentence


@pytest.mark.parametrize("folder", CATALOGUES)
def test_french_is_set_as_printers_do(folder: str) -> None:
    loose = [french for _, french in translations(ROOT / folder / "fr.po") if _LOOSE.search(_EXAMPLE.sub("", french))]
    assert loose == []


def test_no_sentence_is_marked_inside_an_f_string_where_the_extraction_cannot_see_it() -> None:
    for path in (ROOT / "plugins").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                calls = [call for call in ast.walk(node) if isinstance(call, ast.Call) and call.args]
                said = [call for call in calls if isinstance(call.args[0], ast.Constant)]
                called = {call.func.id for call in said if isinstance(call.func, ast.Name)}
                assert not {"N_", "_"} & called, f"{path}:{node.lineno}"
