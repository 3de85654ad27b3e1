"""The drawing beside a post: the commune named inside it whatever its name, areas named where that leaves them room."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from placette.engine.base.geography import Outline, Point
from placette.engine.library.communes import CommuneIndex
from placette.engine.library.models import Area, AreaKind, Commune
from placette.engine.pages.desk import Desk
from placette.features.posts import Article
from placette.features.territory.atlas import BESIDE, make_atlas
from placette.features.territory.text_widths import text_width
from placette.features.territory.views import WhereaboutsView
from placette.features.territory.whereabouts import whereabouts_of

LONG = "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson"
"""The longest name of a commune of today."""


def square(south: float, west: float, across: float, down: float) -> Outline:
    return (((south, west), (south, west + across), (south + down, west + across), (south + down, west)),)


def drawing(
    communes: dict[str, tuple[str, Point | None]], codes: tuple[str, ...], spot: Any = None, wide: float = 1.0
) -> WhereaboutsView | None:
    """What is drawn beside a post about these codes on a territory of two areas, one above the other."""
    by_code = {
        code: Commune(code, name, code[:2], f"Area {code[:2]}", 0, "", "", 10, point)
        for code, (name, point) in communes.items()
    }
    areas = {code: Area(AreaKind.DEPARTMENT, code, f"Area {code}") for code in ("15", "63")}
    outlines = {"63": square(46, 3, wide, 1), "15": square(45, 3, wide, 1)}
    index = CommuneIndex(by_code, areas, outlines=outlines)
    build = SimpleNamespace(communes=index)
    desk = SimpleNamespace(build=build, kept={}, once=lambda _make: make_atlas(index, ()))
    return whereabouts_of(cast(Article, SimpleNamespace(communes=codes, spot=spot)), cast(Desk, desk))


def drawn(*given: Any, **more: Any) -> WhereaboutsView:
    found = drawing(*given, **more)
    assert found
    return found


TWO: dict[str, tuple[str, Point | None]] = {"63001": ("Ambert", (46.5, 3.5)), "15001": (LONG, (45.5, 3.98))}


def test_a_commune_is_named_beside_its_point_and_areas_in_their_middle() -> None:
    found = drawn(TWO, ("63001",))
    assert found.width == BESIDE
    assert found.own
    assert found.land
    assert [(name.kind, name.text) for name in found.names] == [
        ("here", "Ambert"),
        ("area", "Area 63"),
        ("area", "Area 15"),
    ]
    ((x, y),) = found.dots
    assert abs(found.names[0].x - x) < 1
    assert 8 < y - found.names[0].y < 20


@pytest.mark.parametrize("wide", [0.05, 1.0, 20.0])
def test_the_longest_name_stays_in_the_drawing_whatever_the_shape(wide: float) -> None:
    point = (45.5, 3 + wide * 0.98)
    found = drawn(TWO | {"15001": (LONG, point)}, ("15001",), wide=wide)
    name = found.names[0]
    assert name.text.startswith("Saint-Remy-en-Bouz")
    assert name.text.endswith("…")
    half = text_width(name.text, 14) / 2
    assert name.x - half >= 0
    assert name.x + half <= found.width == BESIDE
    assert 10 <= name.y <= found.height <= 1.4 * BESIDE


def test_names_of_several_communes_cover_neither_each_other_nor_their_points() -> None:
    many: dict[str, tuple[str, Point | None]] = {
        f"6300{n}": (f"Commune {n}", (46.5 + n / 50, 3.5 + n / 50)) for n in range(6)
    }
    found = drawn(many, tuple(many))
    assert len(found.dots) == 6
    named = [name for name in found.names if name.kind == "here"]
    assert 1 <= len(named) <= 3
    boxes = [(name.x, name.y - 5, text_width(name.text, 14) / 2) for name in named]
    for x, y, half in boxes:
        assert not any(abs(x - at_x) < half and abs(y - at_y) < 8 for at_x, at_y in found.dots)
    for at, (x, y, half) in enumerate(boxes):
        assert all(abs(x - x2) >= half + half2 - 1 or abs(y - y2) >= 16 for x2, y2, half2 in boxes[at + 1 :])


def test_a_place_of_several_communes_is_named_itself() -> None:
    spot = SimpleNamespace(name="Le pont", point=(46.0, 3.5))
    assert [n.text for n in drawn(TWO, ("63001", "15001"), spot).names if n.kind == "here"] == ["Le pont"]
    assert [n.text for n in drawn(TWO, ("63001",), spot).names if n.kind == "here"] == ["Ambert"]


def test_nothing_is_drawn_where_no_point_is_known_or_the_territory_is_one_commune() -> None:
    assert drawing({"63001": ("Ambert", None), "15001": ("Murat", (45.5, 3.5))}, ("63001",)) is None
    assert drawing({"63001": ("Ambert", (46.5, 3.5))}, ("63001",)) is None
