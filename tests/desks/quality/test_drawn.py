"""The list of what cards can draw is what the fonts hold."""

from __future__ import annotations

from placette.desks.quality.drawn import render_drawn
from placette.features.sharing.fonts import DRAWN, Face, drawable


def test_the_list_is_what_the_fonts_hold() -> None:
    assert DRAWN.read_bytes() == render_drawn()


def test_a_card_draws_the_letters_that_its_font_holds() -> None:
    assert drawable("Œuvre à l’été 🎉 !", Face.TITLE) == "Œuvre à l’été !"
    assert drawable("Δ", Face.TEXT) == "Δ"
    assert drawable("漢", Face.TEXT) == ""
