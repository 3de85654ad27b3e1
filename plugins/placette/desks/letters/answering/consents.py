"""What people are asked to agree to, in whole sentences: what is kept of a consent is what was read.

Each wording has a version. Who changes what a sentence means raises it, so that an older consent is told apart.
"""

from __future__ import annotations

from placette.desks.letters.letter import Case
from placette.engine.base.message import N_
from placette.engine.problems.problems import Translate
from placette.engine.texts.licences import LICENCES, find_licence

LICENCE, PEOPLE, MINORS = "licence", "people", "minors"
CONSENTS = (LICENCE, PEOPLE, MINORS)
"""What can be agreed to (``Consent.what``)."""
_VERSIONS = {LICENCE: 1, PEOPLE: 1, MINORS: 1}

_LICENCE = N_(
    "Do you agree that your text and your photos are published here under the licence {licence}?"
    " It means: {meaning}. You remain their author in any case."
)
_LICENCE_CHOICES = N_("If you prefer another licence, answer with its name:")
_LICENCE_CHOICE = N_("- {licence}: {meaning}.")
_PEOPLE = N_(
    "Does everybody who can be recognised in your photos agree to be seen on this site, which anybody may read?"
    " “Nobody” means that nobody can be recognised."
)
_MINORS = N_(
    "Do both parents of each child who can be recognised in your photos agree, and the child too, to these photos being"
    " published on this site, which anybody may read? One parent alone is not enough, and the agreement may be"
    " taken back at any time. “No child” means that no child can be recognised."
)
_MEANINGS = {
    "CC BY 4.0": N_("anybody may reuse and change them, if they name you"),
    "CC BY-SA 4.0": N_("anybody may reuse and change them, if they name you and share the result in the same way"),
    "Licence Ouverte 2.0": N_("anybody may reuse them, if they name the source; public services use this one"),
    "Tous droits réservés": N_("people may read and see them here; for anything else they must ask you"),
}


def proposed_licence(case: Case) -> str:
    """The label of the licence that a bare “yes” agrees to: the one that the writer named, or the site's own."""
    named = find_licence(case.answers.licence) or find_licence(case.letter.fields.get("licence", ""))
    return (named or find_licence(case.licence) or LICENCES[0]).label


def wording(what: str, case: Case, translate: Translate) -> str:
    """The sentences by which ``what`` is asked; the licence's with all choices, a line for each."""
    if what == LICENCE:
        return _licence_wording(proposed_licence(case), translate)
    return translate({PEOPLE: _PEOPLE, MINORS: _MINORS}[what])


def kept_wording(what: str, case: Case, translate: Translate, answer: str) -> str:
    """What is kept of a consent: the version of the wording, the wording, and the words of the answer."""
    return f"{what}/{_VERSIONS[what]}: {' '.join(wording(what, case, translate).split())} → {answer}"


def _licence_wording(proposed: str, translate: Translate) -> str:
    others = [licence.label for licence in LICENCES if licence.label != proposed]
    first = translate(_LICENCE).format(licence=proposed, meaning=translate(_MEANINGS[proposed]))
    choices = [
        translate(_LICENCE_CHOICE).format(licence=label, meaning=translate(_MEANINGS[label])) for label in others
    ]
    return "\n".join((first, translate(_LICENCE_CHOICES), *choices))
