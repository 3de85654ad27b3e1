"""A case becomes a proposal: a post with all that its writer said, and every gap marked where an editor looks."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from placette.desks.intake import document_name, in_markdown, one_line
from placette.desks.letters.letter import Case, Gap, LetterProposal, Remark
from placette.desks.letters.proposing.bodies import with_links, with_pictures
from placette.desks.letters.proposing.deciding import (
    Decision,
    decide_category,
    decide_commune,
    decide_credit,
    decide_language,
    decide_licence,
    decide_minors,
    decide_people,
    decide_summary,
    decide_title,
)
from placette.desks.letters.proposing.facts import SiteFacts, words_of
from placette.desks.letters.proposing.illustrating import (
    Gallery,
    gallery_of,
    lacks_words,
    lead_of_gallery,
    shown_in_text,
)
from placette.desks.letters.proposing.lines import MatterLine, render_matter
from placette.desks.letters.proposing.pictures import UNKNOWN_FORM
from placette.desks.letters.proposing.remarks import (
    ENCLOSURE_UNUSABLE,
    PICTURE_UNUSABLE,
    PICTURES_REPLACED,
    RESPONSE_UNKNOWN,
)
from placette.desks.letters.proposing.replying import answered_post, is_reply, post_name, reply_proposal
from placette.desks.letters.proposing.signing import Signing, decide_author
from placette.engine.base.message import N_
from placette.engine.base.text import slugify
from placette.engine.photos.originals import Prepared
from placette.engine.texts.fields import is_slug
from placette.engine.texts.matter import quoted
from placette.features.letterbox import LetterKind
from placette.features.posts import POST

_RESPONDS = N_("In response to: {link}")
_ALT_LACKS = N_("what does the picture show?")
_SLUG = 60
"""Characters of the longest name of a folder that is made of a title."""
PROPOSED = frozenset({LetterKind.POST, LetterKind.RESPONSE})
"""The kinds of letters that become a post; the others are for an editor to read."""
_WITH_PICTURES = frozenset({"credit", "people", "minors"})
"""Gaps that a text without pictures doesn't have."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """All that was decided about a case, by the codes of its gaps."""

    said: Mapping[str, Decision]
    signing: Signing
    gallery: Gallery

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing; the words about each picture come before what is asked of all."""
        codes = [code for code, decision in self.said.items() if decision.is_open]
        asked = [code for code in codes if self.gallery.usable or code not in _WITH_PICTURES]
        alone = [Gap(code) for code in asked if code not in _WITH_PICTURES]
        together = [Gap(code) for code in asked if code in _WITH_PICTURES]
        return (*alone, *(Gap("alt", name) for name in lacks_words(self.gallery)), *together)


def gaps_of(
    case: Case, facts: SiteFacts, photos: Mapping[str, Prepared | str], folder: PurePosixPath | None = None
) -> tuple[Gap, ...]:
    """What a letter still lacks before its post can be published, in the order in which it is best asked."""
    made = propose(case, facts, photos, folder=folder)
    return made.gaps if made else ()


def propose(
    case: Case,
    facts: SiteFacts,
    photos: Mapping[str, Prepared | str],
    documents: Mapping[str, bytes | str] | None = None,
    folder: PurePosixPath | None = None,
) -> LetterProposal | None:
    """The post that a letter becomes; None for a correction or a report, which an editor reads.

    ``photos`` and ``documents`` come from ``prepare_pictures`` and ``prepare_enclosures``: nothing else of a letter's
    files gets into the proposal. ``folder`` is the one that the case was given before; it stays, whatever the title.
    ``remarks`` are those of this step, beside those of the letter's own parts.
    """
    if case.letter.kind not in PROPOSED:
        return None
    if is_reply(case, facts, day := _day(case, facts), folder):
        return reply_proposal(case, facts, day, folder, tuple(_remarks(case, facts, gallery_of(case, photos, facts))))
    reading = _read(case, facts, photos, folder)
    place = folder or _folder(case, reading, facts)
    beside, left_out = _enclosures(case, documents or {}, reading.gallery, facts)
    files = {
        (place / "index.md").as_posix(): _source(case, facts, reading, place, {o: n for o, (n, _) in beside.items()})
    }
    files |= {(place / one.file).as_posix(): one.made.data for one in reading.gallery.usable}
    files |= {(place / name).as_posix(): data for name, data in beside.values()}
    if reading.signing.profile:
        files[f"authors/{reading.signing.key}.md"] = _encoded(reading.signing.profile)
    remarks = (*_remarks(case, facts, reading.gallery), *left_out)
    return LetterProposal(case.number, reading.said["title"].value, place, files, reading.gaps, remarks)


def _read(case: Case, facts: SiteFacts, photos: Mapping[str, Prepared | str], folder: PurePosixPath | None) -> _Reading:
    signing = decide_author(case, facts, folder)
    said = {
        "title": decide_title(case, facts),
        "signature": Decision(signing.key, signing.note),
        "commune": decide_commune(case, facts),
        "category": decide_category(case, facts),
        "summary": decide_summary(case, facts),
        "licence": decide_licence(case, facts),
        "credit": decide_credit(case, facts),
        "people": decide_people(case, facts),
        "minors": decide_minors(case, facts),
    }
    return _Reading(said, signing, gallery_of(case, photos, facts))


def _folder(case: Case, reading: _Reading, facts: SiteFacts) -> PurePosixPath:
    """A folder of the year, named after the title, that no post has."""
    title = slugify(reading.said["title"].value)
    short = title if len(title) <= _SLUG else title[: _SLUG + 1].rpartition("-")[0] or title[:_SLUG]
    stem = short if is_slug(short) else f"lettre-{slugify(case.number)}"
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(facts.slugs) + 3)))
    name = next(name for name in names if name not in facts.slugs)
    return PurePosixPath("articles") / f"{_day(case, facts).year}" / name


def _day(case: Case, facts: SiteFacts) -> date:
    received = case.letter.received
    return (received.astimezone(facts.zone) if received.tzinfo and facts.zone else received).date()


def _source(
    case: Case, facts: SiteFacts, reading: _Reading, place: PurePosixPath, enclosures: Mapping[str, str]
) -> bytes:
    """The post's file."""
    body = with_pictures(case.written.markdown, shown_in_text(reading.gallery, facts))
    labels = {old: one_line(old.rpartition(".")[0]) or old for old in enclosures}
    body = with_links(body, enclosures, labels)
    begun = "\n\n".join(filter(None, (_response(case, facts, place), body)))
    return _encoded(f"{render_matter(_lines(case, facts, reading), facts)}\n\n{begun.rstrip()}\n")


