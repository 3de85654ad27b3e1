"""The last build: whether it is there and of today, open to search engines, and how much it weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from placette.desks.doctor.naming import some
from placette.desks.doctor.patient import Patient
from placette.desks.publishing import PublishingSettings
from placette.engine.base.files import walk_files
from placette.engine.base.message import N_
from placette.engine.base.settings import load_settings
from placette.engine.building.standing import SiteStanding, standing_of
from placette.engine.problems.findings import BUILT, Diagnosis, Level, SiteFinding
from placette.plugin import listed

NOINDEX = 'meta[name="robots"][content*="noindex"]'
"""What asks search engines to stay away from a page."""
_HEAVY = 500_000
"""Bytes of a page's own HTML. A whole page of as many, with 800 elements and 15 requests, gets a C by EcoIndex (62 of
100, ecoindex-compute 5.10); its pictures come on top."""
_MOST_AT_GITHUB = 1_000_000_000
"""Bytes that a site may have there: https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits"""
_MEGA, _KILO = 1_000_000, 1000

ABSENT = Diagnosis(
    "built-absent",
    BUILT,
    Level.MISSING,
    N_("There is no site in {folder}, so its pages and feeds could not be looked at."),
    "invoke build",
)
DOUBTFUL = Diagnosis(
    "built-doubtful",
    BUILT,
    Level.ADVICE,
    N_("The site in {folder} may be older than the texts and settings."),
    "invoke build",
)
CURRENT = Diagnosis("built-current", BUILT, Level.FINE, N_("The site in {folder} is up to date."))
_BY_STANDING = {SiteStanding.ABSENT: ABSENT, SiteStanding.DOUBTFUL: DOUBTFUL, SiteStanding.CURRENT: CURRENT}
CLOSED = Diagnosis(
    "built-closed",
    BUILT,
    Level.WRONG,
    N_("The home page in {folder} asks search engines to stay away: it is a preview’s."),
    N_("invoke build; previews belong in a folder of their own."),
)
HEAVY = Diagnosis(
    "pages-heavy",
    BUILT,
    Level.ADVICE,
    N_("Pages of more than {limit} kB without their pictures: {count} ({paths})."),
    N_("On a slow phone they take seconds: split them, or list fewer on a page."),
)
LARGE = Diagnosis(
    "site-large",
    BUILT,
    Level.ADVICE,
    N_("The site weighs {size} MB; GitHub Pages, if that is your host, takes no more than {limit} MB."),
    N_("Publish it elsewhere (PUBLISHING_TO), or archive older years (invoke archive)."),
)
WEIGHT = Diagnosis(
    "site-weight",
    BUILT,
    Level.FINE,
    N_("Files: {count}, {size} MB in all; the heaviest page is {path} ({weight} kB)."),
)


def examine_built(patient: Patient) -> Iterator[SiteFinding]:
    """What is to be said of the output folder. Raises ``OSError`` and ``SettingError``."""
    folder = patient.shown(patient.output)
    yield _BY_STANDING[standing_of((patient.settings, patient.everyday), listed)].found(folder=folder)
    home = patient.page("")
    if home is None:
        return
    if home.css_first(NOINDEX):
        yield CLOSED.found(folder=folder)
    sizes = {path: (patient.output / path).lstat().st_size for path in walk_files(patient.output)}
    target = load_settings(PublishingSettings, "PUBLISHING", patient.settings)
    yield from weigh(sizes, by_branch=target.to == "gh-pages")


def weigh(sizes: Mapping[str, int], *, by_branch: bool) -> Iterator[SiteFinding]:
    """What is to be said of the size in bytes of each file, a page among them; ``by_branch``: a forge serves it."""
    pages = sorted((path for path in sizes if path.endswith(".html")), key=lambda path: (-sizes[path], path))
    if heavy := [path for path in pages if sizes[path] > _HEAVY]:
        yield HEAVY.found(limit=_HEAVY // _KILO, **some(heavy))
    whole = sum(sizes.values())
    if by_branch and whole > _MOST_AT_GITHUB:
        yield LARGE.found(size=whole // _MEGA, limit=_MOST_AT_GITHUB // _MEGA)
    weight = -(-sizes[pages[0]] // _KILO)
    yield WEIGHT.found(count=len(sizes), size=-(-whole // _MEGA), path=pages[0], weight=weight)
