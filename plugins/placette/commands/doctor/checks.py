"""All checks, in the order in which they are printed where nothing is worse."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator
from datetime import date

from selectolax.lexbor import LexborHTMLParser

from placette.commands.doctor.installation import (
    Checks,
    ExaminedSite,
    about_many,
    examine_address,
    examine_backups,
    examine_built,
)
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.findings.problems import (
    ADDRESS,
    BACKUPS,
    BUILT,
    LEGAL,
    SOFTWARE,
    TEXTS,
    Problem,
    problem,
    refused_texts,
)
from placette.engine.rendering.features import lacking_of

_MENTION = re.compile(r"Accessibilité : (?:totalement|partiellement|non) conforme")
"""One of these three, word for word."""
_PLAN = (
    "État de conformité",
    "Résultats des tests",
    "Contenus non accessibles",
    "Établissement de cette déclaration",
    "Retour d’information et contact",
    "Voies de recours",
)
"""The headings of the declaration, in this order."""
_BLANK = "[a completer]"


def examine_legal(examined_site: ExaminedSite) -> Iterator[Problem]:
    """Yield what keeps the site from being published; where nothing does, what its pages lack."""
    lacking = lacking_of(examined_site.site().features, examined_site.build, examined_site.settings)
    yield from lacking
    if not lacking:
        yield from _on_pages(examined_site)


def _on_pages(examined_site: ExaminedSite) -> Iterator[Problem]:
    """Yield what the last build's pages lack; nothing for a site that isn't built, or not in French."""
    if not str(examined_site.settings["DEFAULT_LANG"]).startswith("fr") or examined_site.page("") is None:
        return
    footer = list(examined_site.footer())
    yield from _on_accessibility(examined_site, footer)
    for path in sorted({path for _words, path in footer}):
        if _BLANK in _text_of(examined_site.page(path)):
            yield problem("page-blank", path)


def _on_accessibility(examined_site: ExaminedSite, footer: list[tuple[str, str]]) -> Iterator[Problem]:
    path = next((path for words, path in footer if _MENTION.fullmatch(words)), None)
    if path is None:
        yield problem("accessibility-mention-none")
        return
    page = examined_site.page(path)
    headings = [fold(node.text().strip()) for node in page.css("h2, h3")] if page else []
    absent = [heading for heading in _PLAN if not any(title.startswith(fold(heading)) for title in headings)]
    code = "accessibility-plan" if absent else "accessibility-declared"
    yield problem(code, path, headings=", ".join(absent))


def _text_of(page: LexborHTMLParser | None) -> str:
    """Return the text of a page's main part, folded, spaces simplified."""
    main = page.css_first("main") if page else None
    return " ".join(fold(main.text(separator=" ")).split()) if main else ""


_MENDED_UNTIL = {
    (3, 11): date(2027, 10, 31),
    (3, 12): date(2028, 10, 31),
    (3, 13): date(2029, 10, 31),
    (3, 14): date(2030, 10, 31),
}
"""The versions of Python that Placette is made for, and until when each gets security fixes: the end of the month that
https://devguide.python.org/versions/ names (PEP 664, 693, 719, 745; read in November 2026)."""
_SOON = 180
"""Days before the end: time enough to call a person who can install another."""

_INSTALL = N_(
    "Install a newer Python ({newest} gets fixes until {until}), then make .venv and install the libraries again."
)


def examine_software(examined_site: ExaminedSite) -> Iterator[Problem]:
    """Yield the finding on this Python."""
    yield judge_python(sys.version_info[:2], platform.python_version(), examined_site.today)


def judge_python(line: tuple[int, int], version: str, today: date) -> Problem:
    """Return the finding on a version of Python; ``line`` is its beginning."""
    newest = max(_MENDED_UNTIL)
    name = ".".join(map(str, newest))
    if line not in _MENDED_UNTIL:
        return problem("python-untried", version=version, newest=name)
    end = _MENDED_UNTIL[line]
    days = (end - today).days
    code = "python-over" if days < 0 else "python-ending" if days < _SOON else "python-good"
    return problem(code, version=version, day=end, newest=name, until=_MENDED_UNTIL[newest])


def examine_texts(examined_site: ExaminedSite) -> Iterator[Problem]:
    """Yield findings on the texts as they are read."""
    build = examined_site.build
    if refused := refused_texts(build.problems):
        yield about_many("texts-refused", refused)
    else:
        yield problem("texts-good", count=build.build_summary.texts)


CHECKS: Checks = {
    ADDRESS: examine_address,
    LEGAL: examine_legal,
    BACKUPS: examine_backups,
    SOFTWARE: examine_software,
    TEXTS: examine_texts,
    BUILT: examine_built,
}
