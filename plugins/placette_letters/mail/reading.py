"""The bytes of a mail become a letter; any bytes do, and none takes the intake down."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from email.message import Message
from functools import partial

from placette import Limits, Words, Work, letterbox
from placette_letters.arriving import CUT_SHORT
from placette_letters.documents.reading import read_document
from placette_letters.letter import Letter, Manuscript, Picture, Remark
from placette_letters.mail import quoting
from placette_letters.mail.headers import (
    MailHeaders,
    address_in,
    clean_line,
    clean_subject,
    headers_of,
    identity_of,
    is_automatic,
    is_disowned,
    is_forwarded,
    name_in,
    number_in,
    read_head,
    references_in,
    shown_name,
    split_mail,
    wording,
)
from placette_letters.mail.parts import (
    DEPTH_LIMIT,
    BodyRules,
    MailPart,
    SortedFiles,
    cut_remark,
    is_text,
    join_manuscripts,
    open_mail,
    parse_mail,
    read_body,
    renamed,
    sort_files,
)
from placette_letters.remarks import words_cut

_NOTE = 60  # Words of a note that only goes with a document: a greeting, a sentence, a signature
_NOTE_KEPT = 20_000  # Characters of a note that the editor gets to read
_READ_MOST = 5  # Documents of a mail that are read; the first with words may be its text
_DEPTH = 3  # Mails inside mails of which the text is looked for
_BLANKS = re.compile(r"[\\\s]+")


def written_of(message: Message, rules: BodyRules, *, forwarded: bool = False, depth: int = 0) -> Manuscript:
    """Return the text of a mail, its pictures and enclosures, and the parts that were left out.

    ``forwarded``: its subject is that of a forwarded mail.
    """
    parts, left_out = open_mail(message)
    files = sort_files(part for part in parts if not is_text(part) and part.inner is None)
    inner = [part.inner for part in parts if part.inner is not None]
    pictures = dict(files.pictures)
    body, inline = read_body(parts, pictures, rules)
    files = replace(files, pictures=tuple((part, picture) for part, picture in files.pictures if part not in inline))
    whole = "\n".join(part.text[:100_000] for part in parts if part.media == "text/plain")
    if (forwarded or quoting.says_forwarded(whole)) and quoting.word_count(body.markdown) <= _NOTE:
        body = _passed_on(parts, pictures, body)
    unread = inner
    if files.documents:
        body = _with_documents(body, files.documents)
    elif inner and depth < _DEPTH and quoting.word_count(body.markdown) <= _NOTE:
        inside = written_of(inner[0], BodyRules(), depth=depth + 1)
        if inside.markdown or inside.pictures:
            body, unread = _noted(body, inside, Remark("mail-forwarded")), inner[1:]
    body = replace(body, remarks=(*body.remarks, *map(_inner_remark, unread)))
    return _with_files(body, files, left_out)


def _inner_remark(message: Message) -> Remark:
    body, _shown = read_body(open_mail(message)[0], {}, BodyRules(whole=True, own=True))
    return Remark("mail-inner", (("text", f"{body.title}\n\n{body.markdown}".strip()),))


def _passed_on(parts: Sequence[MailPart], pictures: Mapping[MailPart, Picture], body: Manuscript) -> Manuscript:
    """Return the text below the headers of a mail that was passed on with a short note."""
    whole, _shown = read_body(parts, pictures, BodyRules(whole=True))
    text = quoting.forwarded_text(whole.markdown)
    if not text:
        return body
    remaining = tuple(picture for picture in whole.pictures if f"]({picture.name})" in text)
    others = tuple(remark for remark in body.remarks if remark.code != "mail-quoted")
    words = "\n".join((body.markdown, text, *map(words_cut, (*others, *whole.remarks))))
    heads = cut_remark("mail-quoted", quoting.missing_lines(whole.markdown, words))
    manuscript = Manuscript(text, whole.title, remaining, remarks=whole.remarks)
    return _noted(replace(body, remarks=(*others, *heads)), manuscript, Remark("mail-forwarded"))


def _with_documents(body: Manuscript, documents: Sequence[MailPart]) -> Manuscript:
    """Return the first document with words where the mail is a note about it; else the mail's words."""
    names = [shown_name(part.name, part.media) for part in documents]
    first = zip(names[:_READ_MOST], documents, strict=False)
    reads = [(name, read_document(name, part.data)) for name, part in first]
    refused = tuple(remark for _name, manuscript in reads if not manuscript.markdown for remark in manuscript.remarks)
    usable = [(name, manuscript) for name, manuscript in reads if manuscript.markdown]
    body, code = replace(body, remarks=(*body.remarks, *refused)), "mail-document-beside"
    if usable and quoting.word_count(body.markdown) <= min(_NOTE, quoting.word_count(usable[0][1].markdown)):
        body, code = _noted(body, usable.pop(0)[1]), "mail-document-other"
    words = [(name, "\n\n".join(filter(None, (manuscript.title, manuscript.markdown)))) for name, manuscript in usable]
    words += [(name, "") for name in names[_READ_MOST:]]
    remarks = (Remark(code, (("name", name), *((("text", text),) if text else ()))) for name, text in words)
    return replace(body, remarks=(*body.remarks, *remarks))


