"""Task addresses: what is published keeps its address, or says where it went."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from invoke import Context, Exit, task

from placette.commands.reading_tasks import load_published_settings, load_settings, settings_can_be_used
from placette.commands.site_tasks import ROOT, _, refuse
from placette.engine.base.files import walk_files, write_atomic
from placette.engine.base.translation import N_
from placette.engine.build.up_to_date import is_older
from placette.engine.content import addresses as known
from placette.engine.content.addresses import FILE, MOVED_FILE, Move
from placette.engine.content.reading import ContentRefusedError
from placette.engine.findings.problems import explain, printable
from placette.engine.findings.reports import render_plain
from placette.engine.rendering.site import passing_addresses, resting_addresses
from placette.plugin import listed, open_site


@task(
    help={
        "output": N_("The folder of the built site, instead of output/."),
        "moved": N_("An address that moved; --to says where to. This only writes a line in .moved.txt."),
        "to": N_("Where the address leads now."),
        "gone": N_("An address that is gone for good. This only writes a line in .moved.txt."),
        "settle": N_("Write in .moved.txt the line proposed for each lost address; read them before you commit."),
    }
)
def addresses(
    _context: Context, output: str = "", moved: str = "", to: str = "", gone: str = "", settle: bool = False
) -> None:
    """Note the addresses of the built site in .addresses.txt, so that none is ever lost; or say that one moved."""
    settings = load_settings()
    place, built = Path(settings["PATH"]).parent, ROOT / output if output else Path(settings["OUTPUT_PATH"])
    if moved or gone or to:
        _declare(place, moved, gone, to)
    else:
        if not (built / "index.html").is_file():
            refuse(N_("Build the site first: invoke build"))
        _settle(settings, place, built) if settle else _note(place, built)


def _settle(settings: dict[str, Any], place: Path, output: Path) -> None:
    """Write where each address went that the site in ``output`` has lost, and take out invalid lines.

    Ends the task while texts need fixing, whose addresses are only away for a while, and where that site was made
    before they changed.
    """
    try:
        with settings_can_be_used():
            site = open_site({**settings, "READING_SKIP_INVALID": False})
    except ContentRefusedError:
        refuse(N_("Some texts need fixing first: until then nobody can say which addresses are lost."), 1)
    _refuse_older(settings, output)
    remembered, pages = known.load_addresses(place), known.addresses_of(walk_files(output))
    declared = {move.old for move in known.load_moves(place).moves}
    left = declared - _take_back(place, declared & pages - known.departed_from(output))
    missing = known.lost_addresses(remembered, pages, left | resting_addresses(site), known.gone_from(output))
    lost = [address for address in missing if not passing_addresses(site).fullmatch(address)]
    proposed = list(known.successors(lost, pages - remembered.lines.keys(), pages))
    _write(place, [Move(old, near) for old, near in proposed if near])
    unknown = [old for old, near in proposed if not near]
    for old in unknown:
        print(_("Where did {address} go? invoke addresses --moved {address} --to …").format(address=old))
    if unknown:
        print(_("If it is gone for good: invoke addresses --gone {address}").format(address=unknown[0]))
    if not proposed and left == declared:
        print(_("No address is lost."))


def _refuse_older(settings: dict[str, Any], output: Path) -> None:
    """End the task (2) where texts or settings have changed since ``output`` was built: it knows other addresses."""
    ways = [{**way, "OUTPUT_PATH": str(output)} for way in (settings, load_published_settings())]
    if is_older(ways, listed, [ROOT / "pelicanconf.py", ROOT / "publishconf.py"]):
        sentence = N_("The site in {folder} is older than its texts or settings. Build it first: invoke build")
        refuse(sentence, folder=os.path.relpath(output, ROOT))


def _take_back(place: Path, back: set[str]) -> set[str]:
    """Remove the declarations of present addresses from the file; return those addresses."""
    if back:
        write_atomic(place / MOVED_FILE, known.without_moves(known.read_text(place / MOVED_FILE), back).encode())
    for old in sorted(back):
        print(_("Taken out of {file}: {address}, which is there again.").format(file=MOVED_FILE, address=old))
    return back


def _note(place: Path, output: Path) -> None:
    """Note the addresses of the site in ``output``."""
    try:
        count, new = known.note_addresses(place, output)
    except ValueError as error:
        raise Exit(render_plain(known.load_addresses(place).problems, _), 1) from error
    print(_("{known} addresses noted in {file}, {new} of them new. Commit it.").format(known=count, new=new, file=FILE))


def _declare(place: Path, moved: str, gone: str, to: str) -> None:
    """Write the line that declares where an address leads; ends the task for one that can't be written so."""
    advice = _("Write the addresses without the name of the site: --moved 2025/old/ --to 2026/new/")
    parsed = known.read_moves(f"{moved or gone} -> {to or 'gone'}")
    if bool(moved) != bool(to) or bool(moved) == bool(gone) or len(parsed.moves) + len(parsed.problems) != 1:
        raise Exit(advice, 2)
    if parsed.problems:
        raise Exit(f"{advice}\n{printable(explain(parsed.problems[0], _)[1])}", 2)
    _write(place, parsed.moves)


def _write(place: Path, moves: Sequence[Move]) -> None:
    """Write a line for each, and print it."""
    text = known.read_text(place / MOVED_FILE) or f"{_(known.HEADING)}\n"
    for move in moves:
        text = known.with_move(text, move, _("gone"))
    if moves:
        write_atomic(place / MOVED_FILE, text.encode())
    for move in moves:
        print(_("Written in {file}: {line}").format(file=MOVED_FILE, line=known.render_move(move, _("gone"))))
