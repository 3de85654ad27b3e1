"""Recordings (MP3), tables (CSV), ways (GPX) and OpenDocument files: check them, and remove private content.

Every byte of a recording has to belong to a frame of sound (ISO 11172-3, ISO 13818-3): labels of programs and phones
around it (ID3, APE, Lyrics3) name people, machines and places. An OpenDocument file is an archive: only
entries that a text or a table needs are accepted, each read within bounds.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from placette.engine.base.files import digest
from placette.engine.base.geography import MOST_POINTS, NAMESPACE, Point, distance, local_name, parse_gpx, point_in
from placette.engine.content.companions import Attachment, Inspected
from placette.engine.findings.problems import Problem, problem
from placette.engine.photos.photo_metadata import PrivateKind, private_kinds
from placette.engine.texts.characters import is_suspect
from placette.engine.texts.sanitizer import SCHEMES
from placette.features.documents import findings
from placette.features.documents.findings import Active, EncryptedError, Findings, Private, UnusableError

_FIRST = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_SECOND = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Kilobits a second by index, of MPEG 1 and of MPEG 2 and 2.5, layer III. Index 0 leaves a frame's length unknown."""
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""Samples a second by index, of MPEG 1, 2 and 2.5."""
_HEADER = 4
_TAGS = (b"TAG", b"ID3", b"APETAGEX", b"LYRICSBEGIN")
"""Beginnings of labels behind the sound; the rest of the file is not read."""
_ID3V1 = 128
"""Bytes of a label of the first kind."""
_FEWEST = 10
"""Frames of a recording: a quarter of a second, and nothing looks like ten of them by chance."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A frame: its offset, its bytes, its samples, and samples a second."""

    start: int
    length: int
    samples: int
    rate: int


def look_into_recording(data: bytes) -> Findings:
    """Return how many seconds of sound a recording has, and whether it has anything else.

    Raises ``UnusableError`` for another file type, or anything else among its frames.
    """
    frames = _frames(data)
    length = sum(frame.length for frame in frames)
    seconds = sum(frame.samples for frame in frames) / frames[0].rate
    extras = frozenset({Private.LABELS}) if length < len(data) else frozenset[Private]()
    return Findings(private=extras, extent=max(1, round(seconds)))


def clean_recording(data: bytes) -> bytes:
    """Return the sound alone; raises ``UnusableError`` as ``look_into_recording`` does."""
    return b"".join(data[frame.start : frame.start + frame.length] for frame in _frames(data))


def _frames(data: bytes) -> list[_Frame]:
    frames: list[_Frame] = []
    end, at = 0, _behind_labels(data, 0)
    while run := list(_walk(data, at)):  # a second one where recordings were joined, each with its labels
        frames += run
        end = run[-1].start + run[-1].length
        at = _behind_labels(data, end)
    if not frames:
        raise UnusableError(findings.OTHER)
    rest = data[end:].lstrip(b"\0")
    if len(frames) < _FEWEST or len({frame.rate for frame in frames}) > 1:
        raise UnusableError(findings.DAMAGED)
    if rest and not rest.startswith(_TAGS) and _frame_at(data, end) is None:  # the last frame is often cut
        raise UnusableError(findings.DAMAGED)
    if _hides_sound(rest):
        raise UnusableError(findings.DAMAGED)
    return frames


def _walk(data: bytes, at: int) -> Iterator[_Frame]:
    while (frame := _frame_at(data, at)) is not None and at + frame.length <= len(data):
        yield frame
        at += frame.length


def _hides_sound(data: bytes) -> bool:
    """Return whether sound goes on behind an unknown part: cleaning would remove it."""
    at = data.find(b"\xff")
    while at >= 0:
        if len(list(islice(_walk(data, at), _FEWEST))) == _FEWEST:
            return True
        at = data.find(b"\xff", at + 1)
    return False


def _behind_labels(data: bytes, start: int) -> int:
    """Return where the sound may go on: behind the size that ID3 gives, and the zeros that some programs add."""
    at = start
    while len(data) >= at + 10:
        if data[at : at + 3] == b"ID3":
            flags, size = data[at + 5], data[at + 6 : at + 10]
            at += 10 + sum((byte & 0x7F) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True))
            at += 10 if flags & 0x10 else 0
        elif data[at : at + 3] == b"TAG":
            at += _ID3V1
        else:
            break
    while at > start and data[at : at + 1] == b"\0":
        at += 1
    return at


