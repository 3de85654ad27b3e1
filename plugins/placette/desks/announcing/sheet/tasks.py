"""Task: cards."""

from __future__ import annotations

import webbrowser

from invoke import Context, task

from placette.desks.announcing.sheet.rendering import gather_entries, render_sheet
from placette.desks.building import build_published
from placette.desks.site_tasks import ROOT
from placette.engine.base.catalogue import HERE
from placette.engine.base.files import write_atomic
from placette.engine.base.message import N_
from placette.engine.base.words import site_language, site_words
from placette.features.sharing.settings import LOCALE

WORDS = site_words(ROOT, (LOCALE, HERE))
_ = WORDS.gettext
_SITE, _SHEET = ".placette/sheet/site", ".placette/sheet/cards.html"
"""The folder where the site is built for the sheet, and the sheet; neither is served."""


@task(help={"open_": N_("Open the sheet in your browser.")})
def cards(_context: Context, open_: bool = False) -> None:
    """Show every post as messengers, networks and search engines will, on a sheet beside the site."""
    build_published(ROOT / _SITE, _("No sheet was made: fix the above first."))
    entries = gather_entries(ROOT / _SITE)
    sheet = ROOT / _SHEET
    write_atomic(sheet, render_sheet(entries, WORDS, site_language(ROOT)).encode())
    print(_("The sheet: {path}").format(path=sheet))
    if open_:
        webbrowser.open(sheet.as_uri())
