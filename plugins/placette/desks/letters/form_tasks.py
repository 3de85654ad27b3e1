"""Serving the form, and what a server needs for it."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke.exceptions import Exit

from placette.desks.letters.folders import drop_folder
from placette.desks.letters.form.deploying import deployment
from placette.desks.letters.form.serving import serve_form
from placette.desks.letters.form.settings import rules_of
from placette.desks.letters.settings import LettersSettings
from placette.desks.reading_tasks import load_published_settings, settings_can_be_used
from placette.desks.site_tasks import ROOT, _, write_text
from placette.engine.base.setting_errors import SettingError
from placette.engine.base.settings import load_settings
from placette.engine.problems.reports import printable


def serve() -> None:
    """Serve the form until it is told to end."""
    settings = load_published_settings()
    with settings_can_be_used():
        rules = rules_of(settings, drop_folder(settings, ROOT))
    print(_("The form is served on http://127.0.0.1:{port}/. Ctrl+C ends it.").format(port=rules.port), flush=True)
    serve_form(rules)


def deploy(folder: str) -> None:
    """Write the files for a server into a folder, and say what to do with them."""
    settings = load_published_settings()
    with settings_can_be_used():
        rules = rules_of(settings, drop_folder(settings, ROOT))
        _check_place(load_settings(LettersSettings, "LETTERS", settings))
    command = [str(Path(sys.executable).with_name("invoke")), "letters", "--serve"]
    try:
        files = deployment(rules, command, ROOT)
    except ValueError as error:
        raise Exit(printable(_("The form cannot be deployed: {what}").format(what=error)), 2) from error
    for name, text in files.items():
        write_text(Path(folder) / name, text)
        print(printable(_("Written: {path}").format(path=Path(folder) / name)))


def _check_place(own: LettersSettings) -> None:
    """Raise ``SettingError`` for a store whose place depends on who asks: the form is served by somebody else."""
    if not Path(own.store).is_absolute():
        raise SettingError(f"LETTERS_STORE = {own.store!r}  →  /var/lib/placette/letters")
