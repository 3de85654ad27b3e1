"""Addresses are for ever: published ones are remembered, and none is lost unless the editors declare it.

They are kept beside the content folder in ``.addresses.txt``, which is committed: paths from the site's root, without
its name, one a line and sorted, so that git merges the work of two people. They are those of pages, documents, feeds
and calendars, which a reader or a subscriber may have kept. A published address stays there, wherever it leads later,
until it is declared gone: then only that declaration names it, since the address of a person may resemble their name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from placette.engine.base.files import DOWNLOADS, walk_files, write_atomic
from placette.engine.base.text import nearest
from placette.engine.base.translation import N_
from placette.engine.findings import messages
from placette.engine.findings.problems import Problem, problem

FILE = ".addresses.txt"
MOVED_FILE = ".moved.txt"
"""The file of what editors declare moved or gone beside it."""
GONE_FILE = "gone.txt"
"""The file of a build that lists what is gone, as paths on the server."""
_HEADING = "# Addresses of this site that were published (invoke addresses). Commit this file.\n"
_ADDRESS = re.compile(r"[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*/?")
_MERGE = re.compile(r"(<{7}|\|{7}|={7}|>{7})( .*)?")
"""A mark that git leaves where two people changed the same lines."""
_PAGE_OF_A_LIST = re.compile(r"(?:.*/)?page/\d+/")
"""The second and later pages of a list: their content moves with every post, so no link means it."""
_FIELD = re.compile(r"\\{([a-z]+)[^}]*\\}")
"""A part of a pattern such as ``{date:%Y}/{slug}/``, in the text that ``re.escape`` makes of it."""
_PARTS = {"slug": "(?!\\d+/)[a-z0-9-]+"}
"""A short name has more than digits; other parts, those of dates, have nothing else."""
_ERRORS = frozenset({"404.html", "410.html"})
_KEPT = (*DOWNLOADS, ".atom.xml", ".rss.xml", ".ics", ".gpx", ".geojson", ".json")
_OF_MACHINES = ("oembed.json", "provenance.json", "tdmrep.json")
"""Read with the pages they are about, never by themselves."""
_OF_SCRIPTS = re.compile(r"(?:.*/)?data/[^/]+\.json")
"""A folder ``data`` is read by the script of the page above it, which finds the files there by itself."""
_BASE = re.compile(r'^ErrorDocument 404 "(/.*)404\.html"$', re.MULTILINE)
_SLIP = 0.85
"""How similar two names are when one is the other with a letter more, less or changed."""
_COMPARED = 20_000
"""Names that are compared with those of lost addresses, half a second's worth: of very many only some are."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The addresses of a file, each with its line, and the problems of other lines."""

    lines: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def base_of(site_url: str) -> str:
    """Return the path under which a site is published, with slashes at both ends."""
    path = urlsplit(site_url).path.strip("/")
    return f"/{path}/" if path else "/"


