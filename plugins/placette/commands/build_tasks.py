"""Tasks build and clean. What makes pages takes long to load: first it is looked whether anything changed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any

from invoke import Context, Exit, task

from placette.commands.build_summary_output import summary_sentences
from placette.commands.site_tasks import ROOT, WORDS, _, refuse, write_names
from placette.engine.base.files import Folders
from placette.engine.base.translation import N_
from placette.engine.build.up_to_date import PUBLICATION, SCANS, Snapshot, names_at, places_of, take_snapshot

_LISTED = 10
"""Files that a sentence lists one by one."""


@task(
    help={
        "production": N_("Build as for publication (publishconf.py)."),
        "output": N_("The folder to build into, instead of output/."),
        "skip_invalid": N_("Publish the other texts when some need fixing, and list those left out."),
        "explain": N_("Say why each file that was made again was."),
        "names": N_("A file to write the names of the site's files into, one per line."),
        "proposal": N_("Show the texts of a proposal that is checked out in this folder, instead of the site's."),
        "preview": N_("Show drafts and scheduled posts too, in a folder that is not to be published."),
        "address": N_("With --preview: the address at which its folder will be looked at."),
    }
)
def build(
    _context: Context,
    production: bool = False,
    output: str = "",
    skip_invalid: bool = False,
    explain: bool = False,
    names: str = "",
    proposal: str = "",
    preview: bool = False,
    address: str = "",
) -> None:
    """Build the whole site into output/."""
    if proposal and production:
        refuse(N_("What is proposed is looked at, never published: leave out --production."))
    if preview and production:
        refuse(N_("A preview shows drafts and is never published: choose --preview or --production."))
    if address and not preview:
        refuse(N_("--address is that of a preview: add --preview. The public one is SITEURL in publishconf.py."))
    print(_("Reading, laying out, drawing …"), flush=True)
    started = time.perf_counter()
    file = "publishconf.py" if production else "pelicanconf.py"
    given: dict[str, Any] = {"READING_SKIP_INVALID": True} if skip_invalid else {}
    if not preview:
        given |= {"OUTPUT_PATH": str(ROOT / output)} if output else {}
        given |= {PUBLICATION: True} if production else {}
    snapshot = Snapshot() if preview or proposal or explain else take_snapshot(ROOT / file, given)
    if snapshot.build_summary:
        write_names(names, snapshot.files)
        print(summary_sentences(snapshot.build_summary, (0, 0, len(snapshot.files)), time.perf_counter() - started))
        return
    from placette.commands import building, reading_tasks  # noqa: PLC0415 - what makes pages takes long to import

    if proposal:
        given["PATH"] = str(building.proposed_content(proposal))
    load = partial(building.load_preview, output, address) if preview else partial(reading_tasks.load_settings, file)
    settings = load(**given)
    building.build_and_report({**settings, SCANS: snapshot.scans}, started, explain=explain, names=names)
    if preview:
        folder = building.shown(settings)
        print(_("The preview is in {folder}. It shows drafts: do not publish it.").format(folder=folder))


@task
def clean(_context: Context) -> None:
    """Remove what builds made: output/ and the store of prepared pictures."""
    from placette.commands.reading_tasks import load_settings  # noqa: PLC0415 - as above

    settings = load_settings()
    output, cache = Path(settings["OUTPUT_PATH"]), Path(settings["CACHE_PATH"])
    names, files = names_at(places_of(settings).state) if output.is_dir() else [], list[Path]()
    with Folders(output) if names else nullcontext() as place:
        for path in names:
            inside, _slash, name = path.rpartition("/")
            if place and not place.enter(inside):  # what lies behind a link is somebody else's
                files.append(output / path)
                with suppress(OSError):  # what can't be removed is told below, and keeps nothing else
                    os.unlink(place.at(name), dir_fd=place.fd)
    for folder in sorted(output.rglob("*"), reverse=True):
        if folder.is_dir() and not folder.is_symlink():
            with suppress(OSError):
                folder.rmdir()  # refused where anything is in it
    shutil.rmtree(cache, ignore_errors=True)
    if rest := [path for path in (*files, cache) if os.path.lexists(path)]:
        raise Exit(_what_stays(rest), 2)
    print(_("Removed what the builds made."))


def _what_stays(left: Sequence[Path]) -> str:
    from placette.engine.findings.problems import printable  # noqa: PLC0415 - as above

    lines = [_("This cannot be removed: close what has it open, or look at the rights of its folder.")]
    lines += [printable(f"  {path}") for path in left[:_LISTED]]
    more = len(left) - _LISTED
    lines += ["  " + WORDS.ngettext("and {count} more", "and {count} more", more).format(count=more)] * (more > 0)
    return "\n".join(lines)