def _frame_at(data: bytes, at: int) -> _Frame | None:
    """Return the frame of layer III that begins there, whole or cut; None where none does."""
    head = data[at : at + _HEADER]
    if len(head) < _HEADER or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, index, pace = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version not in _RATES or not 0 < index < 15 or pace == 3:
        return None
    first = version == 3
    rate, samples = _RATES[version][pace], 1152 if first else 576
    length = samples // 8 * (_FIRST if first else _SECOND)[index] * 1000 // rate + (head[2] >> 1 & 1)
    return _Frame(at, length, samples, rate)


_FORMULA = re.compile(
    r"(?:^|[,;\t|])[\"'\s]*(?P<cell>=\s*[^,;\t\s][^,;\t]*|[+\-@][A-Za-z_.]*[A-Za-z]\(.*|[+\-@].*\|.*!.*)"
)
"""A cell that a spreadsheet takes for a formula: after =, anything; after the other signs, a call of a function or of
another program (owasp.org, CSV Injection). Numbers and phone numbers are none."""
_SEPARATOR = re.compile(r"[\"'\s]*sep\s*=", re.IGNORECASE)
"""A first line that Excel takes for the separator of all others."""
_SHOWN = 40
"""The number of characters of such a cell that are shown."""


def inspect_table(path: str, data: bytes) -> Inspected:
    """Return the type of a CSV file and all its problems."""
    attachment = Attachment(path, digest(data), len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Inspected(attachment, (problem("document-broken", path, reason=findings.LETTERS),))
    if not text.strip():
        return Inspected(attachment, (problem("document-broken", path, reason=findings.EMPTY_TABLE),))
    return Inspected(attachment, tuple(_wrong(path, text.split("\n"))))


def _wrong(path: str, lines: list[str]) -> Iterator[Problem]:
    """Yield the first thing that is wrong with a table."""
    if at := next((number for number, line in enumerate(lines, 1) if is_suspect(line)), 0):
        yield problem("document-broken", path, at, reason=findings.CONTROLS, at=at)
        return
    plain = [unicodedata.normalize("NFKC", line) for line in lines]
    if _SEPARATOR.match(plain[0]):
        yield problem("document-broken", path, 1, reason=findings.SEPARATOR)
        return
    for number, (line, values) in enumerate(zip(lines, plain, strict=True), 1):
        rows = values.split("\r")  # which ends a row too, where programs count none
        if match := next(filter(None, map(_FORMULA.search, rows)), None):
            yield problem("document-formula", path, number, excerpt=line, value=match["cell"][:_SHOWN])
            return


_NAMESPACES = ("", NAMESPACE, "http://www.topografix.com/GPX/1/0")
_SAID = "name cmt desc link"
_POINT = f"ele {_SAID} sym type"
_WITHIN = {
    name: frozenset(inner.split())
    for name, inner in {
        "gpx": "metadata wpt rte trk name desc keywords bounds",
        "metadata": "name desc link keywords bounds",
        "rte": f"{_SAID} number type rtept",
        "trk": f"{_SAID} number type trkseg",
        "trkseg": "trkpt",
        "link": "text type",
        **dict.fromkeys(("wpt", "rtept", "trkpt"), _POINT),
    }.items()
}
"""The allowed children of each element; those of GPX 1.0 have their name right in the root."""
_POINTS = frozenset({"wpt", "rtept", "trkpt"})
_ATTRIBUTES = {
    "gpx": frozenset({"version", "creator", "schemaLocation"}),
    "link": frozenset({"href"}),
    "bounds": frozenset({"minlat", "minlon", "maxlat", "maxlon"}),
    **dict.fromkeys(_POINTS, frozenset({"lat", "lon"})),
}
_PEOPLE = frozenset({"author", "email", "copyright"})
_ASIDE = re.compile(r"<!--|<\?(?!xml\s)")
"""Comments and orders to programs, which no reader shows."""
_APART = 0.003
"""Kilometres between two points of a way at the least: less is the noise of the device."""
_MAKER = "Placette"
_UNWANTED = frozenset({Active.OUTSIDE, Private.PATH})
"""Elements that are removed whole."""


def look_into_track(data: bytes) -> Findings:
    """Return a GPX file's findings; its extent is the length of its tracks, in metres. Raises ``UnusableError``."""
    text = findings.readable_text(data)
    root = _root(text)
    found = [finding for element, kept in _elements(root) for finding in _findings(element, is_kept=kept)]
    aside = [Private.KEPT] if _ASIDE.search(text) else []
    return findings.findings_from((*found, *aside), _metres(root))


def _root(text: str) -> Element:
    try:
        root = parse_gpx(text)
        names = {f"{{{space}}}gpx" if space else "gpx" for space in _NAMESPACES}
        if root.tag not in names:
            raise UnusableError(findings.OTHER)
        marked = (one for one, kept in _elements(root) if kept and local_name(one.tag) in _POINTS)
        points = sum(1 for _ in islice((point_in(one.attrib) for one in marked), MOST_POINTS + 1))
    except UnusableError:
        raise
    except DefusedXmlException as error:
        raise UnusableError(findings.DECLARES) from error
    except (ParseError, ValueError, KeyError, LookupError) as error:
        raise UnusableError(findings.DAMAGED if "<gpx" in text[:1000] else findings.OTHER) from error
    if is_suspect("".join(root.itertext())):  # spelt, as in &#8238;
        raise UnusableError(findings.UNSEEN)
    if points > MOST_POINTS:
        raise UnusableError(findings.MANY_POINTS)
    if not points:
        raise UnusableError(findings.NOWHERE)
    return root


def _elements(parent: Element) -> Iterator[tuple[Element, bool]]:
    """Yield the allowed elements of a file, each with True, and the outermost of the others, with False."""
    yield parent, True
    for element in parent:
        if _may_hold(parent, element):
            yield from _elements(element)
        else:
            yield element, False


def _may_hold(parent: Element, element: Element) -> bool:
    space = str(parent.tag).removesuffix(local_name(parent.tag))
    name = local_name(element.tag)
    return element.tag == f"{space}{name}" and name in _WITHIN.get(local_name(parent.tag), ())


def _findings(element: Element, *, is_kept: bool) -> Iterator[Active | Private]:
    name = local_name(element.tag)
    if not is_kept:
        yield Private.TIME if name == "time" else Private.AUTHOR if name in _PEOPLE else Private.KEPT
        return
    attributes = {local_name(key): value for key, value in element.items()}
    between = f"{element.tail or ''}{element.text or '' if name in _WITHIN else ''}"
    if between.strip() or not attributes.keys() <= _ATTRIBUTES.get(name, frozenset()):
        yield Private.KEPT
    if name == "link" and not findings.leads_to_the_web(attributes.get("href", "")):
        yield Active.OUTSIDE
    if findings.is_path(attributes.get("creator", "")) or (name == "name" and findings.is_path(element.text or "")):
        yield Private.PATH


def _metres(root: Element) -> int:
    """Return how long the recorded ways are; from point to point of a planned one is no way."""
    segments = (one for one, kept in _elements(root) if kept and local_name(one.tag) == "trkseg")
    return round(1000 * sum(_kilometres(point_in(point.attrib) for point in _kept(segment)) for segment in segments))


def _kilometres(points: Iterable[Point]) -> float:
    walked, before = 0.0, None
    for point in points:
        step = distance(before, point) if before else 0.0
        if before is None or step >= _APART:
            walked, before = walked + step, point
    return walked


def _kept(element: Element) -> Iterator[Element]:
    return (inner for inner in element if _may_hold(element, inner))


def clean_track(data: bytes) -> bytes:
    """Return the same places and ways, with their names, and nothing else. Raises ``UnusableError``."""
    root = _root(findings.readable_text(data))
    space = str(root.tag).removesuffix("gpx").strip("{}") or NAMESPACE
    version = "1.0" if space.endswith("/0") else "1.1"
    track = Element("gpx", {"xmlns": space, "version": version, "creator": _MAKER})
    _copy(root, track)
    indent(track)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(track, encoding="unicode")}\n'.encode()


