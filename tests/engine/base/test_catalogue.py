"""A catalogue that a person wrote by hand, without the lines that programs add, is understood."""

from __future__ import annotations

from pathlib import Path

from placette.engine.base.catalogue import load_catalogue

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
