"""Whether a letter can be dropped: pure decisions about what was filled in, with a sentence for each field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from placette.desks.letters.form.receiving import Filled, Upload
from placette.desks.letters.form.settings import FormRules
from placette.desks.letters.form.wording import CHOICES, REASONS, licences_of
from placette.engine.base.message import N_
from placette.features.letterbox import LetterKind

LINES = {"title": 200, "name": 120, "email": 254, "commune": 120, "credit": 200, "about": 500}
"""Fields of one line, and the most characters that are kept of each (an address: RFC 5321, 4.5.3.1)."""
TEXT_KINDS = (LetterKind.POST, LetterKind.RESPONSE)
DOCUMENTS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
}
"""Documents that a letter may hold, by the end of their name."""
HONEYPOT = "website"
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
"""As HTML's field for addresses has it, with a dot in the domain; nothing that a header could take for its own."""
_PICTURES = (
    (re.compile(rb"\xff\xd8\xff"), ".jpg", "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), ".png", "image/png"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), ".webp", "image/webp"),
    (re.compile(rb"....ftyp(?:heic|heix|hevc|mif1|msf1|heim|heis)", re.DOTALL), ".heic", "image/heic"),
    (re.compile(rb"....ftyp(?:avif|avis)", re.DOTALL), ".avif", "image/avif"),
    (re.compile(rb"GIF8[79]a"), ".gif", "image/gif"),
    (re.compile(rb"II\*\x00|MM\x00\*"), ".tif", "image/tiff"),
)
"""How the files of pictures begin."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNWRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with a field: a msgid, and the number that it speaks of."""

    field: str
    sentence: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class DropFile:
    """A file of a letter as it will be attached: the name is ours to trust, the bytes are not."""

    name: str
    media_type: str
    upload: Upload


def one_line(value: str, most: int) -> str:
    """A value without anything that could end a line."""
    return " ".join(_CONTROL.sub(" ", value).split())[:most].rstrip()


def whole_text(value: str) -> str:
    """A text with plain line ends and without characters that are no writing."""
    return _UNWRITTEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def kind_of(value: str) -> LetterKind:
    """The kind of letter that a page or a form names; a text to publish where it names none."""
    return LetterKind(value) if value in set(LetterKind) else LetterKind.POST


def page_of(site_url: str, value: str) -> str:
    """An address if it is one of the site's; else empty. An address that only begins like the site's is another's."""
    if len(value) > LINES["about"] or _CONTROL.search(value) or re.search(r"[\s\\<>\"]", value):
        return ""
    try:
        site, page = urlsplit(site_url), urlsplit(value)
        same = (site.scheme, site.netloc.lower()) == (page.scheme, page.netloc.lower())
    except ValueError:
        return ""
    inside = f"{page.path}/".startswith(site.path) and ".." not in page.path.split("/")
    return value if same and inside else ""


def cleaned(filled: Filled, kind: LetterKind, rules: FormRules) -> dict[str, str]:
    """What is kept of the fields of this kind of letter, empty ones left out; choices that don't exist are dropped."""
    values = {name: one_line(filled.value(name), most) for name, most in LINES.items()}
    values["text"] = whole_text(filled.value("text"))
    if kind in TEXT_KINDS:
        values["licence"] = filled.value("licence") if filled.value("licence") in licences_of(rules) else ""
        values |= {name: filled.value(name) for name, known in CHOICES.items() if filled.value(name) in known}
    if kind is LetterKind.REPORT:
        values["reason"] = filled.value("reason") if filled.value("reason") in REASONS else ""
        values["faith"] = "yes" if filled.value("faith") else ""
    if kind is LetterKind.POST:
        values["about"] = ""
    return {name: value for name, value in values.items() if value}


def pieces_of(filled: Filled) -> list[DropFile]:
    """The files to attach, each with a name that is one in its letter and safe in any folder."""
    found: list[DropFile] = []
    for upload in filled.files.get("photos", ()):
        if known := _picture(upload):
            found.append(DropFile(_file_name(upload.name, known[0], len(found) + 1), known[1], upload))
    for upload in filled.files.get("document", ()):
        if (ending := PurePosixPath(upload.name).suffix.lower()) in DOCUMENTS:
            found.append(DropFile(_file_name(upload.name, ending, len(found) + 1), DOCUMENTS[ending], upload))
    return found


def faults_in(filled: Filled, values: dict[str, str], rules: FormRules) -> list[FieldFault]:
    """What keeps the letter from being sent, in the order of the fields."""
    return [*_faults_of_texts(filled, values, rules), *_faults_of_files(filled, rules)]


def _faults_of_texts(filled: Filled, values: dict[str, str], rules: FormRules) -> Iterator[FieldFault]:
    if "about" in values and not page_of(rules.site_url, values["about"]):
        yield FieldFault("about", N_("This is not the address of a page of this site."))
    if len(values.get("text", "").encode()) > rules.limits.text:
        yield FieldFault("text", N_("This text is too long for the form. Please send it as a document."))
    elif not _WORD.search(values.get("text", "")) and not filled.files.get("document"):
        yield FieldFault("text", N_("Please write something, a few words are enough."))
    if "email" in values and not _EMAIL.fullmatch(values["email"]):
        yield FieldFault("email", N_("This address looks incomplete. It should look like name@carnets.example."))
    if filled.value(HONEYPOT):
        yield FieldFault(HONEYPOT, N_("Please leave this field empty: programs fill it in, people don’t."))


def _faults_of_files(filled: Filled, rules: FormRules) -> Iterator[FieldFault]:
    photos, documents = filled.files.get("photos", ()), filled.files.get("document", ())
    if len(photos) > rules.limits.photos:
        yield FieldFault("photos", N_("Please choose at most %(number)d photos."), rules.limits.photos)
    elif any(_picture(upload) is None for upload in photos):
        yield FieldFault("photos", N_("One of these files is not a photo that we can read. JPEG, PNG and HEIC work."))
    if len(documents) > 1:
        yield FieldFault("document", N_("Please choose one document only."))
    elif any(PurePosixPath(upload.name).suffix.lower() not in DOCUMENTS for upload in documents):
        yield FieldFault(
            "document",
            N_("Please choose a file of one of these kinds: Word (.docx), OpenDocument (.odt), PDF, plain text."),
        )


def _picture(upload: Upload) -> tuple[str, str] | None:
    """How a picture's name ends and its media type, from its first bytes; None for anything else."""
    head = upload.head(16)
    return next(((ending, kind) for begins, ending, kind in _PICTURES if begins.match(head)), None)


def _file_name(name: str, ending: str, number: int) -> str:
    """A name that begins with a number, so that no two are alike, and holds nothing that a system reads."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    plain = re.sub(r"[^\w-]+", "-", stem)[:60].strip("-_") or "piece"
    return f"{number:02}-{plain}{ending}"
