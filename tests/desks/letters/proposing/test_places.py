"""The commune that a text names: only one that is sure, by its whole name."""

from __future__ import annotations

import pytest

from placette.desks.letters.proposing import SiteFacts
from placette.desks.letters.proposing.places import commune_said, name_of


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dimanche à Ambert, il pleuvait.", "Ambert"),
        ("à AMBERT", "Ambert"),
        ("Le four de Saint-Germain-Lembron chauffe.", "Saint-Germain-Lembron"),
        ("Saint Germain Lembron", "Saint-Germain-Lembron"),
        ("la Chaise-Dieu", "La Chaise-Dieu"),
        ("Ambert et encore Ambert", "Ambert"),
        ("Ambert et Brioude", ""),
        ("un ambertois", ""),
        ("ambert", ""),
        ("au mois de mars", ""),
        ("Paris", ""),
        ("", ""),
    ],
)
def test_one_whole_name_with_a_capital(text: str, name: str, facts: SiteFacts) -> None:
    found = commune_said(text, facts.communes)
    assert (found.name if found else "") == name


def test_namesakes_are_no_guess_and_are_written_by_their_code(facts: SiteFacts) -> None:
    twins = [codes for codes in facts.communes.by_name.values() if len(codes) > 1]
    assert twins
    for code in twins[0]:
        commune = facts.communes.by_code[code]
        assert commune_said(f"À {commune.name}, ce soir", facts.communes) is None
        assert name_of(commune, facts.communes) == code
