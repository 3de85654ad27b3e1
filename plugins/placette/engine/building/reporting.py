"""What is wrong with a site that is being written, page by page: each problem is reported where it can be seen."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from placette.engine.base.message import Severity
from placette.engine.problems.problems import Problem, blocking


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with the site as it is shown.

    ``pages`` has the problems and the advice of each page that has any, by address from the site's root; ``loose`` the
    problems of files that belong to no page; ``fault`` is a sentence for everybody, when the build itself has failed.
    """

    pages: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    loose: tuple[Problem, ...] = ()
    fault: str = ""

    def stuck(self) -> frozenset[str]:
        """The files of the pages that can't be made as long as their texts are as they are."""
        return frozenset(file_of(address) for address, found in self.pages.items() if blocking(found))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another page of which something blocks: a file of it, its address from the site's root, how many problems."""

    path: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """What one page reports: its own problems and advice, the other pages with problems, and what has no page."""

    mend: tuple[Problem, ...]
    advice: tuple[Problem, ...]
    elsewhere: tuple[Elsewhere, ...]
    loose: tuple[Problem, ...]
    fault: str

    @property
    def others(self) -> int:
        """How many files are to be mended that aren't this page's."""
        return len(self.elsewhere) + len({found.path for found in self.loose})


def trouble_of(problems: Iterable[Problem], addresses: Mapping[str, str]) -> Trouble:
    """Problems sorted by page; ``addresses`` has that of every text, by source path."""
    pages: defaultdict[str, list[Problem]] = defaultdict(list)
    for found in problems:
        pages[_page_of(found.path, addresses)].append(found)
    loose = blocking(pages.pop("", ()))
    return Trouble({address: tuple(found) for address, found in sorted(pages.items())}, loose)


def _page_of(path: str, addresses: Mapping[str, str]) -> str:
    """The address of the text at ``path``, or of the one that a photo or a track lies beside; empty without any."""
    if path in addresses:
        return addresses[path]
    beside = (posixpath.join(posixpath.dirname(path), "index.md"), f"{posixpath.splitext(path)[0]}.md")
    return next((addresses[text] for text in beside if addresses.get(text)), "")


def report_for(trouble: Trouble, address: str) -> Report:
    """What the page at ``address`` reports."""
    own = trouble.pages.get(address, ())
    others = ((there, blocking(found)) for there, found in trouble.pages.items() if there != address)
    return Report(
        mend=blocking(own),
        advice=tuple(found for found in own if found.severity is Severity.ADVICE),
        elsewhere=tuple(Elsewhere(found[0].path, there, len(found)) for there, found in others if found),
        loose=trouble.loose,
        fault=trouble.fault,
    )


def file_of(address: str) -> str:
    """The file of a page, from the folder of the site."""
    return f"{address}index.html" if not address or address.endswith("/") else address
