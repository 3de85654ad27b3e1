"""Names of other people, telephone numbers and addresses are found in a question however they are written."""

from __future__ import annotations

from random import Random

import pytest

from placette.engine.texts.others import contacts_in, is_of_organisation, named_in, names_among, titled_in, words_of

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
    ],
)
def test_other_numbers_and_words_are_left_alone(text: str) -> None:
    assert list(contacts_in(text)) == []


def test_a_surname_behind_a_title_is_found_a_function_is_not() -> None:
    found = [trace.value for trace in titled_in("M. Durand, Mme Le Goff et Madame de Sévigné, Mme d'Albret")]
    assert found == ["M. Durand", "Mme Le Goff", "Madame de Sévigné", "Mme d'Albret"]
    assert list(titled_in("M. le maire, Madame la Préfète, Monsieur Le Maire, M. Maire, Madame l’Adjointe")) == []


def test_a_surname_alone_is_found_where_it_is_looked_for_but_not_in_a_street() -> None:
    sought = names_among(
        [("lea", "Léa Montel"), ("rose", "Rose"), ("paul", "Paul Ka"), ("hote", "L'hôte de la vue")],
        {"lea", "rose", "paul", "hote"},
    )

    def found(text: str) -> list[str]:
        return [name for _, name in named_in(words_of(text), sought)]

    assert found("Montel vend ses œufs.") == found("MONTEL") == found("Le texte de Montel.") == ["Léa Montel"]
    assert found("Un montel, la rue Montel, l’école des Montel, place de la Montel, Ka, la vue.") == []
    assert len(found("Léa Montel")) == 2


def test_numbers_that_nobody_has_at_home_are_told_apart() -> None:
    assert all(map(is_of_organisation, ("0 800 05 95 95", "+33 800 05 95 95", "0033 (0)8 10 00 00 00", "0810000000")))
    assert not any(map(is_of_organisation, ("04 80 00 00 00", "+33 4 80 00 00 00", "06 80 80 80 80", "08@b.example")))


def test_nothing_is_lost_in_two_hundred_exchanges() -> None:
    chance = Random(20)
    first, last = ("Anne", "Élise", "Jean-Marc", "Zoé", "Óscar"), ("Durand", "Le Goff", "Béraud", "Nguyễn", "d'Albret")
    frames = ("{} me l'a dit.", "Voir avec {} ?", "> {}\n\nMerci", "*{}* le sait", "« {} » habite en face")
    for number in range(200):
        name = f"{chance.choice(first)} {chance.choice(last)}"
        digits = "".join(chance.choice("0123456789") for _ in range(8))
        pairs = [digits[at : at + 2] for at in range(0, 8, 2)]
        telephone = chance.choice((" ", ".", "-", "", "\u00a0")).join(["06", *pairs])
        address = f"{chance.choice(first).lower()}.{number}@courrier.example"
        written = chance.choice((name, name.upper(), name.lower(), name.replace(" ", "\n")))
        known = names_among([("somebody", name)])
        assert list(named_in(words_of(chance.choice(frames).format(written)), known)), written
        for trace in (telephone, address):
            assert list(contacts_in(chance.choice(frames).format(trace))), trace
