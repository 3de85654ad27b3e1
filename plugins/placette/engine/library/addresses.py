"""Addresses are for ever: those that were published are remembered, and none is lost without somebody's saying so.

They lie beside the content folder in ``.addresses.txt``, which is committed: paths from the site's root, without its
name, one a line and sorted, so that git merges the hours of two people. They are those of pages, feeds and calendars,
which a reader or a subscriber may have kept. What was published once stays there, wherever it leads since, until it is
gone: then only who declares it gone names it, since the address of a person may resemble their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from placette.engine.base.files import walk_files, write_atomic
from placette.engine.base.text import nearest
from placette.engine.problems.address_messages import MOVED_OR_GONE, MOVED_THERE, NO_ADDRESS
from placette.engine.problems.problems import Problem, problem

FILE = ".addresses.txt"
MOVED_FILE = ".moved.txt"
"""The file of what editors declare moved or gone (``moves.py``), beside it."""
GONE_FILE = "gone.txt"
"""The file of a build that lists what is gone, as paths on the server."""
_HEADING = "# Addresses of this site that were published (invoke addresses). Commit this file.\n"
_ADDRESS = re.compile(r"[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*/?")
_MERGE = re.compile(r"(<{7}|\|{7}|={7}|>{7})( .*)?")
"""A mark that git leaves where two people changed the same lines."""
_PAGE_OF_A_LIST = re.compile(r"(?:.*/)?page/\d+/")
"""From the second page of a list on: what stands there moves with every post, so nobody can have meant it."""
_ERRORS = frozenset({"404.html", "410.html"})
_FEEDS = (".atom.xml", ".rss.xml", ".ics", ".gpx", ".geojson", ".json")
_OF_MACHINES = ("oembed.json", "provenance.json")
"""Read with the page beside them, never by themselves."""
_BASE = re.compile(r'^ErrorDocument 404 "(/.*)404\.html"$', re.MULTILINE)
_COMPARED = 20_000
"""Names that are compared with those of lost addresses, half a second's worth: of very many only some are."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The addresses of a file, each with its line, and what is wrong with other lines."""

    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def base_of(site_url: str) -> str:
    """The path under which a site is published, with slashes at both ends."""
    path = urlsplit(site_url).path.strip("/")
    return f"/{path}/" if path else "/"


def is_address(text: str) -> bool:
    """Whether ``text`` is a plain path from the site's root, as a build writes them; the root itself is none."""
    return bool(_ADDRESS.fullmatch(text)) and not ("." in text and {".", ".."} & set(text.split("/")))


def is_merge_mark(line: str) -> bool:
    """Whether git left this line in a file that two people changed."""
    return bool(_MERGE.fullmatch(line))


def address_of(path: str) -> str:
    """The address of a file of the output."""
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path


def addresses_of(files: Iterable[str]) -> set[str]:
    """The addresses to remember among the files of a build: those that somebody may have kept."""
    return {address for path in files if _may_be_kept(address := address_of(path))}


def _may_be_kept(address: str) -> bool:
    if address.endswith("/"):
        return not _PAGE_OF_A_LIST.fullmatch(address)
    if address.endswith(".html"):
        return address not in _ERRORS
    return address.endswith(_FEEDS) and not address.endswith(_OF_MACHINES)


def read_addresses(text: str) -> Remembered:
    """The addresses of a file's text; comments and empty lines are none, and what is damaged is reported."""
    lines: dict[str, int] = {}
    problems = []
    for number, written in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = written.strip()
        if is_address(line):
            lines.setdefault(line, number)
        elif is_merge_mark(line):
            problems.append(problem("address-merge", FILE, number, excerpt=line))
        elif line and not line.startswith("#"):
            problems.append(problem("address-line", FILE, number, excerpt=line, proposal=NO_ADDRESS))
    return Remembered(lines, tuple(problems))


def render_addresses(addresses: Iterable[str]) -> str:
    """The text of the file."""
    return _HEADING + "".join(f"{address}\n" for address in sorted(set(addresses)))


def merged(before: Iterable[str], made: Iterable[str], gone: Set[str]) -> set[str]:
    """The addresses to remember once a build that makes ``made`` is published."""
    return {address for address in {*before, *made} if not is_gone(address, gone)}


