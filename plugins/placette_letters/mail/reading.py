"""The bytes of a mail become a letter; any bytes do, and none takes the intake down."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import Message
from enum import IntEnum

from placette.engine.base.processes import Limits, preload, run_bounded
from placette.engine.base.translation import N_, Severity
from placette.engine.base.translation import Message as SaidMessage
from placette.features.letterbox import kind_of_subject
from placette_letters.arriving import CUT_SHORT
from placette_letters.documents import read_document
from placette_letters.letter import Letter, Manuscript, Picture, Remark, declare_remarks
from placette_letters.mail.headers import (
    MailHeaders,
    address_in,
    authentication_of,
    clean_line,
    clean_subject,
    headers_of,
    identity_of,
    is_forwarded,
    name_in,
    number_in,
    read_head,
    references_in,
    shown_name,
    split_mail,
    why_automatic,
)
from placette_letters.mail.parts import (
    DEPTH_LIMIT,
    BodyRules,
    MailPart,
    SortedFiles,
    is_text,
    join_manuscripts,
    open_mail,
    parse_mail,
    read_body,
    renamed,
    sort_files,
)
from placette_letters.mail.quoting import (
    form_fields,
    form_kind,
    forwarded_text,
    page_address,
    ready_fields,
    says_forwarded,
    word_count,
)

_NOTE = 60
"""Words of a note that only goes with a document: a greeting, a sentence, a signature."""
_LONG_NOTE = 150
"""Words of a note that says itself that something is attached."""
_NOTE_KEPT = 2_000
"""Characters of a note that the editor gets to read."""
_DEPTH = 3
"""Mails inside mails of which the text is looked for."""
_ATTACHED = re.compile(r"ci-?joint|en pi[èe]ce jointe|\bPJ\b|joints?\b|fichier|document|attach|enclosed", re.IGNORECASE)
_BLANKS = re.compile(r"[\\\s]+")


@dataclass(frozen=True, slots=True)
class WrittenRules:
    """How the text of a mail is found. ``documents``: whether attached ones are opened."""

    body: BodyRules
    forwarded: bool = False
    """Whether the subject says that a mail was passed on."""
    documents: bool = True


def written_of(message: Message, rules: WrittenRules, depth: int = 0) -> Manuscript:
    """The text of a mail, its pictures and enclosures, and what was left out."""
    opened = open_mail(message)
    files = sort_files(part for part in opened.parts if not is_text(part) and part.inner is None)
    inner = [part.inner for part in opened.parts if part.inner is not None]
    pictures = dict(files.pictures)
    body, files = _with_body(opened.parts, files, rules.body)
    if (rules.forwarded or says_forwarded(_whole_text(opened.parts))) and word_count(body.markdown) <= _NOTE:
        body = _passed_on(opened.parts, pictures, body)
    if files.documents:
        body = _with_documents(body, files.documents, rules)
    elif inner and depth < _DEPTH and word_count(body.markdown) <= _NOTE:
        found = written_of(inner[0], replace(rules, body=BodyRules(), forwarded=False), depth + 1)
        body = _noted(body, found, Remark("mail-forwarded")) if found.markdown or found.pictures else body
    elif inner:
        body = replace(body, remarks=(*body.remarks, Remark("mail-inner")))
    return _with_files(body, files, opened.remarks)


def _with_body(parts: Sequence[MailPart], files: SortedFiles, rules: BodyRules) -> tuple[Manuscript, SortedFiles]:
    """The mail's own words, and the files without the pictures that stand among them."""
    found = read_body(parts, dict(files.pictures), rules)
    left = tuple((part, picture) for part, picture in files.pictures if part not in found.shown)
    return found.manuscript, replace(files, pictures=left)


def _passed_on(parts: Sequence[MailPart], pictures: Mapping[MailPart, Picture], body: Manuscript) -> Manuscript:
    """The text below the headers of a mail that was passed on with a short note."""
    whole = read_body(parts, pictures, BodyRules(whole=True)).manuscript
    text = forwarded_text(whole.markdown)
    if not text:
        return body
    kept = tuple(one for one in whole.pictures if f"]({one.name})" in text)
    remarks = tuple(remark for remark in body.remarks if remark.code != "mail-quoted")
    found = Manuscript(text, whole.title, kept, remarks=whole.remarks)
    return _noted(replace(body, remarks=remarks), found, Remark("mail-forwarded"))