def _lines(case: Case, facts: SiteFacts, reading: _Reading) -> Iterator[MatterLine]:
    said, lead = reading.said, lead_of_gallery(reading.gallery)
    yield _line("title", said["title"])
    yield MatterLine("date", _day(case, facts).isoformat())
    yield MatterLine("authors", f"[{reading.signing.key}]", reading.signing.note)
    yield _line("category", said["category"])
    yield _line("summary", said["summary"])
    yield _line("commune", said["commune"])
    if language := decide_language(case, facts):
        yield MatterLine("lang", language)
    yield MatterLine("licence" if said["licence"].value else "", said["licence"].value, said["licence"].note)
    if lead:
        alt = "" if lead.words.alt else words_of(facts.lang).gettext(_ALT_LACKS)
        decorative = words_of(facts.lang).gettext(N_("decorative"))
        yield MatterLine("image", quoted(lead.file))
        yield MatterLine("image_alt", quoted(decorative if lead.words.decorative else lead.words.alt), alt)
        if lead.words.caption:
            yield MatterLine("image_caption", quoted(lead.words.caption))
        yield _line("image_credit", said["credit"])
    if reading.gallery.usable:
        credit, people, minors = said["credit"], said["people"], said["minors"]
        alone = (people,) if lead else (credit, people)
        yield from (MatterLine("", "", one.note) for one in alone if one.is_open)
        yield MatterLine("minors" if minors.value else "", minors.value, minors.note)
    if answered := answered_post(case, facts):
        yield MatterLine("answers", quoted(post_name(answered)))
    if facts.keeps_receipts:
        yield MatterLine("receipt", quoted(case.number))
    if reading.gaps or reading.gallery.refused:
        yield MatterLine("status", "brouillon" if facts.french else "draft")


def _line(key: str, decision: Decision) -> MatterLine:
    return MatterLine(key, quoted(decision.value), decision.note)


def _response(case: Case, facts: SiteFacts, place: PurePosixPath) -> str:
    """The line that leads to the page that a letter responds to, which a post's own page says; else empty."""
    path = facts.page_at(case.letter.about) if case.letter.kind is LetterKind.RESPONSE else ""
    path = "" if POST.is_place(path) else path
    if not path:
        return ""
    title = in_markdown(one_line(facts.titles.get(path, ""))) or path
    link = f"[{title}]({posixpath.relpath(path, place.as_posix())})"
    return words_of(facts.lang).gettext(_RESPONDS).format(link=link)


def _enclosures(
    case: Case, documents: Mapping[str, bytes | str], gallery: Gallery, facts: SiteFacts
) -> tuple[dict[str, tuple[str, bytes]], tuple[Remark, ...]]:
    """New name and bytes of each usable document by its name in the letter, and a remark for each other one."""
    usable: dict[str, tuple[str, bytes]] = {}
    remarks = []
    written = (case.letter.written, *filter(None, [case.answers.written]))
    for enclosure in {one.name: one for text in written for one in text.enclosures}.values():
        made = documents.get(enclosure.name, words_of(facts.lang).gettext(UNKNOWN_FORM))
        if isinstance(made, str):
            remarks.append(Remark(ENCLOSURE_UNUSABLE, (("name", enclosure.name), ("reason", made))))
            continue
        stem, _dot, suffix = enclosure.name.rpartition(".")
        taken = {name for name, _ in usable.values()} | {one.file for one in gallery.usable} | {"index.md"}
        usable[enclosure.name] = document_name(stem, f".{suffix.lower()}", taken), made
    return usable, tuple(remarks)


def _remarks(case: Case, facts: SiteFacts, gallery: Gallery) -> Iterator[Remark]:
    say = words_of(facts.lang).gettext
    yield from (Remark(PICTURE_UNUSABLE, (("name", name), ("reason", say(why)))) for name, why in gallery.refused)
    kept = {picture.name for picture in case.pictures}
    gone = [picture.name for picture in case.letter.written.pictures if picture.name not in kept]
    if gone:
        yield Remark(PICTURES_REPLACED, (("names", ", ".join(gone)),))
    if case.letter.kind is LetterKind.RESPONSE and not facts.page_at(case.letter.about):
        yield Remark(RESPONSE_UNKNOWN, (("address", one_line(case.letter.about) or "?"),))


def _encoded(text: str) -> bytes:
    """UTF-8; half of a surrogate pair, which no file may hold, becomes a question mark."""
    return text.encode("utf-8", "replace")
