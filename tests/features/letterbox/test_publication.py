"""A letterbox at which nobody reads is built and looked at, but not published."""

from __future__ import annotations

from typing import Any

import pytest

from placette.engine.base.catalogue import load_catalogue
from placette.engine.problems.reports import render_plain
from placette.features.letterbox.publication import lacking
from tests.fixture_site import Site

INVENTED = {"LETTERBOX_ADDRESS": "lettres@carnets.example", "LETTERBOX_COUNTER": "À l’accueil (fictif)."}


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({}, []),
        (INVENTED, ["LETTERBOX_ADDRESS", "LETTERBOX_COUNTER"]),
        (INVENTED | {"LEGAL_DEMONSTRATION": True}, []),
        ({"LETTERBOX_FORM": "https://formulaire.example/"}, ["LETTERBOX_FORM"]),
        ({"LETTERBOX_ADDRESS": "lettres@place-inventee.fr", "LETTERBOX_COUNTER": "À l’accueil, le jeudi."}, []),
    ],
)
def test_invented_values_are_named_unless_the_site_says_that_it_is_a_demonstration(
    kitchen_sink: Site, settings: dict[str, Any], named: list[str]
) -> None:
    found = list(lacking(kitchen_sink.build, settings))
    assert [dict(one.values)["setting"] for one in found] == named
    assert {one.code for one in found} <= {"letterbox-fictitious"}


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("fr", "LETTERBOX_FORM dit « https://f.example/ », qui tient seulement la place de la vraie valeur."),
        ("en", "LETTERBOX_FORM says “https://f.example/”, which only stands in for the real value."),
    ],
)
def test_it_is_said_in_both_languages(kitchen_sink: Site, lang: str, says: str) -> None:
    found = tuple(lacking(kitchen_sink.build, {"LETTERBOX_FORM": "https://f.example/"}))
    report = render_plain(found, load_catalogue(lang).gettext).replace("\u00a0", " ")
    assert says in report
    assert "pelicanconf.py" in report