def _with_documents(body: Manuscript, documents: Sequence[MailPart], rules: WrittenRules) -> Manuscript:
    """The first document where the mail is a note about it; else the mail's words."""
    names = [shown_name(part.name, part.media) for part in documents]
    if not rules.documents:
        remarks = tuple(Remark("mail-document-limits", (("name", name),)) for name in names)
        return replace(body, remarks=(*body.remarks, *remarks))
    read = read_document(names[0], documents[0].data)
    others = tuple(Remark("mail-document-other", (("name", name),)) for name in names[1:])
    if not read.markdown:
        return replace(body, remarks=(*body.remarks, *read.remarks, *others))
    if not _is_note(body.markdown, read.markdown):
        beside = tuple(Remark("mail-document-beside", (("name", name),)) for name in names)
        return replace(body, remarks=(*body.remarks, *beside))
    return _noted(body, read, *others)


def _is_note(words: str, document: str) -> bool:
    count, other = word_count(words), word_count(document)
    if count <= _NOTE:
        return count <= other
    return count <= _LONG_NOTE and 2 * count <= other and bool(_ATTACHED.search(words))


def _noted(body: Manuscript, found: Manuscript, *remarks: Remark) -> Manuscript:
    """Another text in the place of the mail's own words, which the editor reads as a remark."""
    words = clean_line(_BLANKS.sub(" ", body.markdown), _NOTE_KEPT)
    note = (Remark("mail-note", (("text", words),)),) if words else ()
    pictures = renamed(Manuscript("", pictures=body.pictures), {one.name for one in found.pictures}).pictures
    return replace(
        found, pictures=(*found.pictures, *pictures), remarks=(*body.remarks, *note, *found.remarks, *remarks)
    )


def _with_files(body: Manuscript, files: SortedFiles, remarks: tuple[Remark, ...]) -> Manuscript:
    shown = {one.data for one in body.pictures}  # many attach the photos that stand in their text as well
    attached = Manuscript("", pictures=tuple(picture for _, picture in files.pictures if picture.data not in shown))
    enclosed = tuple(one for one in files.enclosures if one.name.endswith(".pdf"))
    short = enclosed and not files.documents and word_count(body.markdown) <= _NOTE
    more = tuple(Remark("mail-text-in-pdf", (("name", one.name),)) for one in enclosed[:1] if short)
    whole = join_manuscripts((body, attached))
    if not (whole.markdown or whole.pictures or files.enclosures or body.remarks or files.remarks or remarks):
        more = (Remark("mail-nothing"),)
    return replace(whole, enclosures=files.enclosures, remarks=(*whole.remarks, *files.remarks, *remarks, *more))


def _whole_text(parts: Sequence[MailPart]) -> str:
    return "\n".join(part.text[:100_000] for part in parts if part.media == "text/plain")


READING = Limits(cpu=60.0, wall=120.0, memory=2_000_000_000)
"""What reading one mail may use: 50 MB of photos were read in 5 seconds and 500 MB."""
_CUT = re.compile(r"(\d{1,15}) (\d{1,15})", re.ASCII)
LARGEST = 50_000_000
"""Bytes of the largest mail that is read, where ``LETTERS_LARGEST`` says nothing else."""


preload(__name__)


class _Depth(IntEnum):
    """How much of a mail is read: less when more passed the limits."""

    HEADERS = 0
    WORDS = 1
    WHOLE = 2


@dataclass(frozen=True, slots=True)
class _Reading:
    own: str
    largest: int
    depth: _Depth = _Depth.WHOLE


def read_mail(data: bytes, received: datetime, *, own: str = "", largest: int = LARGEST) -> Letter:
    """The letter in a mail. Never raises: one that can't be read is a letter with a blocking remark.

    ``own`` is the letterbox's address, whose mails are never answered; ``largest`` the most bytes that are read. Call
    it where it can be killed, or use ``read_mails``.
    """
    return _read((data, received), _Reading(own, largest))


