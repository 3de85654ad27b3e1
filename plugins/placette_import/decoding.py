"""From the bytes of strangers' files to text: older encodings, doubly encoded words, dates, packed folders."""

from __future__ import annotations

import codecs
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, tzinfo
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit
from zoneinfo import ZoneInfo

import yaml
from dateutil.parser import parse
from selectolax.lexbor import LexborHTMLParser

from placette import N_
from placette_import.values import ImportFinding, SourcePerson

CHUNK = 1 << 20
_DECLARED = re.compile(rb"""^[^<]{0,8}<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9._-]{1,40})["']""")
OLD = "cp1252-bytes"
"""How errors of decoding are mended: bytes as Windows reads them."""
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that no XML file may have, and that exports have all the same."""
_BYTES = {bytes([n]).decode("cp1252", "ignore") or chr(n): n for n in range(0x80, 0x100)}
"""Each byte from 128 on by the sign that Windows shows for it."""
_TRAILING = "".join(re.escape(sign) for sign, byte in _BYTES.items() if byte < 0xC0)
_DOUBLE = re.compile(
    f"(?:[\u00c2-\u00df][{_TRAILING}]|[\u00e0-\u00ef][{_TRAILING}]{{2}}|[\u00f0-\u00f4][{_TRAILING}]{{3}})"
)
_ACCENTED = re.compile("[\u00c0-\u017f\u2019]")
MOST_PACKED, MOST_FILES, MOST_RATIO = 4 << 30, 200_000, 200
"""What a packed source may unpack to: bytes, files, and times its own size."""


class SourceError(Exception):
    """A source that can't be used at all: why (a msgid), and what it is about."""

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(reason, what)
        self.reason, self.what = reason, what


