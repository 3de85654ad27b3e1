"""Every sentence of the code is translated, and renewing the catalogues loses nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.base.dates import FILE, month_alone, own_name, spoken_number, weekday
from placette.engine.base.translation import HERE, load_catalogue
from placette.features.posts import language_name
from placette.features.sharing.fonts import DRAWN, Face
from tests.fixture_site import ROOT, write_file
from tests.tools.quality.catalogues import (
    CATALOGUES,
    merge,
    msgids_of,
    render_cldr,
    render_drawn,
    spoken,
    untranslated,
)

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
    write_file(tmp_path / "code" / "tasks.py", MODULE)
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


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("locale", CATALOGUES)
def test_complete_catalogues_are_left_as_they_are(locale: str, lang: str) -> None:
    path = ROOT / locale / f"{lang}.po"
    assert merge(path, msgids_of(ROOT, locale), lang) == path.read_bytes()


LANGS = sorted(path.stem for path in HERE.glob("*.po"))
YEAR = [datetime(2026, 1, 1) + timedelta(days=29 * step) for step in range(13)]


def test_what_is_kept_is_what_babel_says_of_every_catalogues_language() -> None:
    assert FILE.read_bytes() == render_cldr(LANGS)


@pytest.mark.parametrize("lang", LANGS)
def test_months_and_weekdays_are_babels(lang: str) -> None:
    for day in YEAR:
        written = [month_alone(day, lang), month_alone(day, lang, short=True)]
        written += [weekday(day, lang), weekday(day, lang, short=True)]
        assert written == [format_date(day, pattern, locale=lang) for pattern in ("MMMM", "MMM", "EEEE", "EEE")]


@pytest.mark.parametrize("lang", LANGS)
@given(number=st.one_of(st.integers(0, 10**9), st.floats(0, 10**6)))
def test_numbers_are_babels(lang: str, number: float) -> None:
    assert spoken_number(number, lang) == format_decimal(number, locale=lang)
    assert spoken_number(number, lang, places=1) == format_decimal(number, "#,##0.0", locale=lang)


def test_languages_have_their_names() -> None:
    assert [language_name(code, "fr") for code in ("oc", "br", "x-no")] == ["occitan", "breton", "x-no"]
    assert [own_name(code) for code in ("oc", "br", "de", "x-no")] == ["occitan", "brezhoneg", "Deutsch", ""]


@pytest.mark.parametrize("lang", LANGS)
def test_a_catalogue_says_what_babel_makes_it_say(lang: str) -> None:
    source = (HERE / f"{lang}.po").read_bytes()
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), locale=lang))
    theirs, ours = GNUTranslations(BytesIO(compiled.getvalue())), load_catalogue(lang)
    entries = [entry for entry in read_po(BytesIO(source)) if entry.id]
    assert len(entries) > 1000
    for entry in entries:
        if isinstance(entry.id, str):
            assert ours.gettext(entry.id) == theirs.gettext(entry.id)
        else:
            one, many = entry.id
            counts = (0, 1, 2, 5)
            assert [ours.ngettext(one, many, n) for n in counts] == [theirs.ngettext(one, many, n) for n in counts]


def test_the_list_is_what_the_fonts_hold() -> None:
    assert DRAWN.read_bytes() == render_drawn()


def test_a_card_draws_the_letters_that_its_font_holds() -> None:
    assert Face.TITLE.drawable("Œuvre à l’été 🎉 !") == "Œuvre à l’été !"
    assert Face.TEXT.drawable("Δ") == "Δ"
    assert Face.TEXT.drawable("漢") == ""
