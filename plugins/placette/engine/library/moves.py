"""What editors declare of addresses that were published: one moved, one is gone. Lines of ``.moved.txt``.

    2025/old/ -> 2026/new/
    2025/withdrawn/ -> gone
    2019/été-à-la-plage/ -> 2026/beach/
    spip.php?article12 -> 2026/wash-house/

A file of lines, not a setting: who forgets a comma there stops the site with words of Python's, here one line is
reported and the others hold; lines can be copied from what the build says; git merges them. It lies beside the
content folder, not in it, so that no proposal of a resident's can lead visitors elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from placette.engine.base.message import N_
from placette.engine.base.text import nearest
from placette.engine.library.addresses import MOVED_FILE, is_gone, is_merge_mark, read_text
from placette.engine.library.old_addresses import OldAddressError, read_old_address, write_old_address
from placette.engine.problems.address_messages import NO_MOVE
from placette.engine.problems.messages import NEAR, NOTHING_NEAR
from placette.engine.problems.problems import Problem, problem

GONE_WORDS = frozenset({"gone", "disparue"})
"""What stands in the place of an address of today, in the languages of the site."""
_NONE = re.compile(r"(?!)")
_ARROW = re.compile("->|=>|→")
_COMMENT = re.compile(r"(?:^|\s)#.*")
HEADING = N_("# One line for each address that moved or is gone: 2025/old/ -> 2026/new/, or 2025/old/ -> gone")
"""The first line of a new file."""


@dataclass(frozen=True, slots=True)
class Move:
    """An address that moved; ``new`` is None for one that is gone, empty for the home page. Lines count from 1."""

    old: str
    new: str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Moves:
    """The declarations of a file, in its order, and what is wrong with other lines."""

    moves: tuple[Move, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """Declarations seen beside the site: each moved address with the page it ends at, those gone, what can't hold.

    ``waiting`` are those that lead to a text which is left out for now.
    """

    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    problems: tuple[Problem, ...]
    waiting: tuple[str, ...] = ()


class _UnsettledError(Exception):
    """An address leads nowhere, or in a circle: the code of the problem, and the address it came to."""

    def __init__(self, code: str, new: str) -> None:
        self.code, self.new = code, new
        super().__init__(code)


def load_moves(folder: Path) -> Moves:
    """What is declared beside the settings in ``folder``. Raises ``OSError`` for a file that can't be read."""
    return read_moves(read_text(folder / MOVED_FILE))


def read_moves(text: str) -> Moves:
    """The declarations of a file's text; what can't be understood is reported and does nothing."""
    found: dict[str, Move] = {}
    lines = enumerate(text.removeprefix("\ufeff").splitlines(), 1)
    written = ((_COMMENT.sub("", line).strip(), number) for number, line in lines)
    problems = [_note(line, number, found) for line, number in written if line]
    return Moves(tuple(found.values()), tuple(filter(None, problems)))


def _note(written: str, line: int, found: dict[str, Move]) -> Problem | None:
    """Add what a line declares to what was found; else what is wrong with it."""
    if is_merge_mark(written):
        return problem("address-merge", MOVED_FILE, line, excerpt=written)
    try:
        move = _move(written, line)
    except OldAddressError as error:
        why, where = error.proposal, error.character
        return problem("address-line", MOVED_FILE, line, excerpt=written, proposal=why, character=where)
    first = found.setdefault(move.old, move)
    if first.new == move.new:
        return None
    return problem("address-twice", MOVED_FILE, line, address=move.old, other=first.line)


def _move(written: str, line: int) -> Move:
    """The declaration of a line; raises ``OldAddressError`` for any other line."""
    old, *others = map(str.strip, _ARROW.split(written))
    if len(others) != 1 or not others[0]:
        raise OldAddressError(NO_MOVE)
    address = read_old_address(old)
    if not address:  # the home page stays
        raise OldAddressError(NO_MOVE)
    is_gone_now = others[0].casefold() in GONE_WORDS
    return Move(address, None if is_gone_now else read_old_address(others[0]), line)


