"""Words that the law prescribes, and names of what settings choose between."""

from __future__ import annotations

from placette.engine.base.message import N_
from placette.features.legal.settings import Basis, PublisherKind, State

MENTIONS: dict[State, str] = {
    "non": "Accessibilité : non conforme",
    "partielle": "Accessibilité : partiellement conforme",
    "totale": "Accessibilité : totalement conforme",
}
"""What every page says of accessibility: prescribed in French (RGAA), whatever the site's language."""
STATES: dict[State, str] = {
    "non": N_("Accessibility: not compliant."),
    "partielle": N_("Accessibility: partially compliant."),
    "totale": N_("Accessibility: fully compliant."),
}
KINDS: dict[PublisherKind, str] = {
    "": N_("to be filled in"),
    "commune": N_("commune, a local authority"),
    "intercommunalite": N_("public body of cooperation between communes"),
    "departement": N_("département, a local authority"),
    "region": N_("région, a local authority"),
    "association": N_("association (law of 1 July 1901)"),
}
GROUNDS: dict[Basis, str] = {
    "mission": N_(
        "Publishing what residents write is part of a mission of public interest that the publisher was given"
        " (article 6, paragraph 1, point e, of the GDPR)."
    ),
    "interet": N_(
        "Publishing what residents write is a legitimate interest of the publisher"
        " (article 6, paragraph 1, point f, of the GDPR)."
    ),
    "consentement": N_(
        "What you send is published because you agreed to it (article 6, paragraph 1, point a, of the GDPR);"
        " you may take this back at any time, for what comes after."
    ),
}
