"""A face without a photo keeps its letters and its colour."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from placette.engine.content.communes import Commune
from placette.features.authors.profile import HUES, AuthorKind, Profile, monogram, person_view
from tests.fixture_communes import index_communes

CASES = yaml.safe_load((Path(__file__).parent / "people.yml").read_text(encoding="utf-8"))
ORCINES = Commune("63263", "Orcines", "63", "Puy-de-Dôme")


def profile(key: str, *, communes: tuple[str, ...] = ()) -> Profile:
    return Profile(
        path=f"authors/{key}.md",
        key=key,
        url=f"auteurs/{key}/",
        name=key.title(),
        kind=AuthorKind.RESIDENT,
        kind_label="habitante",
        office="",
        description="",
        communes=communes,
        since="",
        languages=(),
        links=(),
        licence=None,
        photo=None,
    )


@pytest.mark.parametrize(("name", "letters"), CASES["monograms"].items())
def test_monogram(name: str, letters: str) -> None:
    assert monogram(name) == letters


@pytest.mark.parametrize(("key", "hue"), CASES["hues"].items())
def test_a_colour_never_changes(key: str, hue: int) -> None:
    """These figures are on people's pages: a change of them is a change of everybody's colour."""
    assert person_view(profile(key), index_communes([]), {}, "/").hue == hue < HUES


def test_a_person_is_shown_in_their_first_known_commune() -> None:
    known = index_communes([ORCINES])
    place = person_view(profile("lea", communes=("99999", "63263")), known, {}, "/blog/").place
    assert place is not None
    assert (place.name, place.label) == ("Orcines", "Orcines, Puy-de-Dôme")
    assert person_view(profile("lea", communes=("99999",)), known, {}, "/blog/").place is None
