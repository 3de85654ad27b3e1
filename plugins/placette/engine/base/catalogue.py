"""Words in the reader's language: gettext catalogues read from their ``.po`` files.

They are compiled when they are asked for, so that no binary is committed and none can be stale. French plurals need a
real catalogue («0 billet», «1 billet», «2 billets»), English too.
"""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import polib  # type: ignore[import-untyped]

from placette.engine.base.beside_code import keep_beside, kept_beside
from placette.engine.base.cldr import language_of
from placette.engine.base.files import digest

HERE = Path(__file__).parent / "locale"


class Catalogue(gettext.GNUTranslations):
    """The sentences of a language. ``mark`` is a digest of the files that they come from, the language first."""

    mark: str = ""


def load_catalogue(lang: str, folders: tuple[Path, ...] = ()) -> Catalogue:
    """The translations for ``lang`` found as ``<folder>/<lang>.po``, or in our own; raises ``FileNotFoundError``.

    The first folder's words win where two folders translate the same sentence. The same object for the same files.
    """
    sources = ((folder == HERE, (folder / f"{lang}.po").read_bytes()) for folder in folders or (HERE,))
    return _combine(lang, tuple(sources))


@cache
def _combine(lang: str, sources: tuple[tuple[bool, bytes], ...]) -> Catalogue:
    catalogues = [Catalogue(BytesIO(_compiled(lang, *source))) for source in sources]  # each chain changes its own
    for earlier, later in pairwise(catalogues):
        earlier.add_fallback(later)
    catalogues[0].mark = f"{lang}-{digest(*(source for _, source in sources))}"
    return catalogues[0]


@cache
def _compiled(lang: str, ours: bool, source: bytes) -> bytes:
    """A catalogue in gettext's own form. Our own has thousands of sentences: it is kept, after the mark of its source.

    A build asks for the same one alone and behind the theme's.
    """
    plurals, name = language_of(lang).plurals, f"catalogue-{lang}.bin"
    mark = digest(source, plurals.encode()).encode()
    kept = kept_beside(__file__, name) if ours else None
    if kept and kept.startswith(mark):
        return kept.removeprefix(mark)
    catalogue = polib.pofile(source.decode())
    known = {"Language": lang, "Content-Type": "text/plain; charset=utf-8", "Plural-Forms": plurals}
    catalogue.metadata = known | catalogue.metadata
    made = bytes(catalogue.to_binary())
    if ours:
        keep_beside(__file__, name, mark + made)
    return made
