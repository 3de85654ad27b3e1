"""Task: addresses."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from invoke import Context, task
from invoke.exceptions import Exit

from placette.desks.reading_tasks import load_published_settings, load_settings, settings_can_be_used
from placette.desks.site_tasks import ROOT, _, file_failed
from placette.engine.base.files import walk_files, write_atomic
from placette.engine.base.message import N_
from placette.engine.building.standing import is_older
from placette.engine.library.addresses import (
    FILE,
    MOVED_FILE,
    addresses_of,
    departed_from,
    gone_from,
    load_addresses,
    lost_addresses,
    note_addresses,
    read_text,
    successors,
)
from placette.engine.library.moves import (
    HEADING,
    Move,
    load_moves,
    read_moves,
    render_move,
    with_move,
    without_moves,
)
from placette.engine.library.refusal import ContentRefusedError
from placette.engine.pages.desk import Desk
from placette.engine.problems.problems import explain
from placette.engine.problems.reports import printable, render_plain
from placette.plugin import listed, open_desk

_GONE = N_("gone")


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
    try:
        if moved or gone or to:
            _declare(place, moved, gone, to)
        else:
            _look_at(settings, place, built, settle)
    except OSError as error:
        raise file_failed(error) from error


def _look_at(settings: dict[str, Any], place: Path, output: Path, settle: bool) -> None:
    if not (output / "index.html").is_file():
        raise Exit(_("Build the site first: invoke build"), 2)
    if settle:
        _settle(settings, place, output)
    else:
        _note(place, output)


def _settle(settings: dict[str, Any], place: Path, output: Path) -> None:
    """Write where each address went that the site in ``output`` has lost, and take out lines that no longer hold.

    Ends the task while texts are to be mended, whose addresses are only away for a while, and where that site was
    made before they changed.
    """
    desk = _whole_site(settings)
    _refuse_older(settings, output)
    remembered, made = load_addresses(place), addresses_of(walk_files(output))
    declared = {move.old for move in load_moves(place).moves}
    left = declared - _take_back(place, declared & made - departed_from(output))
    missing = lost_addresses(remembered, made, left | desk.resting, gone_from(output))
    lost = [address for address in missing if not desk.passing.fullmatch(address)]
    proposed = list(successors(lost, made - remembered.lines.keys(), made))
    _write(place, [Move(old, near) for old, near in proposed if near])
    _ask_about([old for old, near in proposed if not near])
    if not proposed and left == declared:
        print(_("No address is lost."))


def _whole_site(settings: dict[str, Any]) -> Desk:
    """The site as it would be published now; ends the task while texts are to be mended."""
    try:
        with settings_can_be_used():
            return open_desk({**settings, "READING_SKIP_INVALID": False})
    except ContentRefusedError as error:
        advice = N_("Some texts need fixing first: until then nobody can say which addresses are lost.")
        raise Exit(_(advice), 1) from error


def _refuse_older(settings: dict[str, Any], output: Path) -> None:
    """End the task (2) where texts or settings have changed since ``output`` was built: it knows other addresses."""
    ways = [{**way, "OUTPUT_PATH": str(output)} for way in (settings, load_published_settings())]
    if is_older(ways, listed, [ROOT / "pelicanconf.py", ROOT / "publishconf.py"]):
        sentence = N_("The site in {folder} is older than its texts or settings. Build it first: invoke build")
        raise Exit(printable(_(sentence).format(folder=os.path.relpath(output, ROOT))), 2)


def _take_back(place: Path, back: set[str]) -> set[str]:
    """Take the declarations of what is there again out of the file; gives those addresses."""
    if back:
        write_atomic(place / MOVED_FILE, without_moves(read_text(place / MOVED_FILE), back).encode())
    for old in sorted(back):
        print(_("Taken out of {file}: {address}, which is there again.").format(file=MOVED_FILE, address=old))
    return back


def _ask_about(unknown: list[str]) -> None:
    """Print what to decide, and how to say it."""
    for old in unknown:
        print(_("Where did {address} go? invoke addresses --moved {address} --to …").format(address=old))
    if unknown:
        print(_("If it is gone for good: invoke addresses --gone {address}").format(address=unknown[0]))


def _note(place: Path, output: Path) -> None:
    """Note the addresses of the site in ``output``."""
    try:
        known, new = note_addresses(place, output)
    except ValueError as error:
        raise Exit(render_plain(load_addresses(place).problems, _), 1) from error
    print(_("{known} addresses noted in {file}, {new} of them new. Commit it.").format(known=known, new=new, file=FILE))


def _declare(place: Path, moved: str, gone: str, to: str) -> None:
    """Write the line that says where an address leads; ends the task for one that can't be written so."""
    advice = _("Write the addresses without the name of the site: --moved 2025/old/ --to 2026/new/")
    read = read_moves(f"{moved or gone} -> {to or 'gone'}")
    if bool(moved) != bool(to) or bool(moved) == bool(gone) or len(read.moves) + len(read.problems) != 1:
        raise Exit(advice, 2)
    if read.problems:
        raise Exit(f"{advice}\n{printable(explain(read.problems[0], _)[1])}", 2)
    _write(place, read.moves)


def _write(place: Path, moves: Sequence[Move]) -> None:
    """Write a line for each, and print it."""
    text = read_text(place / MOVED_FILE) or f"{_(HEADING)}\n"
    for move in moves:
        text = with_move(text, move, _(_GONE))
    if moves:
        write_atomic(place / MOVED_FILE, text.encode())
    for move in moves:
        print(_("Written in {file}: {line}").format(file=MOVED_FILE, line=render_move(move, _(_GONE))))
