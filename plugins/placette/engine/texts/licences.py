"""The closed list of licences a text may carry (SPDX identifiers: spdx.org/licenses)."""

from __future__ import annotations

from placette.engine.base.text import fold
from placette.engine.texts.values import Licence

LICENCES = (
    Licence("CC BY 4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/deed.fr"),
    Licence("CC BY-SA 4.0", "CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.fr"),
    Licence("Licence Ouverte 2.0", "etalab-2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
    Licence("Tous droits réservés"),
)
_BY_NAME = {fold(name): licence for licence in LICENCES for name in (licence.label, licence.spdx) if name}


def find_licence(name: str) -> Licence | None:
    """The licence of that label or SPDX identifier, whatever the case; None when it isn't on the list."""
    return _BY_NAME.get(fold(name))
