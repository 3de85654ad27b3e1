"""Submissions to the form: the site's rules and bounds, never a request's; fields, files, and their faults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from multipart import MultipartError, MultipartParser, parse_options_header

from placette import N_, IdentitySettings, Licence, ReadingSettings, SettingError, appearance, letterbox, load_settings
from placette_letters import LettersSettings
from placette_letters.letter import picture_form

_SHARE = 0.72  # The part of a mail for its files: base64 with its line ends makes 78 bytes of 57 (RFC 2045, 6.8).


@dataclass(frozen=True, slots=True)
class FormLimits:
    """The limits of one letter, and how often one address may send one. Sizes are in bytes, times in seconds."""

    request: int = 50_000_000  # The whole request. It is on the disk while it is read.
    text: int = 100_000
    photos: int = 12
    folder: int = 2_000_000_000  # All letters that wait for the intake
    spare: int = 200_000_000  # The free space to leave on the disk
    delay: int = 3  # The least time between the page and the letter, with a proof of work
    delay_without_proof: int = 15
    page_age: int = 24 * 3600  # How long a page may stay open before its letter is sent
    window: int = 3600  # The time that the numbers below are for
    letters: int = 20  # From one address: a class in the school's computer room has one for all
    letters_without_proof: int = 4
    attempts: int = 60  # Letters that were refused count here too
    cost: int = 4_000  # Rounds of PBKDF2 in one try of the proof; a browser needs 256 tries on average
    proof_age: int = 1800


@dataclass(frozen=True, slots=True)
class FormRules:
    """A form of one site: who asks, in which language and colours, where letters are dropped.

    ``site_url`` ends with a slash. ``folder`` gets the letters; its parent, with the key, belongs to the form too.
    """

    site_name: str
    site_url: str
    lang: str
    scheme: appearance.Scheme
    web_fonts: bool  # Whether the form serves the letters of the site
    folder: Path
    licence: str  # The licence of the site's texts, which is named first
    url: str = ""  # The form's own address, without a path; empty while it is only tried out
    port: int = 8047
    address: str = ""  # The address to write to instead
    keep_days: int = 365
    limits: FormLimits = field(default_factory=FormLimits)

    @property
    def host(self) -> str:
        """The form's own host name; empty while it is only tried out."""
        return urlsplit(self.url).hostname or ""

    @property
    def key_file(self) -> Path:
        """The file of the key that signs pages and proofs."""
        return self.folder.parent / "form.key"

    @property
    def used_file(self) -> Path:
        """The file of the proofs that were used."""
        return self.folder.parent / "form.used"


def rules_of(settings: Mapping[str, Any], folder: Path) -> FormRules:
    """Return the rules of a site's form that drops letters into ``folder``; raises ``SettingError``."""
    options, box = (
        load_settings(LettersSettings, "LETTERS", settings),
        load_settings(letterbox.LetterboxSettings, "LETTERBOX", settings),
    )
    identity = load_settings(IdentitySettings, "IDENTITY", settings)
    if not str(settings.get("SITEURL", "")).startswith(("https://", "http://")):
        raise SettingError("SITEURL?  →  https://…")
    url = urlsplit(box.form)
    if box.form and (url.scheme not in {"https", "http"} or not url.hostname or url.path.strip("/") or url.query):
        raise SettingError(f"LETTERBOX_FORM = {box.form!r}  →  https://…")
    return FormRules(
        site_name=settings["SITENAME"],
        site_url=settings["SITEURL"].rstrip("/") + "/",
        lang=settings["DEFAULT_LANG"],
        scheme=appearance.derive_scheme(identity),
        web_fonts=identity.web_fonts,
        folder=folder,
        licence=load_settings(ReadingSettings, "READING", settings).licence,
        url=box.form.rstrip("/"),
        port=options.form_port,
        address=box.address,
        keep_days=box.keep_days,
        limits=FormLimits(request=int(options.largest * _SHARE)),
    )


FILES = ("photos", "document")
_SPOOL = 65_536  # Bytes of a file that are held in memory before it is written to the disk
_PARTS = 64  # Parts of a request: the form has fewer than thirty fields, and a dozen photos

UNREADABLE = N_("This could not be read. Please go back and send it again.")
TOO_LARGE = N_("This is too much for one letter. Please send fewer photos at once, or smaller ones.")


class FormRefusalError(Exception):
    """A request that is answered with a sentence and nothing else; ``args[0]`` is its msgid."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came along. ``name`` is the sender's: a claim, and never a path."""

    name: str
    size: int
    file: BinaryIO

    def head(self, size: int) -> bytes:
        """Return its first bytes."""
        self.file.seek(0)
        return self.file.read(size)


@dataclass(frozen=True, slots=True)
class Filled:
    """The filled-in form: one value for each name, and files by the name of their field."""

    values: Mapping[str, str]
    files: Mapping[str, tuple[Upload, ...]]

    def value(self, name: str) -> str:
        """Return the value of a field; empty for an unknown one."""
        return self.values.get(name, "")


