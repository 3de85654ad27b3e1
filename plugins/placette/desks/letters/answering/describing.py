"""What a letter holds, in the words of a mail: its title, its length, its pictures in order, what couldn't be used."""

from __future__ import annotations

import re
from collections.abc import Iterable

from placette.desks.letters.answering.plain_lines import PICTURE, in_one_line, quotable, shown_file
from placette.desks.letters.letter import Case, Remark
from placette.desks.letters.remarks import REMARKS, blocks
from placette.engine.base.message import N_
from placette.engine.problems.problems import Translate

_MOST_LISTED = 12
"""Pictures or documents that a mail names one by one; the rest is counted."""
_MOST_REMARKS = 6
_UNUSABLE = N_("What we could not use:")
_TARGET = re.compile(r"\]\([^()\n]{0,2000}\)")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def pictures_in_order(case: Case) -> tuple[str, ...]:
    """The names of all pictures as mails number them, from 1: those of the letter, then those that came since."""
    since = (*(case.answers.written.pictures if case.answers.written else ()), *case.answers.pictures)
    return tuple(dict.fromkeys(picture.name for picture in (*case.letter.written.pictures, *since)))


def title_of(case: Case) -> str:
    """The title that the writer gave: in an answer, in a field, in the document, or as the subject; may be empty."""
    letter = case.letter
    fields = letter.fields.get("title", "")
    return case.answers.title or fields or case.written.title or letter.written.title or letter.subject


def word_count(markdown: str) -> int:
    """The words of a text; pictures and addresses of links don't count."""
    return len(_WORD.findall(_TARGET.sub("]", PICTURE.sub(" ", markdown))))


def picture_label(case: Case, name: str, translate: Translate) -> str:
    """A picture so that its sender recognises it: «photo 2 (lavoir.jpg)»."""
    names = pictures_in_order(case)
    shown = shown_file(name)
    if name not in names:
        return shown
    return translate(N_("photo {number} ({name})")).format(number=names.index(name) + 1, name=shown)


def received(case: Case, translate: Translate) -> str:
    """What was understood, a line for each thing."""
    lines = []
    if title := quotable(title_of(case)):
        lines.append(translate(N_("Title: {title}")).format(title=title))
    if count := word_count(case.written.markdown):
        lines.append(translate(N_("Number of words: {count}")).format(count=count))
    names = pictures_in_order(case)
    photo = translate(N_("Photo {number}: {name}"))
    shown = enumerate(names[:_MOST_LISTED], 1)
    lines += [photo.format(number=number, name=shown_file(name)) for number, name in shown]
    documents = [enclosure.name for enclosure in case.written.enclosures]
    document = translate(N_("Document: {name}"))
    lines += [document.format(name=shown_file(name)) for name in documents[:_MOST_LISTED]]
    more = max(0, len(names) - _MOST_LISTED) + max(0, len(documents) - _MOST_LISTED)
    if more:
        lines.append(translate(N_("Other files: {count}")).format(count=more))
    return "\n".join(lines)


def unusable(remarks: Iterable[Remark], translate: Translate) -> list[str]:
    """What couldn't be used and what to send instead, a paragraph for each below their heading, each once."""
    found = dict.fromkeys(remark for remark in remarks if blocks(remark.code))
    said = [_remark(remark, translate) for remark in found]
    left = translate(N_("And {count} more of this kind.")).format(count=len(said) - _MOST_REMARKS)
    shown = said[:_MOST_REMARKS] + ([left] if len(said) > _MOST_REMARKS else [])
    return [translate(_UNUSABLE), *shown] if shown else []


def _remark(remark: Remark, translate: Translate) -> str:
    message = REMARKS[remark.code]
    values = {name: in_one_line(value, 80) for name, value in remark.values}
    sentences = [translate(text).format_map(values) for text in (message.what, message.mend) if text]
    return "- " + " ".join(sentences)
