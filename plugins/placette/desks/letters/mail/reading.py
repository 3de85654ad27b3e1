"""The bytes of a mail become a letter; any bytes do, and none takes the intake down."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from placette.desks.letters.arriving.arrival import CUT_SHORT
from placette.desks.letters.letter import Letter, Manuscript, Remark
from placette.desks.letters.mail.authentication import authentication_of
from placette.desks.letters.mail.automatic import why_automatic
from placette.desks.letters.mail.bodies import BodyRules
from placette.desks.letters.mail.forms import form_fields, form_kind, page_address, ready_fields
from placette.desks.letters.mail.headers import (
    MailHeaders,
    address_in,
    headers_of,
    name_in,
    read_head,
    references_in,
    split_mail,
)
from placette.desks.letters.mail.identity import identity_of
from placette.desks.letters.mail.parts import DEPTH_LIMIT, parse_mail
from placette.desks.letters.mail.subjects import clean_subject, is_forwarded, number_in
from placette.desks.letters.mail.written import WrittenRules, written_of
from placette.engine.base.processes import Limits, preload, run_bounded
from placette.features.letterbox import kind_of_subject

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