def _noted(body: Manuscript, found: Manuscript, *remarks: Remark) -> Manuscript:
    """Return another text in the place of the mail's own words, which the editor reads as a remark."""
    words = clean_line(_BLANKS.sub(" ", f"{body.title} {body.markdown}"), _NOTE_KEPT)
    note = (Remark("mail-note", (("text", words),)),) if words else ()
    pictures = renamed(Manuscript("", pictures=body.pictures), {picture.name for picture in found.pictures}).pictures
    return replace(
        found, pictures=(*found.pictures, *pictures), remarks=(*body.remarks, *note, *found.remarks, *remarks)
    )


_BLANK = re.compile(r"[\s\\*_#]+")
_RIGHT = re.compile(rf"\b{wording('rights')}\b")
_LAW, _ANSWER = re.compile(wording("laws")), re.compile(wording("right_answers"))
_NOT_NOW = re.compile(wording("rights_not_now"))
_SENTENCE_END = re.compile(r"(?<!\bart)(?<!\bm)[.!](?=\s)|(?<=\?)|\n\s*\n")
_READ = 50_000  # Characters in which a right of reply is looked for


def asks_right_of_reply(subject: str, written: Manuscript) -> bool:
    """Return whether a letter names a right of reply, or its law: in its subject, the name of a file or a sentence.

    Who asks about such a right, speaks of one or renounces it doesn't exercise it. In doubt it is one: that costs an
    editor a look, and the contrary costs the site three days and a fine.
    """
    note = "\n\n".join(dict(remark.values)["text"] for remark in written.remarks if remark.code == "mail-note")
    text = f"{written.title}\n\n{note}\n\n{written.markdown}"[:_READ]
    files = (*(remark.name for remark in written.enclosures), *(remark.name for remark in written.pictures))
    names = (re.sub(r"[\W_]+", " ", name) for name in files)
    return any(
        _names_right(_BLANK.sub(" ", Words.fold(line))) for line in (subject, *names, *_SENTENCE_END.split(text))
    )


def _names_right(sentence: str) -> bool:
    match = _RIGHT.search(sentence) or (_LAW.search(sentence) and _ANSWER.search(sentence))
    return bool(match) and not _NOT_NOW.search(sentence)


def _with_files(body: Manuscript, files: SortedFiles, remarks: tuple[Remark, ...]) -> Manuscript:
    text = {one.data for one in body.pictures}  # many also attach the photos in their text
    attached = Manuscript("", pictures=tuple(picture for _, picture in files.pictures if picture.data not in text))
    enclosed = tuple(one for one in files.enclosures if one.name.endswith(".pdf"))
    short = enclosed and not files.documents and quoting.word_count(body.markdown) <= _NOTE
    more = tuple(Remark("mail-text-in-pdf", (("name", one.name),)) for one in enclosed[:1] if short)
    whole = join_manuscripts((body, attached))
    if not (whole.markdown or whole.pictures or files.enclosures or body.remarks or files.remarks or remarks):
        more = (Remark("mail-nothing"),)
    return replace(whole, enclosures=files.enclosures, remarks=(*whole.remarks, *files.remarks, *remarks, *more))


READING = Limits(cpu=60.0, wall=120.0, memory=2_000_000_000)
"""Limits for reading one mail: 50 MB of photos were read in 5 seconds and 500 MB."""
_CUT = re.compile(r"(\d{1,15}) (\d{1,15})", re.ASCII)
LARGEST = 50_000_000  # Bytes of the largest mail that is read, by default (`LETTERS_LARGEST`)


Work.preload(__name__)


def read_mail(data: bytes, received: datetime, *, own: str = "", largest: int = LARGEST) -> Letter:
    """Return the letter in a mail. Never raises: one that can't be read is a letter with a blocking remark.

    ``own`` is the letterbox's address, whose mails are never answered; ``largest`` the most bytes that are read. Call
    it where it can be killed, or use ``read_mails``.
    """
    return _read((data, received), (own, largest, True))


