"""An archive made from a built site, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from placette.desks.archiving.captures import GONE, OK, Capture, capture_file, capture_moved, write_captures
from placette.desks.archiving.choosing import Chosen
from placette.desks.archiving.grounds import Grounds
from placette.desks.archiving.letter import NAME, Facts, render_letter
from placette.desks.archiving.packing import SUMS, pack, write_sums
from placette.desks.archiving.relinking import relinked
from placette.engine.base.files import write_new
from placette.engine.base.processes import spread
from placette.engine.library.addresses import GONE_FILE, address_of, is_gone, read_text
from placette.engine.problems.problems import Translate


@dataclass(frozen=True, slots=True)
class Publication:
    """A site as it is published: its name, its origin and the path below it, its language, its rights."""

    name: str
    origin: str
    base: str
    lang: str
    licence: str
    rights: str


@dataclass(frozen=True, slots=True)
class Order:
    """An archive to make: of which built site, what of it, its name, the year (0: everything), the state it is of."""

    built: Path
    site: Publication
    chosen: Chosen
    name: str
    year: int
    moment: datetime
    commit: str


def make_archive(order: Order, place: Path, translate: Translate) -> Facts:
    """Make the folder of an archive, and one file that holds it all, in ``place``; what its letter tells."""
    folder, captures = place / order.name, f"{order.name}.warc.gz"
    site = order.site
    grounds = Grounds(frozenset({*order.chosen.files, "index.html"}), site.origin, site.base)
    files = [("index.html", order.chosen.home), *((path, path) for path in order.chosen.files if path != "index.html")]
    folder.mkdir(parents=True)
    spread(_write, files, (order.built, folder, grounds), cost=0.002)
    with (folder / captures).open("wb") as target:
        write_captures(target, captures, f"{site.origin}{site.base}", _captures(order), order.moment)
    pages = sum(path.endswith(".html") for path in order.chosen.files)
    facts = Facts(
        site=site.name,
        address=f"{site.origin}{site.base}",
        year=order.year,
        moment=order.moment,
        commit=order.commit,
        pages=pages,
        files=len(order.chosen.files),
        captures=captures,
        sums=SUMS,
        licence=site.licence,
        rights=site.rights,
    )
    write_new(folder, translate(NAME), render_letter(facts, site.lang, translate).encode())
    write_sums(folder)
    pack(folder, place / f"{order.name}.zip", order.name, order.moment)
    return facts


def _write(names: tuple[str, str], shared: tuple[Path, Path, Grounds]) -> None:
    """Write a file of an archive, by its path there and in the built site."""
    (path, source), (built, folder, grounds) = names, shared
    write_new(folder, path, relinked(path, (built / source).read_bytes(), grounds))


def _captures(order: Order) -> Iterator[Capture]:
    """What the server answers for each file, then at the addresses that moved: what stands there is for other hosts."""
    origin, base = order.site.origin, order.site.base
    moved = dict(line.split()[:2] for line in read_text(order.built / "_redirects").splitlines())
    gone = {path.removeprefix(base) for path in read_text(order.built / GONE_FILE).splitlines()}
    for path in order.chosen.files:
        address = address_of(path)
        if base + address not in moved:
            status = GONE if is_gone(address, gone) else OK
            yield capture_file(f"{origin}{base}{address}", path, (order.built / path).read_bytes(), status)
    for old, new in sorted(moved.items()) if not order.year else ():
        yield capture_moved(origin + old, origin + new)
