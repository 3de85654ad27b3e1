"""Two answers of one writer as one: the later one counts."""

from __future__ import annotations

from placette.desks.letters.answering.consents import LICENCE
from placette.desks.letters.letter import WriterAnswers


def merged(old: WriterAnswers, new: WriterAnswers) -> WriterAnswers:
    """What was said since, after one more answer.

    Later words win. Of each consent the last one stands, so a “no” after a “yes” takes it back, with the licence.
    Pictures of the same name are replaced; words for the editor are all kept.
    """
    consents = {consent.what: consent for consent in (*old.consents, *new.consents)}
    pictures = {picture.name: picture for picture in (*old.pictures, *new.pictures)}
    refused = LICENCE in consents and not consents[LICENCE].agreed
    return WriterAnswers(
        title=new.title or old.title,
        summary=new.summary or old.summary,
        commune=new.commune or old.commune,
        category=new.category or old.category,
        credit=new.credit or old.credit,
        licence="" if refused else new.licence or old.licence,
        signature=new.signature or old.signature,
        alts={**old.alts, **new.alts},
        captions={**old.captions, **new.captions},
        consents=tuple(consent for _, consent in sorted(consents.items())),
        corrections=tuple(dict.fromkeys((*old.corrections, *new.corrections))),
        written=new.written or old.written,
        pictures=tuple(pictures.values()),
        remarks=new.remarks,
    )
