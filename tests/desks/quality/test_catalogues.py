"""Every sentence of the code is translated, and renewing the catalogues loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from placette.desks.quality.catalogues import CATALOGUES, merge, msgids_of, spoken, untranslated
from tests.fixture_site import ROOT, copy_project, run

MODULE = '''
"""Tasks."""
from invoke import task

_ = N_ = gettext = ngettext = str


@task
def greet(context):
    """Greet
    everybody."""
    print(_("Hello"), N_("Bye"), ngettext("{n} word", "{n} words", 2))


def other():
    """Not a task."""
'''
PO = r"""
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

msgid "Hello"
msgstr "Bonjour"

msgid "Old"
msgstr "Vieux"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "tasks.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "code" / "page.html").write_text(
        '{% trans %}Whole\n page{% endtrans %}{{ _("Skip") }}', encoding="utf-8"
    )
    (tmp_path / "fr.po").write_text(PO, encoding="utf-8")
    return tmp_path


def test_sentences_of_code_templates_and_tasks_are_found(folder: Path) -> None:
    expected = {"Hello", "Bye", ("{n} word", "{n} words"), "Greet everybody.", "Skip", "Whole page"}
    assert spoken([folder / "code"]) == expected


def test_a_renewed_catalogue_keeps_translations_drops_what_is_gone_and_is_stable(folder: Path) -> None:
    msgids = spoken([folder / "code"])
    assert untranslated(folder / "fr.po", msgids) == sorted(str(msgid) for msgid in msgids - {"Hello"})
    (folder / "fr.po").write_bytes(merge(folder / "fr.po", msgids, "fr"))
    with (folder / "fr.po").open("rb") as source:
        renewed = read_po(source)
    assert {message.id: message.string for message in renewed if message.id}["Hello"] == "Bonjour"
    assert renewed.get("Old") is None
    assert merge(folder / "fr.po", msgids, "fr") == (folder / "fr.po").read_bytes()


def test_english_is_its_own_translation(folder: Path) -> None:
    (folder / "en.po").write_bytes(merge(folder / "en.po", spoken([folder / "code"]), "en"))
    assert untranslated(folder / "en.po", spoken([folder / "code"])) == []


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("locale", CATALOGUES)
def test_every_sentence_is_translated(locale: str, lang: str) -> None:
    assert untranslated(ROOT / locale / f"{lang}.po", msgids_of(ROOT, locale)) == []


def test_the_task_leaves_complete_catalogues_as_they_are(tmp_path: Path) -> None:
    project = copy_project("minimal", tmp_path)
    before = {path: path.read_bytes() for path in project.rglob("*.po")}
    renewed = run(project, "invoke", "words")
    assert renewed.returncode == 0, renewed.stderr
    assert [str(path.relative_to(project)) for path, data in before.items() if path.read_bytes() != data] == []
