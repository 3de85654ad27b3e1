"""The command ``placette``: ``new`` begins a site, ``upgrade`` renews it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from invoke import Collection, Program
from invoke.exceptions import Exit

from placette import __version__
from placette.commands.site_tasks import WORDS
from placette.commands.starting.tasks import new, upgrade
from placette.commands.unknown_tasks import refuse_unknown
from placette.engine.base.translation import in_site_language


def main() -> None:
    """Run the command ``placette``."""
    namespace = Collection(*in_site_language((new, upgrade), WORDS))
    typed = with_folder_named(sys.argv)
    try:
        refuse_unknown(namespace, typed)
    except Exit as stop:
        print(stop.message, file=sys.stderr)
        sys.exit(stop.code)
    Program(name="placette", binary="placette", version=__version__, namespace=namespace).run(typed)


def with_folder_named(typed: Sequence[str]) -> list[str]:
    """``placette new FOLDER`` as ``placette new --folder FOLDER``: for Invoke, what has no name can't be left out."""
    program, *words = typed
    if words[:1] == ["new"] and len(words) > 1 and not words[1].startswith("-"):
        words.insert(1, "--folder")
    return [program, *words]
