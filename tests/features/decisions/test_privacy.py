"""Names, addresses and numbers are found however they are written."""

from __future__ import annotations

import pytest

from placette.features.decisions.privacy import contacts_in, possible_names


@pytest.mark.parametrize("name", ["Jean Borie", "L'Atelier", "Marie-Anne de La Tour", "Dr. Martin", "Ève"])
def test_a_name_is_among_what_may_be_one(name: str) -> None:
    wanted = name.removeprefix("L'")
    assert wanted in list(possible_names(f"Selon « {name} », et d’autres, rien."))


def test_words_in_small_letters_are_no_names() -> None:
    assert list(possible_names("une phrase sans aucun nom")) == []


@pytest.mark.parametrize(
    "contact",
    ["04 73 12 34 56", "+33 6.12.34.56.78", "0612345678", "a.b+c@d.example", "04\u202f73\u202f12\u202f34\u202f56"],
)
def test_contacts_are_found(contact: str) -> None:
    assert list(contacts_in(f"Appelez ({contact}).")) == [contact]


def test_numbers_of_letters_articles_and_years_are_none() -> None:
    assert list(contacts_in("Lettre 2026-0042, article L. 52-1, le 12 octobre 2026, 1 287 communes.")) == []