def read_request(environ: Mapping[str, Any], limits: FormLimits) -> Filled:
    """Return the fields and files of a request. Raises ``FormRefusalError``."""
    if int(environ.get("CONTENT_LENGTH") or 0) > limits.request:
        raise FormRefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
    kind, options = parse_options_header(environ.get("CONTENT_TYPE", ""))
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not 0 < len(boundary) <= 70:  # RFC 2046, 5.1.1
        raise FormRefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, UNREADABLE)
    try:
        parts = list(_parser(environ, boundary, limits))
        values: dict[str, str] = {}
        files: dict[str, list[Upload]] = {name: [] for name in FILES}
        for part in parts:
            if part.filename is not None and part.name in files:
                if part.size:  # browsers send an empty part for a field of files without any
                    files[part.name].append(Upload(part.filename, part.size, part.file))
            elif part.filename is not None or part.name in values:
                raise FormRefusalError(HTTPStatus.BAD_REQUEST, UNREADABLE)
            else:
                values[part.name] = part.file.read(2 * limits.text).decode("utf-8", "replace")
        return Filled(values, {name: tuple(uploads) for name, uploads in files.items()})
    except (MultipartError, ValueError) as error:
        raise FormRefusalError(HTTPStatus.BAD_REQUEST, UNREADABLE) from error


def _parser(environ: Mapping[str, Any], boundary: str, limits: FormLimits) -> MultipartParser:
    return MultipartParser(
        environ["wsgi.input"],
        boundary,
        content_length=int(environ.get("CONTENT_LENGTH") or 0),
        strict=True,
        part_limit=_PARTS,
        partsize_limit=limits.request,
        spool_limit=_SPOOL,
        memory_limit=_SPOOL * _PARTS,
        disk_limit=limits.request,
    )


KINDS = {
    letterbox.LetterKind.POST: (
        N_("Propose a text"),
        N_("Your text, your photos: an editor reads everything before it is published."),
    ),
    letterbox.LetterKind.QUESTION: (
        N_("Ask a question"),
        N_("To a service, to an elected person, to the team. The answer is signed, and everybody can read it."),
    ),
    letterbox.LetterKind.RESPONSE: (
        N_("Respond to a text"),
        N_("Your response is read by an editor, then published beside the text."),
    ),
    letterbox.LetterKind.RIGHT_OF_REPLY: (
        N_("Exercise a right of reply"),
        N_("A text here names or designates you: by law, your response is published or refused within three days."),
    ),
    letterbox.LetterKind.CORRECTION: (
        N_("Ask for a correction"),
        N_("An error, a name, a date, a photo of you: say what should change."),
    ),
    letterbox.LetterKind.REPORT: (
        N_("Report something"),
        N_("Something here seems to be against the law or our charter. A person reads each report and answers it."),
    ),
}
"""The name of each kind of letter and a sentence that introduces it."""

CONSENTS = {
    "licence": N_(
        "I wrote this text and took these photos, or I may give them. They may be published under this licence:"
    ),
    "people": N_("Can somebody be recognised in the photos?"),
    "minors": N_("Are there children or teenagers among them?"),
}
"""The question of each consent."""
CHOICES = {
    "people": {
        "none": N_("No, nobody"),
        "agreed": N_("Yes, and they agree to be shown here"),
        "unsure": N_("Yes, but I have not asked everybody"),
    },
    "minors": {
        "none": N_("No"),
        "agreed": N_("Yes, and all who have parental authority agree"),
        "unsure": N_("Yes, but I have not asked all parents"),
    },
}
REASONS = {
    "defamation": N_("Insult or defamation"),
    "privacy": N_("Privacy: a photo, an address, personal data"),
    "hate": N_("Hatred, discrimination, threats"),
    "copyright": N_("A text or a picture taken from somebody"),
    "children": N_("Sexual abuse or exploitation of children (you may stay anonymous)"),
    "charter": N_("Something else that the charter forbids"),
    "other": N_("Another reason"),
}
"""The reasons of a report. ``children``: articles 3 to 7 of Directive 2011/93/EU, for which no name is needed."""
GOOD_FAITH = N_("I believe in good faith that what I say in this report is accurate and complete.")
"""Regulation (EU) 2022/2065, article 16(2)(d)."""


def licences_of(rules: FormRules) -> list[str]:
    """Return the licences to choose from, the site's own first."""
    labels = [licence.label for licence in Licence.ALL]
    return sorted(labels, key=lambda label: label != rules.licence)


