"""Links of texts to pages that are no text's: whether there is such a page is known once a site is planned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import replace

from placette.engine.library.addresses import address_of
from placette.engine.library.build import Build
from placette.engine.library.dead_links import propose_targets
from placette.engine.pages.desk import Desk
from placette.engine.pages.planning import first_requests
from placette.engine.problems.problems import Problem, blocks, in_order


class DeadLinksError(Exception):
    """Texts lead to pages that the site doesn't have; nothing was made."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)}")


def planned_addresses(desk: Desk) -> frozenset[str]:
    """The addresses of all pages that are printed."""
    return frozenset(address_of(request.save_as) for request in first_requests(desk))


def dead_links(listed: Iterable[tuple[str, Problem]], made: Set[str]) -> Iterator[Problem]:
    """The problems of links (each with the address of a page) that lead to none of the addresses that are made."""
    dead = (problem for address, problem in listed if address not in made)
    pages = {address.rstrip("/") for address in made if address.endswith("/")}
    for found in propose_targets(dead, pages):
        values = ((name, f"/{value}/" if name == "names" else value) for name, value in found.values)
        yield replace(found, values=tuple(values))


def refuse_dead_links(desk: Desk, made: Set[str], files: Iterable[str]) -> None:
    """Raise ``DeadLinksError`` for links of texts that lead neither to an address that is made nor to one of files."""
    suspects = [(address, problem) for address, problem in desk.build.listed if address not in made]
    others = {address_of(path) for path in files} if suspects else frozenset()
    if problems := tuple(dead_links(suspects, made | others)):
        raise DeadLinksError(problems)


def with_dead_links(build: Build, lists: str, desk: Callable[[], Desk]) -> Build:
    """The build with the problems of links to lists that it lacks; ``lists`` is a regular expression for those.

    Where something blocks already, nobody knows which lists there would be; then no ``desk`` is made.
    """
    listed = [one for one in build.listed if re.fullmatch(lists, one[0])]
    if not listed or blocks(build.problems):
        return build
    found = dead_links(listed, planned_addresses(desk()))
    return replace(build, problems=tuple(sorted({*build.problems, *found}, key=in_order)))
