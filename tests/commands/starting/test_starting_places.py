"""A place is found as people write it; an unknown or ambiguous one is refused with advice."""

from __future__ import annotations

import pytest

from placette.commands import starting
from placette.commands.starting import (
    COLOURS,
    AnswerError,
    Kind,
    Landscape,
    Listed,
    ListLevel,
    find_place,
    landscape_of,
    languages_of,
    name_after_of,
    subtitle_of,
)
from placette.features.posts import language_name
from placette.features.territory.national import load_france
from placette_landscapes.drawings import FAMILIES

FRANCE = load_france()
OUST = (
    "Communauté de communes de l’Oust à Brocéliande",
    "de la communauté de communes de l’Oust à Brocéliande",
    26,
)
CIREST = (
    "Communauté d’agglomération intercommunale de la Réunion Est",
    "de la communauté d’agglomération intercommunale de la Réunion Est",
    6,
)
LIVING = "Celles et ceux qui vivent ici racontent le quotidien"
QUIET = ", celles et ceux qui vivent ici racontent leur quotidien."
MIXED = ("3 communes et 1 intercommunalité", "de 3 communes et 1 intercommunalité", 8)


@pytest.mark.parametrize(
    ("kind", "written", "name", "of", "communes"),
    [
        (Kind.VILLAGE, "Augan", "Augan", "d’Augan", 1),
        (Kind.VILLAGE, "st pere marc en poulet (35)", "Saint-Père-Marc-en-Poulet", "de Saint-Père-Marc-en-Poulet", 1),
        (Kind.VILLAGE, "le havre", "Le Havre", "du Havre", 1),
        (Kind.VILLAGE, "Les Sables-d'Olonne", "Les Sables-d’Olonne", "des Sables-d’Olonne", 1),
        (Kind.VILLAGE, "Augan, Monteneuf", "Augan et Monteneuf", "d’Augan et de Monteneuf", 2),
        (Kind.EPCI, "oust à brocéliande", *OUST),
        (Kind.EPCI, "Rennes", "Rennes Métropole", "de Rennes Métropole", 43),
        (Kind.DEPARTMENT, "Ain", "Ain", "de l’Ain", 390),
        (Kind.REGION, "bretagne", "Bretagne", "de Bretagne", 1202),
        (Kind.ASSOCIATION, "Mayenne, 35236", "Mayenne et Redon", "de Mayenne et de Redon", 2),
        (Kind.ASSOCIATION, "", "", "", 0),
        (Kind.ASSOCIATION, "Augan, Redon, Mayenne, Vitré, Redon", "4 communes", "de 4 communes", 4),
        (Kind.ASSOCIATION, "Augan, Redon, Vitré, tco", *MIXED),
        (Kind.EPCI, "CIREST", *CIREST),
        (Kind.EPCI, "Métropole de Lyon", "Métropole de Lyon", "de la Métropole de Lyon", 58),
        (Kind.EPCI, "Avallon, Vézelay, Morvan", "Avallon, Vézelay, Morvan", "d’Avallon, Vézelay, Morvan", 48),
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
        (Kind.VILLAGE, "Saint-Aubin", "Saint-Aubin (62742, Pas-de-Calais)"),
        (Kind.VILLAGE, "Saint-Aubin (13)", "no “Saint-Aubin (13)”"),
        (Kind.VILLAGE, "Auggan", "Augan (56006, Morbihan)"),
        (Kind.EPCI, "999999999", "Write a name or a code"),
        (Kind.EPCI, "Oust", "Did you mean: Communauté de communes de l’Oust à Brocéliande"),
        (Kind.REGION, "Auvergne", "Auvergne-Rhône-Alpes"),
        (Kind.VILLAGE, "<script>\u202e'; --", "The official list has no"),
    ],
)
def test_what_is_no_place_or_several_is_refused_with_what_to_write(kind: Kind, written: str, says: str) -> None:
    with pytest.raises(AnswerError) as refused:
        find_place(written, kind, FRANCE)
    assert says in refused.value.sentence.format(**refused.value.values)


def test_what_is_proposed_can_be_written_as_it_is_shown() -> None:
    for level in ListLevel:
        kind = next(kind for kind, levels in starting._LEVELS.items() if levels == (level,))
        for one in list(starting._listed(level, FRANCE))[:: 4000 if level is ListLevel.COMMUNE else 25]:
            assert find_place(f"{one.name} ({starting._identified(one)})", kind, FRANCE).codes == one.code


@pytest.mark.parametrize(
    ("kind", "written", "says"),
    [
        (Kind.VILLAGE, "Corte", f"{LIVING} de Corte."),
        (Kind.VILLAGE, "Augan, Monteneuf, Redon, Vitré", f"{LIVING} de 4 communes."),
        (Kind.EPCI, "CIREST", f"D’une commune à l’autre{QUIET}"),
        (Kind.REGION, "La Réunion", f"D’un bout à l’autre de la région{QUIET}"),
        (Kind.ASSOCIATION, "", "L’association, racontée par celles et ceux qui la font vivre."),
    ],
)
def test_the_line_under_the_name_suits_each_kind_of_place(kind: Kind, written: str, says: str) -> None:
    assert subtitle_of(kind, find_place(written, kind, FRANCE), "fr") == says
    english = subtitle_of(kind, find_place(written, kind, FRANCE, "en"), "en")
    assert english.startswith(("The people who live here", "From one place", "By those"))
    assert " et " not in english


@pytest.mark.parametrize(
    ("kind", "written", "languages"),
    [
        (Kind.VILLAGE, "Corte", ("co",)),
        (Kind.VILLAGE, "Augan", ("br",)),
        (Kind.DEPARTMENT, "66", ("oc", "ca")),
        (Kind.VILLAGE, "Colmar, Fort-de-France", ("gsw", "gcf")),
        (Kind.ASSOCIATION, "", ()),
    ],
)
def test_a_site_takes_texts_in_the_languages_of_its_place(kind: Kind, written: str, languages: tuple[str, ...]) -> None:
    assert languages_of(find_place(written, kind, FRANCE).communes) == ("fr", "en", *languages)
    for lang in ("fr", "en"):
        assert all(language_name(code, lang) != code for code in languages)


@pytest.mark.parametrize(
    ("kind", "written", "looks"),
    [
        (Kind.VILLAGE, "Corte", "mountain"),
        (Kind.DEPARTMENT, "La Réunion", "tropics"),
        (Kind.VILLAGE, "Carnac", "sea"),
        (Kind.VILLAGE, "Coulon", "marsh"),
        (Kind.EPCI, "Rennes Métropole", "city"),
        (Kind.VILLAGE, "Chartres", "town"),
        (Kind.DEPARTMENT, "Eure-et-Loir", "plain"),
        (Kind.DEPARTMENT, "Dordogne", "country"),
        (Kind.ASSOCIATION, "", "country"),
        (Kind.ASSOCIATION, "Toulouse, Castelnaudary, Trèbes, Agde", "country"),
    ],
)
def test_the_landscape_that_is_proposed_is_that_of_the_place(kind: Kind, written: str, looks: str) -> None:
    assert landscape_of(find_place(written, kind, FRANCE).communes, FRANCE) == looks


def test_each_landscape_has_its_colours_and_is_drawn() -> None:
    assert {*Landscape} == COLOURS.keys() == FAMILIES.keys()


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