def wordings(values: dict[str, str], words: NullTranslations) -> dict[str, str]:
    """Return for each consent the question and the answer, as they were shown."""
    items = {}
    if licence := values.get("licence"):
        question = CONSENTS["licence"]
        items["licence"] = f"{words.gettext(question)} {licence}"
    for name, choices in CHOICES.items():
        if sentence := choices.get(values.get(name, "")):
            items[name] = f"{words.gettext(CONSENTS[name])} {words.gettext(sentence)}"
    if values.get("faith"):
        items["faith"] = words.gettext(GOOD_FAITH)
    return items


LINES = {"title": 200, "name": 120, "email": 254, "commune": 120, "credit": 200}
LINES |= {"about": 500, "passage": 500, "to": 120}
"""Fields of one line, and the most characters that are kept of each (an address: RFC 5321, 4.5.3.1)."""
TEXT_KINDS = (letterbox.LetterKind.POST, letterbox.LetterKind.RESPONSE)
OF_THEIR_OWN = (letterbox.LetterKind.POST, letterbox.LetterKind.QUESTION)  # Letters that are about no page
DOCUMENTS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
}
"""Documents that a letter may have, by the end of their name."""
HONEYPOT = "website"
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
"""As HTML's field for addresses has it, with a dot in the domain; nothing that a header could take for its own."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_UNWRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class FieldFault:
    """A fault of a field: a msgid, and its number."""

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
    """Return a value without anything that could end a line."""
    return " ".join(_CONTROL.sub(" ", value).split())[:most].rstrip()


def whole_text(value: str) -> str:
    """Return a text with plain line ends and without characters that are no writing."""
    return _UNWRITTEN.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def kind_of(value: str) -> letterbox.LetterKind:
    """Return the kind of letter that a page or a form names; a text to publish where it names none."""
    return letterbox.LetterKind(value) if value in set(letterbox.LetterKind) else letterbox.LetterKind.POST


def page_of(site_url: str, value: str) -> str:
    """Return an address if it is one of the site's, not only begins like it; else empty."""
    if len(value) > LINES["about"] or _CONTROL.search(value) or re.search(r"[\s\\<>\"]", value):
        return ""
    try:
        site, page = urlsplit(site_url), urlsplit(value)
        same = (site.scheme, site.netloc.lower()) == (page.scheme, page.netloc.lower())
    except ValueError:
        return ""
    inside = f"{page.path}/".startswith(site.path) and ".." not in page.path.split("/")
    return value if same and inside else ""


def cleaned(filled: Filled, kind: letterbox.LetterKind, rules: FormRules) -> dict[str, str]:
    """Return the fields to keep of this kind of letter, without empty ones; choices that don't exist are dropped."""
    values = {name: one_line(filled.value(name), most) for name, most in LINES.items()}
    values["text"] = whole_text(filled.value("text"))
    if kind in TEXT_KINDS:
        values["licence"] = filled.value("licence") if filled.value("licence") in licences_of(rules) else ""
        values |= {name: filled.value(name) for name, choices in CHOICES.items() if filled.value(name) in choices}
    if kind is letterbox.LetterKind.REPORT:
        values["reason"] = filled.value("reason") if filled.value("reason") in REASONS else ""
        values["faith"] = "yes" if filled.value("faith") else ""
    if kind in OF_THEIR_OWN:
        values["about"] = ""
    return {name: value for name, value in values.items() if value}


def pieces_of(filled: Filled) -> list[DropFile]:
    """Return the files to attach, each with a name that is one in its letter and safe in any folder."""
    items: list[DropFile] = []
    for upload in filled.files.get("photos", ()):
        ending, media = picture_form(upload.head(16))
        if ending:
            items.append(DropFile(_file_name(upload.name, ending, len(items) + 1), media, upload))
    for upload in filled.files.get("document", ()):
        if (ending := PurePosixPath(upload.name).suffix.lower()) in DOCUMENTS:
            items.append(DropFile(_file_name(upload.name, ending, len(items) + 1), DOCUMENTS[ending], upload))
    return items


def faults_in(filled: Filled, values: dict[str, str], rules: FormRules) -> list[FieldFault]:
    """Return the faults that keep the letter from being sent, in the order of the fields."""
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
    elif any(not picture_form(upload.head(16))[0] for upload in photos):
        yield FieldFault("photos", N_("One of these files is not a photo that we can read. JPEG, PNG and HEIC work."))
    if len(documents) > 1:
        yield FieldFault("document", N_("Please choose one document only."))
    elif any(PurePosixPath(upload.name).suffix.lower() not in DOCUMENTS for upload in documents):
        yield FieldFault(
            "document",
            N_("Please choose a file of one of these kinds: Word (.docx), OpenDocument (.odt), PDF, plain text."),
        )


def _file_name(name: str, ending: str, number: int) -> str:
    """Return a name that begins with a number, so that no two are alike, and is safe on every system."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    plain = re.sub(r"[^\w-]+", "-", stem)[:60].strip("-_") or "piece"
    return f"{number:02}-{plain}{ending}"
