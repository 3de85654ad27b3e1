"""What the law asks of a public body's site in France: what its settings lack, then as far as pages show it.

Accessibility: law 2005-102, article 47, and decree 2019-768, with the plan of the declaration that the RGAA imposes.
Legal notices: law of 21 June 2004 (LCEN). Only sites in French are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from placette.desks.doctor.patient import Patient
from placette.engine.base.message import N_
from placette.engine.base.text import fold
from placette.engine.pages.features import lacking_of
from placette.engine.problems.findings import LEGAL, Diagnosis, Level, SiteFinding
from placette.engine.problems.messages import MESSAGES
from placette.engine.problems.problems import Problem

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
_NOTICES = "mentions legales"
_DUTIES = (
    (re.compile(r"direct(?:eur|rice|ion) de (?:la )?publication"), N_("the director of publication")),
    (re.compile(r"heberge"), N_("the host")),
    (re.compile(r"(?:\+33|\b0[1-9])(?:[ .-]?\d){8}"), N_("a telephone number")),
)
"""What legal notices hold: how it is recognised in folded text, and its name."""
_BLANK = "[a completer]"

MENTION_NONE = Diagnosis(
    "accessibility-mention-none",
    LEGAL,
    Level.MISSING,
    N_("The home page lacks the words on accessibility that every public body’s site must show."),
    N_('Add ("Accessibilité : non conforme", "accessibilite/") to VIEWS_FOOTER; without an audit it is “non”.'),
)
PLAN_LACKS = Diagnosis(
    "accessibility-plan",
    LEGAL,
    Level.MISSING,
    N_("The accessibility declaration ({path}) lacks headings that are imposed: {headings}"),
    N_("Their words and their order are those of the official model of the declaration."),
)
DECLARED = Diagnosis(
    "accessibility-declared", LEGAL, Level.FINE, N_("Accessibility is declared on the home page, on the imposed plan.")
)
NOTICES_NONE = Diagnosis(
    "notices-none",
    LEGAL,
    Level.MISSING,
    N_("No link of the home page’s footer is named “Mentions légales”."),
    N_("Write content/pages/mentions-legales.md and add it to VIEWS_FOOTER: who publishes, who directs, who hosts."),
)
NOTICES_LACK = Diagnosis(
    "notices-lack",
    LEGAL,
    Level.MISSING,
    N_("The legal notices ({path}) do not seem to give {reason}."),
    N_("They name who publishes, who directs the publication and who hosts, with addresses and telephone numbers."),
)
NOTICES_GOOD = Diagnosis(
    "notices-good", LEGAL, Level.FINE, N_("The legal notices name a director, a host and a telephone.")
)
BLANK = Diagnosis(
    "page-blank",
    LEGAL,
    Level.MISSING,
    N_("A page was left with blanks to fill in: {path}"),
    N_("Look for “[à compléter]” in its text."),
)


def examine_legal(patient: Patient) -> Iterator[SiteFinding]:
    """What keeps the site from being published; where nothing does, what its pages lack."""
    lacking = lacking_of(patient.desk().features, patient.build, patient.settings)
    yield from map(_finding, lacking)
    if not lacking:
        yield from _on_pages(patient)


def _finding(found: Problem) -> SiteFinding:
    message = MESSAGES[found.code]
    return Diagnosis(found.code, LEGAL, Level.WRONG, message.what, message.mend).found(**dict(found.values))


def _on_pages(patient: Patient) -> Iterator[SiteFinding]:
    """What the last build's pages lack; nothing for a site that isn't built, or not in French."""
    if not str(patient.settings["DEFAULT_LANG"]).startswith("fr") or patient.page("") is None:
        return
    footer = list(patient.footer())
    yield from _on_accessibility(patient, footer)
    yield from _on_notices(patient, footer)
    for path in sorted({path for _words, path in footer}):
        if _BLANK in _said(patient.page(path)):
            yield BLANK.found(path=path)


def _on_accessibility(patient: Patient, footer: list[tuple[str, str]]) -> Iterator[SiteFinding]:
    path = next((path for words, path in footer if _MENTION.fullmatch(words)), None)
    if path is None:
        yield MENTION_NONE.found()
        return
    page = patient.page(path)
    headings = [fold(node.text().strip()) for node in page.css("h2, h3")] if page else []
    absent = [heading for heading in _PLAN if not any(one.startswith(fold(heading)) for one in headings)]
    yield PLAN_LACKS.found(path=path, headings=", ".join(absent)) if absent else DECLARED.found()


def _on_notices(patient: Patient, footer: list[tuple[str, str]]) -> Iterator[SiteFinding]:
    path = next((path for words, path in footer if fold(words) == _NOTICES), None)
    if path is None:
        yield NOTICES_NONE.found()
        return
    said = _said(patient.page(path))
    absent = [name for shape, name in _DUTIES if not shape.search(said)]
    yield from (NOTICES_LACK.found(path=path, reason=name) for name in absent)
    if not absent:
        yield NOTICES_GOOD.found()


def _said(page: LexborHTMLParser | None) -> str:
    """What a page's main part says, folded, spaces simplified."""
    main = page.css_first("main") if page else None
    return " ".join(fold(main.text(separator=" ")).split()) if main else ""
