"""Names of other people, telephone numbers and addresses are found in a question however they are written."""

from __future__ import annotations

import pytest

from placette.engine.texts.others import (
    child_named,
    contacts_in,
    is_of_organisation,
    named_in,
    names_among,
    titled_in,
    without_contacts,
    words_of,
)

PEOPLE = names_among(
    [("jean", "Jean Borie"), ("lea", "Léa Montel (habitante)"), ("rose", "Rose"), ("une", "Une passante")]
)


def names(text: str, *allowed: str) -> list[str]:
    return [name for _, name in named_in(words_of(text), PEOPLE, allowed)]


@pytest.mark.parametrize(
    "text",
    [
        "Jean Borie le sait.",
        "JEAN BORIE",
        "jean-borie",
        "Jean\nBorie",
        "Je*an* **Borie**",
        "Jean&nbsp;Borie",
        "J&#101;an Borie",
        "Je\u00adan Bo\u200brie",
        "Jеan Bоrie",  # Cyrillic letters that look the same
        "`Jean_Borie`",
    ],
)
def test_a_name_is_found_in_any_spelling(text: str) -> None:
    assert names(text) == ["Jean Borie"]


def test_a_word_that_is_a_name_too_is_found_only_as_a_name() -> None:
    assert names("Une rose pour une passante.") == []
    assert names("Rose et Une passante.") == ["Rose", "Une passante"]
    assert names("Jean et le père Borie, lea ou Montel.") == []


def test_somebody_may_be_allowed_and_the_line_is_said() -> None:
    assert names("Jean Borie, Léa Montel", "jean") == ["Léa Montel (habitante)"]
    assert list(named_in(words_of("Un.\nDeux.\nLea Montel"), PEOPLE)) == [(2, "Léa Montel (habitante)")]


@pytest.mark.parametrize(
    "text",
    [
        "04 73 00 00 00", "+33 (0)4.73.00.00.00", "0033473000000", "+41 22 700 00 00", "lea@exemple.example",
        "lea＠exemple.example", "lea (at) exemple (point) example", "lea arobase exemple point example",
        "lea&#64;exemple.example", "l\u200bea@exemple.example", "lea\\@exemple.example",
        # in signs that pass for others
        "０６ ３９ ９８ １２ ３４", "𝟎𝟔𝟑𝟗𝟗𝟖𝟏𝟐𝟑𝟒", "⓪⑥ ③⑨ ⑨⑧ ①② ③④", "٠٦ ٣٩ ٩٨ ١٢ ٣٤", "06–39–98–12–34", "06 3998 1234",
        "ｌｅａ＠ｅｘｅｍｐｌｅ．ｅｘａｍｐｌｅ", "04 **73** 00 00 00", "06 39 98\u00a012 34",
        # an account, a car, a place
        "FR76 3000 6000 0112 3456 7890 189", "fr7630006000011234567890189", "ＦＲ７６ 3000 6000 0112 3456 7890 189",
        "DE89-3704-0044-0532-0130-00", "BE68.5390.0754.7034", "LU28 0019 4006 4475 0000",
        "AB-123-CD", "ab-123-cd", "ＡＢ－１２３－ＣＤ",
        "45.123, 3.456", "45.77722,3.08703", "-45.7772 ; -3.0870", "45,7772 ; 3,0870", "45°46′N", "45° 46' 12\" N",
        "N 45° 46,5'", "45.7772° N", "N45.7772", "４５．１２３， ３．４５６", "45º46'N",
        # in an address
        "https://wa.me/33612345678", "https://t.me/+33612345678", "https://a.example/0639981234?", "tel:0639981234",
        "https://a.example/send?phone=%2B33639981234&text=oui", "https://a.example/06-39-98-12-34", "whatsapp://send?phone=33639981234",
        # a house
        "12 bis rue des Lilas", "3, chemin du Puy", "12 RUE DES LILAS", "12B avenue Pasteur", "1 rue de la Paix",
        "12 place du marché", "9 av. Foch", "4 impasse des tilleuls", "10-12 bd Desaix",
        "n° 7 de la rue Basse", "7 cours Sablon", "3 cité du Parc", "3 ch. du Puy",
        "１２ ｒｕｅ des Lilas", "12 **rue** des Lilas", "2, lieu-dit Les Chaux", "14 allée\u00a0des Ormes",
    ],
)  # fmt: skip
def test_ways_to_reach_somebody_are_found(text: str) -> None:
    assert len(list(contacts_in(f"Demandez à {text}, merci."))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "En 2026, 1 048 habitants, 12 000 euros.",
        "Article L. 2121-18, du 01/01/2026 au 31/12/2026.",
        "Code Insee 63113, arrêté n° 2026-0412.",
        "Il a dit : at least, point final.",
        "Du 05/11/2026 - 06/11/2026, et du 05-11-2026 – 06-11-2026.",
        "En 2026, rue de la Paix, et en 1998, place de Jaude, à 18 h 30, place du Marché, à 18:30, quai Bas.",
        "Samedi 12, place de la Mairie ; le 3 mai, rue Haute ; D 906, route de Thiers ; ligne 3, place de Jaude.",
        "Voirie : 12 000, rue des Lilas 1 200,50, route de Lyon 1 200 ; 12 rues, 3 places, 2 routes, 1 route barrée.",
        "L. 3111-9, rue sans nom ; le 3 traverse la ville ; 1648, cité en note.",
        "1 place de stationnement, 3 cours de danse, 1 passage piéton, 1 côte raide, 1 voie verte, la rue des Lilas.",
        "https://a.example/isbn/0306406152 https://a.example/0743273567 https://a.example/a-0639981234 https://a.example/06399812345",
        "https://a.example/0639981234.html https://a.example/2026/06-12-2026 https://a.example/?id=100064543210987#map=18/45.772/3.087",
        "PLUS DE 120 KM, 12 NOV 26, 2023-DDT-63, 150 CV 15, 1 200 HT 20, 120 km de long, une pente de 45° au nord.",
        "Pages 45.12, 3.45 ; de 12.000, 15.000 euros ; la version 1.2.3 ; 45° 46' ; il fait 12° N.",
        "FR76 3000 6000 0112 3456 7890 188, FR12 n'est pas un compte, AB12 non plus ; l'aire de 12 m² de la place.",
    ],
)
def test_other_numbers_and_words_are_left_alone(text: str) -> None:
    assert list(contacts_in(text)) == []