def read_mails(
    jobs: Sequence[tuple[bytes, datetime]], *, own: str = "", largest: int = LARGEST, limits: Limits = READING
) -> list[Letter]:
    """``read_mail`` for each, in workers that can be killed.

    A mail that passes the limits is tried again without its documents, then for its headers alone, so that its sender
    can be answered; at the very least its letter has an identity and a blocking remark.
    """
    letters: list[Letter | None] = [None] * len(jobs)
    for depth in (_Depth.WHOLE, _Depth.WORDS, _Depth.HEADERS):
        waiting = [number for number, letter in enumerate(letters) if letter is None]
        found = run_bounded(_read, [jobs[number] for number in waiting], _Reading(own, largest, depth), limits)
        for number, letter in zip(waiting, found, strict=True):
            letters[number] = letter
    return [letter or _unread(*job) for letter, job in zip(letters, jobs, strict=True)]


def _read(job: tuple[bytes, datetime], reading: _Reading) -> Letter:
    data, received = job
    attempts = (_Depth.WHOLE, _Depth.WORDS, _Depth.HEADERS)[_Depth.WHOLE - reading.depth :]
    for depth in attempts:
        try:
            return _letter(data, received, replace(reading, depth=depth))
        except MemoryError:
            if depth is _Depth.HEADERS:
                break
        except Exception:  # noqa: BLE001, S112 - parsers raise whatever a hostile mail makes them meet
            continue
    return _unread(data, received)


def _unread(data: bytes, received: datetime) -> Letter:
    try:
        identity = identity_of(data)
    except Exception:  # noqa: BLE001 - the same: the library parses the headers
        identity = f"sha256:{hashlib.sha256(data).hexdigest()}"
    return Letter(identity, received, Manuscript("", remarks=(Remark("mail-unreadable"),)))


def _letter(data: bytes, received: datetime, reading: _Reading) -> Letter:
    head, body = split_mail(data)
    if remark := _left_out(data, head, body, reading.largest):
        return _addressed(identity_of(data), received, read_head(head), remark, reading.own)
    if reading.depth is _Depth.HEADERS:
        return _addressed(identity_of(data), received, read_head(head), Remark("mail-unreadable"), reading.own)
    try:
        message = parse_mail(head + b"\n\n" + body)
    except RecursionError:
        remark = Remark("mail-too-deep", (("limit", str(DEPTH_LIMIT)),))
        return _addressed(identity_of(data), received, read_head(head), remark, reading.own)
    headers = headers_of(message)
    letter = _addressed(identity_of(data), received, headers, None, reading.own)
    subject = headers.words("subject")
    rules = BodyRules(bool(letter.number), bool(letter.references))
    documents = reading.depth is _Depth.WHOLE
    written = written_of(message, WrittenRules(rules, is_forwarded(subject), documents))
    asked = ready_fields(written.markdown, letter.kind)
    fields = {**asked.values, **letter.fields}
    return replace(
        letter,
        written=replace(written, markdown=asked.text),
        fields=fields,
        about=letter.about or asked.about,
    )


def _left_out(data: bytes, head: bytes, body: bytes, largest: int) -> Remark | None:
    """Why nothing but the headers of a mail is read: it is too large, or the mailbox gave no more of it."""
    size, limit = len(data), largest
    if cut := None if body.strip() else _CUT.fullmatch(read_head(head).first(CUT_SHORT.lower()).strip()):
        size, limit = int(cut[1]), int(cut[2])
        if not size:
            return Remark("mail-unreadable")
    elif size <= limit:
        return None
    shown = ((name, f"{-(-count // 1_000_000)}") for name, count in (("size", size), ("limit", limit)))
    return Remark("mail-too-large", tuple(shown))


def _addressed(identity: str, received: datetime, headers: MailHeaders, remark: Remark | None, own: str) -> Letter:
    """A letter with all that its headers say."""
    subject, fields = headers.words("subject"), form_fields(headers)
    sender = address_in(headers.first("from"))
    return Letter(
        identity,
        received,
        Manuscript("", remarks=(remark,) if remark else ()),
        form_kind(headers) or kind_of_subject(subject),
        sender=sender,
        sender_name=name_in(headers.first("from")),
        subject=clean_subject(subject),
        number=number_in(subject),
        references=references_in(headers),
        about=page_address(fields.get("about", "")),
        fields=fields,
        authenticated=authentication_of(headers),
        automatic=why_automatic(headers, own),
    )


_ADVICE = Severity.ADVICE

