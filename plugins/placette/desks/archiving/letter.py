"""The letter that lies in an archive for whoever opens it in twenty years: what it is, of when, how to read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.problems.problems import Translate

NAME = N_("README.txt")
"""The name of its file."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is told: the site and its public address, the year (0: everything), the state it is of, what it holds."""

    site: str
    address: str
    year: int
    moment: datetime
    commit: str
    pages: int
    files: int
    captures: str
    sums: str
    licence: str
    rights: str


def render_letter(facts: Facts, lang: str, translate: Translate) -> str:
    """The letter, in lines of any length."""
    return "\n\n".join(translate(part).format_map(_values(facts, lang)) for part in _parts(facts)) + "\n"


def _parts(facts: Facts) -> list[str]:
    title = N_("{site}: the posts of {year}") if facts.year else N_("{site}: the whole site")
    state = N_("State of {day}, from the commit {commit}.") if facts.commit else N_("State of {day}.")
    return [
        title,
        N_("This is an archive of the site published at {address}. {pages} pages, {files} files."),
        state,
        N_("To read it, open index.html with a browser: neither a server nor a network is needed."),
        N_("Links to pages that are not in this archive lead to their public address."),
        N_(
            "{captures} holds the same as a server gives it, at the public addresses, in the form of web archives"
            " (WARC 1.1, ISO 28500). It was made from the files of the site, not gathered from the network."
        ),
        N_("To check that nothing has changed: sha256sum -c {sums}"),
        N_("Rights: {rights}") if facts.rights else N_("Each text says its licence; those that say none: {licence}."),
        N_("The site was made with Placette, which is free software (AGPL-3.0-or-later)."),
    ]


def _values(facts: Facts, lang: str) -> dict[str, object]:
    told = {name: getattr(facts, name) for name in Facts.__dataclass_fields__}
    return {**told, "day": long_date(facts.moment, lang)}