def is_gone(address: str, gone: Set[str]) -> bool:
    """Whether an address is declared gone, by itself or by a folder above it, which stands for all below."""
    ends = (place for place, character in enumerate(address, 1) if character == "/")
    return bool(gone) and (address in gone or any(address[:end] in gone for end in ends))


def lost_addresses(remembered: Remembered, made: Set[str], departed: Iterable[str], gone: Set[str]) -> list[str]:
    """The addresses that nobody accounts for, sorted: not made, not moved (``departed``), not gone."""
    missing = remembered.lines.keys() - made - set(departed)
    return sorted(address for address in missing if not is_gone(address, gone))


def lost_problems(lost: Iterable[str], remembered: Remembered, made: Set[str]) -> Iterator[Problem]:
    """A problem for each lost address, with the one that probably took its place."""
    for address, near in successors(list(lost), made - remembered.lines.keys(), made):
        proposal, line = MOVED_THERE if near else MOVED_OR_GONE, remembered.lines[address]
        yield problem("address-lost", FILE, line, address=address, near=near, file=MOVED_FILE, proposal=proposal)


def successors(lost: list[str], fresh: Set[str], made: Set[str]) -> Iterator[tuple[str, str]]:
    """For each lost address the new one (``fresh``) of its name, else another one, else a new one of a like name.

    Else the only new one of its folder, when it is the only lost one there. None (empty) for a month or a year: others
    bear its name, and none takes its place.
    """
    if not lost:
        return
    by_name: dict[str, str] = {}
    for address in (*sorted(fresh), *sorted(made)):
        by_name.setdefault(_name(address), address)
    names = {_name(address) for address in fresh}
    taken = set(map(_name, lost))
    alone, came = _alone(lost), _alone(address for address in fresh if _name(address) not in taken)
    for number, address in enumerate(lost):
        name, folder = _name(address), _folder(address)
        like = nearest(name, names, 1) if number * len(names) < _COMPARED and name not in by_name else []
        near = by_name.get(like[0] if like else name) or (folder in alone and came.get(folder)) or ""
        yield address, "" if name[:-1].isdecimal() else near


def _alone(addresses: Iterable[str]) -> dict[str, str]:
    """By folder, the addresses that are alone in theirs; months and years aside."""
    found: dict[str, list[str]] = {}
    for address in addresses:
        if not _name(address)[:-1].isdecimal():
            found.setdefault(_folder(address), []).append(address)
    return {folder: those[0] for folder, those in found.items() if len(those) == 1}


def _folder(address: str) -> str:
    """The address above."""
    return address.removesuffix("/").rpartition("/")[0]


def _name(address: str) -> str:
    """The last part of an address: the name of a post, wherever it lies."""
    return address.removesuffix("/").rpartition("/")[2] + address[-1:]


def load_addresses(folder: Path) -> Remembered:
    """What is remembered beside the settings in ``folder``; nothing where nothing was ever published.

    Raises ``OSError`` for a file that can't be read.
    """
    return read_addresses(read_text(folder / FILE))


def read_text(path: Path) -> str:
    """A file's text, whatever is wrong with its letters; empty where there is none. Raises ``OSError``."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def note_addresses(folder: Path, output: Path) -> tuple[int, int]:
    """Remember in ``folder`` what the build in ``output`` publishes; how many addresses are known, and are new.

    Marks of a merge are left out and both sides kept. Raises ``OSError``, or ``ValueError`` for other damage, which
    an editor must see first.
    """
    before = load_addresses(folder)
    if any(found.code != "address-merge" for found in before.problems):
        raise ValueError(FILE)
    known = merged(before.lines, addresses_of(walk_files(output)), gone_from(output))
    write_atomic(folder / FILE, render_addresses(known).encode())
    return len(known), len(known - before.lines.keys())


def gone_from(output: Path) -> set[str]:
    """The addresses that the build declares gone, from the site's root; servers get them with the path of the site."""
    found = _BASE.search(read_text(output / ".htaccess"))
    base = found[1] if found else "/"
    return {path.removeprefix(base) for path in read_text(output / GONE_FILE).splitlines()}
