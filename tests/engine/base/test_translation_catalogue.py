"""A catalogue that a person wrote by hand, without the lines that programs add, is understood."""

from __future__ import annotations

import sys
from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest

from placette.engine.base import translation as catalogue
from placette.engine.base.translation import load_catalogue

WRITTEN = """
msgid "{n} word"
msgid_plural "{n} words"
msgstr[0] "{n} été"
msgstr[1] "{n} étés"

#, fuzzy
msgid "Unsure"
msgstr "Incertain"

msgid "Empty"
msgstr ""
"""


def test_a_catalogue_needs_no_header(tmp_path: Path) -> None:
    (tmp_path / "fr.po").write_text(WRITTEN, encoding="utf-8")
    words = load_catalogue("fr", (tmp_path,))
    assert [words.ngettext("{n} word", "{n} words", n) for n in (0, 1, 2)] == ["{n} été", "{n} été", "{n} étés"]
    assert (words.gettext("Unsure"), words.gettext("Empty")) == ("Unsure", "Empty")
    assert words.info()["language"] == "fr"


@pytest.fixture
def parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that are parsed of our own catalogue, which lies in ``tmp_path``, in a process that has none yet."""
    sources: list[str] = []
    parse = polib.pofile

    def spy(source: str) -> polib.POFile:
        sources.append(source)
        return parse(source)

    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path))
    monkeypatch.setattr(catalogue, "HERE", tmp_path)
    monkeypatch.setattr(polib, "pofile", spy)
    forget()
    (tmp_path / "fr.po").write_text(WRITTEN, encoding="utf-8")
    return sources


def forget() -> None:
    """As a new process."""
    catalogue._parsed.cache_clear()
    catalogue._combine.cache_clear()


def test_our_own_catalogue_is_compiled_once(tmp_path: Path, parsed: list[str]) -> None:
    for _ in range(2):
        forget()
        assert load_catalogue("fr", (tmp_path,)).ngettext("{n} word", "{n} words", 2) == "{n} étés"
    assert parsed == [WRITTEN]


def test_a_catalogue_that_changed_is_compiled_again(tmp_path: Path, parsed: list[str]) -> None:
    load_catalogue("fr", (tmp_path,))
    changed = WRITTEN.replace("étés", "saisons")
    (tmp_path / "fr.po").write_text(changed, encoding="utf-8")
    forget()
    assert load_catalogue("fr", (tmp_path,)).ngettext("{n} word", "{n} words", 2) == "{n} saisons"
    assert parsed == [WRITTEN, changed]


def test_a_catalogue_of_a_site_is_not_kept_with_ours(tmp_path: Path, parsed: list[str]) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "fr.po").write_text(WRITTEN, encoding="utf-8")
    load_catalogue("fr", (site,))
    assert (len(parsed), list(tmp_path.rglob("*.bin"))) == (1, [])
