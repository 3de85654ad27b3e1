"""Task: build. It looks whether anything changed before it loads what makes pages, which takes longer."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from invoke import Context, task

from placette.commands.build_summary_output import summary_sentences
from placette.commands.site_tasks import ROOT, _, refuse, write_names
from placette.engine.base.translation import N_
from placette.engine.build.up_to_date import PUBLICATION, SCANS, Snapshot, take_snapshot


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
