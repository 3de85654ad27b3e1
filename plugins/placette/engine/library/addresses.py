"""Addresses are for ever: those that were published are remembered, and none is lost without somebody's saying so.

They lie beside the content folder in ``.addresses.txt``, which is committed: paths from the site's root, without its
name, one a line and sorted, so that git merges the hours of two people. They are those of pages, documents, feeds and
calendars, which a reader or a subscriber may have kept. What was published once stays there, wherever it leads since,
until it is gone: then only who declares it gone names it, since the address of a person may resemble their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import unquote, urlsplit

from placette.engine.base.files import walk_files, write_atomic
from placette.engine.base.media_types import DOWNLOADS
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
_FIELD = re.compile(r"\\{([a-z]+)[^}]*\\}")
"""A part of a pattern such as ``{date:%Y}/{slug}/``, in the text that ``re.escape`` makes of it."""
_PARTS = {"slug": "(?!\\d+/)[a-z0-9-]+"}
"""A short name has more than digits; other parts, those of dates, have nothing else."""
_ERRORS = frozenset({"404.html", "410.html"})
_KEPT = (*DOWNLOADS, ".atom.xml", ".rss.xml", ".ics", ".gpx", ".geojson", ".json")
_OF_MACHINES = ("oembed.json", "provenance.json")
"""Read with the page beside them, never by themselves."""
_OF_SCRIPTS = re.compile(r"(?:.*/)?data/[^/]+\.json")
"""What lies in a folder ``data`` is read by the script of the page above it, which finds there what there is."""
_BASE = re.compile(r'^ErrorDocument 404 "(/.*)404\.html"$', re.MULTILINE)
_MOST_WORDS = 0.5
"""The share of two names' words that both have, from which on one may have taken the other's place."""
_SHORT = 3
"""Letters of the longest words that are passed over."""
_SLIP = 0.85
"""How similar two names are when one is the other with a letter more, less or changed."""
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


def origin_of(site_url: str) -> str:
    """The scheme and host under which a site is published; empty where its address says neither."""
    parts = urlsplit(site_url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def shape_of(pattern: str) -> str:
    """A regular expression for the addresses that a format string such as ``{date:%Y}/{slug}/`` gives."""
    return _FIELD.sub(lambda found: _PARTS.get(found[1], r"\d+"), re.escape(pattern))


def is_address(text: str) -> bool:
    """Whether ``text`` is a plain path from the site's root, as a build writes them; the root itself is none."""
    return bool(_ADDRESS.fullmatch(text)) and not ("." in text and {".", ".."} & set(text.split("/")))


def is_merge_mark(line: str) -> bool:
    """Whether git left this line in a file that two people changed."""
    return bool(_MERGE.fullmatch(line))


def address_of(path: str) -> str:
    """The address of a file of the output."""
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path


def file_at(address: str) -> str:
    """The file of the output that an address, or a pattern of addresses, shows."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def addresses_of(files: Iterable[str]) -> set[str]:
    """The addresses to remember among the files of a build: those that somebody may have kept."""
    return {address for path in files if _may_be_kept(address := address_of(path))}


def _may_be_kept(address: str) -> bool:
    if not is_address(address):  # of a former system, which ``.moved.txt`` alone remembers
        return False
    if address.endswith("/"):
        return not _PAGE_OF_A_LIST.fullmatch(address)
    if address.endswith(".html"):
        return address not in _ERRORS
    return address.endswith(_KEPT) and not (address.endswith(_OF_MACHINES) or _OF_SCRIPTS.fullmatch(address))


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
    """For each lost address the one that took its place, as far as its words show; empty where none does.

    That is an address of the same name, a new one (``fresh``) first: in a place of the same kind, or anywhere for a
    name of several words. Else a new one in such a place that has most of its words, or that is spelt nearly so.
    """
    by_name: dict[str, list[str]] = {}
    for address in (*sorted(fresh), *sorted(made)) if lost else ():
        by_name.setdefault(_name(address), []).append(address)
    new: dict[str, dict[str, str]] = {}
    for address in sorted(fresh) if lost else ():
        new.setdefault(_place(address), {}).setdefault(_name(address), address)
    for number, address in enumerate(lost):
        if _name(address)[:-1].isdecimal():  # a month or a year: others bear its name, and none takes its place
            yield address, ""
            continue
        near = _namesake(address, by_name.get(_name(address), []))
        if not near and number * len(fresh) < _COMPARED:
            near = _alike(address, new.get(_place(address), {}))
        yield address, near


def _namesake(address: str, others: list[str]) -> str:
    """The first of the addresses of one name that may be the same thing."""
    distinct = "-" in _name(address)
    return next((other for other in others if distinct or _place(other) == _place(address)), "")


def _alike(address: str, others: Mapping[str, str]) -> str:
    """Of the addresses in one place, by name, the one that has most words of this one, or its spelling."""
    words = _words(address)
    shared = {name: len(words & _words(name)) / len(words | _words(name)) for name in others}
    best = max(shared, key=lambda name: shared[name], default="")
    if best and shared[best] >= _MOST_WORDS:
        return others[best]
    (near,) = nearest(_name(address), others, 1) or ("",)
    return others[near] if near and SequenceMatcher(None, near, _name(address)).ratio() >= _SLIP else ""


def _words(address: str) -> frozenset[str]:
    """The words of a name that say something: not «le», «des», unless there are no others."""
    words = _name(address).rstrip("/").split("-")
    return frozenset([word for word in words if len(word) > _SHORT] or words)


def _place(address: str) -> str:
    """The kind of place that an address lies in: the folders above, but for years and months."""
    return "/".join(part for part in _folder(address).split("/") if not part.isdecimal())


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
    base = _base_in(output)
    return {unquote(path).removeprefix(base) for path in read_text(output / GONE_FILE).splitlines()}


def departed_from(output: Path) -> set[str]:
    """The addresses at which the build says that something moved or is gone."""
    base = _base_in(output)
    return gone_from(output) | {path.removeprefix(base) for path in moved_from(output)}


def moved_from(output: Path) -> dict[str, str]:
    """The paths on the server at which the build says that something moved, each with the one it leads to."""
    lines = (line.split() for line in read_text(output / "_redirects").splitlines())
    return {unquote(words[0]): words[1] for words in lines if len(words) > 1}


def _base_in(output: Path) -> str:
    found = _BASE.search(read_text(output / ".htaccess"))
    return found[1] if found else "/"
