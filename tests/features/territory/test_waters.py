"""Rivers on maps of other features: what their window shows, in few corners, names that cover nothing."""

from __future__ import annotations

import re
from math import sin

import pytest

from placette.engine.base.geography import Point
from placette.engine.library.communes import River
from placette.engine.pages.waters import Window
from placette.features.territory.waters import courses_in
from placette.features.walks.drawing import draw_walk
from tests.features.walks.test_walks import walk_of

PATH = re.compile(r"-?[\d.]+")


def window(*taken: tuple[float, float, float, float]) -> Window:
    """A degree is a hundred units, from 46° N, 3° E."""
    return Window(lambda point: ((point[1] - 3) * 100, (46 - point[0]) * 100), 360, 300, taken)


def along(lat: float, points: int = 2, sway: float = 0.0) -> tuple[Point, ...]:
    """A course from west to east, well beyond the window on both sides."""
    return tuple((lat + sway * sin(at), 1 + 9 * at / (points - 1)) for at in range(points))


def corners(path: str) -> list[Point]:
    """The corners of a path of one or more lines, in units."""
    found: list[Point] = []
    for line in path.split("M")[1:]:
        x = y = 0.0
        numbers = [float(number) for number in PATH.findall(line)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            found.append((x, y))
    return found


def test_a_river_ends_where_the_window_does_and_others_are_not_there() -> None:
    found = courses_in(window(), [River("la Loire", (along(45.0),)), River("le Rhône", (along(30.0),))])
    assert [(course.name, course.path) for course in found] == [("la Loire", "M0 100l360 0")]
    assert found[0].written
    x, y, turn = found[0].written
    assert (0 < x < 360, y, turn) == (True, 91, 0)


def test_a_name_gives_way_to_what_is_there_already() -> None:
    free = courses_in(window((0, 0, 300, 300)), [River("le Lot", (along(45.0),))])
    assert free[0].written
    assert free[0].written[0] > 300
    covered = courses_in(window((0, 0, 360, 300)), [River("le Lot", (along(45.0),))])
    assert covered[0].written is None
    assert covered[0].path


def test_rivers_are_few_and_have_few_corners_however_many_the_file_has() -> None:
    rivers = [River(f"R{at}", (along(45.9 - at / 10, 300, 0.05),)) for at in range(20)]
    found = courses_in(window(), rivers)
    assert [course.name for course in found] == [f"R{at}" for at in range(len(found))]
    assert 3 <= len(found) <= 8
    drawn = [corner for course in found for corner in corners(course.path)]
    assert len(drawn) <= 400
    assert all(-1 <= x <= 361 and -1 <= y <= 301 for x, y in drawn)


def test_a_river_runs_where_the_way_crosses_it_and_never_over_the_scale() -> None:
    walk = walk_of([(45.0, 3.0), (45.1, 3.1)])
    river = River("la <b>Sioule</b>", (((45.1, 3.0), (45.0, 3.1)), ((40.0, 3.05), (50.0, 3.05))))
    drawn = draw_walk(walk, "fr", lambda shown: courses_in(shown, [river]))
    plain = draw_walk(walk, "fr")
    assert drawn.rivers
    assert drawn._replace(rivers=(), river_names="") == plain, "a site without rivers has the same drawing"
    across, down = corners(drawn.rivers[0].path)[2]
    assert (across, down) == pytest.approx((180, drawn.height - 30), abs=1)
    assert max(y for _, y in corners(drawn.rivers[0].path)) <= drawn.height - 29
    assert drawn.river_names == "la <b>Sioule</b>"
