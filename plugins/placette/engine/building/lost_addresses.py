"""What is wrong with the addresses that were published, once all files of a build are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from placette.engine.library.addresses import addresses_of, load_addresses, lost_addresses, lost_problems
from placette.engine.library.departures import Departures
from placette.engine.problems.problems import Problem, in_order


def address_problems(
    folder: Path,
    files: Iterable[str],
    departures: Departures,
    base: str,
    passing: re.Pattern[str],
    resting: Iterable[str] = (),
    *,
    preview: bool = False,
) -> tuple[Problem, ...]:
    """Those lost, those declared what can't hold, and damage of the two files, which lie in ``folder``.

    Addresses that are ``passing`` come and go with what they list, ``resting`` ones with what is said of silent texts,
    and none of them is lost. A ``preview`` has no feeds, and loses none. Raises ``OSError`` for a file that can't be
    read.
    """
    remembered = load_addresses(folder)
    made = addresses_of(files) if remembered.lines else set()
    led = (*(old for old, _ in departures.moved), *departures.waiting)
    moved = (*(old.removeprefix(base) for old in led), *resting)
    made |= {address for address in remembered.lines if preview and not address.endswith("/")}
    missing = lost_addresses(remembered, made, moved, {path.removeprefix(base) for path in departures.gone})
    lost = [address for address in missing if not passing.fullmatch(address)]
    found = (*remembered.problems, *departures.problems, *lost_problems(lost, remembered, made))
    return tuple(sorted(found, key=in_order))
