"""What the page of an area says of itself."""

from __future__ import annotations

import pytest

from placette.engine.base.catalogue import load_catalogue
from placette.features.territory.areas import told_sentence


@pytest.mark.parametrize(
    ("lang", "number", "told", "says"),
    [
        ("fr", 31, 0, "31 communes, dont aucune n’est encore racontée ici."),
        ("fr", 31, 1, "31 communes, dont 1 racontée ici."),
        ("fr", 31, 2, "31 communes, dont 2 racontées ici."),
        ("fr", 1, 1, "1 commune, dont 1 racontée ici."),
        ("en", 31, 0, "31 communes; none has a page here yet."),
        ("en", 31, 1, "31 communes; 1 has a page here."),
        ("en", 31, 2, "31 communes; 2 of them have a page here."),
    ],
)
def test_communes_that_are_told_of_are_counted_in_sentences(lang: str, number: int, told: int, says: str) -> None:
    assert told_sentence(number, told, load_catalogue(lang)) == says
