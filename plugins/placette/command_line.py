"""The command ``placette``: ``new`` begins a site, ``upgrade`` renews it, ``import`` brings another blog's texts."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from invoke import Collection, Program
from invoke.exceptions import Exit

from placette import __version__
from placette.commands.site_tasks import ROOT, WORDS
from placette.commands.starting.site_start_tasks import new, upgrade
from placette.commands.unknown_tasks import refuse_unknown
from placette.engine.base.translation import in_site_language
from placette.tasks import report_failures, tasks_named, tasks_of_packages

_OF_PACKAGES = frozenset({"import"})
"""The tasks of packages that may be needed before there is a site."""


def main() -> None:
    """Run the command ``placette``."""
    tasks = {name: module for name, module in tasks_of_packages(ROOT).items() if name in _OF_PACKAGES}
    namespace = Collection(
        *in_site_language((report_failures(new), report_failures(upgrade), *tasks_named(tasks, tasks)), WORDS)
    )
    typed = with_folder_named(sys.argv)
    try:
        refuse_unknown(namespace, typed)
    except Exit as stop:
        print(stop.message, file=sys.stderr)
        sys.exit(stop.code)
    Program(name="placette", binary="placette", version=__version__, namespace=namespace).run(typed)


def with_folder_named(typed: Sequence[str]) -> list[str]:
    """Return ``placette new FOLDER`` as ``placette new --folder FOLDER``: Invoke wants what has no name."""
    program, *words = typed
    if words[:1] == ["new"] and len(words) > 1 and not words[1].startswith("-"):
        words.insert(1, "--folder")
    return [program, *words]


if __name__ == "__main__":
    main()