def read_mails(
    jobs: Sequence[tuple[bytes, datetime]], *, own: str = "", largest: int = LARGEST, limits: Limits = READING
) -> list[Letter]:
    """Return the letter in each mail, read in workers that can be killed.

    A mail that passes the limits is tried again for its headers alone, so that its sender can be answered; at the very
    least its letter has an identity and a blocking remark.
    """
    letters = Work.bounded(_read, jobs, (own, largest, True), limits)
    rest = [number for number, letter in enumerate(letters) if letter is None]
    heads = Work.bounded(_read, [jobs[number] for number in rest], (own, largest, False), limits)
    by_number = dict(zip(rest, heads, strict=True))
    return [letter or by_number[number] or _unread(*jobs[number]) for number, letter in enumerate(letters)]


def _read(job: tuple[bytes, datetime], options: tuple[str, int, bool]) -> Letter:
    """Return the letter in a mail; ``options``: our address, the most bytes, whether more than its headers are read."""
    own, largest, is_whole = options
    for whole in (True, False) if is_whole else (False,):
        with suppress(Exception):  # parsers raise anything for a hostile mail
            return _letter(*job, own, largest, whole=whole)
    return _unread(*job)


def _unread(data: bytes, received: datetime) -> Letter:
    try:
        identity = identity_of(data)
    except Exception:  # noqa: BLE001 - the same: the library parses the headers
        identity = f"sha256:{hashlib.sha256(data).hexdigest()}"
    return Letter(identity, received, Manuscript("", remarks=(Remark("mail-unreadable"),)))


def _letter(data: bytes, received: datetime, own: str, largest: int, *, whole: bool) -> Letter:
    head, body = split_mail(data)
    remark = _left_out(data, head, body, largest)
    if not remark and not whole:
        remark = Remark("mail-unreadable")
    try:
        message = None if remark else parse_mail(head + b"\n\n" + body)
    except RecursionError:
        message, remark = None, Remark("mail-too-deep", (("limit", str(DEPTH_LIMIT)),))
    headers = read_head(head) if message is None else headers_of(message)
    letter = _addressed(identity_of(data), received, headers, remark, own)
    if message is None:
        return letter
    is_post = letter.kind in {letterbox.LetterKind.POST, letterbox.LetterKind.RESPONSE}
    forwarded = is_forwarded(headers.words("subject"))
    rules = BodyRules(bool(letter.number), bool(letter.references), own=not is_post)
    read_by = partial(written_of, message, forwarded=forwarded)
    manuscript, kind = read_by(rules), letter.kind
    if kind is letterbox.LetterKind.RIGHT_OF_REPLY or asks_right_of_reply(letter.subject, manuscript):
        # The law has it inserted as it was written: its editor alone cuts it.
        manuscript, kind = (
            read_by(replace(rules, own=True)) if is_post else manuscript,
            letterbox.LetterKind.RIGHT_OF_REPLY,
        )
    if letter.number and kind is letter.kind and is_post:  # an answer to a mail of ours has no fields
        return replace(letter, written=manuscript)
    text, values, about = quoting.ready_fields(manuscript.markdown, kind)
    about, fields = letter.about or about, {**values, **letter.fields}
    return replace(letter, written=replace(manuscript, markdown=text), kind=kind, fields=fields, about=about)


def _left_out(data: bytes, head: bytes, body: bytes, largest: int) -> Remark | None:
    """Return why only the headers of a mail are read: it is too large, or the mailbox gave no more of it."""
    size, limit = len(data), largest
    if cut := None if body.strip() else _CUT.fullmatch(read_head(head).first(CUT_SHORT.lower()).strip()):
        size, limit = int(cut[1]), int(cut[2])
        if not size:
            return Remark("mail-unreadable")
    elif size <= limit:
        return None
    limits = ((name, f"{-(-count // 1_000_000)}") for name, count in (("size", size), ("limit", limit)))
    return Remark("mail-too-large", tuple(limits))


def _addressed(identity: str, received: datetime, headers: MailHeaders, remark: Remark | None, own: str) -> Letter:
    subject, fields = headers.words("subject"), quoting.form_fields(headers)
    sender, manuscript = address_in(headers.first("from")), Manuscript("", remarks=(remark,) if remark else ())
    kind = quoting.form_kind(headers) or letterbox.kind_of_subject(subject)
    return Letter(
        identity,
        received,
        manuscript,
        letterbox.LetterKind.RIGHT_OF_REPLY if asks_right_of_reply(clean_subject(subject), manuscript) else kind,
        sender=sender,
        sender_name=name_in(headers.first("from")),
        subject=clean_subject(subject),
        number=number_in(subject),
        references=references_in(headers),
        about=quoting.page_address(fields.get("about", "")),
        fields=fields,
        automatic=is_automatic(headers, own),
        forged=is_disowned(headers),
    )