def origin_of(site_url: str) -> str:
    """Return the scheme and host of a published site; empty where its address has neither."""
    parts = urlsplit(site_url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def shape_of(pattern: str) -> str:
    """Return a regular expression for the addresses of a format string such as ``{date:%Y}/{slug}/``."""
    return _FIELD.sub(lambda found: _PARTS.get(found[1], r"\d+"), re.escape(pattern))


def is_address(text: str) -> bool:
    """Return whether ``text`` is a plain path from the site's root, as a build writes them; the root itself is none."""
    return bool(_ADDRESS.fullmatch(text)) and not ("." in text and {".", ".."} & set(text.split("/")))


def is_merge_mark(line: str) -> bool:
    """Return whether git left this line in a file that two people changed."""
    return bool(_MERGE.fullmatch(line))


def address_of(path: str) -> str:
    """Return the address of a file of the output."""
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path


def file_at(address: str) -> str:
    """Return the file of the output that an address, or a pattern of addresses, shows."""
    return f"{address}index.html" if not address or address.endswith("/") else address


def addresses_of(files: Iterable[str]) -> set[str]:
    """Return the addresses to remember among the files of a build: those that a reader may have kept."""
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
    """Return the addresses in a file's text; comments and empty lines are none, and damage is reported."""
    lines: dict[str, int] = {}
    problems = []
    for number, row in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = row.strip()
        if is_address(line):
            lines.setdefault(line, number)
        elif is_merge_mark(line):
            problems.append(problem("address-merge", FILE, number, excerpt=line))
        elif line and not line.startswith("#"):
            problems.append(problem("address-line", FILE, number, excerpt=line, proposal=messages.NO_ADDRESS))
    return Remembered(lines, tuple(problems))


def render_addresses(addresses: Iterable[str]) -> str:
    """Return the text of the file."""
    return _HEADING + "".join(f"{address}\n" for address in sorted(set(addresses)))


def merged(before: Iterable[str], made: Iterable[str], gone: Set[str]) -> set[str]:
    """Return the addresses to remember once a build that makes ``made`` is published."""
    return {address for address in {*before, *made} if not is_gone(address, gone)}


def is_gone(address: str, gone: Set[str]) -> bool:
    """Return whether an address is declared gone, by itself or by a folder above it."""
    return bool(gone) and (address in gone or not gone.isdisjoint(_folders(address)))


def _folders(address: str) -> Iterator[str]:
    """Return the beginnings of an address, up to each slash."""
    return (address[:end] for end, character in enumerate(address, 1) if character == "/")


def lost_addresses(remembered: Remembered, made: Set[str], departed: Iterable[str], gone: Set[str]) -> list[str]:
    """Return the lost addresses, sorted: not made, not moved (``departed``), not gone."""
    missing = remembered.lines.keys() - made - set(departed)
    return sorted(address for address in missing if not is_gone(address, gone))


def lost_problems(lost: Iterable[str], remembered: Remembered, made: Set[str]) -> Iterator[Problem]:
    """Yield a problem for each lost address, with the one that probably took its place."""
    for address, near in successors(list(lost), made - remembered.lines.keys(), made):
        proposal, line = messages.MOVED_THERE if near else messages.MOVED_OR_GONE, remembered.lines[address]
        yield problem("address-lost", FILE, line, address=address, near=near, file=MOVED_FILE, proposal=proposal)


def successors(lost: list[str], fresh: Set[str], made: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield for each lost address a likely new one; empty where none is.

    That is an address of the same name, a new one (``fresh``) first: in a place of the same kind, or anywhere for a
    name of several words. Else a new one in such a place that has more words, or nearly the same spelling.
    """
    by_name: dict[str, list[str]] = {}
    new: dict[str, dict[str, str]] = {}
    for address in sorted(fresh) if lost else ():
        new.setdefault(_place(address), {}).setdefault(_name(address), address)
    for address in (*sorted(fresh), *sorted(made)) if lost else ():
        by_name.setdefault(_name(address), []).append(address)
    for number, address in enumerate(lost):
        name, place = _name(address), _place(address)
        if name[:-1].isdecimal():  # a month or a year: others bear its name, and none takes its place
            yield address, ""
            continue
        near = next((other for other in by_name.get(name, ()) if "-" in name or _place(other) == place), "")
        if not near and number * len(fresh) < _COMPARED:
            alike = nearest(name, new.get(place, ()), 1)
            stem, other = name.rstrip("/"), alike[0] if alike else ""
            is_slip = other.startswith(f"{stem}-") or SequenceMatcher(None, other, name).ratio() >= _SLIP
            near = new[place][other] if other and is_slip else ""
        yield address, near


def _place(address: str) -> str:
    """Return the kind of place of an address: the folders above, but for years and months."""
    above = address.removesuffix("/").rpartition("/")[0]
    return "/".join(part for part in above.split("/") if not part.isdecimal())


def _name(address: str) -> str:
    """Return the last part of an address: the name of a post, in any folder."""
    return address.removesuffix("/").rpartition("/")[2] + address[-1:]


def load_addresses(folder: Path) -> Remembered:
    """Return the addresses remembered beside the settings, none before a first publication; raises ``OSError``."""
    return read_addresses(read_text(folder / FILE))


def read_text(path: Path) -> str:
    """Return a file's text, decoded without errors; empty where there is none. Raises ``OSError``."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def note_addresses(folder: Path, output: Path) -> tuple[int, int]:
    """Write to ``folder`` what the build in ``output`` publishes; return how many addresses are known, and are new.

    Marks of a merge are left out and both sides kept. Raises ``OSError``, or ``ValueError`` for other damage, which
    an editor must see first.
    """
    before = load_addresses(folder)
    if any(damage.code != "address-merge" for damage in before.problems):
        raise ValueError(FILE)
    addresses = merged(before.lines, addresses_of(walk_files(output)), gone_from(output))
    write_atomic(folder / FILE, render_addresses(addresses).encode())
    return len(addresses), len(addresses - before.lines.keys())


def gone_from(output: Path) -> set[str]:
    """Return the addresses that the build declares gone, from the site's root; servers get the path of the site too."""
    base = _base_in(output)
    return {unquote(path).removeprefix(base) for path in read_text(output / GONE_FILE).splitlines()}


def departed_from(output: Path) -> set[str]:
    """Return the addresses that the build declares moved or gone."""
    base = _base_in(output)
    return gone_from(output) | {path.removeprefix(base) for path in moved_from(output)}


def moved_from(output: Path) -> dict[str, str]:
    """Return the paths on the server that the build declares moved, each with its target."""
    lines = (line.split() for line in read_text(output / "_redirects").splitlines())
    return {unquote(words[0]): words[1] for words in lines if words[2:] == ["301"]}


def _base_in(output: Path) -> str:
    match = _BASE.search(read_text(output / ".htaccess"))
    return match[1] if match else "/"


IN_PATHS = (
    r"A-Za-z0-9_.~+,()@!'=& \-\xa0-\xac\xae-\u061b\u061d-\u180d\u180f-\u200a\u200c\u200d\u2010-\u2027\u202f-\u205f"
    r"\u2070-\ud7ff\uf900-\ufefe\uff00-\uffef\U00010000-\U000dffff"
)
IN_QUERIES = r"A-Za-z0-9_.~+,()@/:=&%\[\]\-"
"""Characters of a path's parts, and of a query, for the class of a regular expression.

A path has any letter or sign but those of ASCII that servers' files give a meaning, and beyond ASCII those that nobody
sees or that turn the direction of a line.
"""
_ESCAPED = re.compile(r"[\s→\u200c\u200d]")
"""Signs of a path that a line has in percent form: they would end the address, or aren't seen."""
_PART = rf"(?! )[{IN_PATHS}]+(?<! )"
_PATH = re.compile(rf"(?:{_PART}/)*(?:{_PART})?")
_NOT_IN_PATHS = re.compile(rf"[^{IN_PATHS}/]")
_NOT_IN_QUERIES = re.compile(rf"[^{IN_QUERIES}]|%(?![0-9A-Fa-f]{{2}})")
_SEPARATOR = re.compile(r"%(?:2f|5c)", re.IGNORECASE)
_LONGEST_PART, _LONGEST = 240, 1000
"""Bytes of a file's name, which has 255 on every system, and of an address; nginx reads 4,096 for one word."""


class OldAddressError(ValueError):
    """An address that can't be declared: what to do about it (a msgid), and the character it is about."""

    def __init__(self, proposal: str, character: str = "") -> None:
        self.proposal, self.character = proposal, character
        super().__init__(proposal)


def read_old_address(written: str) -> str:
    """Return the one form of an address; empty for the home page. Raises ``OldAddressError``."""
    path, _mark, query = written.removeprefix("/").partition("?")
    path = _read_path(path, bool(query))
    if " " in query or not query.isascii():
        raise OldAddressError(messages.AS_SENT)
    _refuse(_NOT_IN_QUERIES, query)
    address = f"{path}?{query}" if query else path
    if len(address.encode()) > _LONGEST or any(len(part.encode()) > _LONGEST_PART for part in path.split("/")):
        raise OldAddressError(messages.TOO_LONG)
    return address


def write_old_address(address: str) -> str:
    """Return an address as a line has it: spaces, arrows and what isn't seen in percent form."""
    return _ESCAPED.sub(lambda sign: quote(sign[0]), address)


def encode_path(path: str) -> str:
    """Return a path as browsers send it."""
    return quote(path, safe="/~+,()@!'=&")


def has_query(address: str) -> bool:
    """Return whether only a server can tell this address from another: no file has it."""
    return "?" in address


def _read_path(written: str, asked: bool) -> str:
    if "//" in written:
        raise OldAddressError(messages.NO_MOVE)
    if " " in written:  # more likely a word too many than a part of the address
        raise OldAddressError(messages.NO_SPACE)
    _refuse(_SEPARATOR, written)
    try:
        path = _as_built(unicodedata.normalize("NFC", unquote_to_bytes(written).decode()), asked)
    except UnicodeError as error:
        raise OldAddressError(messages.NO_ENCODING) from error
    _refuse(_NOT_IN_PATHS, path)
    if not _PATH.fullmatch(path) or {".", ".."} & set(path.split("/")):
        raise OldAddressError(messages.NO_MOVE)
    return path


def _as_built(path: str, asked: bool) -> str:
    """Return a path as the build writes it: a page ends with «/», the home page is empty. With a query it stays."""
    if path == "index.html" or path.endswith("/index.html"):
        return path.removesuffix("index.html")
    return path if asked or not path or path.endswith("/") or "." in path.rpartition("/")[2].rstrip(".") else f"{path}/"


def _refuse(odd: re.Pattern[str], text: str) -> None:
    if match := odd.search(text):
        raise OldAddressError(messages.NO_CHARACTER, match[0])


GONE_WORDS = frozenset({"gone", "disparue"})
"""Words that declare an address gone, in the place of a new one, in the site's languages."""
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
    """The declarations of a file, in its order, and the problems of other lines."""

    moves: tuple[Move, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """Declarations checked against the site: each moved address with its last target, those gone, impossible ones.

    ``waiting`` are those that lead to a text which is left out for now.
    """

    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    problems: tuple[Problem, ...]
    waiting: tuple[str, ...] = ()


def load_moves(folder: Path) -> Moves:
    """Return the declarations beside the settings in ``folder``. Raises ``OSError`` for a file that can't be read."""
    return read_moves(read_text(folder / MOVED_FILE))


def read_moves(text: str) -> Moves:
    """Return the declarations in a file's text; other lines are reported and ignored."""
    moves: dict[str, Move] = {}
    lines = enumerate(text.removeprefix("\ufeff").splitlines(), 1)
    declarations = ((_COMMENT.sub("", line).strip(), number) for number, line in lines)
    problems = [_note(line, number, moves) for line, number in declarations if line]
    return Moves(tuple(moves.values()), tuple(filter(None, problems)))


def _note(written: str, line: int, found: dict[str, Move]) -> Problem | None:
    """Add a line's declaration to those found; else return the problem."""
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
    """Return the declaration of a line; raises ``OldAddressError`` for any other line."""
    old, *others = map(str.strip, _ARROW.split(written))
    if len(others) != 1 or not others[0]:
        raise OldAddressError(messages.NO_MOVE)
    address = read_old_address(old)
    if not address:  # the home page stays
        raise OldAddressError(messages.NO_MOVE)
    is_gone_now = others[0].casefold() in GONE_WORDS
    return Move(address, None if is_gone_now else read_old_address(others[0]), line)


def render_move(move: Move, gone: str = "gone") -> str:
    """Return the line of a declaration; ``gone`` is one of ``GONE_WORDS``."""
    new = gone if move.new is None else write_old_address(move.new) or "/"
    return f"{write_old_address(move.old)} -> {new}"


def with_move(text: str, move: Move, gone: str = "gone") -> str:
    """Return the file's text with one more declaration, which replaces an older one of the same address."""
    others = [line for line in text.splitlines() if _declared(line) != move.old]
    after = (place for place, line in enumerate(others) if (_declared(line) or "") > move.old)
    place = next(after, len(others))
    return "".join(f"{line}\n" for line in (*others[:place], render_move(move, gone), *others[place:]))


def without_moves(text: str, olds: Set[str]) -> str:
    """Return the file's text without the declarations of some addresses."""
    return "".join(f"{line}\n" for line in text.splitlines() if _declared(line) not in olds)


def _declared(line: str) -> str | None:
    """Return the old address in a line of the file; None for any other line."""
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
    all_taken = (*made, *moved, *(move.old for move in moves.moves if move.new is not None))
    folders = {folder for address in all_taken for folder in _folders(address[:-1])}
    ends: dict[str, str | None] = {}
    problems, later = list(moves.problems), list[str]()
    for move in moves.moves:
        if move.new is None and is_gone(move.old, gone):
            continue
        if passing.fullmatch(move.old) and move.old in made:  # a list that is there again
            continue
        if (
            move.old in made
            or move.old in moved
            or is_gone(move.old, gone)
            or (move.new is None and move.old in folders)
        ):
            problems.append(problem("address-made", MOVED_FILE, move.line, address=move.old))
            continue
        code, new = _end(move, declared, made, moved, gone)
        if not code:
            ends[move.old] = new
        elif new in waiting:
            later.append(move.old)
        else:
            near = ", ".join(nearest(str(new), made, 1)) if code == "address-target" else ""
            values: dict[str, Any] = {
                "new": new,
                "proposal": messages.NEAR if near else messages.NOTHING_NEAR,
                "names": near,
            }
            problems.append(problem(code, MOVED_FILE, move.line, address=move.old, **values))
    led = ((old, new) for old, new in ends.items() if new is not None)
    away = sorted(old for old, new in ends.items() if new is None)
    return Settled(tuple(sorted(led)), tuple(away), tuple(problems), tuple(later))


def _end(
    move: Move, declared: Mapping[str, Move], made: Set[str], moved: Mapping[str, str], gone: Set[str]
) -> tuple[str, str | None]:
    """Return the code of what is wrong, if anything, and where a moved address ends: None for one that is gone."""
    new, visited = move.new, {move.old}
    while new is not None and new not in made:
        if new in visited:
            return "address-loop", new
        visited.add(new)
        if new in moved:
            new = moved[new]
        elif new in declared:
            new = declared[new].new
        else:
            return ("", None) if is_gone(new, gone) else ("address-target", new)
    return "", new
