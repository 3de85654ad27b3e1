"""Which of a mail's texts is the one to publish: its own words, a document that came with it, a mail inside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import Message

from placette.desks.letters.documents import read_document
from placette.desks.letters.letter import Manuscript, Picture, Remark
from placette.desks.letters.mail.attachments import SortedFiles, sort_files
from placette.desks.letters.mail.bodies import BodyRules, is_text, read_body
from placette.desks.letters.mail.decoding import clean_line
from placette.desks.letters.mail.joining import join_manuscripts, renamed
from placette.desks.letters.mail.lines import word_count
from placette.desks.letters.mail.names import shown_name
from placette.desks.letters.mail.parts import MailPart, open_mail
from placette.desks.letters.mail.quotations import forwarded_text, says_forwarded

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
    attached = Manuscript("", pictures=tuple(picture for _, picture in files.pictures))
    enclosed = tuple(one for one in files.enclosures if one.name.endswith(".pdf"))
    short = enclosed and not files.documents and word_count(body.markdown) <= _NOTE
    more = tuple(Remark("mail-text-in-pdf", (("name", one.name),)) for one in enclosed[:1] if short)
    whole = join_manuscripts((body, attached))
    if not (whole.markdown or whole.pictures or files.enclosures or body.remarks or files.remarks or remarks):
        more = (Remark("mail-nothing"),)
    return replace(whole, enclosures=files.enclosures, remarks=(*whole.remarks, *files.remarks, *remarks, *more))


def _whole_text(parts: Sequence[MailPart]) -> str:
    return "\n".join(part.text[:100_000] for part in parts if part.media == "text/plain")