BOUNDS = {
    "mail-too-large": SaidMessage(
        N_("The mail is too large: {size} MB. At most {limit} MB are read."),
        N_("Send your photos in several mails, or choose a smaller size when your phone asks."),
    ),
    "mail-unreadable": SaidMessage(
        N_("The mail could not be read."),
        N_("Write a new mail, with the text in it and the photos attached."),
    ),
    "mail-long": SaidMessage(
        N_("The text is longer than {limit} characters. The rest was left out."),
        N_("Send it in several mails, one for each part."),
    ),
    "mail-too-deep": SaidMessage(
        N_("Mails lie inside one another, more than {limit} deep. What lies deeper was left out."),
        N_("Attach the text and the photos directly to a new mail."),
    ),
    "mail-too-many": SaidMessage(
        N_("More than {limit} files came with the mail. The others were left out."),
        N_("Choose the photos that matter most, and send them again."),
    ),
}
"""What passes a bound."""

TEXTS = {
    "mail-quoted": SaidMessage(
        N_("The message that this mail answers was left out ({lines} lines)."), severity=_ADVICE
    ),
    "mail-signature": SaidMessage(N_("What stood below the signature was left out ({lines} lines)."), severity=_ADVICE),
    "mail-note": SaidMessage(N_("What the mail said beside its document: “{text}”"), severity=_ADVICE),
    "mail-document-beside": SaidMessage(
        N_("The document {name} came beside the text of the mail. It was not read."),
        N_("Send one mail for each text."),
    ),
    "mail-document-other": SaidMessage(
        N_("Several documents came. The text was taken from the first, and {name} was not read."),
        N_("Send one mail for each text."),
    ),
    "mail-document-limits": SaidMessage(
        N_("The document {name} takes too long to read, or needs too much memory."),
        N_("Save it again, without its pictures, and attach these to the mail."),
    ),
    "mail-text-in-pdf": SaidMessage(
        N_("If the text to publish is in {name}, it can’t be taken from there."),
        N_("Send it as a Word or OpenDocument file, or copy it into the mail."),
    ),
    "mail-forwarded": SaidMessage(
        N_("The text comes from a mail that was forwarded. Ask who wrote it, and whether they agree."),
        severity=_ADVICE,
    ),
    "mail-nothing": SaidMessage(
        N_("The mail holds neither words nor files."), N_("Write the text into the mail, or attach it.")
    ),
    "mail-inner": SaidMessage(N_("A mail that was attached to this one was left out."), severity=_ADVICE),
}
"""Which text was taken, and what stood around it."""

FILES = {
    "mail-archive": SaidMessage(
        N_("{name} is an archive. It was not opened."), N_("Attach the files that it holds, one by one.")
    ),
    "mail-program": SaidMessage(N_("{name} is a program. It was not opened."), N_("Send texts and photos only.")),
    "mail-outlook": SaidMessage(
        N_("{name} is in a format that only Outlook reads."),
        N_("Send the mail again in the format HTML or plain text, or from a phone."),
    ),
    "mail-encrypted": SaidMessage(
        N_("The mail is encrypted. Nobody here can read it."), N_("Send it without encryption.")
    ),
    "mail-media": SaidMessage(
        N_("{name} is a film or a recording. These aren’t published."), N_("Send photos, or tell what is to be heard.")
    ),
    "mail-other": SaidMessage(
        N_("{name} could not be used."),
        N_("Send texts as Word, OpenDocument or plain text, and pictures as JPEG or PNG."),
    ),
    "mail-empty": SaidMessage(N_("{name} arrived empty."), N_("Send it again.")),
}
"""Files that can't be used."""

AUTOMATIC = {
    "mail-automatic-reply": SaidMessage(
        N_("This is an automatic answer, such as one sent on holiday."), severity=_ADVICE
    ),
    "mail-automatic-list": SaidMessage(
        N_("This mail was sent to many people: a newsletter or a list."), severity=_ADVICE
    ),
    "mail-automatic-report": SaidMessage(N_("A mail server reports that a mail was not delivered."), severity=_ADVICE),
    "mail-automatic-receipt": SaidMessage(N_("This only says that a mail has been read."), severity=_ADVICE),
    "mail-automatic-own": SaidMessage(N_("This mail claims to come from the letterbox itself."), severity=_ADVICE),
    "mail-automatic-sender": SaidMessage(
        N_("This mail comes from an address that reads no answers."), severity=_ADVICE
    ),
}
"""Why a letter must never be answered (RFC 3834): the values of ``Letter.automatic``."""

declare_remarks(BOUNDS | TEXTS | FILES | AUTOMATIC)
