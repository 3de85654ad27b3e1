"""What comes with the code of CLDR is what Babel says, and what is made of it reads as Babel writes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from placette.desks.quality.cldr import render_cldr
from placette.engine.base.catalogue import HERE, load_catalogue
from placette.engine.base.cldr import FILE, own_name, spoken_number
from placette.engine.base.dates import month_alone, weekday
from placette.features.posts import language_name

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
