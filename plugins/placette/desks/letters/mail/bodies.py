"""The words of a mail: HTML where it says more than plain text, pictures in their places, nothing that is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from placette.desks.letters.documents import read_html, read_plain
from placette.desks.letters.letter import Manuscript, Picture, Remark
from placette.desks.letters.mail.closings import without_closing, without_rule
from placette.desks.letters.mail.joining import join_manuscripts, without_unseen
from placette.desks.letters.mail.lines import word_count
from placette.desks.letters.mail.marks import HTML_DEPTH, MarkedPage, content_ids, is_deep, is_rich, without_marked
from placette.desks.letters.mail.parts import MailPart
from placette.desks.letters.mail.quotations import without_quotation

TEXT_LIMIT = 1_000_000
"""Characters of a body that are read: three long novels."""

_HTML_LIMIT = 20_000_000
"""The same of HTML, which may hold its pictures itself."""
_EMPTY = frozenset({"text-empty", "document-empty"})
_STUB = 2
"""How many times as many words the HTML must have before the plain text counts as a stub."""
_SOURCE = re.compile(r"""cid:([^"'\s>)]{1,300})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BodyRules:
    """How a body is read: whether it answers one of our mails, or any mail; whether what it quotes stays."""

    answering: bool = False
    replying: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class MailBody:
    """The words of a mail, and the parts that they show or that the quotation showed."""

    manuscript: Manuscript
    shown: frozenset[MailPart] = frozenset()


@dataclass(slots=True)
class _Unit:
    """One text of a mail, in one form or two; pictures between its pieces."""

    plain: list[MailPart] = field(default_factory=list)
    html: list[MailPart] = field(default_factory=list)


def is_text(part: MailPart) -> bool:
    """Whether a part is the mail's own text rather than a file."""
    return part.media in {"text/plain", "text/html"} and not part.data and not part.attached and not part.name


def read_body(parts: Sequence[MailPart], pictures: Mapping[MailPart, Picture], rules: BodyRules) -> MailBody:
    """The words of a mail. ``pictures``: the parts that are pictures, with the names that they have in the letter."""
    read: list[Manuscript] = []
    shown: set[MailPart] = set()
    for unit in _units(parts, pictures):
        if isinstance(unit, MailPart):
            read.append(Manuscript(f"![]({pictures[unit].name})", pictures=(pictures[unit],)))
            shown.add(unit)
            continue
        html = _page(unit.html, pictures)[:_HTML_LIMIT]
        if is_deep(html):
            read.append(Manuscript("", remarks=(Remark("mail-too-deep", (("limit", str(HTML_DEPTH)),)),)))
            html = ""
        if max(len(html) // 20, *(len(part.text) for part in unit.plain), 0) >= TEXT_LIMIT:
            read.append(Manuscript("", remarks=(Remark("mail-long", (("limit", f"{TEXT_LIMIT}"),)),)))
        named = _shown_by(html, pictures)
        read.append(_read_unit(unit, html, {pictures[part].name: part.data for part in named}, rules))
        shown |= named
    return MailBody(join_manuscripts(read), frozenset(shown))


def _units(parts: Sequence[MailPart], pictures: Mapping[MailPart, Picture]) -> list[_Unit | MailPart]:
    """Texts in order; a picture that stands between two is one too. Forms of one text are one unit."""
    units: list[_Unit | MailPart] = []
    grouped: dict[int, _Unit] = {}
    last = max((at for at, part in enumerate(parts) if is_text(part)), default=-1)
    shown = {cid for part in parts if part.media == "text/html" for cid in content_ids(part.text)}
    for at, part in enumerate(parts):
        if is_text(part):
            unit = grouped.get(part.group) if part.group else None
            if unit is None:
                unit = _Unit()
                units.append(unit)
                if part.group:
                    grouped[part.group] = unit
            (unit.html if part.media == "text/html" else unit.plain).append(part)
        elif part in pictures and at < last and not part.attached and part.cid not in shown:
            if part.group in grouped and grouped[part.group].html:
                grouped[part.group].html.append(part)
            elif not part.group and units:
                units.append(part)
    return units


def _page(pieces: Iterable[MailPart], pictures: Mapping[MailPart, Picture]) -> str:
    """HTML in one piece, whose pictures are named as they are in the letter, not by Content-IDs that say nothing."""
    names = {part.cid: picture.name for part, picture in pictures.items() if part.cid}
    html = "\n".join(
        part.text if is_text(part) else f'<img src="cid:{escape(pictures[part].name)}">' for part in pieces
    )
    return _SOURCE.sub(lambda found: f"cid:{names.get(found[1], found[1])}", html)


def _shown_by(html: str, pictures: Mapping[MailPart, Picture]) -> set[MailPart]:
    ids = content_ids(html)
    return {part for part, picture in pictures.items() if picture.name in ids}


def _read_unit(unit: _Unit, html: str, pictures: Mapping[str, bytes], rules: BodyRules) -> Manuscript:
    plain = "\n\n".join(part.text for part in unit.plain)
    marked = MarkedPage(html) if rules.whole or rules.answering else without_marked(html)
    if not html or (plain.strip() and _prefers_plain(plain, marked.html, rules)):
        return _read_plain(plain, rules, _left_over(pictures))
    seen = content_ids(marked.html)
    read = _spoken(read_html(marked.html, {name: data for name, data in pictures.items() if name in seen}))
    kept = _cut(read.markdown[:TEXT_LIMIT], rules)
    remarks = (*read.remarks, *_cut_remarks(kept.quoted + (marked.quoted > 0), kept.signed + (marked.signed > 0)))
    cut = marked.html != html or kept.text != read.markdown
    markdown = _without_break(without_rule(kept.text)) if cut else read.markdown
    whole = replace(read, markdown=markdown, remarks=remarks, quoted=kept.unmarked)
    return without_unseen(read.markdown, whole)


def _prefers_plain(plain: str, html: str, rules: BodyRules) -> bool:
    kept = _cut(plain[:TEXT_LIMIT], rules).text
    if rules.answering:
        return True
    words = word_count(_cut(_spoken(read_html(html, {})).markdown[:TEXT_LIMIT], rules).text)
    return not is_rich(html) and word_count(kept) * _STUB >= words


def _read_plain(plain: str, rules: BodyRules, pictures: tuple[Picture, ...]) -> Manuscript:
    kept = _cut(plain[:TEXT_LIMIT], rules)
    read = _spoken(read_plain(kept.text))
    remarks = (*read.remarks, *_cut_remarks(kept.quoted, kept.signed))
    return replace(read, pictures=pictures, remarks=remarks, quoted=kept.unmarked)


def _left_over(pictures: Mapping[str, bytes]) -> tuple[Picture, ...]:
    """The pictures that HTML shows where plain text is read in its place."""
    return tuple(Picture(name, data) for name, data in pictures.items())


@dataclass(frozen=True, slots=True)
class _Cut:
    text: str
    quoted: int
    signed: int
    unmarked: str = ""
    """The mail that is answered, where nothing marks its lines."""


def _cut(text: str, rules: BodyRules) -> _Cut:
    if rules.whole:
        signed = without_closing(text)
        return _Cut(signed.text, 0, signed.lost)
    unquoted = without_quotation(text, answering=rules.answering, replying=rules.replying)
    unsigned = without_closing(without_rule(unquoted.text) if unquoted.lost else unquoted.text)
    return _Cut(unsigned.text, unquoted.lost, unsigned.lost, unquoted.quoted)


def _cut_remarks(quoted: int, signed: int) -> tuple[Remark, ...]:
    found = (("mail-quoted", quoted), ("mail-signature", signed))
    return tuple(Remark(code, (("lines", str(lines)),)) for code, lines in found if lines)


def _spoken(read: Manuscript) -> Manuscript:
    """What was read of a body; one without words is no fault while photos come with it."""
    return replace(read, remarks=tuple(one for one in read.remarks if one.code not in _EMPTY))


def _without_break(markdown: str) -> str:
    """Markdown without the line break at its end that led to what was cut."""
    end = len(markdown) - len(markdown.rstrip("\\"))
    return markdown[:-1] if end % 2 else markdown