def _copy(source: Element, made: Element) -> None:
    """Copy the allowed parts of an element into another. A file nests five deep at the most (``_WITHIN``)."""
    for element in _kept(source):
        if _UNWANTED.isdisjoint(_findings(element, is_kept=True)):
            name = local_name(element.tag)
            allowed = _ATTRIBUTES.get(name, frozenset())
            copy = SubElement(made, name, {key: value for key, value in element.items() if key in allowed})
            copy.text = None if name in _WITHIN else element.text
            _copy(element, copy)


_ELEMENTS = {
    **dict.fromkeys(("event-listener", "event-listeners", "script", "applet"), Active.PROGRAM),
    **dict.fromkeys(("object-ole",), Active.FILES),
    **dict.fromkeys(("plugin",), Active.MEDIA),
    **dict.fromkeys(
        ("floating-frame", "table-source", "section-source", "dde-source", "dde-connection-decl", "cell-range-source"),
        Active.OUTSIDE,
    ),
    **dict.fromkeys(("database-source", "database-source-query", "database-source-table"), Active.SUBMIT),
}
"""Elements (OpenDocument 1.3, part 3) by their names without prefix."""
_LINKS = frozenset({"a", "area-rectangle", "area-circle", "area-polygon"})
"""Elements that people follow; the targets of others are fetched automatically."""
_FETCHING = re.compile(r"\b(?:WEBSERVICE|DDE)\s*\(|'file:|\[\s*'?(?:https?|file):", re.IGNORECASE)
"""Addresses that formulas may fetch."""
_NUMBER = re.compile(rb'meta:page-count="(\d{1,5})"')
_NOTES = frozenset({"creator", "initial-creator", "printed-by", "user-defined"})


