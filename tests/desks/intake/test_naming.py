"""A photo's name says what is seen, is accepted by the gate, and takes nobody's place."""

from __future__ import annotations

import pytest

from placette.desks.intake.naming import photo_name
from placette.engine.library.tree import is_good_name


@pytest.mark.parametrize(
    ("original", "alt", "name"),
    [
        ("Lavoir été", "", "lavoir-ete.jpg"),
        ("le_lavoir (2)", "Autre chose", "le-lavoir-2.jpg"),
        ("IMG_20260501_101112", "Le bassin vu de la route", "le-bassin-vu-de-la-route.jpg"),
        ("PXL_20260501_101112345.MP", "L’œuvre", "l-oeuvre.jpg"),
        ("WhatsApp Image 2026-05-01 at 10.11.12", "Un bal", "un-bal.jpg"),
        ("DSC01234", "", "photo.jpg"),
        ("P1040123", "…", "photo.jpg"),
        ("IMG_1", "con", "photo-con.jpg"),
        ("фото", "", "photo.jpg"),
        ("../../etc/passwd", "", "etc-passwd.jpg"),
        ("IMG_1", "un mot " * 30, "un-mot-un-mot-un-mot-un-mot-un-mot-un-mot-un-mot-un-mot-un.jpg"),
        ("a" * 300, "", "a" * 60 + ".jpg"),
    ],
)
def test_a_name_says_something_and_is_accepted(original: str, alt: str, name: str) -> None:
    assert photo_name(original, alt, ".jpg", ()) == name
    assert is_good_name(name)


def test_nothing_in_the_folder_has_the_name_already() -> None:
    taken = {"lavoir.jpg", "LAVOIR-2.JPG", "lavoir-4.jpg"}
    assert photo_name("lavoir", "", ".jpg", taken) == "lavoir-3.jpg"
    assert photo_name("lavoir", "", ".png", taken) == "lavoir.png"