def test_a_surname_behind_a_title_is_found_a_function_is_not() -> None:
    found = [trace.value for trace in titled_in("M. Durand, Mme Le Goff et Madame de Sévigné, Mme d'Albret")]
    assert found == ["M. Durand", "Mme Le Goff", "Madame de Sévigné", "Mme d'Albret"]
    assert list(titled_in("M. le maire, Madame la Préfète, Monsieur Le Maire, M. Maire, Madame l’Adjointe")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Docteur Durand", "Me Durand", "mr Durand", "MME PETIT", "ｍｒ Ｄｕｒａｎｄ", "mme **Petit**", "mme de Sévigné",
    ],
)  # fmt: skip
def test_a_surname_behind_any_title_is_found(text: str) -> None:
    assert len(list(titled_in(f"Demandez à {text}, merci."))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour madame, pouvez-vous dire à monsieur le maire et madame l'adjointe qu'une madame attend ?",
        "Un monsieur très gentil, une madame du village, le docteur est venu, mon docteur viendra.",
        "5 m. de long, 12 m. environ ; il me dit ; ms, mr et mme ; monsieur qui passe, merci madame pour tout.",
        "La rue du Docteur Chassaing, place du docteur Durand, clinique du Dr Arnaud, docteur en droit.",
        "Le maître d'œuvre, un maître d'ouvrage, maître nageur, le professeur des Écoles, Docteur\n\nEnsuite.",
        "MONSIEUR LE MAIRE, monsieur L'ADJOINT, madame la Préfète, monsieur l'instituteur, Madame, Monsieur.",
    ],
)
def test_functions_places_and_strangers_are_no_surnames(text: str) -> None:
    assert [trace.value for trace in titled_in(text)] == []


def test_what_is_found_is_placed_in_the_text_as_it_was_written() -> None:
    text = "Un… ﬁn.\n*Deux* … &amp; ⒈\nl\u200bà : ０６ ３９ ９８ １２ ３４\n"
    (trace,) = contacts_in(text)
    assert text.count("\n", 0, trace.offset) == 2
    (trace,) = contacts_in("Voir 06 39 98 12 34.")
    assert trace == (5, "06 39 98 12 34")
    assert without_contacts("Au 12 rue des Lilas, ou ０６ ３９ ９８ １２ ３４ ; 3 m² …") == "Au …, ou … ; 3 m2 ..."
    assert without_contacts("3 m² …") == "3 m² …"


def test_numbers_that_nobody_has_at_home_are_told_apart() -> None:
    assert all(map(is_of_organisation, ("0 800 05 95 95", "+33 800 05 95 95", "0033 (0)8 10 00 00 00", "0810000000")))
    assert not any(map(is_of_organisation, ("04 80 00 00 00", "+33 4 80 00 00 00", "06 80 80 80 80", "08@b.example")))


@pytest.mark.parametrize(
    "text",
    [
        "Léo Martin, 9 ans, est en CM1 à l'école de Murol.", "Le prix va à Inès Roux (11 ans).",
        "Inès Roux, élève de 6e au collège de Besse", "Zoé Vidal est en CE2.", "**Léa Faure**, quatorze ans",
        "Emma Roche a douze ans.",
        "Tom Brun et sa sœur Lou Brun, 7 ans", "Le gagnant : Léo Martin (CM1)", "LÉO MARTIN, 9 ANS",
        "Léo Martin, 9 years old", "Dessin de Léa Faure, 8 ans",
    ],
)  # fmt: skip
def test_a_text_that_says_who_a_child_is_is_found(text: str) -> None:
    found = child_named(f"Hier.\n\n{text}\n")
    assert found
    assert f"Hier.\n\n{text}\n".count("\n", 0, found.offset) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Jeanne Borie, 83 ans, tient le café.", "Le Syndicat, dix ans déjà. L'Amicale Laïque a dix ans.",
        "Depuis Clermont, dix ans ont passé. La Bourboule, dix ans après.", "Un bail de neuf ans, puis douze.",
        "Il y a neuf ans, Jean Borie a repris la ferme.", "Les CM2 de l'école de Murol ont planté dix arbres.",
        "Paul Vidal, en 4e position", "Marie Faure, élue depuis 12 ans", "Paul Vidal a travaillé dix ans à l'école.",
        "La classe de CM1 de l'école a dix élèves", "Marc Teyssot a huit ans de métier, Jean Borie, 5 ans d'atelier.",
    ],
)  # fmt: skip
def test_a_text_that_names_no_child_is_left_alone(text: str) -> None:
    assert child_named(text) is None
