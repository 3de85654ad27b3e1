"""What the task says, in lines: lists that are cut, and addresses that couldn't be asked. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from placette.desks.status import WHY
from placette.engine.base.message import N_

SHOWN = 20
"""Lines of a kind that are printed; the rest is counted."""
_WHY = {**WHY, "large": N_("its answer is too large"), "json": N_("its answer cannot be understood")}


def listed(heading: str, lines: Iterable[str], translate: Callable[[str], str]) -> Iterator[str]:
    """A heading and its lines; nothing where there are none."""
    found = list(lines)
    if found:
        yield heading
        yield from (f"  {line}" for line in found[:SHOWN])
        yield from _more(len(found), translate, "  ")


def failed_lines(failures: Iterable[tuple[str, str]], translate: Callable[[str], str]) -> Iterator[str]:
    """Each address that couldn't be asked, once, with why."""
    failed = _reasons(failures)
    for at, key, status in failed[:SHOWN]:
        why = translate(_WHY[key]).format(status=status)
        yield translate(N_("Not asked, the next run will try again: {address} ({why})")).format(address=at, why=why)
    yield from _more(len(failed), translate)


def failed_values(failures: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """The same for a program."""
    return [{"address": at, "why": key, "status": status} for at, key, status in _reasons(failures)]


def _reasons(failures: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Address, key of ``_WHY``, and the status where it is that."""
    found = dict.fromkeys(failures)
    return [(at, key if key in _WHY else "status", key if key.isdigit() else "") for at, key in found]


def _more(count: int, translate: Callable[[str], str], indent: str = "") -> Iterator[str]:
    if count > SHOWN:
        yield indent + translate(N_("… and {count} more")).format(count=count - SHOWN)
