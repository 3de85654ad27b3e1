"""Read an answering mail: a first line that is a word we asked for counts, and an editor reads the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from placette import N_, Licence, Translate, Words
from placette_letters.answering.mails import PICTURE, in_one_line
from placette_letters.answering.questions import LICENCE, answer_words, consent_asked, kept_wording, proposed_licence
from placette_letters.letter import Case, Consent, Gap, Letter, Picture, WriterAnswers, free_name
from placette_letters.remarks import blocks, sentence_of, words_cut

_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~&$-])")
_ENCLOSED = N_("A document came with the answer: {name}")


def read_answers(
    letter: Letter, open_gaps: Sequence[Gap], case: Case, translate: Translate, *, brings_text: bool = False
) -> WriterAnswers:
    """Return what a mail answers to the last mail, which asked about ``open_gaps``.

    ``translate`` is the catalogue of the mails: a consent is kept with the wording that was read. ``brings_text``: the
    case has no text yet, so this is it.
    """
    remarks = tuple(remark for remark in letter.written.remarks if blocks(remark.code))
    if brings_text:
        return WriterAnswers(written=letter.written, remarks=remarks)
    text = _plain(letter.written.markdown)
    first, _break, rest = text.partition("\n")
    consent, licence = _consent(first, letter, open_gaps, case, translate)
    passages = (rest if consent else text, *_beside_text(letter, translate))
    return WriterAnswers(
        licence=licence,
        consents=(consent,) if consent else (),
        corrections=tuple(dict.fromkeys(passage.strip() for passage in passages if passage.strip())),
        pictures=tuple(_new_pictures(letter.written.pictures, case)),
        remarks=remarks,
    )


def _plain(markdown: str) -> str:
    """Return Markdown as its writer typed it: without pictures and escapes."""
    text = _ESCAPE.sub(r"\1", PICTURE.sub("", markdown).replace("\\\n", "\n"))
    return "".join(c if c.isprintable() or c in "\n\u00a0\u202f" else " " for c in text).strip()


def _consent(
    line: str, letter: Letter, open_gaps: Sequence[Gap], case: Case, translate: Translate
) -> tuple[Consent | None, str]:
    """Return the consent that a first line gives or refuses, and the licence that it agrees to."""
    what = consent_asked(open_gaps)
    words = [_folded(word) for word in answer_words(what, translate)] if what else []
    if _folded(line) not in words:
        return None, ""
    choice = words.index(_folded(line))
    agreed, licence = choice != 1, ""
    if what == LICENCE and agreed:
        licence = Licence.ALL[choice - 2].label if choice > 1 else proposed_licence(case)
    wording = kept_wording(what, case, translate, in_one_line(line))
    none_shown = what != LICENCE and choice > 1
    return Consent(what, agreed, wording, letter.received.date(), none_shown), licence


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", Words.fold(text)))


def _beside_text(letter: Letter, translate: Translate) -> Iterator[str]:
    """Yield what a mail brings beside its text: lines that look quoted, documents, unusable parts."""
    yield from (words_cut(remark) for remark in letter.written.remarks if remark.code in {"mail-quoted", "mail-note"})
    for enclosure in letter.written.enclosures:
        yield translate(_ENCLOSED).format(name=in_one_line(enclosure.name))
    yield from (sentence_of(remark, translate) for remark in letter.written.remarks if blocks(remark.code))


def _new_pictures(pictures: Sequence[Picture], case: Case) -> Iterator[Picture]:
    """Yield pictures that the case lacks, under free names: a telephone calls each of its photos ``image0.jpeg``."""
    contents = {picture.data for picture in case.pictures}
    names = {picture.name for picture in case.pictures}
    for picture in pictures:
        if picture.data not in contents:
            stem, dot, suffix = picture.name.rpartition(".")
            name = free_name(stem or suffix, f"{dot}{suffix}" if stem else "", names)
            names.add(name)
            yield replace(picture, name=name)


def merged(old: WriterAnswers, new: WriterAnswers) -> WriterAnswers:
    """Return all answers so far, after one more.

    Of each consent the last one counts, so a “no” after a “yes” takes it back, with the licence; words for the editor
    are all kept.
    """
    consents = {consent.what: consent for consent in (*old.consents, *new.consents)}
    refused = LICENCE in consents and not consents[LICENCE].agreed
    return WriterAnswers(
        licence="" if refused else new.licence or old.licence,
        consents=tuple(consent for _, consent in sorted(consents.items())),
        corrections=tuple(dict.fromkeys((*old.corrections, *new.corrections))),
        written=new.written or old.written,
        pictures=(*old.pictures, *new.pictures),
        remarks=new.remarks,
    )
