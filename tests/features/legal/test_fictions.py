"""What stands in for a value is told from the value."""

from __future__ import annotations

import pytest

from placette.features.legal.fictions import is_fictitious


@pytest.mark.parametrize(
    "written",
    [
        *("Syndicat (fictif)", "la médiatrice (fictive)", "Ville (fictitious)", "contact@carnets.example"),
        *("https://demo.invalid/x", "a@example.org", "à renseigner", "A RENSEIGNER", "À compléter.", "[nom du maire]"),
        *("sans objet", "TODO", "xxx", "to be filled in", "Le nom…"),
    ],
)
def test_what_only_stands_in_is_fictitious(written: str) -> None:
    assert is_fictitious(written)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "sans-objet",
            "Commune d’Orcines",
            "Jeanne Morel, maire",
            "mairie@place-inventee.fr",
            "3 rue de l’Exemple",
        ),
        *("https://exemple.fr/contact", "contact@examplecorp.com", "Todorov", "04 73 00 00 00"),
    ],
)
def test_what_may_be_real_is_not(written: str) -> None:
    assert not is_fictitious(written)
