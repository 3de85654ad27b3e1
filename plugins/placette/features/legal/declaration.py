"""The declaration of accessibility, in the order and under the headings that the law prescribes.

Law of 11 February 2005, article 47; décret n° 2019-768; RGAA 4.1.
"""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.message import N_
from placette.features.legal.settings import Accessibility, LegalSettings, State
from placette.features.legal.wording import Block, Section, items, plain, text

_COMMITMENT = (
    N_(
        "{publisher} is committed to making its websites accessible, in accordance with article 47 of the law"
        " n° 2005-102 of 11 February 2005 and with décret n° 2019-768. To this end it carries out a plan of several"
        " years and a plan of action for each year: {plan}."
    ),
    N_("This declaration of accessibility applies to the site {site}."),
)
_STATES: dict[State, str] = {
    "non": N_(
        "The site {site} does not comply with the RGAA (référentiel général d’amélioration de l’accessibilité),"
        " version 4.1: fewer than half of the criteria are met."
    ),
    "partielle": N_(
        "The site {site} complies in part with the RGAA (référentiel général d’amélioration de l’accessibilité),"
        " version 4.1, because of the failures and the exemptions listed below."
    ),
    "totale": N_(
        "The site {site} complies with the RGAA (référentiel général d’amélioration de l’accessibilité), version 4.1."
    ),
}
_UNKNOWN = N_(
    "The site {site} does not comply with the RGAA (référentiel général d’amélioration de l’accessibilité),"
    " version 4.1: there is no valid audit that would measure how many criteria are met."
)
_AUDITED = N_("The audit of {audit}, made by {auditor}, found that {rate} % of the criteria of RGAA 4.1 are met.")
_NOT_AUDITED = N_("No audit has been made: no rate of compliance can be given.")
_TECHNOLOGIES = ("HTML", "CSS", "SVG")
_SCRIPT = N_("JavaScript, for extras without which the site can still be read")
_PAGES = (N_("home page"), N_("legal notice"), N_("accessibility"), N_("site map"))
_UNLISTED = N_("For want of an audit, the criteria that are not met have not been listed. What is known already:")
_UNCHECKED = N_("No page has been checked by an auditor. These are the pages chosen for an audit:")
_CONTACT = (
    text(
        N_(
            "If you cannot reach a content or a service, you may ask the publisher to be directed to an accessible"
            " alternative, or to receive the content in another form."
        )
    ),
    items(N_("Send a message: {help}"), N_("Contact: {entity}")),
)
_REMEDIES = (
    text(
        N_(
            "This procedure is to be used in the following case: you have told the publisher of a lack of accessibility"
            " that keeps you from a content or a service, and you have not received a satisfactory answer."
        )
    ),
    items(
        N_("Write a message to the {defender}."),
        N_("Contact the delegate of the {delegate} in your region."),
        N_(
            "Send a letter by post, free of charge (no stamp): Défenseur des droits, Libre réponse 71120,"
            " 75342 Paris CEDEX 07."
        ),
    ),
)


def declaration(own: LegalSettings) -> Iterator[Section]:
    """The sections of the declaration, the first without a title."""
    said = own.accessibility
    yield Section("commitment", "", tuple(map(text, _COMMITMENT)))
    audited = said.audit is not None and said.rate is not None
    stated = _STATES[said.state] if audited else _UNKNOWN
    yield Section("state", N_("State of compliance"), (text("{state}"), text(stated)))
    yield Section("results", N_("Results of the tests"), (text(_AUDITED if audited else _NOT_AUDITED),))
    yield Section("inaccessible", N_("Content that is not accessible"))
    none = N_("None is known.")
    known = _listed(said.failures, none)
    yield Section("failures", N_("Failures"), known if audited else (text(_UNLISTED), *known), 3)
    yield Section("exemptions", N_("Exemptions for a disproportionate burden"), _listed(said.exemptions, none), 3)
    excluded = _listed(said.excluded, none)
    yield Section("excluded", N_("Content to which the obligation does not apply"), excluded, 3)
    yield from _made(said, audited=audited)
    yield Section("contact", N_("Feedback and contact"), _CONTACT)
    yield Section("remedies", N_("Remedies"), _REMEDIES)


def _made(said: Accessibility, *, audited: bool) -> Iterator[Section]:
    """How the declaration was made."""
    day = text(N_("This declaration was made on {day}."))
    yield Section("made", N_("How this declaration was made"), (day,))
    technologies = items(*map(plain, _TECHNOLOGIES), _SCRIPT)
    yield Section("technologies", N_("Technologies that the site is made with"), (technologies,), 3)
    tests = _listed(said.tests, N_("No assistive technology was tried."))
    yield Section("tests", N_("Where it was tested"), tests, 3)
    tools = _listed(said.tools, N_("No tool was used."))
    yield Section("tools", N_("Tools used to assess accessibility"), tools, 3)
    sample = items(*_PAGES, *map(plain, said.sample))
    pages = (sample,) if audited else (text(_UNCHECKED), sample)
    yield Section("sample", N_("Pages of the site whose compliance was checked"), pages, 3)


def _listed(written: tuple[str, ...], otherwise: str) -> tuple[Block, ...]:
    return (items(*map(plain, written)) if written else text(otherwise),)
