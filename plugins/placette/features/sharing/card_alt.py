"""The picture that networks show, for who cannot see it."""

from __future__ import annotations

from collections.abc import Callable

from placette.engine.pages.subjects import Subject


def card_alt(subject: Subject, site: str, translate: Callable[[str], str]) -> str:
    """A card in one sentence or two, for who cannot see it."""
    if not subject.work:
        return ". ".join(filter(None, (subject.place, _named(subject, site, translate))))
    names = ", ".join(subject.authors)
    pattern = translate("“{title}”, by {authors}, on {site}") if names else translate("“{title}”, on {site}")
    sentence = pattern.format(title=subject.title, authors=names, site=site)
    return f"{subject.place}. {sentence}" if subject.place else sentence


def _named(subject: Subject, site: str, translate: Callable[[str], str]) -> str:
    if subject.title == site:
        return f"{site}. {subject.note}" if subject.note else site
    return translate("{name}, on {site}").format(name=subject.title, site=site)