@lru_cache(4)
def _parsed(content: bytes) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise UnusableError(findings.DAMAGED) from error
    return root


def active_in_part(name: str, content: bytes) -> frozenset[Active]:
    """Return the actions in one part. Raises ``UnusableError`` for text that isn't XML, or declares entities."""
    if name.endswith(("manifest.xml", "manifest.rdf", "meta.xml", "documentsignatures.xml")):
        _parsed(content)
        return frozenset()
    return frozenset(found for element in _parsed(content).iter() for found in _active(element))


def _active(element: Element) -> Iterator[Active]:
    name = local_name(element.tag)
    if name in _ELEMENTS:
        yield _ELEMENTS[name]
    for key, value in element.items():
        if local_name(key) == "href":
            yield from _led(name, value.strip())
        elif local_name(key) == "formula" and _FETCHING.search(value):
            yield Active.OUTSIDE
        elif value.startswith(("vnd.sun.star.script:", "macro:", "javascript:")):
            yield Active.PROGRAM


def _led(name: str, value: str) -> Iterator[Active]:
    """Yield the action behind an address: links may lead to the web, pictures must be in the document itself."""
    try:
        scheme = urlsplit(value).scheme.lower()
    except ValueError:
        scheme = "?"
    if scheme in {"vnd.sun.star.script", "macro", "javascript"}:
        yield Active.PROGRAM
    elif name in _LINKS:
        if scheme not in {"", *SCHEMES}:
            yield Active.OUTSIDE
    elif scheme or value.startswith(("/", "../")):
        yield Active.OUTSIDE


def private_in_part(name: str, content: bytes) -> frozenset[Private]:
    """Return the private information in one part."""
    is_meta = name.endswith("meta.xml")
    kinds: set[Private] = set()
    if name.endswith(("content.xml", "styles.xml")) or is_meta:
        for element in _parsed(content).iter():
            kinds |= _private(element, is_meta=is_meta)
    return frozenset(kinds)


def _private(element: Element, *, is_meta: bool) -> frozenset[Private]:
    name, text = local_name(element.tag), (element.text or "").strip()
    if not is_meta:
        return frozenset({Private.COMMENTS}) if name == "creator" and text else frozenset()
    if name in _NOTES and (text or len(element)):
        return frozenset({Private.AUTHOR})
    addresses = [value for key, value in element.items() if local_name(key) == "href" and name == "template"]
    if addresses or findings.is_path(text):
        return frozenset({Private.PATH})
    return findings.private_in_line(name, text)