def render_move(move: Move, gone: str = "gone") -> str:
    """The line of a declaration; ``gone`` is one of ``GONE_WORDS``."""
    new = gone if move.new is None else write_old_address(move.new) or "/"
    return f"{write_old_address(move.old)} -> {new}"


def with_move(text: str, move: Move, gone: str = "gone") -> str:
    """The file's text with one more declaration, which replaces an older one of the same address."""
    kept = [line for line in text.splitlines() if _declared(line) != move.old]
    after = (place for place, line in enumerate(kept) if (_declared(line) or "") > move.old)
    place = next(after, len(kept))
    return "".join(f"{line}\n" for line in (*kept[:place], render_move(move, gone), *kept[place:]))


def without_moves(text: str, olds: Set[str]) -> str:
    """The file's text without the declarations of some addresses."""
    return "".join(f"{line}\n" for line in text.splitlines() if _declared(line) not in olds)


def _declared(line: str) -> str | None:
    """The address that a line of the file declares something of."""
    try:
        return _move(_COMMENT.sub("", line).strip(), 0).old
    except OldAddressError:
        return None


def settle_moves(
    moves: Moves,
    made: Set[str],
    moved: Mapping[str, str],
    gone: Set[str],
    waiting: Set[str] = frozenset(),
    passing: re.Pattern[str] = _NONE,
) -> Settled:
    """Follow each declaration to its end.

    ``made`` are the addresses of all files that the site has, ``moved`` and ``gone`` those it knows by itself,
    ``waiting`` those of texts that are left out for now, ``passing`` the shapes of those that may come back. What leads
    to something that is gone is gone; what leads to a text that waits does, once that is there.
    """
    if not moves.moves:  # nearly always, and there are many addresses
        return Settled((), (), moves.problems)
    declared = {move.old: move for move in moves.moves}
    taken = _with_folders({*made, *moved, *(move.old for move in moves.moves if move.new is not None)})
    ends: dict[str, str | None] = {}
    problems, held = list(moves.problems), list[str]()
    for move in moves.moves:
        if move.new is None and is_gone(move.old, gone):
            continue
        if passing.fullmatch(move.old) and move.old in made:  # a list that is there again
            continue
        if move.old in made or move.old in moved or is_gone(move.old, gone) or (move.new is None and move.old in taken):
            problems.append(problem("address-made", MOVED_FILE, move.line, address=move.old))
            continue
        try:
            ends[move.old] = _end(move, declared, made, moved, gone)
        except _UnsettledError as error:
            if error.new in waiting:
                held.append(move.old)
            else:
                problems.append(_unsettled(move, error, made))
    led = ((old, new) for old, new in ends.items() if new is not None)
    away = sorted(old for old, new in ends.items() if new is None)
    return Settled(tuple(sorted(led)), tuple(away), tuple(problems), tuple(held))


def _with_folders(addresses: Set[str]) -> set[str]:
    """Every folder that lies above one of the addresses."""
    return {address[: end + 1] for address in addresses for end in _slashes(address) if end + 1 < len(address)}


def _slashes(address: str) -> list[int]:
    return [place for place, character in enumerate(address) if character == "/"]


def _end(
    move: Move, declared: Mapping[str, Move], made: Set[str], moved: Mapping[str, str], gone: Set[str]
) -> str | None:
    """Where a moved address ends; raises ``_UnsettledError``."""
    new, seen = move.new, {move.old}
    while new is not None and new not in made:
        if new in seen:
            raise _UnsettledError("address-loop", new)
        seen.add(new)
        if new in moved:
            new = moved[new]
        elif new in declared:
            new = declared[new].new
        elif is_gone(new, gone):
            return None
        else:
            raise _UnsettledError("address-target", new)
    return new


def _unsettled(move: Move, error: _UnsettledError, made: Set[str]) -> Problem:
    near = ", ".join(nearest(error.new, made, 1)) if error.code == "address-target" else ""
    proposal = NEAR if near else NOTHING_NEAR
    return problem(error.code, MOVED_FILE, move.line, address=move.old, new=error.new, proposal=proposal, names=near)
