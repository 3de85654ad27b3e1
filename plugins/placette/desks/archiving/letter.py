"""The letter to whoever opens the archive in twenty years: what it is, when it was made, how to read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.problems.problems import Translate

NAME = N_("README.txt")
"""The name of its file."""


@dataclass(frozen=True, slots=True)
class ArchiveDescription:
    """What the letter says of an archive: the site, its address, the year (0: everything), its date, its content."""

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


def render_letter(description: ArchiveDescription, lang: str, translate: Translate) -> str:
    """The text of the letter; its lines aren't wrapped."""
    return "\n\n".join(translate(part).format_map(_values(description, lang)) for part in _parts(description)) + "\n"


def _parts(description: ArchiveDescription) -> list[str]:
    title = N_("{site}: the posts of {year}") if description.year else N_("{site}: the whole site")
    state = N_("State of {day}, from the commit {commit}.") if description.commit else N_("State of {day}.")
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
        N_("Rights: {rights}")
        if description.rights
        else N_("Each text states its licence; the licence of those that don’t: {licence}."),
        N_("The site was made with Placette, which is free software (AGPL-3.0-or-later)."),
    ]


def _values(description: ArchiveDescription, lang: str) -> dict[str, object]:
    values = {name: getattr(description, name) for name in ArchiveDescription.__dataclass_fields__}
    return {**values, "day": long_date(description.moment, lang)}