def _older(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(
        bytes([n]).decode("cp1252", "ignore") or chr(n) for n in error.object[error.start : error.end]
    ), error.end


codecs.register_error(OLD, _older)


def _is_of_letters(encoding: str) -> bool:
    """Return whether an encoding has plain letters as they are: some of Python's unpack, or read UTF-16."""
    letters = bytes(range(32, 127))
    try:
        return all(letters.decode(encoding, errors) == letters.decode("ascii") for errors in ("strict", OLD))
    except (LookupError, ValueError):
        return False


def read_chunks(path: Path, findings: list[ImportFinding]) -> Iterator[str]:
    """Yield the text of a file, piece by piece, in the encoding it names or in that of older Windows programs."""
    with path.open("rb") as file:
        first = file.read(CHUNK)
        match = _DECLARED.match(first)
        encoding = match[1].decode() if match and _is_of_letters(match[1].decode()) else "utf-8-sig"
        encoding = "utf-16" if first[:2] in {b"\xff\xfe", b"\xfe\xff"} else encoding
        decoder = codecs.getincrementaldecoder(encoding)()
        while first:
            more = file.read(CHUNK)
            try:
                text = decoder.decode(first, not more)
            except UnicodeDecodeError:
                decoder.errors = OLD
                findings.append(ImportFinding("import-encoding", file=path.name))
                text = decoder.decode(first, not more)
            yield CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
            first = more


def read_lines(path: Path, findings: list[ImportFinding], wanted: re.Pattern[str]) -> Iterator[str]:
    """Yield the lines of a file that a pattern finds; a long one is put together once, the others cost no step each."""
    parts: list[str] = []
    for chunk in chain(read_chunks(path, findings), "\n"):
        whole, newline, rest = chunk.rpartition("\n")
        if newline:
            yield from wanted.findall("".join((*parts, whole)))
            parts = []
        parts.append(rest)


def read_text(path: Path, findings: list[ImportFinding], limit: int = 32 << 20) -> str:
    """Return the text of a file of bounded size, mended. Raises ``SourceError`` for a larger one."""
    if path.stat().st_size > limit:
        raise SourceError(N_("it is too large"), path.name)
    return mended("".join(read_chunks(path, findings)), findings, path.name)


def mended(text: str, findings: list[ImportFinding], file: str, line: int = 0) -> str:
    """Return a text whose words were encoded twice («Ã©») as it was meant; others as they are."""
    if "\u00c3" not in text and "\u00e2\u20ac" not in text:
        return text
    matches = _DOUBLE.findall(text)
    if not matches or len(matches) < len(_ACCENTED.findall(_DOUBLE.sub("", text))):
        return text  # it speaks of such words
    findings.append(ImportFinding("import-twice-encoded", file=file, line=line))
    return _DOUBLE.sub(_once, text)


def _once(found: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[sign] for sign in found[0]).decode()
    except (UnicodeDecodeError, KeyError):
        return found[0]


def split(address: str) -> SplitResult:
    """Return the parts of an address; empty ones for a broken one."""
    with suppress(ValueError):
        return urlsplit(address)
    return SplitResult("", "", "", "", "")


def joined(base: str, address: str) -> str:
    """Return an address as it is meant on a page; empty for a broken one."""
    with suppress(ValueError):
        return urljoin(base, address)
    return ""


def lying(root: Path, *places: str) -> str:
    """Return the first of these files that lies below a folder; empty for none."""
    return next((place for place in places if place and ".." not in place and (root / place).is_file()), "")


def moment(value: Any, zone: tzinfo | None = None) -> datetime | None:
    """Return a date as programs write it: ISO, mail, seconds or thousandths since 1970; in ``zone`` if it has none."""
    day: datetime | None = None
    if isinstance(value, str) and re.fullmatch(r"\d{9,14}", value):
        value = int(value)
    if isinstance(value, datetime):
        day = value
    elif isinstance(value, date):
        day = datetime(value.year, value.month, value.day)
    elif isinstance(value, (int, float)):
        with suppress(OverflowError, ValueError, OSError):
            day = datetime.fromtimestamp(value / 1000 if abs(value) > 1e11 else value, UTC)
    elif isinstance(value, str) and (text := value.strip()) and not text.startswith(("0000", "-")):
        for parser in (datetime.fromisoformat, parsedate_to_datetime, _loose):
            with suppress(ValueError, TypeError, IndexError, OverflowError):
                day = parser(text)
                break
    if day and day.tzinfo is None and zone:
        day = day.replace(tzinfo=zone)
    return day if day and 1900 < day.year < 2200 else None


def _loose(text: str) -> datetime:
    """Read «2024-05-01 10:00:00 +0200», as Jekyll writes it, or «2024/5/1»."""
    if not re.match(r"\d{4}[-/.]\d", text):
        raise ValueError(text)
    day: datetime = parse(text, default=datetime(1, 1, 1))
    return day


def each(*said: str) -> tuple[str, ...]:
    """Return those that say anything, each once."""
    return tuple(dict.fromkeys(filter(None, said)))


def words_of(value: object) -> str:
    """Return a plain value as text; empty for any other."""
    return str(value).strip() if isinstance(value, (str, int, float)) else ""


def read_fields(get: Callable[[str], Any], fields: str, zone: tzinfo | None = None) -> dict[str, Any]:
    """Return what a row of a source says, by the names of ``values.py``: ``title=post_title date=post_dt|post_creadt``.

    Of several names there, the first that says anything. Dates whose name ends in ``_gmt`` are of UTC, not of ``zone``.
    """
    fields_read: dict[str, Any] = {}
    for field, names in (pair.split("=") for pair in fields.split()):
        if field in {"date", "changed"}:
            days = (moment(get(name), UTC if name.endswith("_gmt") else zone) for name in names.split("|"))
            fields_read[field] = next(filter(None, days), None)
        else:
            text = next(filter(None, (words_of(get(name)) for name in names.split("|"))), "")
            text = text.partition("@")[0] if field == "author" else text[:2] if field == "lang" else text
            fields_read[field] = plain(text) if field in {"title", "summary", "author"} else text
    return fields_read


def zone_named(name: str) -> tzinfo | None:
    """Return the time zone of this name, None for none."""
    with suppress(ValueError, OSError, KeyError):
        return ZoneInfo(name) if re.fullmatch(r"[A-Za-z_+\-0-9]+(?:/[A-Za-z_+\-0-9]+){0,2}", name) else None
    return None


def read_yaml(text: str) -> Any:
    """Return what a piece of YAML says: texts, lists and tables of them, whatever other programs name in it."""
    return yaml.load(text, yaml.CBaseLoader)  # noqa: S506 - it makes nothing else


def signed(name: str, people: dict[str, SourcePerson], site: str = "") -> tuple[str, ...]:
    """Return the key of somebody of whom a source says a name alone. A mail address is no name."""
    name = plain(re.sub(r"\S+@\S+|[()<>]", " ", name), 100)
    if name:
        people.setdefault(name, SourcePerson(name, name, site=site))
    return (name,) if name else ()


_BLOCKS = "p, div, br, li, h1, h2, h3, h4, h5, h6, tr"
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Unicode categories of invisible characters, which may reverse or cut a text."""


def plain(value: Any, limit: int = 10_000) -> str:
    """Return a text without markup and invisible characters, on one line, cut between words."""
    text = re.sub(r"[ \t\r\n\f]+", " ", without_marks(str(value or ""))).strip()  # no-break ones stay
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0][: limit - 1] + "…"


def without_marks(text: str) -> str:
    """Return the words of a piece of HTML; its blocks are on lines of their own."""
    if "<" in text:
        tree = LexborHTMLParser(text, is_fragment=True)
        for node in tree.css("script, style"):
            node.decompose()
        for node in tree.css(_BLOCKS):
            node.insert_before("\n")
        text = tree.root.text() if tree.root else ""
    cleaned = unicodedata.normalize("NFC", unescape(text))
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in _UNSEEN else " " for c in cleaned)


def unpack(packed: Path, folder: Path) -> Path:
    """Unpack a ZIP file into a folder of ours and return where its texts begin. Raises ``SourceError``.

    Names that lead out of the folder, links and bombs are refused as a whole: nobody packs such by mistake.
    """
    try:
        with zipfile.ZipFile(packed) as archive:
            infos = archive.infolist()
            size = sum(info.file_size for info in infos)
            if len(infos) > MOST_FILES or size > min(MOST_PACKED, (packed.stat().st_size + CHUNK) * MOST_RATIO):
                raise SourceError(N_("it unpacks to too much"), packed.name)
            for info in infos:
                info.filename = info.filename.replace("\\", "/")
                path, is_link = PurePosixPath(info.filename), stat.S_ISLNK(info.external_attr >> 16)
                if path.is_absolute() or ".." in path.parts or ":" in info.filename or is_link:
                    raise SourceError(N_("a name in it leads out of it"), info.filename)
            if any(info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for info in infos):
                raise SourceError(N_("it cannot be unpacked"), packed.name)
            archive.extractall(folder, infos)  # no more of each than its size, as it is declared
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError) as error:
        raise SourceError(N_("it cannot be unpacked"), packed.name) from error
    inside = [item for item in folder.iterdir() if item.name not in {"__MACOSX", ".DS_Store"}]
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder
