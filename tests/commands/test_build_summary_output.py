"""The summary of a build has no zeros, and numbers that add up."""

from __future__ import annotations

import pytest

from placette.commands.build_summary_output import COUNTED, fates
from placette.engine.content.build_summary import BuildSummary
from placette.plugin import every_kind, load_site
from tests.fixture_site import SETTINGS_FILE

SEVERAL = {"post": 16, "page": 4, "receipt": 1, "recipe": 2}


@pytest.mark.parametrize(
    ("build_summary", "listed", "says"),
    [
        (BuildSummary(17, 1, 0, {"post": 16}, {}, {}), True, "16 billets publiés. 1 refusé\u00a0: voir ci-dessus."),
        (
            BuildSummary(3, 2, 0, {"post": 1}, {}, {}),
            False,
            "1 billet publié. 2 refusés\u00a0: invoke check dit pourquoi.",
        ),
        (BuildSummary(4, 0, 1, {}, {"post": 1}, {"post": 1, "event": 1}), True, "1 programmé, 2 brouillons, 1 retiré."),
        (
            BuildSummary(23, 0, 0, SEVERAL, {}, {}),
            True,
            "16 billets publiés, 4 pages, 1 accusé de réception, 2 autres textes.",
        ),
        (BuildSummary(0, 0, 0, {}, {}, {}), True, ""),
    ],
)
def test_the_fate_of_every_text_is_said_once(build_summary: BuildSummary, listed: bool, says: str) -> None:
    assert build_summary.accounted == build_summary.texts
    assert fates(build_summary, listed=listed) == says


def test_the_kinds_that_are_counted_are_those_of_features() -> None:
    names = {kind.name for kind in every_kind(load_site(SETTINGS_FILE))}
    assert names >= {*COUNTED}
    assert len({*COUNTED}) == len(COUNTED)
