"""Makes an archive from a built site, in a folder of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from placette.desks.archiving.captures import GONE, OK, Capture, capture_file, capture_moved, write_captures
from placette.desks.archiving.choosing import Chosen
from placette.desks.archiving.letter import NAME, ArchiveDescription, render_letter
from placette.desks.archiving.packing import SUMS, pack, write_sums
from placette.desks.archiving.relinking import relinked
from placette.desks.archiving.scripting import in_place, scripted
from placette.desks.archiving.site_files import SiteFiles
from placette.engine.base.files import write_new
from placette.engine.base.message import N_
from placette.engine.base.processes import spread_out
from placette.engine.base.progress import follow
from placette.engine.library.addresses import GONE_FILE, address_of, is_gone, moved_from, read_text
from placette.engine.library.old_addresses import encode_path
from placette.engine.pages.features import ScriptedFolder
from placette.engine.problems.problems import Translate

_COPYING, _CAPTURING = N_("Files copied"), N_("Files put into the web archive")


@dataclass(frozen=True, slots=True)
class Publication:
    """A site as it is published: its name, its origin and the path below it, its language, its licence and rights."""

    name: str
    origin: str
    base: str
    lang: str
    licence: str
    rights: str


@dataclass(frozen=True, slots=True)
class ArchivePlan:
    """An archive to make: the built site, the files chosen, the archive's name, the year (0: everything), its date.

    ``folders`` are those whose JSON it keeps as scripts.
    """

    built: Path
    site: Publication
    chosen: Chosen
    name: str
    year: int
    moment: datetime
    commit: str
    folders: tuple[ScriptedFolder, ...] = ()


def make_archive(plan: ArchivePlan, place: Path, translate: Translate) -> ArchiveDescription:
    """Make the archive's folder and its ZIP file in ``place``; returns what its letter says."""
    folder, captures = place / plan.name, f"{plan.name}.warc.gz"
    site = plan.site
    site_files = SiteFiles(frozenset({*plan.chosen.files, "index.html"}), site.origin, site.base)
    others = ((in_place(path, plan.folders), path) for path in plan.chosen.files if path != "index.html")
    files = [("index.html", plan.chosen.home), *others]
    folder.mkdir(parents=True)
    copied = spread_out(_write, files, (plan, folder, site_files), cost=0.002)
    deque(follow(_COPYING, copied, len(files)), maxlen=0)
    with (folder / captures).open("wb") as target:
        write_captures(target, captures, f"{site.origin}{site.base}", _captures(plan), plan.moment)
    pages = sum(path.endswith(".html") for path in plan.chosen.files)
    description = ArchiveDescription(
        site=site.name,
        address=f"{site.origin}{site.base}",
        year=plan.year,
        moment=plan.moment,
        commit=plan.commit,
        pages=pages,
        files=len(plan.chosen.files),
        captures=captures,
        sums=SUMS,
        licence=site.licence,
        rights=site.rights,
    )
    write_new(folder, translate(NAME), render_letter(description, site.lang, translate).encode())
    write_sums(folder)
    pack(folder, place / f"{plan.name}.zip", plan.name, plan.moment)
    return description


def _write(names: tuple[str, str], shared: tuple[ArchivePlan, Path, SiteFiles]) -> None:
    """Write one file of an archive; ``names`` are its path there and its path in the built site."""
    (path, source), (plan, folder, site_files) = names, shared
    data = scripted(source, (plan.built / source).read_bytes(), plan.folders)
    write_new(folder, path, relinked(path, data, site_files))


def _captures(plan: ArchivePlan) -> Iterator[Capture]:
    """What the server answers for each file, then for each address that moved.

    A file at an address that moved is left out: it is only there for hosts that can't redirect.
    """
    origin, base = plan.site.origin, plan.site.base
    moved = moved_from(plan.built)
    gone = {unquote(path).removeprefix(base) for path in read_text(plan.built / GONE_FILE).splitlines()}
    for path in follow(_CAPTURING, plan.chosen.files, len(plan.chosen.files)):
        address = address_of(path)
        if base + address not in moved:
            status = GONE if is_gone(address, gone) else OK
            yield capture_file(f"{origin}{base}{encode_path(address)}", path, (plan.built / path).read_bytes(), status)
    for old, new in sorted(moved.items()) if not plan.year else ():
        yield capture_moved(origin + encode_path(old), origin + new)
