"""What sites need of CLDR, taken from Babel: see ``engine/base/cldr.py``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog

from placette.engine.base.cldr import Kept, Language


def render_cldr(langs: Iterable[str]) -> bytes:
    """The file for these languages; the same bytes for the same Babel."""
    known = {lang: read_language(lang) for lang in sorted(langs)}
    codes = {code for language in known.values() for code in language.languages}
    own = {code: name for code in sorted(codes) if (name := read_own_name(code))}
    return f"{json.dumps(asdict(Kept(known, own)), ensure_ascii=False, indent=0)}\n".encode()


def read_language(lang: str) -> Language:
    """What CLDR says of a language."""
    locale = Locale.parse(lang)
    months, days = locale.months["format"], locale.days["format"]
    return Language(
        months=tuple(months["wide"][number] for number in range(1, 13)),
        short_months=tuple(months["abbreviated"][number] for number in range(1, 13)),
        days=tuple(days["wide"][number] for number in range(7)),
        short_days=tuple(days["abbreviated"][number] for number in range(7)),
        decimal=locale.number_symbols["latn"]["decimal"],
        group=locale.number_symbols["latn"]["group"],
        plurals=Catalog(locale=lang).plural_forms,
        languages=dict(sorted(locale.languages.items())),
    )


def read_own_name(code: str) -> str:
    """What a language is called in itself; empty where CLDR has no name."""
    try:
        return str(Locale.parse(code).languages.get(code, ""))
    except (UnknownLocaleError, ValueError):
        return ""
