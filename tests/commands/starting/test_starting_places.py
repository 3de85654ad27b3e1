"""A place is found as people write it; an unknown or ambiguous one is refused with advice."""

from __future__ import annotations

import pytest

from placette.commands.starting import AnswerError, Kind, Listed, ListLevel, find_place, name_after_of
from placette.features.territory.national import load_france

FRANCE = load_france()
OUST = (
    "Communauté de communes de l’Oust à Brocéliande",
    "de la communauté de communes de l’Oust à Brocéliande",
    26,
)


@pytest.mark.parametrize(
    ("kind", "written", "name", "of", "communes"),
    [
        (Kind.VILLAGE, "Augan", "Augan", "d’Augan", 1),
        (Kind.VILLAGE, "56006", "Augan", "d’Augan", 1),
        (Kind.VILLAGE, "st pere marc en poulet (35)", "Saint-Père-Marc-en-Poulet", "de Saint-Père-Marc-en-Poulet", 1),
        (Kind.VILLAGE, "Saint-Aubin (Pas-de-Calais)", "Saint-Aubin", "de Saint-Aubin", 1),
        (Kind.VILLAGE, "le havre", "Le Havre", "du Havre", 1),
        (Kind.VILLAGE, "La Chaise-Dieu", "La Chaise-Dieu", "de La Chaise-Dieu", 1),
        (Kind.VILLAGE, "Les Sables-d'Olonne", "Les Sables-d’Olonne", "des Sables-d’Olonne", 1),
        (Kind.VILLAGE, "Augan, Monteneuf", "Augan et Monteneuf", "d’Augan et de Monteneuf", 2),
        (Kind.EPCI, "243500741", "Redon Agglomération", "de Redon Agglomération", 31),
        (Kind.EPCI, "Redon Agglomération", "Redon Agglomération", "de Redon Agglomération", 31),
        (Kind.EPCI, "redon", "Redon Agglomération", "de Redon Agglomération", 31),
        (Kind.EPCI, "oust à brocéliande", *OUST),
        (Kind.EPCI, "de l'Oust à Brocéliande", *OUST),
        (Kind.EPCI, "communauté de communes de l’Oust à Brocéliande", *OUST),
        (Kind.EPCI, "CC Oust à Brocéliande", *OUST),
        (Kind.EPCI, "Rennes", "Rennes Métropole", "de Rennes Métropole", 43),
        (Kind.ASSOCIATION, "Oust à Brocéliande", *OUST),
        (Kind.DEPARTMENT, "56", "Morbihan", "du Morbihan", 249),
        (Kind.DEPARTMENT, "Ain", "Ain", "de l’Ain", 390),
        (Kind.REGION, "bretagne", "Bretagne", "de Bretagne", 1202),
        (Kind.REGION, "53", "Bretagne", "de Bretagne", 1202),
        (Kind.ASSOCIATION, "Redon", "Redon", "de Redon", 1),
        (Kind.ASSOCIATION, "Mayenne, 35236", "Mayenne et Redon", "de Mayenne et de Redon", 2),
    ],
)
def test_a_place_is_found_by_name_or_code(kind: Kind, written: str, name: str, of: str, communes: int) -> None:
    found = find_place(written, kind, FRANCE)
    assert (found.name, found.of) == (name, of)
    assert abs(len(found.communes) - communes) <= communes // 10, "the list changes every year"
    assert find_place(found.codes, kind, FRANCE) == found, "codes name the same place"


@pytest.mark.parametrize(
    ("kind", "written", "says"),
    [
        (Kind.VILLAGE, "", "Write the name"),
        (Kind.VILLAGE, " , ", "Write the name"),
        (Kind.VILLAGE, "Saint-Aubin", "Saint-Aubin (62742, Pas-de-Calais)"),
        (Kind.VILLAGE, "Saint-Aubin (13)", "no “Saint-Aubin (13)”"),
        (Kind.VILLAGE, "Auggan", "Augan"),
        (Kind.VILLAGE, "Xyzzy", "Write a name or a code"),
        (Kind.EPCI, "999999999", "Write a name or a code"),
        (Kind.EPCI, "Quatre Rivières", "CC des Quatre Rivières (247000623), CC des Quatre Rivières ("),
        (Kind.EPCI, "Oust", "Did you mean: Communauté de communes de l’Oust à Brocéliande"),
        (Kind.REGION, "Auvergne", "Auvergne-Rhône-Alpes"),
        (Kind.DEPARTMENT, "20", "Write a name or a code"),
        (Kind.VILLAGE, "<script>\u202e'; --", "The official list has no"),
    ],
)
def test_what_is_no_place_or_several_is_refused_with_what_to_write(kind: Kind, written: str, says: str) -> None:
    with pytest.raises(AnswerError) as refused:
        find_place(written, kind, FRANCE)
    assert says in refused.value.sentence.format(**refused.value.values)


def test_a_commune_that_was_merged_leads_to_the_one_of_today() -> None:
    former = next(
        item
        for item in FRANCE.lists.communes
        if item["type"] == "commune-deleguee"
        and not any(one["nom"] == item["nom"] and one["type"] == "commune-actuelle" for one in FRANCE.lists.communes)
    )
    with pytest.raises(AnswerError) as refused:
        find_place(former["nom"], Kind.VILLAGE, FRANCE)
    assert former["chefLieu"] == refused.value.values["code"]


def test_every_name_of_the_list_can_stand_after_of() -> None:
    rows = [(ListLevel.COMMUNE, item) for item in FRANCE.lists.communes if item["type"] == "commune-actuelle"]
    for level, item in (*rows, *((ListLevel.EPCI, item) for item in FRANCE.lists.epcis)):
        said = name_after_of(Listed(level, item["code"], item["nom"], item.get("typeLiaison", 0)))
        assert said.startswith(("de ", "d’", "du ", "des ")), said
        assert "de Le " not in said, said
        assert "  " not in said, said