_MOST_ENTRIES = 2_000
_MOST_BYTES = 60_000_000
"""Bytes that all entries may unfold into: a table is mostly repetition, and unfolds into twenty times as many."""
_TYPES = {
    ".odt": b"application/vnd.oasis.opendocument.text",
    ".ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
_PLAIN = re.compile(
    r"mimetype|META-INF/(manifest|documentsignatures)\.xml|manifest\.rdf|layout-cache|Thumbnails/thumbnail\.png"
    r"|(Object \d+/)?(content|styles|meta|settings)\.xml|ObjectReplacements/Object \d+|.*/"
    r"|(Object \d+/)?Pictures/[\w.-]+\.(png|jpe?g|gif|webp|svg|emf|wmf|svm|bmp|tiff?)"
    r"|Fonts/[\w.-]+\.(ttf|otf|ttc)|Configurations2/[\w/.-]*\.xml"
)
"""The entries of a document that has pages and nothing else (OpenDocument 1.3, part 2)."""
_PROGRAMS = re.compile(r"(Basic|Scripts|Dialogs)/.+|.*\.(jar|class|py|js|bsh)")
_VERSIONS = re.compile(r"Versions/.+|VersionList\.xml")
_OLE = b"\xd0\xcf\x11\xe0"
_SIGNATURES = "META-INF/documentsignatures.xml"
_CREATOR = re.compile(rb"(<dc:creator\b[^>/]*>)[^<]*(</dc:creator>)")
_LINES = re.compile(
    rb"<(meta:initial-creator|meta:printed-by|dc:creator|meta:user-defined|meta:template)\b(?:[^>]*/>|[^>]*>[^<]*</\1>)"
)
_WORDS = re.compile(rb"<(dc:title|dc:subject|dc:description|meta:keyword)\b[^>]*>([^<]*)</\1>")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can give to an entry."""


def look_into_office(data: bytes, suffix: str) -> Findings:
    """Return the findings of an OpenDocument file. Raises ``UnusableError`` or ``EncryptedError``."""
    entries = read_entries(data, suffix)
    active, private = set(_active_entries(entries)), set[Private]()
    for name, content in entries.items():
        if name.endswith((".xml", ".rdf")) and content.strip():
            active |= active_in_part(name, content)
            private |= private_in_part(name, content)
        elif _is_photo(name) and PrivateKind.POSITION in private_kinds(content, "JPEG"):
            private.add(Private.PLACE)
        elif _VERSIONS.fullmatch(name):
            private.add(Private.KEPT)
    match = _NUMBER.search(entries.get("meta.xml", b"")) if suffix == ".odt" else None
    return Findings(frozenset(active), frozenset(private), int(match[1]) if match else 0, _SIGNATURES in entries)


def read_entries(data: bytes, suffix: str) -> dict[str, bytes]:
    """Return the entries of an archive in their order. Raises ``UnusableError``, or ``EncryptedError``."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
            if len(listed) > _MOST_ENTRIES or sum(entry.file_size for entry in listed) > _MOST_BYTES:
                raise UnusableError(findings.LARGE)
            if any(entry.flag_bits & 1 for entry in listed):
                raise EncryptedError
            entries = {entry.filename: archive.read(entry) for entry in listed}
    except (BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as error:
        if isinstance(error, UnusableError | EncryptedError):
            raise
        raise UnusableError(findings.DAMAGED if data.startswith(b"PK") else findings.OTHER) from error
    if entries.get("mimetype") != _TYPES[suffix] or "content.xml" not in entries or len(entries) != len(listed):
        raise UnusableError(findings.OTHER)
    if b"encryption-data" in entries.get("META-INF/manifest.xml", b""):
        raise EncryptedError
    return entries


def _active_entries(entries: Mapping[str, bytes]) -> Iterator[Active]:
    for name, content in entries.items():
        if _PROGRAMS.fullmatch(name):
            yield Active.PROGRAM
        elif content.startswith(_OLE) or not (_PLAIN.fullmatch(name) or _VERSIONS.fullmatch(name)):
            yield Active.FILES


def _is_photo(name: str) -> bool:
    return name.endswith((".jpg", ".jpeg"))


def clean_office(data: bytes, suffix: str) -> bytes:
    """Return the same document without private content; the same bytes for the same document."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in read_entries(data, suffix).items():
            if not _VERSIONS.fullmatch(name):
                how = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED  # the first entry gives its type (3.3)
                entry = ZipInfo(name, _EPOCH)
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, _cleaned(name, content), how)
    return target.getvalue()


def _cleaned(name: str, content: bytes) -> bytes:
    if name.endswith("meta.xml"):
        return _WORDS.sub(
            lambda line: b"" if findings.is_path(line[2].decode("utf-8", "replace")) else line[0],
            _LINES.sub(b"", content),
        )
    if name.endswith(".xml"):
        return _CREATOR.sub(rb"\1\2", content)
    return findings.bare_jpeg(content) if _is_photo(name) else content
